// The grid never says tested of what was not: left out, blocked, cut short and never looked at each have their own cell.
import { describe, expect, it } from "vitest";
import type { Check, CheckCoverage, ScanDetail, Target } from "../api/dast-shapes.ts";
import { cellOf, classesOf, coverageLine } from "./test-coverage.ts";

const check = (id: string, attackClass: string | null, more: Partial<Check> = {}): Check => ({ id, title: id, about: "", cwe: 1, owasp: [], severity: "high", remediation: "", risk: "payload", attackClass, looksAt: "point", profiles: ["staging"], ...more });
const told = (id: string, more: Partial<CheckCoverage> = {}): CheckCoverage => ({ check: id, planned: 0, done: 0, proofs: 0, unrepeated: 0, requests: 0, unable: {}, ...more });
const sqli = [check("sql-injection", "sqli")];
const state = (coverage: readonly CheckCoverage[], found = 0, checks: readonly Check[] = sqli): string => cellOf("sqli", checks, coverage, found).state;

describe("console/src/plots/test-coverage", () => {
  it.each([
    ["everything planned was done", [told("sql-injection", { planned: 9, done: 9 })], "tested"],
    ["the budget ended", [told("sql-injection", { planned: 9, done: 4 })], "partly"],
    ["some could not be tested", [told("sql-injection", { planned: 9, done: 9, unable: { "no baseline": 2 } })], "partly"],
    ["none could be tested", [told("sql-injection", { planned: 9, done: 9, unable: { "no baseline": 9 } })], "blocked"],
    ["nothing was begun", [told("sql-injection", { planned: 9 })], "blocked"],
    ["the profile does not allow it", [told("sql-injection", { unable: { "needs the class payload": 1 } })], "left-out"],
    ["nothing there has such a place", [], "absent"],
  ])("%s", (_case, coverage, expected) => expect(state(coverage)).toBe(expected));

  it("what stands open is shown before anything else", () => expect(state([told("sql-injection", { planned: 9, done: 4 })], 2)).toBe("found"));

  it("who only looks has looked, unless it was left out", () => {
    const passive = [check("missing-csp", null, { looksAt: "exchange" })];
    expect([state([], 0, passive), state([told("missing-csp", { unable: { "not asked for": 1 } })], 0, passive)]).toEqual(["tested", "left-out"]);
  });

  it("classes come in the order of the worst they can find; those of no class come last", () => expect(classesOf([check("a", null, { severity: "critical" }), check("b", "xss", { severity: "medium" }), check("c", "sqli"), check("d", "xss", { severity: "critical" })])).toEqual(["xss", "sqli", "other"]));

  it("a target that was never scanned is never tested, and one whose scan is not read yet is not known", () => {
    const target = { id: "tgt_1", lastScan: null } as Target;
    const states = (of: Target, detail: ScanDetail | undefined): string[] => coverageLine(of, detail, sqli, () => 0).cells.map((cell) => cell.state);
    expect([states(target, undefined), states({ ...target, lastScan: {} } as Target, undefined), states({ ...target, lastScan: {} } as Target, { checks: [] } as unknown as ScanDetail)]).toEqual([["never"], ["unread"], ["absent"]]);
  });
});
