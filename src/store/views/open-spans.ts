// The parts of an interval in which a finding was open: the whole less what decisions took out of it.
import { covers, decidedAt } from "../../findings/decision.ts";
import type { Decision } from "../../findings/decision.ts";
import type { Finding } from "../../findings/finding.ts";
import type { Instant } from "../../kernel/clock.ts";

/** [from, to) in pieces; to may be Infinity. */
export function openSpans(finding: Pick<Finding, "vulnerabilityId" | "packageKey" | "serviceId">, decisions: readonly Decision[], from: Instant, to: number): { from: Instant; to: number }[] {
  const own = decisions.filter((decision) => covers(decision, finding));
  const turns = own.flatMap(({ fromAt, untilAt, revokedAt }) => [fromAt, untilAt, revokedAt]).filter((turn): turn is Instant => turn !== undefined && turn > from && turn < to);
  const edges = [from, ...new Set(turns.toSorted((a, b) => a - b)), to];
  return edges.slice(0, -1).map((edge, index) => ({ from: edge, to: edges[index + 1] ?? to })).filter((span) => (decidedAt(own, span.from)?.state ?? "open") === "open");
}
