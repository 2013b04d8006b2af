// What a template may do, from what it sends and how it is tagged.
import { describe, expect, it } from "vitest";
import { risksOf, isSpelt } from "./template-risk.ts";
import { ours } from "./templates.suite.ts";

const get = (path: string, more = ""): string => `http:\n  - method: GET\n    path: [${JSON.stringify(`{{BaseURL}}${path}`)}]\n${more}    matchers:\n      - type: status\n        status: [200]`;

describe("templates/template-risk", () => {
  it.each([
    ["a plain page", get("/version.txt"), ["marker"]],
    ["a path out of its folder", get("/a/../../etc/passwd"), ["marker", "payload"]],
    ["a script", get("/?q=<script>alert(1)</script>"), ["marker", "payload"]],
    ["a query of a database", get("/?id=1'+union+select+1--"), ["marker", "payload"]],
    ["a call back", get("/?u={{interactsh-url}}"), ["marker", "out-of-band"]],
    ["a form", get("/").replace("GET", "POST"), ["marker", "write"]],
    ["names and passwords", get("/?u={{username}}", "    payloads:\n      username: [admin]\n"), ["credentials", "marker"]],
    ["a raw DELETE", "http:\n  - raw:\n      - |\n        @timeout: 10s\n        DELETE /x HTTP/1.1\n        Host: {{Hostname}}\n    matchers:\n      - type: status\n        status: [200]", ["marker", "write"]],
  ] as const)("%s", (_title, rest, risks) => { expect([...risksOf(ours(rest))].toSorted()).toEqual(risks); });

  it.each([["intrusive", true], ["instrusive", true], ["intrusve", true], ["intursive", true], ["intrusion", false], ["panel", false]] as const)("%s is taken for intrusive: %s", (given, expected) => { expect(isSpelt(given, "intrusive")).toBe(expected); });
});
