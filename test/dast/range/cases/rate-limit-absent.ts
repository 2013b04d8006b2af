// Logins that take any number of attempts, and logins that react in any way.
import type { RangeCase } from "../case.ts";
import { jsonAnswer } from "../case.ts";
import { loginCase, refused } from "./logins.ts";
import type { Decide, LoginKind, MakeLogin } from "./logins.ts";

const one = (name: string, vulnerable: boolean, make: MakeLogin, kind: LoginKind = "form"): RangeCase => loginCase("rate-limit-absent", name, { vulnerable, kind, make });
/** Every attempt is counted; from the given one on the login answers otherwise. */
const after = (limit: number, then: Decide): MakeLogin => () => { let tries = 0; return (attempt) => { tries += 1; return tries > limit ? then(attempt) : undefined; }; };

export const cases: readonly RangeCase[] = [
  one("a form", true, () => () => undefined),
  one("an API", true, () => () => undefined, "json"),
  one("a refusal with 401", true, () => () => refused("No.", 401)),
  one("a refusal that leads back", true, () => () => ({ status: 302, headers: [["location", "./login?failed=1"]] })),
  one("a refusal that repeats the name", true, () => ({ user }) => refused(`Wrong password for ${user.replaceAll(/\W/g, "")}.`)),
  one("a refusal in plain text", true, () => () => ({ headers: [["content-type", "text/plain"]], body: "Wrong name or password." })),
  one("429 after ten", false, after(10, () => ({ status: 429, headers: [["retry-after", "60"]], body: "Later" }))),
  one("a lock after five", false, after(5, () => refused("This account is locked for an hour."))),
  one("a picture puzzle after eight", false, after(8, () => refused("Please solve the captcha."))),
  one("another status after twenty", false, after(20, () => refused("No.", 403)), "json"),
  one("attempts become slower", false, () => { let tries = 0; return () => { tries += 1; return { ...refused(), delayMs: tries < 12 ? 0 : 400 }; }; }),
  one("a field more after six", false, after(6, () => jsonAnswer({ error: "wrong name or password", puzzle: "3+4" }, { status: 401 })), "json"),
];
