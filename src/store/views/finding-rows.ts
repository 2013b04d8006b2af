// Findings as people read them: with the names of what they are about, as of an instant.
import { sql } from "kysely";
import type { Decision } from "../../findings/decision.ts";
import type { FindingRow } from "../../findings/finding-views.ts";
import type { Finding, FindingLabel } from "../../findings/finding.ts";
import type { Instant } from "../../kernel/clock.ts";
import { inChunks } from "../bulk.ts";
import type { Tx } from "../bulk.ts";
import { environmentsFrom, findingFrom } from "../finding-row.ts";
import type { FindingTable } from "../tables.ts";
import { world } from "../world.ts";
import { newMs } from "./finding-conditions.ts";
import { stateAt } from "./state-at.ts";

/** A finding at an instant; what is not part of the domain's finding stands beside it. */
export interface SeenFinding { finding: Finding; environments: readonly string[] }

/** As it is now. */
export const seenNow = (row: FindingTable, now: Instant): SeenFinding => {
  const finding = findingFrom(row);
  return { finding: { ...finding, labels: labelsAt(finding, now) }, environments: environmentsFrom(row.environments) };
};

/**
 * As it was at an instant: state, closing, acknowledgement, labels and the clock's stop are as they were then. Severity, priority, due
 * date, fix and the counts of live deployments are today's: what they were is in the ledger, not in the row.
 * knownAt: the first exposure we knew of, for a finding that was known before its present episode.
 */
export function seenAt(row: FindingTable, decisions: readonly Decision[], at: Instant, knownAt: Instant | undefined): SeenFinding {
  const { finding, environments } = seenNow(row, at);
  const then = stateAt(finding, decisions, at);
  const isAcknowledged = finding.acknowledgedAt !== undefined && finding.acknowledgedAt <= at;
  const detectedAt = finding.detectedAt <= at ? finding.detectedAt : knownAt ?? finding.detectedAt;
  const seen: Finding = {
    ...finding, ...then, detectedAt, acknowledgedAt: isAcknowledged ? finding.acknowledgedAt : undefined, acknowledgedBy: isAcknowledged ? finding.acknowledgedBy : undefined,
    clock: { ...finding.clock, stoppedAt: then.closedAt },
    periods: finding.periods.filter(({ openedAt }) => openedAt <= at).map((period) => (period.closedAt !== undefined && period.closedAt > at ? { ...period, closedAt: undefined, reason: undefined } : period)),
  };
  return { finding: { ...seen, labels: labelsAt(seen, at) }, environments };
}

function labelsAt(finding: Finding, at: Instant): FindingLabel[] {
  const isOverdue = finding.state === "open" && finding.clock.dueAt !== undefined && finding.clock.dueAt < at;
  const lasting = finding.labels.filter((label) => label !== "new" && label !== "overdue" && (label !== "partly-fixed" || finding.state !== "closed"));
  return [...(finding.detectedAt > at - newMs ? ["new" as const] : []), ...(isOverdue ? ["overdue" as const] : []), ...lasting];
}

export async function findingRows(tx: Tx, org: string, seen: readonly SeenFinding[]): Promise<FindingRow[]> {
  const services = await namesOfServices(tx, org, seen.map(({ finding }) => finding.serviceId));
  const titles = await summariesOf(tx, seen.map(({ finding }) => finding.vulnerabilityId));
  return seen.map(({ finding, environments }) => {
    const { findingId: id, vulnerabilityId: vulnerability, priority, decisionId: _decision, ...rest } = finding;
    const service = services.get(finding.serviceId);
    return {
      ...rest, id, vulnerability, title: titles.get(vulnerability) || vulnerability, service: service?.name ?? finding.serviceId, owner: service?.owner ?? undefined, environments,
      kev: finding.labels.includes("kev"), outcome: priority.outcome, priorityInputs: priority.inputs,
    };
  });
}

export async function namesOfServices(tx: Tx, org: string, ids: readonly string[]): Promise<Map<string, { name: string; owner: string | null }>> {
  const rows = await inChunks(ids, (chunk) => tx.db.selectFrom("service").select(["service_id", "name", "owner"]).where("org_id", "=", org).where("service_id", "in", chunk).execute());
  return new Map(rows.map((row) => [row.service_id, row]));
}

async function summariesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await inChunks(ids, (chunk) => tx.db.selectFrom("vulnerability").select(["vulnerability_id", "summary"]).where("org_id", "=", world).where("vulnerability_id", "in", chunk).execute());
  return new Map(rows.map((row) => [row.vulnerability_id, row.summary]));
}

/** Since when each finding was first known, in any of its episodes. */
export async function knownSince(tx: Tx, org: string, ids: readonly string[]): Promise<Map<string, Instant>> {
  const rows = await inChunks(ids, async (chunk) => (await sql<{ finding_id: string; at: number }>`
    select e.finding_id, min(e.known_at) as at from exposure e where e.org_id = ${org} and e.finding_id in (${sql.join(chunk)}) group by e.finding_id`.execute(tx.db)).rows);
  return new Map(rows.map((row) => [row.finding_id, row.at]));
}
