// Which pages have no content security policy that blocks anything.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { missingCsp } from "./missing-csp.ts";

passiveSuite(missingCsp, {
  finds: [
    ["no policy", {}, { at: "origin:header:content-security-policy" }],
    ["one that is only reported", { headers: [["Content-Security-Policy-Report-Only", "default-src 'self'"]] }],
    ["an empty header", { headers: [["Content-Security-Policy", ""]] }],
    ["a meta element for something else", { body: "<meta http-equiv=refresh content=5>" }],
  ],
  passes: [
    ["a policy", { headers: [["content-security-policy", "default-src 'self'"]] }],
    ["a meta element", { body: '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">' }],
    ["an error page", { status: 404 }],
    ["a script", { type: "text/javascript", body: "f()" }],
  ],
});
