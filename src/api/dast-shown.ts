// Scans, targets and findings of tests from outside, as the wire shows them.
import type { FindingRow, TargetRow } from "../app/dast/dast-desk.ts";
import type { Check } from "../dast/check.ts";
import { drillResult } from "../dast/drill.ts";
import type { Drill } from "../dast/drill.ts";
import { placeText } from "../dast/finding.ts";
import type { DastFinding } from "../dast/finding.ts";
import { profiles } from "../dast/profile.ts";
import type { DastScan } from "../dast/scan.ts";

export const shownScan = (scan: DastScan, target: string) => ({
  id: scan.scanId, targetId: scan.targetId, target, url: scan.url, state: scan.state, profile: scan.profile, reason: scan.reason, startedBy: scan.startedBy, queuedAt: scan.queuedAt, startedAt: scan.startedAt, endedAt: scan.endedAt,
  progress: scan.progress, counts: scan.counts, failure: scan.failure, endedBecause: scan.report?.endedBecause, requests: scan.report?.requests ?? scan.progress?.requests, authorisedBy: scan.report?.authorisedBy,
});

export const shownScanDetail = (scan: DastScan, target: string) => ({
  ...shownScan(scan, target), optIn: scan.spec.optIn, seed: scan.spec.seed, bytes: scan.report?.bytes, peakMemoryBytes: scan.report?.peakMemoryBytes, notes: scan.report?.notes ?? [], checks: scan.report?.coverage.checks ?? [], identities: scan.report?.coverage.identities ?? [],
  sockets: scan.report?.coverage.sockets ?? [], phases: scan.report?.coverage.phases ?? {}, curlHeader: `x-aftwatch-scan: ${scan.scanId}`,
});

export const shownTarget = ({ targetId, lastScan, lastScanId: _scan, lastScanAt: _at, ...row }: TargetRow) => ({ id: targetId, ...row, lastScan: lastScan === undefined ? undefined : shownScan(lastScan, row.name) });

export const shownFinding = (one: DastFinding & Partial<Pick<FindingRow, "target" | "url">>) => ({
  id: one.findingId, targetId: one.targetId, target: one.target ?? one.targetId, url: one.url ?? one.place.origin, fingerprint: one.fingerprint, check: one.check, title: one.title, place: one.place, where: placeText(one.place), about: one.about, severity: one.severity, confidence: one.confidence,
  cwe: one.cwe, owasp: one.owasp, component: one.component, technique: one.evidence.technique, because: one.evidence.because, state: one.state, lastOutcome: one.lastOutcome, notRetestedBecause: one.notRetestedBecause, firstAt: one.firstAt, lastAt: one.lastAt,
  retestedAt: one.retestedAt, fixedAt: one.fixedAt, lastScanId: one.lastScanId, count: one.count, verdict: one.verdict, verdictUntil: one.verdictUntil, note: one.note, judgedBy: one.judgedBy,
});

export const shownCheck = (check: Check) => ({
  id: check.id, title: check.title, about: check.about, cwe: check.cwe, owasp: check.owasp, severity: check.severity, remediation: check.remediation, risk: check.risk, attackClass: check.attackClass, looksAt: check.on,
  profiles: Object.values(profiles).filter(({ risks }) => risks.includes(check.risk)).map(({ id }) => id),
});

export const shownDrill = (drill: Drill, target: string) => ({
  id: drill.drillId, targetId: drill.targetId, target, url: drill.url, state: drill.state, startedBy: drill.startedBy, startedAt: drill.startedAt, watchUntil: drill.watchUntilAt, endedAt: drill.endedAt, authorisedBy: drill.authorisedBy, failure: drill.failure, ...drillResult(drill), curlHeader: `x-aftwatch-scan: ${drill.drillId}`,
});

/** Tokens are not told: only who has one could pass for us. */
export const shownDrillDetail = (drill: Drill, target: string) => ({ ...shownDrill(drill, target), probes: drill.probes.map(({ attackClass, target: path, sentAt, status, why, sightings }) => ({ attackClass, target: path.replace(/(aftwatch-drill-)[0-9a-f]{32}/, "$1..."), sentAt, status, why, sightings })) });
