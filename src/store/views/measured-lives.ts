// The lives of findings as measures need them: exposures, excuses and clocks, all as intervals.
import { sql } from "kysely";
import { covers, decidedAt } from "../../findings/decision.ts";
import type { Decision } from "../../findings/decision.ts";
import type { Finding, SeverityLevel } from "../../findings/finding.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { MeasuredLife } from "../../metrics/measure.ts";
import { inChunks } from "../bulk.ts";
import type { Tx } from "../bulk.ts";
import { decisionsAbout } from "../decision-store.ts";
import { environmentsFrom, findingFrom } from "../finding-row.ts";
import type { FindingTable } from "../tables.ts";
import { world } from "../world.ts";
import { findingConditions } from "./finding-conditions.ts";
import { allOf } from "./keyset.ts";

/** service: id or name. */
export interface LifeFilter { severity?: SeverityLevel | undefined; service?: string | undefined; environment?: string | undefined }
type Interval = MeasuredLife["exposures"][number];
type KnownInterval = Interval & { knownAt: Instant };

/** Every life that touches [from, to): exposed before it ends, and not closed before it begins; and the earlier lives of the same findings, which measures tell by their instants. */
export async function measuredLives(tx: Tx, org: string, filter: LifeFilter, from: Instant, to: Instant): Promise<MeasuredLife[]> {
  const where = [...await findingConditions(tx, org, filter), sql`(f.exposed_since < ${to} or f.regressed = 1) and (f.closed_at is null or f.closed_at >= ${from})`];
  const { rows } = await sql<FindingTable>`select f.* from finding f where ${allOf(where)} order by f.finding_id`.execute(tx.db);
  const vulnerabilities = rows.map((row) => row.vulnerability_id);
  const [exposures, known, decisions] = await Promise.all([exposuresOf(tx, org, rows.map((row) => row.finding_id)), knowledgeOf(tx, vulnerabilities), decisionsAbout(tx, org, vulnerabilities)]);
  const said = Map.groupBy(decisions, (decision) => decision.scope.vulnerabilityId);
  return rows.flatMap((row) => livesOf(row, exposures.get(row.finding_id) ?? [], known.get(row.vulnerability_id), said.get(row.vulnerability_id) ?? []));
}

/** One life for each episode: a regression has a life of its own, and takes nothing back of the fix before it. */
function livesOf(row: FindingTable, exposures: readonly KnownInterval[], known: Knowledge | undefined, decisions: readonly Decision[]): MeasuredLife[] {
  const finding = findingFrom(row);
  const shared = sharedOf(finding, row, known, decisions);
  const fixes = finding.periods.slice(0, -1).filter(({ reason }) => reason === "fixed").flatMap(({ closedAt }) => closedAt ?? []);
  const within = (from: Instant, to: Instant): KnownInterval[] => exposures.filter((exposure) => exposure.from >= from && exposure.from < to);
  const spans = fixes.map((to, index) => ({ from: fixes[index - 1] ?? -Infinity, to }));
  const last = finding.periods.at(-1);
  return [...spans.map((span): MeasuredLife => ({ ...shared, ...pastEpisode(finding, span, within(span.from, span.to)) })), {
    ...shared, exposures: within(fixes.at(-1) ?? -Infinity, Infinity),
    exposedSince: finding.exposedSince, detectedAt: finding.detectedAt, acknowledgedAt: finding.acknowledgedAt, dueAt: finding.clock.dueAt,
    fixedAt: last?.reason === "fixed" ? last.closedAt : undefined, closedAt: finding.closedAt, state: finding.state,
  }];
}

const sharedOf = (finding: Finding, row: FindingTable, known: Knowledge | undefined, decisions: readonly Decision[]) => ({
  findingId: finding.findingId, severity: finding.severity, serviceId: finding.serviceId, environments: environmentsFrom(row.environments), excused: excusesOf(finding, decisions),
  // A vulnerability whose advisories are all gone left no date; that we knew of it, we have known since it was detected.
  publishedAt: known?.published_at ?? undefined, ingestedAt: known?.ingested_at ?? finding.detectedAt,
});

/** An episode that a fix ended. Its clock ran as long as the present one; who acknowledged it then is only in the ledger. */
function pastEpisode({ clock, periods }: Finding, { from, to }: { from: Instant; to: Instant }, exposures: readonly KnownInterval[]): Omit<MeasuredLife, keyof ReturnType<typeof sharedOf>> {
  const detectedAt = Math.min(to, ...exposures.map(({ knownAt }) => knownAt));
  return {
    exposures, exposedSince: periods.find(({ openedAt }) => openedAt >= from)?.openedAt ?? to, detectedAt, acknowledgedAt: undefined,
    dueAt: clock.dueAt === undefined ? undefined : detectedAt + (clock.dueAt - clock.startedAt), fixedAt: to, closedAt: to, state: "closed",
  };
}

async function exposuresOf(tx: Tx, org: string, ids: readonly string[]): Promise<Map<string, KnownInterval[]>> {
  const rows = await inChunks(ids, async (chunk) => (await sql<{ finding_id: string; known_at: number; started_at: number; ended_at: number | null }>`
    select e.finding_id, e.known_at, d.started_at, d.ended_at from exposure e cross join deployment d
    where e.org_id = ${org} and e.finding_id in (${sql.join(chunk)}) and e.retracted_at is null and d.org_id = ${org} and d.deployment_id = e.deployment_id order by d.started_at`.execute(tx.db)).rows);
  return new Map([...Map.groupBy(rows, (row) => row.finding_id)].map(([id, own]) => [id, own.map((row) => ({ from: row.started_at, to: row.ended_at ?? undefined, knownAt: row.known_at }))]));
}

interface Knowledge { published_at: number | null; ingested_at: number }
async function knowledgeOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Knowledge>> {
  const rows = await inChunks(ids, (chunk) => tx.db.selectFrom("vulnerability").select(["vulnerability_id", "published_at", "ingested_at"]).where("org_id", "=", world).where("vulnerability_id", "in", chunk).execute());
  return new Map(rows.map((row) => [row.vulnerability_id, row]));
}

/** When "not affected" was the latest word: the answer changes only where a decision begins or ends. */
export function excusesOf(finding: Pick<Finding, "vulnerabilityId" | "packageKey" | "serviceId">, decisions: readonly Decision[]): Interval[] {
  const own = decisions.filter((decision) => covers(decision, finding));
  const turns = [...new Set(own.flatMap(({ fromAt, untilAt, revokedAt }) => [fromAt, untilAt, revokedAt]))].filter((turn) => turn !== undefined).toSorted((a, b) => a - b);
  const excused: { from: Instant; to: Instant | undefined }[] = [];
  for (const [index, from] of turns.entries()) {
    if (decidedAt(own, from)?.state !== "not-affected") continue;
    const last = excused.at(-1);
    if (last?.to === from) last.to = turns[index + 1];
    else excused.push({ from, to: turns[index + 1] });
  }
  return excused;
}
