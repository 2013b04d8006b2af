// Which cookies go over http too.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { cookieWithoutSecure } from "./cookie-without-secure.ts";

passiveSuite(cookieWithoutSecure, {
  finds: [
    ["a session cookie over https", { headers: [["set-cookie", "sid=abc; HttpOnly; Path=/"]] }, { at: "origin:cookie:sid", severity: "medium" }],
    ["a cookie of the very page", { headers: [["set-cookie", "theme=dark; Path=/page"]] }, { at: "cookie:theme" }],
    ["one of two", { headers: [["set-cookie", "a=1; Secure"], ["set-cookie", "b=2"]] }, { at: "origin:cookie:b" }],
    ["a cookie over http", { url: "http://shop.example/", headers: [["set-cookie", "a=1"]] }, { severity: "low" }],
    ["a value that only has the word in it", { headers: [["set-cookie", "mode=secure"]] }],
  ],
  passes: [
    ["Secure in any case", { headers: [["set-cookie", "sid=abc; sEcUrE"]] }],
    ["Secure with a value", { headers: [["set-cookie", "sid=abc; Secure=1"]] }],
    ["a cookie that is taken away by Max-Age", { headers: [["set-cookie", "sid=x; Max-Age=0"]] }],
    ["a cookie that is taken away by Expires", { headers: [["set-cookie", "sid=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT"]] }],
    ["no cookie", {}],
  ],
});
