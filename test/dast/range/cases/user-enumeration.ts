// Logins that answer otherwise for names that exist, and logins whose answers say nothing of it.
import type { RangeCase } from "../case.ts";
import { jsonAnswer } from "../case.ts";
import { loginCase, refused } from "./logins.ts";
import type { LoginKind, MakeLogin } from "./logins.ts";

const one = (name: string, vulnerable: boolean, make: MakeLogin, kind: LoginKind = "form"): RangeCase => loginCase("user-enumeration", name, { vulnerable, kind, make });

export const cases: readonly RangeCase[] = [
  one("other words", true, () => ({ user }) => refused(user === "admin" ? "Wrong password." : "There is no such user.")),
  one("other words in JSON", true, () => ({ user }) => jsonAnswer({ error: user === "admin" ? "password is not correct" : "username does not exist" }), "json"),
  one("another status", true, () => ({ user }) => refused("No.", user === "root" ? 401 : 404)),
  one("another target", true, () => ({ user }) => ({ status: 302, headers: [["location", user === "test" ? "./password" : "./register"]] })),
  one("a link to reset the password", true, () => ({ user }) => refused(user === "admin" ? 'Not let in. <a href="./reset">Forgotten?</a>' : "Not let in.")),
  one("words with the name in them", true, () => ({ user }) => refused(user === "guest" ? `${user} has another password.` : `${user.replaceAll(/\W/g, "")} is unknown.`)),
  one("the same words", false, () => () => undefined),
  one("the same words with the name", false, () => ({ user }) => refused(`${user.replaceAll(/\W/g, "")} is not let in.`)),
  one("short names are refused otherwise", false, () => ({ user }) => refused(user.length < 6 ? "A name has six letters at least." : "Not let in.")),
  one("words that change by themselves", false, () => { let tries = 0; return () => { tries += 1; return refused(tries % 2 === 0 ? "Not let in." : "Please try once more."); }; }),
  one("a limit for everybody", false, () => { let tries = 0; return () => { tries += 1; return tries > 2 ? { status: 429, body: "Too many attempts" } : refused(); }; }),
  one("the same JSON with a running number", false, () => { let tries = 0; return () => { tries += 1; return jsonAnswer({ error: "not let in", id: 4711 + tries }, { status: 401 }); }; }, "json"),
];
