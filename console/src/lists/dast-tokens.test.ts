// The tokens of findings, requests and scans become what their doors take.
import { describe, expect, it } from "vitest";
import { dastFindingWords, dastQueryOf, requestQueryOf, requestWords } from "./dast-tokens.ts";
import { readWords } from "./query-tokens.ts";

const findings = (text: string) => dastQueryOf(readWords(text, dastFindingWords.names, dastFindingWords).query);
const requests = (text: string) => requestQueryOf(readWords(text, requestWords.names, requestWords).query);

describe("console/src/lists/dast-tokens", () => {
  it.each([
    ["", { state: "open" }],
    ["is:all", { state: undefined }],
    ["is:regressed severity:high", { state: "open", outcome: "regressed", severity: "high" }],
    ["is:fixed", { state: "fixed" }],
    ["outcome:fixed", { state: undefined, outcome: "fixed" }],
    ["scan:scn_1", { state: undefined, scan: "scn_1" }],
    ["is:confirmed check:sql-injection orders", { state: "open", confidence: "confirmed", check: "sql-injection", q: "orders" }],
  ])("findings: %s", (text, query) => expect(findings(text)).toEqual(query));

  it.each([["is:refused", { refused: "true" }], ["is:sent phase:crawl", { refused: "false", phase: "crawl" }], ["status:0 /orders", { refused: undefined, status: "0", q: "/orders" }]])("requests: %s", (text, query) => expect(requests(text)).toEqual(query));

  it("says of a value that cannot be that it cannot be", () => expect(readWords("severity:severe phase:x", dastFindingWords.names, dastFindingWords).problems.map(({ text }) => text)).toEqual(["severity:severe", "phase:x"]));
});
