// Hosts that changed hands, and those that did not.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { riskyScriptHost } from "./risky-script-host.ts";

passiveSuite(riskyScriptHost, {
  finds: [
    ["a host that was taken over", { body: "<script src=https://cdn.polyfill.io/v3/polyfill.min.js></script>" }, { severity: "high" }],
    ["without a scheme", { body: "<script src=//polyfill.io/x.js></script>" }],
    ["a host that was given up", { body: "<script src=https://cdn.rawgit.com/a/b.js></script>" }, { severity: "low" }],
    ["everybody's files", { body: "<script src=https://raw.githubusercontent.com/a/b/c.js></script>" }],
  ],
  passes: [
    ["another content network", { body: "<script src=https://cdn.example/polyfill.io.js></script>" }],
    ["a name that only ends alike", { body: "<script src=https://notpolyfill.io/x.js></script>" }],
    ["a link", { body: "<a href=https://polyfill.io/>x</a>" }],
    ["its own script", { body: "<script src=/polyfill.js></script>" }],
  ],
});
