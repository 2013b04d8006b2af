// Which cookies other sites' requests carry.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { cookieWithoutSamesite } from "./cookie-without-samesite.ts";

passiveSuite(cookieWithoutSamesite, {
  finds: [
    ["no attribute", { headers: [["set-cookie", "sid=abc"]] }, { technique: "missing" }],
    ["None", { headers: [["set-cookie", "sid=abc; SameSite=None; Secure"]] }, { technique: "none" }],
    ["None without Secure", { headers: [["set-cookie", "sid=abc; SameSite=None"]] }, { technique: "none-without-secure" }],
    ["a word that is none", { headers: [["set-cookie", "sid=abc; SameSite=Maybe"]] }, { technique: "invalid" }],
  ],
  passes: [
    ["Lax", { headers: [["set-cookie", "sid=abc; samesite=lax"]] }],
    ["Strict", { headers: [["set-cookie", "sid=abc; SameSite=Strict"]] }],
    ["a cookie that is taken away", { headers: [["set-cookie", "sid=deleted; Max-Age=0"]] }],
    ["no cookie", {}],
  ],
});
