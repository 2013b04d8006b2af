// What fails, what warns, what cannot be decided, and what an exemption lets through until it ends.
import { describe, expect, it } from "vitest";
import { dayMs, hourMs } from "../kernel/clock.ts";
import { advisories, advisory, at0, component, criticalVector, epss, indexOf, kev, lowVector, part, rated } from "../matching/scan.fixtures/world.ts";
import { scanComponents } from "../matching/scan.ts";
import { worldReport } from "./report.fixtures/world-report.ts";
import { evaluateGate } from "./gate.ts";
import { licencesFit } from "./gate-licences.ts";
import { failWords, policyOf } from "./gate-words.ts";
import type { FailWord } from "./gate-words.ts";
import type { Condition, FindingCondition, PolicyRule } from "./policy.ts";

const report = worldReport();
const rule = (when: Condition, more: Partial<PolicyRule> = {}): PolicyRule => ({ id: "rule", action: "fail", when, unscored: "undecided", exempt: [], ...more });
const on = (condition: FindingCondition): Condition => ({ kind: "finding", on: condition });
const gate = (one: PolicyRule, of: Parameters<typeof evaluateGate>[1] = report) => evaluateGate({ rules: [one] }, of, licencesFit);
const subjects = (one: PolicyRule, of = report) => gate(one, of).rules[0]?.hits.map(({ subject }) => subject);

/** One component under one advisory, with a known exploit when asked. */
function small(more: Parameters<typeof advisory>[2], enrichments: Parameters<typeof indexOf>[1] = [], purl = "pkg:npm/left@1.0.0", parts = [part("npm", "left", [{ introduced: "0" }, { fixed: "2.0.0" }])]) {
  const components = [component(purl)];
  return { ...report, components, target: { ...report.target, rejects: [] }, result: scanComponents(components, indexOf([advisory("CVE-2026-20", parts, more)], enrichments), { at: at0 }) };
}

describe("src/feedback/gate.ts", () => {
  it.each<[claim: string, condition: FindingCondition, hits: readonly string[]]>([
    ["critical holds what is critical, and malware", { severity: "critical" }, ["MAL-2026-9", "CVE-2026-1"]],
    ["a known exploit", { kev: true }, ["CVE-2026-1"]],
    ["what an upgrade ends", { fixable: true }, ["CVE-2026-1"]],
    ["what none ends", { fixable: false, malicious: false }, ["CVE-2026-2"]],
    ["malware", { malicious: true }, ["MAL-2026-9"]],
    ["a score", { cvss: 9.5 }, ["MAL-2026-9", "CVE-2026-1"]],
    ["all conditions must hold", { severity: "critical", kev: true }, ["CVE-2026-1"]],
    ["a fix that is known long enough", { fixKnownForMs: 150 * dayMs }, ["CVE-2026-1"]],
    ["one that is not", { fixKnownForMs: 160 * dayMs }, []],
  ])("%s", (_claim, condition, hits) => expect(subjects(rule(on(condition), { unscored: "ignored" }))).toEqual(hits));

  it("a covered finding fires nothing", () => {
    expect(report.result.suppressed.map(({ vulnerability: { id } }) => id)).toEqual(["CVE-2026-4"]);
    expect(subjects(rule(on({ severity: "low" }), { unscored: "fires" }))).not.toContain("CVE-2026-4");
  });

  it.each<[unscored: PolicyRule["unscored"], verdict: string]>([["undecided", "undecided"], ["fires", "fail"], ["ignored", "pass"]])("what nobody rated %s", (unscored, verdict) => {
    expect(gate(rule(on({ severity: "low" }), { unscored }), small({})).verdict).toBe(verdict);
  });

  it("a finding that cannot be told leaves a rule undecided, and only where the rest of it holds", () => {
    const odd = (severity: "critical" | "low", vector: string) => gate(rule(on({ severity })), small(rated(vector), [], "pkg:npm/left@1.0.0", [part("npm", "left", [{ introduced: "0" }, { fixed: "not a version" }])])).verdict;
    expect([odd("critical", criticalVector), odd("critical", lowVector), odd("low", lowVector)]).toEqual(["undecided", "pass", "undecided"]);
  });

  it("a rule that fired fails the gate whatever else is not known", () => {
    expect(gate(rule(on({ severity: "low" }))).verdict).toBe("fail");
    expect(gate(rule(on({ severity: "low" }))).rules[0]?.undecided.map(({ subject }) => subject)).toEqual(["CVE-2026-2", "CVE-2026-3"]);
  });

  it("warning rules never decide", () => expect(gate(rule(on({ severity: "critical" }), { action: "warn" })).verdict).toBe("pass"));

  it("without a source of exploits there is no all clear", () => {
    const bare = { ...report, result: { ...small(rated(lowVector)).result, data: { ...report.result.data, status: { ...report.result.data.status, sources: [] } } } };
    expect([gate(rule(on({ kev: true })), bare).verdict, gate(rule(on({ epss: 0.5 })), bare).verdict, gate(rule(on({ kev: true })), small(rated(lowVector))).verdict]).toEqual(["undecided", "undecided", "pass"]);
  });

  it("a file that could not be read leaves no all clear", () => {
    const torn = { ...small(rated(lowVector)), target: { ...report.target, rejects: [], failed: [{ path: "b/yarn.lock", code: "lockfile.malformed", detail: "torn" }] } };
    expect(gate(rule(on({ kev: true })), torn)).toMatchObject({ verdict: "undecided", rules: [{ undecided: [{ subject: "b/yarn.lock" }] }] });
  });

  it("a likely exploit", () => {
    expect([0.4, 0.6].map((least) => gate(rule(on({ epss: least })), small(rated(lowVector), [epss("CVE-2026-20", 0.5)])).verdict)).toEqual(["fail", "pass"]);
    expect(gate(rule(on({ kev: false })), small(rated(lowVector), [kev("CVE-2026-20")])).verdict).toBe("pass");
  });

  it.each<[claim: string, condition: Condition, verdict: string]>([
    ["more than a share is not covered", { kind: "unknown-share", above: 0.1 }, "fail"], ["within the share", { kind: "unknown-share", above: 0.5 }, "pass"],
    ["advisories of twelve minutes are too old at ten", { kind: "data-age", aboveMs: hourMs / 6 }, "undecided"], ["and not at an hour", { kind: "data-age", aboveMs: hourMs }, "pass"],
  ])("%s", (_claim, condition, verdict) => expect(gate(rule(condition)).verdict).toBe(verdict));

  it.each<[licences: string[] | undefined, allowed: string[] | undefined, denied: string[] | undefined, verdict: string]>([
    [["MIT"], ["MIT"], undefined, "pass"], [["GPL-3.0-only"], ["MIT"], undefined, "fail"], [["MIT OR GPL-3.0-only"], ["MIT"], undefined, "pass"], [["MIT AND GPL-3.0-only"], ["MIT"], undefined, "fail"],
    [["GPL-3.0-only OR MIT"], undefined, ["GPL-3.0-only"], "pass"], [["GPL-3.0-only AND MIT"], undefined, ["GPL-3.0-only"], "fail"], [["MIT", "GPL-3.0-only"], undefined, ["GPL-3.0-only"], "fail"],
    [undefined, ["MIT"], undefined, "undecided"], [["do what you like"], ["MIT"], undefined, "undecided"],
  ])("licences %j under allowed %j, denied %j: %s", (licences, allowed, denied, verdict) => {
    const components = [component("pkg:npm/calm@1.0.0", licences ? { licences } : {})];
    expect(gate(rule({ kind: "licences", allowed, denied }), { ...report, components }).verdict).toBe(verdict);
  });

  it("an exemption lets its finding through until it ends, under any name, and only its package", () => {
    const exempt = (more: object) => gate(rule(on({ severity: "critical", malicious: false }), { unscored: "ignored", exempt: [{ vulnerability: "ghsa-aaaa-aaaa-aaaa", package: undefined, reason: "next week", until: at0 + hourMs, ...more }] }));
    expect([exempt({}), exempt({ until: at0 }), exempt({ package: "npm:other" }), exempt({ package: "pkg:npm/left" })].map(({ verdict }) => verdict)).toEqual(["undecided", "fail", "fail", "undecided"]);
    expect(exempt({}).rules[0]).toMatchObject({ hits: [], exempted: [{ subject: "CVE-2026-1", reason: "next week" }], ended: [] });
    expect(exempt({ until: at0 }).rules[0]?.ended).toHaveLength(1);
  });

  it.each<[word: FailWord, verdict: string]>([["critical", "fail"], ["high", "fail"], ["low", "fail"], ["kev", "fail"], ["fixable", "fail"], ["malicious", "fail"], ["unknown", "fail"]])("--fail-on %s: %s", (word, verdict) => {
    expect(failWords).toContain(word);
    expect(evaluateGate(policyOf([word], undefined, "undecided"), report).verdict).toBe(verdict);
    expect(evaluateGate(policyOf([word], undefined, "undecided"), { ...small({}), result: scanComponents([component("pkg:npm/calm@1.0.0")], indexOf(advisories), { at: at0 }) }).verdict).toBe("pass");
  });

  it("every hit names the smallest upgrade that ends it", () => {
    expect(gate(rule(on({ kev: true }))).rules[0]?.hits).toMatchObject([{ subject: "CVE-2026-1", package: "npm:left", purls: ["pkg:npm/left@2.0.0"], clearedBy: "2.0.3" }]);
  });
});
