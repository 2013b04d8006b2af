// Decisions: signed statements about a finding, applied as intervals; their scope is a predicate, not a version list.
import type { Instant } from "../kernel/clock.ts";
import type { FindingState } from "./finding.ts";

/** VEX statuses (OpenVEX 0.2.0 section "Status Labels"), and what people do besides. */
export const decisionKinds = ["not-affected", "affected", "under-investigation", "fixed", "accepted", "snoozed"] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** OpenVEX 0.2.0 "Status Justifications". */
export const justifications = ["component_not_present", "vulnerable_code_not_present", "vulnerable_code_not_in_execute_path", "vulnerable_code_cannot_be_controlled_by_adversary", "inline_mitigations_already_exist"] as const;
export type Justification = (typeof justifications)[number];

/** Every finding of the vulnerability that goes by this id; narrowed by package or service where given. */
export interface DecisionScope { vulnerabilityId: string; packageKey: string | undefined; serviceId: string | undefined }

export interface Decision {
  decisionId: string;
  scope: DecisionScope;
  kind: DecisionKind;
  justification: Justification | undefined;
  reason: string;
  actor: string;
  fromAt: Instant;
  /** Undefined only for VEX statuses; accepting and snoozing always end. */
  untilAt: Instant | undefined;
  revokedAt: Instant | undefined;
  recordedAt: Instant;
}

export const covers = (decision: Decision, finding: { vulnerabilityId: string; packageKey: string; serviceId: string }): boolean =>
  decision.scope.vulnerabilityId === finding.vulnerabilityId &&
  (decision.scope.packageKey === undefined || decision.scope.packageKey === finding.packageKey) &&
  (decision.scope.serviceId === undefined || decision.scope.serviceId === finding.serviceId);

export const holdsAt = (decision: Decision, at: Instant): boolean =>
  decision.fromAt <= at && at < Math.min(decision.untilAt ?? Infinity, decision.revokedAt ?? Infinity);

// "fixed" is a VEX status too, but a fix counts only when it was observed running: it changes no state here.
const stateOf: Partial<Record<DecisionKind, FindingState>> = { "not-affected": "not-affected", accepted: "accepted", snoozed: "snoozed" };

/** The decision that holds: the latest statement wins (OpenVEX 0.2.0), ties by id; and the state it puts an open finding in. */
export function decidedAt(decisions: readonly Decision[], at: Instant): { decision: Decision; state: FindingState } | undefined {
  const holding = decisions.filter((decision) => holdsAt(decision, at)).toSorted((a, b) => b.fromAt - a.fromAt || (a.decisionId < b.decisionId ? 1 : -1));
  const [decision] = holding;
  return decision && { decision, state: stateOf[decision.kind] ?? "open" };
}

/** When the answer of decidedAt changes next, if nobody says anything new. */
export function nextChangeAt(decisions: readonly Decision[], at: Instant): Instant | undefined {
  const turns = decisions.flatMap((decision) => [decision.fromAt, decision.untilAt, decision.revokedAt]).filter((turn): turn is Instant => turn !== undefined && turn > at);
  return turns.length > 0 ? Math.min(...turns) : undefined;
}
