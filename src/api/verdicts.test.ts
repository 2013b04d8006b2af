// Verdicts in plain words, and ranges as people write them.
import { describe, expect, it } from "vitest";
import type { ExposureRow, FindingRow } from "../findings/finding-views.ts";
import type { RangeEvent } from "../versions/version-range.ts";
import { rangeText, rangeTexts } from "./range-text.ts";
import { blastOf, findingVerdict, vulnerabilityVerdict } from "./verdicts.ts";

const at = Date.UTC(2026, 10, 1);
const exposure = (changes: Partial<ExposureRow> = {}): ExposureRow => ({
  findingId: "fnd_1", vulnerability: "CVE-2026-1", deploymentId: "dep_1", serviceId: "svc_1", service: "pay-api", owner: undefined, releaseId: "rel_1", version: "1", endpointId: "ept_1", endpoint: "vm-1",
  environment: "prod", exposure: "internet", criticality: "unknown", component: "pkg:npm/a@1", since: at, until: undefined, knownAt: at, state: "open", outcome: "act", dueAt: undefined, clause: "c", fixVersion: undefined, ...changes,
});
const finding = (changes: Partial<FindingRow> = {}): FindingRow => ({
  id: "fnd_1", vulnerability: "CVE-2026-1", title: "t", packageKey: "npm:a", serviceId: "svc_1", service: "pay-api", owner: undefined, environments: ["prod"], state: "open", closeReason: undefined, labels: [], severity: "high",
  cvss: undefined, epss: undefined, kev: true, outcome: "act", priorityInputs: [], clock: { policy: "p", clause: "KEV", startedAt: at, dueAt: Date.UTC(2026, 10, 4), stoppedAt: undefined }, fixVersion: "2.0.0",
  live: { affected: 1, unconfirmed: 0, fixed: 0, total: 1 }, periods: [], detectedAt: at, exposedSince: at, closedAt: undefined, acknowledgedAt: undefined, acknowledgedBy: undefined, updatedAt: at, ...changes,
});

describe("api/verdicts", () => {
  it.each([
    ["open", finding(), "npm:a in pay-api is affected by CVE-2026-1 on 1 live deployment, 1 of them internet-exposed; known exploited; due 2026-11-04 by KEV. Version 2.0.0 clears it."],
    ["no fix, no date", finding({ kev: false, fixVersion: undefined, clock: { policy: "p", clause: "c", startedAt: at, dueAt: undefined, stoppedAt: undefined } }), "npm:a in pay-api is affected by CVE-2026-1 on 1 live deployment, 1 of them internet-exposed; to be fixed with the next upgrade. No fixed version is known."],
    ["malicious", finding({ vulnerability: "MAL-2026-1", labels: ["malicious"], kev: false }), "npm:a in pay-api is a malicious package (MAL-2026-1) on 1 live deployment, 1 of them internet-exposed; due 2026-11-04 by KEV. Remove it, replace the secrets it could read, and look for what it did; an upgrade alone undoes nothing."],
    ["malicious, and retracted", finding({ vulnerability: "MAL-2026-1", labels: ["malicious"], state: "closed", closeReason: "withdrawn", closedAt: at }), "npm:a in pay-api was affected by MAL-2026-1; closed on 2026-11-01: the advisory was withdrawn."],
    ["closed", finding({ state: "closed", closeReason: "fixed", closedAt: at }), "npm:a in pay-api was affected by CVE-2026-1; closed on 2026-11-01: a fixed version was seen running."],
  ])("a finding: %s", (_case, row, sentence) => expect(findingVerdict(row, [exposure()])).toBe(sentence));

  it("a deployment counts once however many of its components are affected, and as past only when it is not live", () => {
    const blast = blastOf([exposure(), exposure({ component: "pkg:npm/b@1" }), exposure({ until: at - 1 }), exposure({ deploymentId: "dep_2", until: at - 5, exposure: "internal" })], at);
    expect(blast).toEqual({ live: { deployments: 1, services: 1, endpoints: 1, internet: 1 }, past: { deployments: 1, lastUntil: at - 1 } });
  });

  it("history and blind spots beat silence", () => {
    const blast = blastOf([exposure({ until: at - 1 })], at);
    expect(vulnerabilityVerdict("CVE-2026-1", blast, 2)).toBe("No live deployment is known to be affected by CVE-2026-1. It was on 1 deployment until 2026-10-31. 2 live deployments without SBOM cannot be told.");
  });
});

describe("api/range-text", () => {
  const cases: [RangeEvent[], string[]][] = [
    [[{ introduced: "0" }, { fixed: "1.5" }], ["< 1.5"]],
    [[{ introduced: "1.0" }, { last_affected: "1.9" }], [">= 1.0, <= 1.9"]],
    [[{ introduced: "0" }], ["every version"]],
    [[{ introduced: "1" }, { fixed: "2" }, { introduced: "3" }, { fixed: "4" }, { introduced: "5" }], [">= 1, < 2", ">= 3, < 4", ">= 5"]],
  ];
  it.each(cases)("%j reads %j", (events, texts) => expect(rangeText({ type: "SEMVER", events })).toEqual(texts));

  const until = (fixed: string): RangeEvent[] => [{ introduced: "0" }, { fixed }];
  const twice: RangeEvent[] = [{ introduced: "1.0.0" }, { fixed: "1.2.0" }, { introduced: "2.0.0" }, { last_affected: "2.1.0" }];
  it.each<[string, RangeEvent[], string[]]>([
    ["npm", until("2.0.0"), ["<2.0.0"]], ["npm", twice, [">=1.0.0 <1.2.0 || >=2.0.0 <=2.1.0"]], ["Maven", until("2.15.0"), ["(,2.15.0)"]], ["PyPI", twice, [">=1.0.0,<1.2.0 or >=2.0.0,<=2.1.0"]],
    ["Debian:12", until("3.0.13-1"), ["<3.0.13-1"]], ["npm", [{ introduced: "0" }], ["every version"]], ["npm", until("0"), ["< 0"]], ["npm", until("what comes next"), ["< what comes next"]], ["Unheard-of", until("2"), ["< 2"]],
  ])("in %s %j reads %j", (ecosystem, events, texts) => expect(rangeTexts(ecosystem, { type: "ECOSYSTEM", events })).toEqual(texts));
  it("commits are never read as versions", () => expect(rangeTexts("npm", { type: "GIT", repo: "https://git.example/a", events: until("c0ffee") })).toEqual(["git https://git.example/a < c0ffee"]));
});
