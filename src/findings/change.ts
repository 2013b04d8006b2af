// What changed about a finding: what people are told and the ledger keeps.
import { outcomes } from "./finding.ts";
import type { Finding } from "./finding.ts";

/**
 * opened        it runs affected, for the first time or again after it had gone without a fix
 * regressed     it runs affected again after a verified fix
 * escalated     the outcome became more urgent, or it is exploited in the wild now
 * partly-fixed  some of the affected deployments were cleared
 * closed        see closeReason
 * decided       a decision changed its state
 */
export type ChangeKind = "opened" | "regressed" | "escalated" | "partly-fixed" | "closed" | "decided";

export interface FindingChange { kind: ChangeKind; finding: Finding; before: Finding | undefined }

/** The one thing that changed most; undefined when nothing did that anyone needs to know. */
export function changeOf(before: Finding | undefined, finding: Finding): FindingChange | undefined {
  const kind = kindOf(before, finding);
  return kind && { kind, finding, before };
}

function kindOf(before: Finding | undefined, finding: Finding): ChangeKind | undefined {
  const wasLive = before !== undefined && before.state !== "closed";
  const isLive = finding.state !== "closed";
  if (!isLive) return wasLive ? "closed" : undefined;
  if (!wasLive) return finding.labels.includes("regressed") && before?.closeReason === "fixed" ? "regressed" : "opened";
  if (before.state !== finding.state) return "decided";
  if (finding.live.fixed > before.live.fixed) return "partly-fixed";
  const isExploitedNow = finding.labels.includes("kev") && !before.labels.includes("kev");
  return isExploitedNow || outcomes.indexOf(finding.priority.outcome) < outcomes.indexOf(before.priority.outcome) ? "escalated" : undefined;
}
