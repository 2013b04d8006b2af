// Priority by CISA's tree, and the due date by the policy table.
import { describe, expect, it } from "vitest";
import { dayMs } from "../kernel/clock.ts";
import type { Criticality, ExposureLevel } from "../inventory/inventory.ts";
import { contextOf, prioritise } from "./priority.ts";
import type { VulnerabilityFacts } from "./priority.ts";
import { slaClock } from "./sla.ts";

const worst = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
const mild = "CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:N/A:N";
const facts = (changed: Partial<VulnerabilityFacts> = {}): VulnerabilityFacts => ({ kev: false, exploitKnown: false, epss: 0.01, cvssVector: worst, ...changed });
const outcome = (vulnerability: VulnerabilityFacts, exposure: ExposureLevel, criticality: Criticality): string => prioritise(vulnerability, { exposure, criticality }).outcome;

describe("src/findings/priority.ts", () => {
  it.each<[claim: string, vulnerability: VulnerabilityFacts, exposure: ExposureLevel, criticality: Criticality, expected: string]>([
    ["exploited, automatable, total, high mission: act", facts({ kev: true }), "internet", "critical", "act"],
    ["exploited, automatable, total, medium mission: act", facts({ kev: true }), "internet", "medium", "act"],
    ["exploited, automatable, total, low mission: attend", facts({ kev: true }), "internet", "low", "attend"],
    ["exploited, not automatable, partial, medium mission: track", facts({ kev: true, cvssVector: mild }), "internet", "medium", "track"],
    ["likely, automatable, total, medium mission: track*", facts({ epss: 0.4 }), "internet", "medium", "track*"],
    ["likely, automatable, total, high mission: attend", facts({ epss: 0.4 }), "internet", "high", "attend"],
    ["quiet, not automatable, partial: track", facts({ cvssVector: mild }), "internet", "high", "track"],
    ["a known internal endpoint lowers the mission one step", facts({ kev: true, cvssVector: mild }), "internal", "high", "track"],
    ["an unknown exposure does not", facts({ kev: true, cvssVector: mild }), "unknown", "high", "attend"],
  ])("%s", (_claim, vulnerability, exposure, criticality, expected) => { expect(outcome(vulnerability, exposure, criticality)).toBe(expected); });

  it("marks what no source says as assumed", () => {
    const { inputs } = prioritise({ kev: false, exploitKnown: false, epss: undefined, cvssVector: undefined }, { exposure: "unknown", criticality: "unknown" });
    expect(inputs.filter(({ assumed }) => assumed).map(({ name }) => name)).toEqual(["exploitation", "automatable", "technical-impact", "exposure", "mission"]);
  });

  it("reads CVSS 4 as it reads CVSS 3", () => {
    const { inputs } = prioritise(facts({ cvssVector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N" }), { exposure: "internet", criticality: "high" });
    expect(inputs.map(({ value }) => value)).toEqual(["none", "yes", "total", "internet", "high"]);
  });

  it("takes the most exposed and the most critical endpoint", () => {
    expect(contextOf([{ exposure: "internal", criticality: "low" }, { exposure: "unknown", criticality: "high" }])).toEqual({ exposure: "unknown", criticality: "high" });
    expect(contextOf([])).toEqual({ exposure: "unknown", criticality: "unknown" });
  });
});

describe("src/findings/sla.ts", () => {
  it.each<[claim: string, vulnerability: VulnerabilityFacts, exposure: ExposureLevel, days: number | undefined, clause: string]>([
    ["KEV, exposed, automatable, total: 3 days after triage", facts({ kev: true }), "internet", 3, "3DF"],
    ["KEV, exposed, not automatable, partial: 14 days", facts({ kev: true, cvssVector: mild }), "internet", 14, "14D"],
    ["not KEV, exposed, automatable, total: 3 days", facts(), "internet", 3, "3D"],
    ["not KEV, not exposed, automatable, total: 60 days", facts(), "internal", 60, "60D"],
    ["not KEV, not exposed, neither: on the next update", facts({ cvssVector: mild }), "internal", undefined, "FSU"],
    ["an unknown exposure counts as exposed", facts(), "unknown", 3, "3D"],
  ])("%s", (_claim, vulnerability, exposure, days, clause) => {
    const clock = slaClock(prioritise(vulnerability, { exposure, criticality: "medium" }), { kev: vulnerability.kev, malicious: false }, 1000, undefined);
    expect(clock.dueAt).toBe(days === undefined ? undefined : 1000 + days * dayMs);
    expect(clock.clause.startsWith(`${clause}:`)).toBe(true);
  });

  it("a malicious package is contained within a day and acted upon, whatever runs it", () => {
    const priority = prioritise(facts({ malicious: true, cvssVector: undefined }), { exposure: "internal", criticality: "low" });
    expect(priority.outcome).toBe("act");
    expect(slaClock(priority, { kev: false, malicious: true }, 1000, undefined)).toMatchObject({ policy: "Aftwatch", dueAt: 1000 + dayMs });
  });
});
