// Which pages do not limit the browser's features.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { missingPermissionsPolicy } from "./missing-permissions-policy.ts";

passiveSuite(missingPermissionsPolicy, {
  finds: [
    ["no header", {}],
    ["only the old name", { headers: [["Feature-Policy", "camera 'none'"]] }, { because: "The page has only the old Feature-Policy header." }],
    ["an empty header", { headers: [["Permissions-Policy", " "]] }],
    ["a page by XHTML", { type: "application/xhtml+xml", body: "<html/>" }],
  ],
  passes: [
    ["a policy", { headers: [["Permissions-Policy", "camera=()"]] }],
    ["JSON", { type: "application/json", body: "{}" }],
    ["an error page", { status: 404 }],
    ["an empty answer", { body: "" }],
  ],
});
