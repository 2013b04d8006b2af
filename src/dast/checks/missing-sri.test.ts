// Which foreign scripts are not held to what they were.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { missingSri } from "./missing-sri.ts";

passiveSuite(missingSri, {
  finds: [
    ["a script of a known version", { body: "<script src=https://cdn.example/lib@3.1.0/x.min.js></script>" }, { severity: "low", at: "origin:script:https://cdn.example/lib@3.1.0/x.min.js" }],
    ["a style", { body: "<link rel=stylesheet href=//cdn.example/a.css>" }],
    ["a loader without a version", { body: "<script src=https://tags.example/t.js></script>" }, { severity: "info" }],
    ["a hash that is none", { body: "<script src=https://cdn.example/a.js integrity=yes></script>" }],
  ],
  passes: [
    ["a hash", { body: "<script src=https://cdn.example/a.js integrity=sha384-abc crossorigin></script>" }],
    ["its own script", { body: "<script src=/a.js></script>" }],
    ["its own host below", { body: "<script src=https://static.shop.example/a.js></script>" }],
    ["an inline script", { body: "<script>f()</script>" }],
    ["a foreign picture", { body: "<img src=https://cdn.example/a.png>" }],
  ],
});
