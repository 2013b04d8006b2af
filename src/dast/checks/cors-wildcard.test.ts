// Which answers every site's scripts may read.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { corsWildcard } from "./cors-wildcard.ts";

passiveSuite(corsWildcard, {
  finds: [
    ["JSON for everybody", { type: "application/json", body: "{}", headers: [["access-control-allow-origin", "*"]] }, { severity: "low" }],
    ["a logged-in answer", { type: "application/json", body: "{}", asked: [["authorization", "Bearer x"]], headers: [["access-control-allow-origin", "*"]] }, { severity: "medium" }],
    ["null with credentials", { headers: [["access-control-allow-origin", "null"], ["access-control-allow-credentials", "true"]] }, { severity: "high" }],
    ["a page", { headers: [["access-control-allow-origin", "*"]] }],
  ],
  passes: [
    ["a named origin", { type: "application/json", body: "{}", headers: [["access-control-allow-origin", "https://a.example"]] }],
    ["a public script", { type: "text/javascript", body: "f()", headers: [["access-control-allow-origin", "*"]] }],
    ["an error", { status: 404, headers: [["access-control-allow-origin", "*"]] }],
    ["no header", { type: "application/json", body: "{}" }],
  ],
});
