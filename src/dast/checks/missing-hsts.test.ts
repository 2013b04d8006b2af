// RFC 6797: which answers make browsers use https, and for how long.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { missingHsts } from "./missing-hsts.ts";

passiveSuite(missingHsts, {
  finds: [
    ["an https answer without it", {}, { technique: "missing", at: "origin:header:strict-transport-security" }],
    ["a redirect without it", { status: 301 }],
    ["a short time", { headers: [["Strict-Transport-Security", "max-age=3600"]] }, { technique: "short" }],
    ["one that is switched off", { headers: [["Strict-Transport-Security", "max-age=0; includeSubDomains"]] }],
    ["one without max-age", { headers: [["Strict-Transport-Security", "includeSubDomains"]] }, { technique: "invalid" }],
    ["a wish for the preload list that it will not take", { headers: [["Strict-Transport-Security", "max-age=63072000; preload"]] }, { technique: "preload" }],
  ],
  passes: [
    ["a year", { headers: [["strict-transport-security", "max-age=31536000"]] }],
    ["a quoted age", { headers: [["strict-transport-security", 'max-age="31536000"; includeSubDomains; preload']] }],
    ["an answer over http, where browsers ignore it", { url: "http://shop.example/" }],
    ["an error", { status: 500 }],
    ["an address, which is never a known host (section 8.1.1)", { url: "https://192.0.2.7/" }],
  ],
});
