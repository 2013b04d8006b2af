// RFC 6265bis: prefixes that hold, and session cookies that reach too far or live too long.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { cookieScope } from "./cookie-scope.ts";

passiveSuite(cookieScope, {
  finds: [
    ["__Host- with a Domain", { headers: [["set-cookie", "__Host-sid=abc; Secure; Path=/; Domain=shop.example"]] }, { technique: "prefix" }],
    ["__Secure- without Secure", { headers: [["set-cookie", "__Secure-x=1"]] }, { technique: "prefix" }],
    ["a session for all hosts above", { url: "https://www.shop.example/", headers: [["set-cookie", "sid=abc; Domain=.shop.example"]] }, { technique: "domain" }],
    ["a session of a year", { headers: [["set-cookie", "sid=abc; Max-Age=31536000"]] }, { technique: "lifetime" }],
    ["a session until a far day", { headers: [["set-cookie", "sid=abc; Expires=Wed, 01 Jan 2030 00:00:00 GMT"]] }, { technique: "lifetime" }],
  ],
  passes: [
    ["a good __Host- cookie", { headers: [["set-cookie", "__Host-sid=abc; Secure; Path=/"]] }],
    ["its own host as Domain", { headers: [["set-cookie", "sid=abc; Domain=shop.example"]] }],
    ["a week", { headers: [["set-cookie", "sid=abc; Max-Age=604800"]] }],
    ["a long life of something else", { headers: [["set-cookie", "theme=dark; Max-Age=31536000"]] }],
  ],
});
