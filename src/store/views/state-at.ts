// The state a finding had at an instant, from its periods and the decisions known by then.
import { covers, decidedAt } from "../../findings/decision.ts";
import type { Decision } from "../../findings/decision.ts";
import type { CloseReason, Finding, FindingState } from "../../findings/finding.ts";
import type { Instant } from "../../kernel/clock.ts";

export interface StateThen { state: FindingState; closeReason: CloseReason | undefined; closedAt: Instant | undefined; decisionId: string | undefined }

type Lived = Pick<Finding, "vulnerabilityId" | "packageKey" | "serviceId" | "periods" | "closeReason" | "closedAt">;

/**
 * Periods are what is known of the past today: a deployment that was reported late counts from when it ran. A decision
 * counts only once it was recorded, and one that was revoked later still held.
 */
export function stateAt(finding: Lived, decisions: readonly Decision[], at: Instant): StateThen {
  const isWithdrawn = finding.closeReason === "withdrawn" && finding.closedAt !== undefined && finding.closedAt <= at;
  if (isWithdrawn) return { state: "closed", closeReason: "withdrawn", closedAt: finding.closedAt, decisionId: undefined };
  if (finding.periods.some(({ openedAt, closedAt }) => openedAt <= at && (closedAt === undefined || closedAt > at))) {
    const decided = decidedAt(decisions.filter((decision) => decision.recordedAt <= at && covers(decision, finding)), at);
    return { state: decided?.state ?? "open", closeReason: undefined, closedAt: undefined, decisionId: decided?.decision.decisionId };
  }
  const last = finding.periods.findLast(({ closedAt }) => closedAt !== undefined && closedAt <= at);
  return { state: "closed", closeReason: last?.reason, closedAt: last?.closedAt, decisionId: undefined };
}
