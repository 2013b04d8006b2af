// Whatever comes first: the same facts in any order of arrival give the same findings, exposures, matches and vulnerabilities.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Enrichment } from "../../src/advisories/advisory.ts";
import { refreshFindings } from "../../src/app/loop/refresh.ts";
import type { Decision } from "../../src/findings/decision.ts";
import { dayMs } from "../../src/kernel/clock.ts";
import { createIds } from "../../src/kernel/id.ts";
import { silentLog } from "../../src/kernel/log.ts";
import { openTestApp, testStartAt } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";
import { advisoryOf, deploy, enrich, publish, push } from "./fleet-in-words.ts";

const services = ["shop", "mail"] as const;
const endpoints = [
  { endpoint: "eu", environment: "production", exposure: "internet", criticality: "high" }, { endpoint: "lab", environment: "development", exposure: "internal", criticality: "low" },
] as const;
const versions = ["1.0", "1.1", "2.0"] as const;
const contents: Record<(typeof versions)[number], Record<string, string>> = { "1.0": { alpha: "1.0.0", beta: "1.0.0" }, "1.1": { alpha: "1.5.0", beta: "1.0.0" }, "2.0": { alpha: "2.0.0" } };
const cves = ["CVE-2026-1001", "CVE-2026-1002"] as const;
const names = ["GHSA-aaaa", "GHSA-bbbb", "OSV-cccc", ...cves] as const;

/** One thing that arrives. A decision waits until what it speaks of is known, as the person who makes it has to. */
type Arrival =
  | { kind: "sbom"; service: string; version: (typeof versions)[number] }
  | { kind: "deployment"; service: string; endpoint: number; version: string | undefined; day: number }
  | { kind: "advisory"; id: string; name: string; fixed: string; aliases: readonly string[]; revision: number; withdrawn: boolean; critical: boolean }
  | { kind: "enrichment"; enrichment: Enrichment }
  | { kind: "decision"; number: number; about: string; decided: Decision["kind"]; from: number; days: number };

const sboms: Arrival[] = services.flatMap((service) => versions.map((version): Arrival => ({ kind: "sbom", service, version })));

const deployments = fc.uniqueArray(fc.record({ kind: fc.constant("deployment" as const), service: fc.constantFrom(...services), endpoint: fc.nat({ max: endpoints.length - 1 }), version: fc.option(fc.constantFrom(...versions), { nil: undefined }), day: fc.integer({ min: 1, max: 40 }) }),
  { minLength: 2, maxLength: 8, selector: ({ service, endpoint, day }) => `${service} ${endpoint} ${day}` });

/** Withdrawing, taking aliases back and naming a second CVE split clusters again. */
const advisories = fc.uniqueArray(fc.record({
  kind: fc.constant("advisory" as const), id: fc.constantFrom(...names), name: fc.constantFrom("alpha", "beta"), fixed: fc.constantFrom("1.2.0", "1.8.0", "3.0.0"),
  aliases: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }), revision: fc.integer({ min: 1, max: 3 }), withdrawn: fc.boolean(), critical: fc.boolean(),
}), { minLength: 1, maxLength: 6, selector: ({ id, revision }) => `${id} ${revision}` });

const enrichments = fc.uniqueArray(fc.constantFrom<Arrival>(
  { kind: "enrichment", enrichment: { kind: "kev", cve: cves[0], addedAt: testStartAt - dayMs, dueOn: undefined, ransomware: false, forensicTriage: undefined } },
  { kind: "enrichment", enrichment: { kind: "epss", cve: cves[0], probability: 0.4, percentile: 0.9, scoredOn: "2026-02-01", model: undefined } },
  { kind: "enrichment", enrichment: { kind: "epss", cve: cves[1], probability: 0.02, percentile: 0.3, scoredOn: "2026-02-01", model: undefined } },
), { maxLength: 3 });

const decisions = fc.array(fc.record({ kind: fc.constant("decision" as const), about: fc.constantFrom(...names), decided: fc.constantFrom<Decision["kind"]>("not-affected", "accepted", "snoozed", "affected"), from: fc.integer({ min: 1, max: 30 }), days: fc.integer({ min: 5, max: 60 }) }), { maxLength: 3 })
  .map((all) => all.map((one, number): Arrival => ({ ...one, number })));

const shuffledTwice = (...parts: readonly fc.Arbitrary<readonly Arrival[]>[]): fc.Arbitrary<[Arrival[], Arrival[]]> =>
  fc.tuple(...parts).chain((lists) => {
    const all = [...sboms, ...lists.flat()];
    const anyOrder = fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
    return fc.tuple(anyOrder, anyOrder);
  });

const instantOf = (day: number): number => testStartAt - (60 - day) * dayMs;

async function arrive(test: TestApp, arrival: Arrival): Promise<void> {
  switch (arrival.kind) {
    case "sbom": await push(test, arrival.service, arrival.version, contents[arrival.version]); return;
    case "deployment": await deploy(test, { ...endpoints[arrival.endpoint] ?? endpoints[0], service: arrival.service, version: arrival.version, kind: arrival.version === undefined ? "ended" : "started", at: instantOf(arrival.day) }); return;
    case "advisory": {
      const { withdrawn, revision, kind: _kind, ...about } = arrival;
      const modifiedAt = instantOf(revision);
      await publish(test, advisoryOf({ ...about, aliases: about.aliases.filter((alias) => alias !== about.id), publishedAt: instantOf(0), modifiedAt, ...(withdrawn ? { withdrawnAt: modifiedAt } : {}) }));
      return;
    }
    case "enrichment": await enrich(test, arrival.enrichment); return;
    case "decision": return decideAt(test, arrival);
    default: return arrival satisfies never;
  }
}

/** A decision with an id and times of its own: App.decide gives it those of the moment, which here is the order of arrival. */
async function decideAt({ app, clock }: TestApp, { number, about, decided, from, days }: Extract<Arrival, { kind: "decision" }>): Promise<void> {
  const vulnerabilityId = (await app.store.read.advisories.membersOf([about])).get(about) ?? about;
  const decision: Decision = { decisionId: `dec_${number}`, scope: { vulnerabilityId: about, packageKey: undefined, serviceId: undefined }, kind: decided, justification: undefined, reason: "", actor: "session:dana", fromAt: instantOf(from), untilAt: instantOf(from + days), revokedAt: undefined, recordedAt: instantOf(from) };
  const context = { store: app.store, clock, ids: createIds(clock), log: silentLog, publicUrl: app.publicUrl, committed: () => {} };
  await app.store.write(async (ports) => {
    await ports.findings.addDecision(app.org, decision);
    await refreshFindings(context, ports, app.org, { vulnerabilityIds: [vulnerabilityId] }, "session:dana");
  });
}

/**
 * Everything that may not depend on the order. What no advisory says any more is memory: which of it there is follows from what
 * was said for a while, so those findings are left out.
 */
async function stateAfter(arrivals: readonly Arrival[]): Promise<unknown> {
  const test = await openTestApp();
  try {
    for (const arrival of arrivals) await arrive(test, arrival);
    const { app } = test;
    const { findings, exposures, affected, deployments: intervals, services: known } = await app.store.read.findings.load(app.org, { serviceIds: await idsOf(test) });
    const keys = new Map(findings.map((finding) => [finding.findingId, `${finding.vulnerabilityId} ${finding.packageKey} ${known.get(finding.serviceId)?.name}`]));
    const serviceOf = new Map(intervals.map(({ releaseId, serviceId }) => [releaseId, serviceId]));
    const said = new Set(affected.map(({ releaseId, vulnerabilityId, packageKey }) => `${vulnerabilityId} ${packageKey} ${serviceOf.get(releaseId)}`));
    const lasting = findings.filter(({ vulnerabilityId, packageKey, serviceId }) => said.has(`${vulnerabilityId} ${packageKey} ${serviceId}`));
    const lastingIds = new Set(lasting.map(({ findingId }) => findingId));
    return {
      findings: lasting.map(({ findingId, serviceId: _service, updatedAt: _updated, ...finding }) => ({ key: keys.get(findingId), ...finding, labels: finding.labels.toSorted() })).toSorted(byText),
      exposures: exposures.filter(({ findingId, retractedAt }) => retractedAt === undefined && lastingIds.has(findingId)).map(({ findingId, deploymentId, knownAt }) => `${keys.get(findingId)} ${deploymentId} ${knownAt}`).toSorted(),
      matches: [...new Set(affected.map(({ releaseId, packageKey, vulnerabilityId, clearedBy }) => `${releaseId} ${packageKey} ${vulnerabilityId} ${clearedBy}`))].toSorted(),
      vulnerabilities: [...(await app.store.read.advisories.vulnerabilities(names)).values()].toSorted(byText),
    };
  } finally { await test.close(); }
}

const idsOf = async ({ app }: TestApp): Promise<string[]> => (await Promise.all(services.map((name) => app.store.read.inventory.findServiceId(app.org, name)))).filter((id) => id !== undefined);
const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

const runs = 30;

describe("test/acceptance/order: the order of arrival", () => {
  it("never changes what SBOMs, deployments, advisories, their revisions, withdrawals, aliases, KEV and EPSS come to", async () => {
    await fc.assert(fc.asyncProperty(shuffledTwice(deployments, advisories, enrichments), async ([first, second]) => {
      expect(await stateAfter(second)).toEqual(await stateAfter(first));
    }), { numRuns: runs, endOnFailure: true });
  }, 240_000);

  it("never changes what decisions cover, while clusters merge and split under them", async () => {
    await fc.assert(fc.asyncProperty(shuffledTwice(deployments, advisories, enrichments, decisions), async ([first, second]) => {
      expect(await stateAfter(second)).toEqual(await stateAfter(first));
    }), { numRuns: runs, endOnFailure: true });
  }, 240_000);
});
