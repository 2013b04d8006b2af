// Two scans of a target beside each other: what each said of every finding.
import type { DastStore } from "../../dast/dast-store.ts";
import { dastSeverities } from "../../dast/finding.ts";
import { Fault } from "../../kernel/fault.ts";
import type { ScanDiff } from "./dast-desk.ts";

const outcomeOrder = ["regressed", "new", "not-retested", "fixed", "same"] as const;

/** beforeId undefined: the scan that ended before it. Throws request.not-found, and request.invalid for scans of two targets. */
export async function diffScans(store: DastStore, org: string, scanId: string, beforeId: string | undefined): Promise<ScanDiff> {
  const after = await store.findScan(org, scanId);
  if (after === undefined) throw new Fault("request.not-found", { detail: `There is no scan ${scanId}.` });
  const before = beforeId === undefined ? await scanBefore(store, org, after.targetId, after.queuedAt) : await store.findScan(org, beforeId);
  if (beforeId !== undefined && before === undefined) throw new Fault("request.not-found", { detail: `There is no scan ${beforeId}.` });
  if (before !== undefined && before.targetId !== after.targetId) throw new Fault("request.invalid", { places: [{ at: "/before", rule: "is a scan of another target" }] });
  const then = new Map((before === undefined ? [] : await store.scanFindings(org, before.scanId)).map((one) => [one.findingId, one.outcome]));
  const findings = new Map((await store.findingsOfTarget(org, after.targetId)).map((one) => [one.findingId, one]));
  const rows = (await store.scanFindings(org, scanId)).flatMap(({ findingId, outcome, why }) => { const finding = findings.get(findingId); return finding === undefined ? [] : [{ finding, before: then.get(findingId), after: outcome, why }]; });
  return { before, after, rows: rows.toSorted((a, b) => outcomeOrder.indexOf(a.after) - outcomeOrder.indexOf(b.after) || dastSeverities.indexOf(a.finding.severity) - dastSeverities.indexOf(b.finding.severity)) };
}

async function scanBefore(store: DastStore, org: string, targetId: string, queuedAt: number) {
  let after: string | undefined;
  do {
    const page = await store.listScans(org, { targetId, state: undefined, reason: undefined }, { limit: 100, after });
    const found = page.items.find((scan) => scan.queuedAt < queuedAt && scan.endedAt !== undefined && scan.reason !== "replay");
    if (found !== undefined) return found;
    after = page.next;
  } while (after !== undefined);
  return undefined;
}
