// The token filter: every token narrows the list or is named as a problem; none is dropped.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filterNames, hasToken, readFilter, toggleToken, tokenFor } from "./query-tokens.ts";

const every = [...filterNames];

describe("console/src/lists/query-tokens", () => {
  it.each([
    ["", {}],
    ["log4j", { q: "log4j" }],
    ["is:kev env:prod owner:payments", { kev: "true", environment: "prod", owner: "payments" }],
    ["-is:kev", { kev: "false" }],
    ["is:overdue", { label: "overdue" }],
    ["is:malicious", { label: "malicious" }],
    ["label:malicious env:prod", { label: "malicious", environment: "prod" }],
    ["is:open is:act", { state: "open", outcome: "act" }],
    ["is:track*", { outcome: "track*" }],
    ["sev:high log4j core", { severity: "high", q: "log4j core" }],
    ['service:"pay api" x', { service: "pay api", q: "x" }],
    ["package:npm:lodash", { package: "npm:lodash" }],
    ["pkg:npm:lodash", { package: "npm:lodash" }],
    ["pkg:npm/lodash@4.17.20", { q: "pkg:npm/lodash@4.17.20" }],
    ["vuln:CVE-2026-1000", { vulnerability: "CVE-2026-1000" }],
    ['""', {}],
    ['"', { q: '"' }],
    ['"two words"', { q: "two words" }],
  ])("%j becomes %j", (text, query) => {
    expect(readFilter(text, every)).toEqual({ query, problems: [] });
  });

  it.each([
    ["colour:red", 1, '"colour:" is not a filter'],
    ["a is:never", 3, '"is:" is not a filter'],
    ["severity:urgent", 1, 'severity is never "urgent"'],
    ["owner:", 1, "has no value"],
    ["-owner:payments", 1, "excluding is not possible here"],
    ["env:prod env:test", 10, "environment is given twice"],
  ])("%j is a problem at character %i", (text, at, rule) => {
    expect(readFilter(text, every).problems).toMatchObject([{ at, rule }]);
  });

  it("a filter the list does not know is a problem and does not reach the query", () => {
    const { query, problems } = readFilter("label:new kev:true", ["kev"]);
    expect(query).toEqual({ kev: "true" });
    expect(problems).toMatchObject([{ text: "label:new", rule: "this list cannot be narrowed by label" }]);
  });

  it("toggling adds, toggles off, and lets go of a contradicting value", () => {
    expect(toggleToken("log4j", "is:kev")).toBe("log4j is:kev");
    expect(toggleToken("log4j is:kev", "is:kev")).toBe("log4j");
    expect(toggleToken("severity:high log4j", "severity:low")).toBe("log4j severity:low");
  });

  it("every token ends in the query or in the problems, whatever is typed", () => {
    const piece = fc.oneof(fc.constantFrom("is:kev", "env:prod", "label:new", "-is:open", "x:y", "owner:", "lodash"), fc.stringMatching(/^[a-z:*-]{1,12}$/));
    fc.assert(fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join(" ");
      const { query, problems } = readFilter(text, every);
      const { q, ...named } = query;
      const total = Object.keys(named).length + problems.length + (q === undefined ? 0 : 1);
      expect(total === 0).toBe(text === "");
      for (const problem of problems) expect(text.slice(problem.at - 1)).toContain(problem.text);
    }));
  });

  it("toggling twice gives back the same filter", () => {
    fc.assert(fc.property(fc.constantFrom(...filterNames), fc.stringMatching(/^[a-z ]{1,8}$/), (name, value) => {
      const token = tokenFor(name, value);
      expect(hasToken(toggleToken("log4j", token), token)).toBe(true);
      expect(toggleToken(toggleToken("log4j", token), token)).toBe("log4j");
    }));
  });
});
