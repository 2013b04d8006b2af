// What a scan says of the findings of its target, old and new: nothing closes on silence, and nothing is passed over.
import type { Instant } from "../../kernel/clock.ts";
import { dastFindingId } from "../../dast/finding.ts";
import type { DastFinding, FoundWeakness, ScanOutcome } from "../../dast/finding.ts";
import type { RetestAnswer, ScanFinding, ScanReport } from "../../dast/scan.ts";

export interface Folded { findings: readonly DastFinding[]; said: readonly ScanFinding[]; counts: Readonly<Record<ScanOutcome, number>> }

export interface ScanFold { org: string; targetId: string; scanId: string; before: readonly DastFinding[]; report: Pick<ScanReport, "weaknesses" | "retests" | "endedBecause">; now: Instant }

/**
 * Found again: same, or regressed when it was fixed. Open before and not found: what its replay says; without a replay it was not retested,
 * and stays open. Fixed and judged findings that were not found again are left as they are.
 */
export function foldScan({ org, targetId, scanId, before, report, now }: ScanFold): Folded {
  const known = new Map(before.map((one) => [one.fingerprint, one]));
  const answers = new Map(report.retests.map((one) => [one.fingerprint, one]));
  const found = new Map([...report.retests.flatMap(({ weakness }) => (weakness === undefined ? [] : [weakness])), ...report.weaknesses].map((one) => [one.fingerprint, one]));
  const seen = [...found.values()].map((weakness) => sighted(weakness, known.get(weakness.fingerprint), { org, targetId, scanId, now }));
  // What another tool reported is not ours to replay: its own next report speaks of it.
  const unseen = before.filter(({ fingerprint, state, retest }) => state === "open" && retest.check !== "imported" && !found.has(fingerprint)).map((one) => unsighted(one, answers.get(one.fingerprint), scanId, now, report.endedBecause));
  const findings = [...seen, ...unseen];
  const counts: Record<ScanOutcome, number> = { new: 0, same: 0, regressed: 0, fixed: 0, "not-retested": 0 };
  for (const { lastOutcome } of findings) counts[lastOutcome] += 1;
  return { findings, counts, said: findings.map((one): ScanFinding => ({ scanId, findingId: one.findingId, outcome: one.lastOutcome, why: one.lastOutcome === "not-retested" ? one.notRetestedBecause : answers.get(one.fingerprint)?.why, at: now })) };
}

function sighted(weakness: FoundWeakness, old: DastFinding | undefined, { org, targetId, scanId, now }: { org: string; targetId: string; scanId: string; now: Instant }): DastFinding {
  const seen = { ...weakness, lastAt: weakness.foundAt, retestedAt: now, lastScanId: scanId, notRetestedBecause: undefined, fixedAt: undefined };
  if (old === undefined) return { ...seen, findingId: dastFindingId(org, targetId, weakness.fingerprint), targetId, state: "open", firstAt: weakness.foundAt, lastOutcome: "new", verdict: undefined, verdictUntil: undefined, note: undefined, judgedBy: undefined };
  const outcome: ScanOutcome = old.state === "fixed" ? "regressed" : "same";
  const stays = old.state === "dismissed" && (old.verdictUntil === undefined || old.verdictUntil > now);
  const judged = stays ? {} : { verdict: undefined, verdictUntil: undefined, note: undefined, judgedBy: undefined };
  return { ...old, ...seen, ...judged, state: stays ? "dismissed" : "open", lastOutcome: outcome };
}

function unsighted(one: DastFinding, answer: RetestAnswer | undefined, scanId: string, now: Instant, endedBecause: ScanReport["endedBecause"]): DastFinding {
  if (answer?.outcome === "fixed") return { ...one, state: "fixed", fixedAt: now, retestedAt: now, lastOutcome: "fixed", notRetestedBecause: undefined, lastScanId: scanId };
  const because = answer?.why ?? (endedBecause === "complete" ? "the scan did not look at it" : `the scan ended before it came to it (${endedBecause})`);
  return { ...one, lastOutcome: "not-retested", notRetestedBecause: because, lastScanId: scanId };
}
