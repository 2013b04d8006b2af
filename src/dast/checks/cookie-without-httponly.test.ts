// Which cookies scripts can read that need not.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { cookieWithoutHttponly } from "./cookie-without-httponly.ts";

passiveSuite(cookieWithoutHttponly, {
  finds: [
    ["a session cookie", { headers: [["set-cookie", "PHPSESSID=abc; Secure"]] }, { severity: "medium" }],
    ["another cookie", { headers: [["set-cookie", "theme=dark; Secure"]] }, { severity: "info" }],
    ["a long random value", { headers: [["set-cookie", "q=Zk3Jx9Qw7Lm2Vb8Nc5Hd1Rt6; Secure"]] }, { severity: "medium" }],
    ["one of two", { headers: [["set-cookie", "a=1; HttpOnly"], ["set-cookie", "b=2"]] }],
  ],
  passes: [
    ["HttpOnly", { headers: [["set-cookie", "sid=abc; httponly"]] }],
    ["a token that scripts must send back", { headers: [["set-cookie", "XSRF-TOKEN=abc; Secure"]] }],
    ["a cookie that is taken away", { headers: [["set-cookie", "sid=; Max-Age=-1"]] }],
    ["no cookie", {}],
  ],
});
