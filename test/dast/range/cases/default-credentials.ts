// Logins that let well-known passwords in, and logins that do not, hold back, or let everybody in.
import type { RangeCase } from "../case.ts";
import { htmlAnswer, jsonAnswer } from "../case.ts";
import { loginCase, refused, welcome } from "./logins.ts";
import type { LoginKind, MakeLogin } from "./logins.ts";

const one = (name: string, vulnerable: boolean, make: MakeLogin, kind: LoginKind = "form"): RangeCase => loginCase("default-credentials", name, { vulnerable, kind, make });
const knows = (name: string, word: string): MakeLogin => () => ({ user, password }) => (user === name && password === word ? welcome : undefined);

export const cases: readonly RangeCase[] = [
  one("admin and admin", true, knows("admin", "admin")),
  one("root and root", true, knows("root", "root")),
  one("a page instead of a redirect", true, () => ({ user, password }) => (user === "test" && password === "test" ? htmlAnswer("<h1>Your orders</h1><p>None yet", { headers: [["set-cookie", "session=x9; HttpOnly"]] }) : undefined)),
  one("a token in JSON", true, () => ({ user, password }) => (user === "admin" && password === "password" ? jsonAnswer({ token: "ey-Zk3Jx9Qw7Lm2Vb8N" }) : undefined), "json"),
  one("Basic authentication", true, () => ({ user, password }) => (user === "tomcat" && password === "tomcat" ? htmlAnswer("<h1>Manager</h1>") : undefined), "basic"),
  one("a refusal that repeats the name", true, () => ({ user, password }) => (user === "guest" && password === "guest" ? welcome : refused(`${user.replaceAll(/\W/g, "")} is not let in.`))),
  one("nobody with such a password", false, (names) => knows(names.word("user"), names.word("password"))(names)),
  one("everybody is let in", false, () => () => welcome),
  one("everybody called admin is let in", false, () => ({ user }) => (user === "admin" ? welcome : undefined)),
  one("a lock after two attempts", false, () => { let tries = 0; return ({ user, password }) => { tries += 1; return tries > 2 ? { status: 429, body: "Too many attempts" } : user === "admin" && password === "admin" ? welcome : undefined; }; }),
  one("the name is told to be locked", false, () => ({ user }) => (user === "admin" ? refused("This account is locked.") : undefined)),
  one("Basic authentication with a good password", false, (names) => knows(names.word("user"), names.word("password"))(names), "basic"),
  one("a second factor is asked for by every right name", false, () => ({ user }) => (user === "admin" ? htmlAnswer("<form method=post><input name=code></form>") : undefined)),
];
