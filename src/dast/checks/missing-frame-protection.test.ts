// Which pages other sites can frame: X-Frame-Options and frame-ancestors together.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { missingFrameProtection } from "./missing-frame-protection.ts";

passiveSuite(missingFrameProtection, {
  finds: [
    ["a page with neither", {}, { at: "origin:header:x-frame-options" }],
    ["ALLOW-FROM, which browsers ignore", { headers: [["X-Frame-Options", "ALLOW-FROM https://a.example"]] }],
    ["frame-ancestors for everybody", { headers: [["Content-Security-Policy", "frame-ancestors *"]] }],
    ["frame-ancestors for everybody beside a good old header, which it overrules", { headers: [["Content-Security-Policy", "frame-ancestors https:"], ["X-Frame-Options", "DENY"]] }],
    ["two values that contradict each other", { headers: [["X-Frame-Options", "DENY, SAMEORIGIN"]] }],
  ],
  passes: [
    ["DENY", { headers: [["X-Frame-Options", "deny"]] }],
    ["SAMEORIGIN twice", { headers: [["X-Frame-Options", "SAMEORIGIN"], ["x-frame-options", "SAMEORIGIN"]] }],
    ["frame-ancestors self", { headers: [["content-security-policy", "default-src *; frame-ancestors 'self'"]] }],
    ["one policy of two that holds", { headers: [["content-security-policy", "frame-ancestors *, frame-ancestors 'none'"]] }],
    ["JSON", { type: "application/json", body: "{}" }],
  ],
});
