// Which answers let browsers guess their type, and which do not.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { missingNosniff } from "./missing-nosniff.ts";

passiveSuite(missingNosniff, {
  finds: [
    ["a page without the header", {}, { at: "origin:header:x-content-type-options" }],
    ["a script without it", { type: "text/javascript", body: "f()" }],
    ["a style without it", { type: "text/css", body: "a{}" }],
    ["a value that is none", { headers: [["X-Content-Type-Options", "sniff"]] }],
  ],
  passes: [
    ["a page with it", { headers: [["X-Content-Type-Options", "NoSniff"]] }],
    ["an empty page", { body: "" }],
    ["an error page", { status: 500 }],
    ["a picture", { type: "image/png", body: "x" }],
    ["a redirect", { status: 302 }],
  ],
});
