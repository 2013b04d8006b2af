// A finding's row as the domain sees it.
import type { Finding, FindingLabel, FindingState, Outcome, Period, PriorityInput, SeverityLevel } from "../findings/finding.ts";
import type { FindingTable } from "./tables.ts";

export const periodsFrom = (text: string): Period[] => (JSON.parse(text) as Partial<Period>[]).map((period) => ({ openedAt: period.openedAt ?? 0, closedAt: period.closedAt, reason: period.reason }));
export const environmentsFrom = (text: string): string[] => text.split("|").filter(Boolean);

/** Labels that follow from the row alone; "new" and "overdue" depend on the time as well. */
export function labelsFrom(row: Pick<FindingTable, "regressed" | "live_fixed" | "live_unconfirmed" | "kev" | "malicious" | "state">): FindingLabel[] {
  const isLive = row.state !== "closed";
  return [
    ...(row.regressed === 1 ? ["regressed" as const] : []),
    ...(isLive && row.live_fixed > 0 ? ["partly-fixed" as const] : []),
    ...(row.live_unconfirmed > 0 ? ["unconfirmed" as const] : []),
    ...(row.kev === 1 ? ["kev" as const] : []),
    ...(row.malicious === 1 ? ["malicious" as const] : []),
  ];
}

export const findingFrom = (row: FindingTable): Finding => ({
  findingId: row.finding_id, vulnerabilityId: row.vulnerability_id, packageKey: row.package_key, serviceId: row.service_id,
  state: row.state as FindingState, closeReason: (row.close_reason ?? undefined) as Finding["closeReason"], detectedAt: row.detected_at, exposedSince: row.exposed_since, closedAt: row.closed_at ?? undefined,
  acknowledgedAt: row.acknowledged_at ?? undefined, acknowledgedBy: row.acknowledged_by ?? undefined, labels: labelsFrom(row),
  severity: row.severity as SeverityLevel, cvss: row.cvss ?? undefined, epss: row.epss ?? undefined,
  priority: { outcome: row.outcome as Outcome, inputs: JSON.parse(row.inputs) as PriorityInput[] },
  clock: { policy: row.policy, clause: row.clause, startedAt: row.clock_started_at, dueAt: row.due_at ?? undefined, stoppedAt: row.close_reason === "fixed" ? row.closed_at ?? undefined : undefined },
  fixVersion: row.fix_version ?? undefined, live: { affected: row.live_affected, unconfirmed: row.live_unconfirmed, fixed: row.live_fixed, total: row.live_total },
  periods: periodsFrom(row.periods), decisionId: row.decision_id ?? undefined, updatedAt: row.updated_at,
});
