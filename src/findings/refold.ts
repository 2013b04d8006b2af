// Works out findings again from their intervals, and says what changed; pure, and the only way a finding changes.
import type { Instant } from "../kernel/clock.ts";
import type { Deployment, Endpoint } from "../inventory/inventory.ts";
import type { VulnerabilityRecord } from "../advisories/vulnerability-views.ts";
import { laterVersion } from "../versions/later.ts";
import { covers, decidedAt, nextChangeAt } from "./decision.ts";
import type { Decision } from "./decision.ts";
import type { Exposure, Finding } from "./finding.ts";
import type { AffectedRelease, Scope, ScopeRows } from "./finding-store.ts";
import { foldLife } from "./fold.ts";
import { newFindingId } from "./identity.ts";
import type { Life, Standing } from "./fold.ts";
import { contextOf, prioritise } from "./priority.ts";
import { slaClock } from "./sla.ts";
import { changeOf } from "./change.ts";
import type { FindingChange } from "./change.ts";

export interface Refolded {
  findings: readonly Finding[];
  /** Environments of the live affected deployments, by finding. */
  environments: ReadonlyMap<string, readonly string[]>;
  exposed: readonly (Exposure & { componentId: number })[];
  retracted: readonly { findingId: string; deploymentId: string }[];
  removed: readonly { findingId: string; deploymentId: string }[];
  changes: readonly FindingChange[];
}

/** A finding's identity, and the releases that make it. */
interface Case { vulnerabilityId: string; packageKey: string; serviceId: string; affected: Map<string, AffectedRelease[]>; before: Finding | undefined }

/** The scope's findings as they are now. `vulnerabilities` must hold every vulnerability of the scope's rows. */
export function refold(org: string, scope: Scope, rows: ScopeRows, vulnerabilities: ReadonlyMap<string, VulnerabilityRecord>, now: Instant): Refolded {
  const deployments = Map.groupBy(rows.deployments, (deployment) => deployment.serviceId);
  const exposures = Map.groupBy(rows.exposures, (exposure) => exposure.findingId);
  const out = { findings: [] as Finding[], environments: new Map<string, readonly string[]>(), exposed: [] as (Exposure & { componentId: number })[], retracted: [] as { findingId: string; deploymentId: string }[], removed: [] as { findingId: string; deploymentId: string }[], changes: [] as FindingChange[] };
  for (const one of casesOf(scope, rows)) {
    const vulnerability = vulnerabilities.get(one.vulnerabilityId) ?? unspokenOf(one.vulnerabilityId);
    const findingId = one.before?.findingId ?? newFindingId(org, one, rows.taken);
    const own = deployments.get(one.serviceId) ?? [];
    const ledger = exposuresOf(findingId, one, own, exposures.get(findingId) ?? [], now);
    const life = foldLife(own.map((deployment) => ({ endpointId: deployment.endpointId, standing: standingOf(one, deployment, rows), startedAt: deployment.startedAt, endedAt: deployment.endedAt })));
    const affectedEndpoints = endpointsOf(one, own, rows.endpoints);
    const finding = findingOf({ findingId, one, own, life, vulnerability, endpoints: affectedEndpoints, known: ledger.known, decisions: rows.decisions, now });
    if (!finding) continue;
    out.findings.push(finding);
    out.environments.set(findingId, [...new Set(affectedEndpoints.map((endpoint) => endpoint.environment))].toSorted());
    out.exposed.push(...ledger.exposed);
    out.retracted.push(...ledger.retracted);
    out.removed.push(...ledger.removed);
    const change = changeOf(one.before, finding);
    if (change) out.changes.push(change);
  }
  return out;
}

function casesOf(scope: Scope, rows: ScopeRows): Case[] {
  const cases = new Map<string, Case>();
  const caseFor = (vulnerabilityId: string, packageKey: string, serviceId: string): Case => {
    const key = JSON.stringify([serviceId, packageKey, vulnerabilityId]);
    const found = cases.get(key) ?? { vulnerabilityId, packageKey, serviceId, affected: new Map(), before: undefined };
    cases.set(key, found);
    return found;
  };
  for (const finding of rows.findings) caseFor(finding.vulnerabilityId, finding.packageKey, finding.serviceId).before = finding;
  const servicesOfRelease = Map.groupBy(rows.deployments, (deployment) => deployment.releaseId);
  const inScope = "serviceIds" in scope ? new Set(scope.serviceIds) : undefined;
  for (const affected of rows.affected) {
    const serviceId = servicesOfRelease.get(affected.releaseId)?.[0]?.serviceId;
    if (serviceId === undefined || (inScope && !inScope.has(serviceId))) continue;
    const { affected: releases } = caseFor(affected.vulnerabilityId, affected.packageKey, serviceId);
    releases.set(affected.releaseId, [...(releases.get(affected.releaseId) ?? []), affected]);
  }
  return [...cases.values()];
}

function standingOf(one: Case, deployment: Deployment, rows: ScopeRows): Standing {
  if (one.affected.has(deployment.releaseId)) return "affected";
  if (!rows.evaluatedReleases.has(deployment.releaseId)) return "unknown";
  return rows.holding.has(`${deployment.releaseId} ${one.packageKey}`) ? "fixed" : "absent";
}

/** The exposures there should be against those there are; known: since when we knew, by deployment. */
function exposuresOf(findingId: string, one: Case, deployments: readonly Deployment[], before: readonly Exposure[], now: Instant) {
  const known = new Map(before.filter((exposure) => exposure.retractedAt === undefined).map((exposure) => [exposure.deploymentId, exposure.knownAt]));
  const exposed: (Exposure & { componentId: number })[] = [];
  const wanted = new Set<string>();
  for (const { deploymentId, releaseId } of deployments) {
    const affected = one.affected.get(releaseId);
    if (!affected) continue;
    wanted.add(deploymentId);
    if (known.has(deploymentId)) continue;
    known.set(deploymentId, now);
    exposed.push({ findingId, deploymentId, knownAt: now, retractedAt: undefined, componentId: Math.min(...affected.map(({ componentId }) => componentId)) });
  }
  const existing = new Set(deployments.map(({ deploymentId }) => deploymentId));
  const stale = before.filter(({ deploymentId, retractedAt }) => retractedAt === undefined && !wanted.has(deploymentId)).map(({ deploymentId }) => ({ findingId, deploymentId }));
  for (const { deploymentId } of stale) known.delete(deploymentId);
  return { known, exposed, retracted: stale.filter(({ deploymentId }) => existing.has(deploymentId)), removed: stale.filter(({ deploymentId }) => !existing.has(deploymentId)) };
}

/** Where it runs affected now; when it runs nowhere, where it last did. */
function endpointsOf(one: Case, deployments: readonly Deployment[], endpoints: ReadonlyMap<string, Endpoint>): Endpoint[] {
  const affected = deployments.filter(({ releaseId }) => one.affected.has(releaseId));
  const live = affected.filter(({ endedAt }) => endedAt === undefined);
  const chosen = live.length > 0 ? live : affected;
  return [...new Set(chosen.map(({ endpointId }) => endpointId))].flatMap((id) => endpoints.get(id) ?? []);
}

interface FindingInput { findingId: string; one: Case; own: readonly Deployment[]; life: Life; vulnerability: VulnerabilityRecord; endpoints: readonly Endpoint[]; known: ReadonlyMap<string, Instant>; decisions: readonly Decision[]; now: Instant }

function findingOf(input: FindingInput): Finding | undefined {
  const { findingId, one, life, vulnerability, now } = input;
  if (!life.episode) return one.before && withdrawn(one.before, now);
  const last = life.periods.at(-1);
  const isLive = last?.closedAt === undefined;
  const detectedAt = detectedAtOf(input, life.episode.exposedSince);
  const decided = decidedAt(input.decisions.filter((decision) => covers(decision, one)), now);
  const priority = prioritise({ malicious: vulnerability.malicious, kev: vulnerability.kev, exploitKnown: false, epss: vulnerability.epss, cvssVector: vulnerability.cvssVector }, contextOf(input.endpoints));
  const acknowledged = one.before?.acknowledgedAt !== undefined && one.before.acknowledgedAt >= detectedAt;
  const closedAt = isLive ? undefined : last.closedAt;
  return {
    findingId, vulnerabilityId: one.vulnerabilityId, packageKey: one.packageKey, serviceId: one.serviceId,
    state: isLive ? decided?.state ?? "open" : "closed", closeReason: isLive ? undefined : last.reason,
    detectedAt, exposedSince: life.episode.exposedSince, closedAt,
    acknowledgedAt: acknowledged ? one.before?.acknowledgedAt : undefined, acknowledgedBy: acknowledged ? one.before?.acknowledgedBy : undefined,
    labels: [...(life.episode.regressed ? ["regressed" as const] : []), ...(life.live.fixed > 0 && isLive ? ["partly-fixed" as const] : []), ...(life.live.unconfirmed > 0 ? ["unconfirmed" as const] : []), ...(vulnerability.kev ? ["kev" as const] : []), ...(vulnerability.malicious ? ["malicious" as const] : [])],
    severity: vulnerability.severity, cvss: vulnerability.cvss, epss: vulnerability.epss, priority,
    clock: slaClock(priority, vulnerability, detectedAt, last?.reason === "fixed" ? closedAt : undefined), fixVersion: fixVersionOf(input), live: life.live, periods: life.periods,
    decisionId: decided?.decision.decisionId, updatedAt: now,
  };
}

/** Nothing speaks of it any more: its findings close as withdrawn. */
const unspokenOf = (id: string): VulnerabilityRecord => ({
  id, aliases: [], summary: id, severity: "unknown", cvss: undefined, cvssVector: undefined, severityFrom: undefined, severityBecause: undefined, epss: undefined, epssPercentile: undefined,
  kev: false, kevAddedAt: undefined, ransomware: false, malicious: false, publishedAt: undefined, ingestedAt: undefined, withdrawn: true,
});

/** No advisory says so any more: that is not a fix, and it stops no clock as one. */
function withdrawn(before: Finding, now: Instant): Finding {
  if (before.state === "closed") return before;
  return { ...before, state: "closed", closeReason: "withdrawn", closedAt: now, live: { ...before.live, affected: 0, unconfirmed: 0 }, updatedAt: now };
}

function detectedAtOf({ one, own, known, now }: FindingInput, exposedSince: Instant): Instant {
  const inEpisode = own.filter(({ endedAt }) => endedAt === undefined || endedAt > exposedSince).flatMap(({ deploymentId }) => known.get(deploymentId) ?? []);
  // A late report can move the beginning back; it cannot make us have known later.
  const kept = one.before && one.before.closeReason !== "withdrawn" && one.before.exposedSince >= exposedSince ? [one.before.detectedAt] : [];
  return Math.min(now, ...inEpisode, ...kept);
}

/** One version that clears every affected component that runs (or, when none does, last ran); undefined when one of them has no known fix. */
function fixVersionOf({ one, own }: FindingInput): string | undefined {
  const live = new Set(own.filter(({ endedAt }) => endedAt === undefined).map(({ releaseId }) => releaseId));
  const running = [...one.affected].filter(([releaseId]) => live.has(releaseId));
  const affected = (running.length > 0 ? running : [...one.affected]).flatMap(([, releases]) => releases);
  const later = (a: string, b: string): string => laterVersion(one.packageKey.slice(0, one.packageKey.indexOf(":")), a, b);
  // Of several advisories on one component, those that name no fix are silent, not contradicting.
  const fixes = [...Map.groupBy(affected, ({ componentId }) => componentId).values()]
    .map((advised) => advised.flatMap(({ clearedBy }) => clearedBy ?? []))
    .map((versions) => (versions.length > 0 ? versions.reduce(later) : undefined));
  return fixes.length === 0 ? one.before?.fixVersion : fixes.reduce((a, b) => (a === undefined || b === undefined ? undefined : later(a, b)));
}

/** When this finding changes next by time alone. */
export const turnsAt = (finding: Finding, decisions: readonly Decision[], now: Instant): Instant | undefined => nextChangeAt(decisions.filter((decision) => covers(decision, finding)), now);
