// Applications that give out session ids: by counting, by the clock, by few signs, and by chance.
import { createHash, createHmac, randomBytes, randomInt, randomUUID } from "node:crypto";
import { htmlAnswer } from "../case.ts";
import type { RangeCase, RangeNames } from "../case.ts";

type Make = (names: RangeNames) => () => string;
const given = (name: string, vulnerable: boolean, make: Make, cookieName: (names: RangeNames) => string = (names) => `${names.word("cookie")}_sid`): RangeCase => ({
  check: "weak-session-id", name, vulnerable,
  build(names) {
    const [path, next, cookie] = [`/${names.word("path")}`, make(names), cookieName(names)];
    return {
      html: (prefix) => `<a href="${prefix}${path}">Enter</a>`, requests: [{ method: "GET", path }],
      handle: (request) => (request.path !== path ? undefined : htmlAnswer("<h1>Welcome</h1>", request.cookies[cookie] === undefined ? { headers: [["set-cookie", `${cookie}=${next()}; Path=${request.prefix}; HttpOnly; SameSite=Lax`]] } : {})),
    };
  },
});

const counting = (names: RangeNames): (() => number) => { let at = names.number("first", 1_000, 9_000); return () => (at += 1); };

export const cases: readonly RangeCase[] = [
  given("a counter", true, (names) => { const next = counting(names); return () => String(next()); }),
  given("a counter behind a word, in base64", true, (names) => { const next = counting(names); return () => encodeURIComponent(Buffer.from(`visitor-${next()}`).toString("base64")); }),
  given("the time in milliseconds", true, () => () => String(Date.now())),
  given("the time in seconds, in hexadecimal, and a sign", true, (names) => () => `${names.word("sign")}${Math.floor(Date.now() / 1000).toString(16)}`.slice(-9)),
  given("a digest of a counter", true, () => { let at = 40; return () => createHash("md5").update(String(at += 1)).digest("hex"); }),
  given("a digest of the time", true, () => () => createHash("sha1").update(String(Math.floor(Date.now() / 1000))).digest("hex")),
  given("six digits by chance", true, () => () => String(randomInt(100_000, 999_999))),
  given("a counter with a long steady end", true, (names) => { const [next, end] = [counting(names), "f".repeat(12)]; return () => `${next().toString(16)}${end}`; }),

  given("sixteen random bytes", false, () => () => randomBytes(16).toString("hex")),
  given("a random UUID", false, () => () => randomUUID()),
  given("a counter that is signed", false, (names) => { const next = counting(names); return () => { const at = String(next()); return `s%3A${at}.${createHmac("sha256", randomBytes(4)).update(at).digest("base64url")}`; }; }),
  given("the time before many random digits", false, () => () => `${Date.now().toString(16)}${randomBytes(10).toString("hex")}`),
  given("the same for all, which is no session", false, (names) => () => ["steady 1", "steady 2", "steady 3", "steady 4"].map((label) => names.word(label)).join("")),
  given("the time of the first visit, said to be so", false, () => () => String(Date.now()), (names) => `${names.word("cookie")}_session_start`),
  given("which language was chosen", false, (names) => { const next = counting(names); return () => String(next()); }, () => "auth_lang"),
  given("random in base64", false, () => () => encodeURIComponent(randomBytes(18).toString("base64"))),
];
