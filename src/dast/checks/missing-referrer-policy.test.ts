// Which pages leave the referrer to browsers, or send it whole.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { missingReferrerPolicy } from "./missing-referrer-policy.ts";

passiveSuite(missingReferrerPolicy, {
  finds: [
    ["no policy", {}, { technique: "missing" }],
    ["unsafe-url", { headers: [["Referrer-Policy", "unsafe-url"]] }, { technique: "unsafe" }],
    ["a word that is none", { headers: [["Referrer-Policy", "sometimes"]] }],
    ["unsafe-url in a meta element", { body: '<meta name="referrer" content="unsafe-url"><p>x' }, { technique: "unsafe" }],
  ],
  passes: [
    ["same-origin", { headers: [["Referrer-Policy", "same-origin"]] }],
    ["a list whose last known value is good", { headers: [["Referrer-Policy", "unsafe-url, strict-origin"]] }],
    ["a meta element", { body: "<meta content=no-referrer name=referrer>" }],
    ["a redirect", { status: 301 }],
  ],
});
