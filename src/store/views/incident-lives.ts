// What measures of incidents are computed from, for a range: episodes, pages, clocks, deliveries and what was held back.
import { sql } from "kysely";
import { incidentFromSnapshot } from "../../incidents/incident-snapshot.ts";
import type { Incident } from "../../incidents/incident.ts";
import { wallAt } from "../../incidents/oncall/turns.ts";
import type { IncidentKind, SignalSeverity } from "../../incidents/signal.ts";
import { hourMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Json } from "../../kernel/json.ts";
import type { ClockLife, DeliveryTally, DetectionTally, Episode, Held, IncidentRecord, PageLife } from "../../metrics/incident-record.ts";
import type { SuppressionKind } from "../../notify/suppression.ts";
import { inChunks } from "../bulk.ts";
import type { Tx } from "../bulk.ts";
import type { IncidentTable } from "../tables/incidents.ts";
import type { IncidentClockTable } from "../tables/response.ts";
import { allOf, given } from "./keyset.ts";
import type { Sql } from "./keyset.ts";
import { messageLives } from "./message-lives.ts";
import { storiesOf } from "./stories-of.ts";
import { ownedBy } from "./words.ts";

/** service: a name. */
export interface IncidentLifeFilter { kind?: IncidentKind | undefined; severity?: SignalSeverity | undefined; service?: string | undefined; environment?: string | undefined; owner?: string | undefined }
export interface LifeRange { from: Instant; to: Instant }
/** Where a person lives, by name. */
export type ZoneOf = (person: string) => string | undefined;

/** The incidents that are measured: merged ones are told by those they went into. */
function incidentsWhere(org: string, { kind, severity, service, environment, owner }: IncidentLifeFilter): Sql {
  return allOf([
    sql`i.org_id = ${org}`, sql`i.state in ('open', 'closed')`,
    ...given(kind, (value) => sql`i.kind = ${value}`), ...given(severity, (value) => sql`i.severity = ${value}`), ...given(owner, (value) => ownedBy(sql`i.owner`, value)),
    ...given(service, (value) => sql`i.incident_id in (select s.incident_id from incident_service s where s.org_id = ${org} and s.service = ${value})`),
    // Names of environments are kept as JSON; not "like", whose case differs between the dialects.
    ...given(environment, (value) => sql`replace(i.environments, ${JSON.stringify(value)}, '') <> i.environments`),
  ]);
}

export async function incidentRecord(tx: Tx, org: string, filter: IncidentLifeFilter, range: LifeRange, zoneOf: ZoneOf): Promise<IncidentRecord> {
  const chosen = incidentsWhere(org, filter);
  const only = Object.values(filter).some((value) => value !== undefined) ? chosen : undefined;
  const [episodes, pages, clocks, deliveries, held, detections, told] = await Promise.all([
    episodesOf(tx, org, chosen, range), pagesOf(tx, org, chosen, range, zoneOf), clocksOf(tx, org, chosen, range), deliveriesOf(tx, org, only, range), heldOf(tx, org, only, range), detectionsOf(tx, org, only, range), messageLives(tx, org, only, range),
  ]);
  return { episodes, pages, clocks, deliveries, held, detections, messages: told.messages, messagesLeftOut: told.leftOut };
}

/** Those that touch the range, and the earlier episodes of the same incidents. */
async function episodesOf(tx: Tx, org: string, chosen: Sql, { from, to }: LifeRange): Promise<Episode[]> {
  // Not the whole rows: they are wide, and a range may hold very many.
  const { rows } = await sql<EpisodeRow>`select i.incident_id, i.number, i.title, i.owner, i.started_at, i.opened_at, i.acknowledged_at, i.acknowledged_by, i.phase_at, i.closed_at, i.reopened from incident i where ${chosen} and i.opened_at < ${to} and (i.closed_at is null or i.closed_at >= ${from} or i.reopened > 0)`.execute(tx.db);
  const back = await pastOf(tx, org, rows.filter((row) => row.reopened > 0).map((row) => row.incident_id));
  return rows.flatMap((row) => [...back.get(row.incident_id) ?? [], episodeOf(stateFrom(row), row.reopened === 0)]);
}

type EpisodeRow = Pick<IncidentTable, "incident_id" | "number" | "title" | "owner" | "started_at" | "opened_at" | "acknowledged_at" | "acknowledged_by" | "phase_at" | "closed_at" | "reopened">;
type EpisodeState = Pick<Incident, "incidentId" | "number" | "title" | "owner" | "startedAt" | "openedAt" | "acknowledgedAt" | "acknowledgedBy" | "phaseAt" | "closedAt">;

const stateFrom = (row: EpisodeRow): EpisodeState => ({
  incidentId: row.incident_id, number: row.number, title: row.title, owner: row.owner ?? undefined, startedAt: row.started_at, openedAt: row.opened_at, acknowledgedAt: row.acknowledged_at ?? undefined, acknowledgedBy: row.acknowledged_by ?? undefined,
  phaseAt: JSON.parse(row.phase_at) as Incident["phaseAt"], closedAt: row.closed_at ?? undefined,
});

const isPerson = (actor: string | undefined): boolean => actor !== undefined && /^(session|token|link):/.test(actor);

const episodeOf = (incident: EpisodeState, isFirst: boolean): Episode => ({
  incidentId: incident.incidentId, number: incident.number, title: incident.title, owner: incident.owner, isFirst, startedAt: isFirst ? incident.startedAt : undefined,
  openedAt: isFirst ? incident.openedAt : incident.phaseAt.detected ?? incident.openedAt, acknowledgedAt: isPerson(incident.acknowledgedBy) ? incident.acknowledgedAt : undefined, phaseAt: incident.phaseAt, closedAt: incident.closedAt,
});

/** An episode that ended is as the fact that closed it tells it. */
async function pastOf(tx: Tx, org: string, ids: readonly string[]): Promise<Map<string, Episode[]>> {
  const rows = await inChunks(ids, async (chunk) => (await sql<{ kind: string; subject: string; body: string; seq: number }>`select l.kind, l.subject, l.body, l.seq from ledger l where l.org_id = ${org} and l.subject in (${sql.join(chunk)}) and l.kind in ('incident.closed', 'incident.reopened') order by l.seq`.execute(tx.db)).rows);
  const byIncident = Map.groupBy(rows, ({ subject }) => subject);
  return new Map([...byIncident].map(([id, facts]) => {
    const ended = facts.filter(({ kind }, index) => kind === "incident.closed" && facts[index + 1]?.kind === "incident.reopened");
    const states = ended.flatMap(({ body }) => incidentFromSnapshot(JSON.parse(body) as Record<string, Json>) ?? []);
    return [id, states.map((state) => episodeOf(state, state.reopened === 0))] as const;
  }));
}

type PageRow = { page_id: string; incident_id: string; number: number; title: string; state: string; started_at: number; ended_at: number | null };

async function pagesOf(tx: Tx, org: string, chosen: Sql, { from, to }: LifeRange, zoneOf: ZoneOf): Promise<PageLife[]> {
  const { rows } = await sql<PageRow>`select p.page_id, p.incident_id, i.number, i.title, p.state, p.started_at, p.ended_at from page p join incident i on i.org_id = p.org_id and i.incident_id = p.incident_id
    where p.org_id = ${org} and ${chosen} and p.started_at < ${to} and (p.ended_at is null or p.ended_at >= ${from})`.execute(tx.db);
  const told = await inChunks(rows.map((row) => row.page_id), (chunk) => tx.db.selectFrom("page_told").select(["page_id", "at", "step", "round", "person"]).where("org_id", "=", org).where("page_id", "in", chunk).orderBy("place").execute());
  const byPage = Map.groupBy(told, (row) => row.page_id);
  return rows.map((row) => ({
    pageId: row.page_id, incidentId: row.incident_id, number: row.number, title: row.title, state: row.state, startedAt: row.started_at, endedAt: row.ended_at ?? undefined,
    told: (byPage.get(row.page_id) ?? []).map(({ at, step, round, person }) => ({ at, step, round, person: person ?? undefined, wallHour: wallHourOf(at, person === null ? undefined : zoneOf(person)) })),
  }));
}

const wallHourOf = (at: Instant, zone: string | undefined): number | undefined => (zone === undefined ? undefined : Math.floor(wallAt(at, zone) / hourMs) % 24);

async function clocksOf(tx: Tx, org: string, chosen: Sql, { from, to }: LifeRange): Promise<ClockLife[]> {
  const { rows } = await sql<IncidentClockTable & { number: number; incident_title: string }>`select c.*, i.number, i.title as incident_title from incident_clock c join incident i on i.org_id = c.org_id and i.incident_id = c.incident_id
    where c.org_id = ${org} and ${chosen} and c.started_at < ${to} and (c.stopped_at is null or c.stopped_at >= ${from})`.execute(tx.db);
  return rows.map((row) => ({ incidentId: row.incident_id, number: row.number, title: row.incident_title, regime: row.regime, dueAt: row.due_at, stoppedAt: row.stopped_at ?? undefined, applies: row.end_kind !== "not-applicable" }));
}

async function deliveriesOf(tx: Tx, org: string, only: Sql | undefined, { from, to }: LifeRange): Promise<DeliveryTally[]> {
  const took = sql`case when d.state = 'sent' then d.sent_at - d.created_at end`;
  const { rows } = await sql<{ receiver: string; state: string; took: number | null; times: number; oldest: number }>`select d.receiver_id as receiver, d.state, ${took} as took, count(*) as times, min(d.created_at) as oldest from delivery d
    where d.org_id = ${org} and d.created_at >= ${from} and d.created_at < ${to} and d.state <> 'suppressed'${only ? sql` and d.group_key in ${storiesOf(org, only)}` : sql``} group by d.receiver_id, d.state, ${took}`.execute(tx.db);
  return rows.map((row) => ({ receiver: row.receiver, state: row.state, tookMs: row.took === null ? undefined : Number(row.took), times: Number(row.times), oldestAt: Number(row.oldest) }));
}

async function heldOf(tx: Tx, org: string, only: Sql | undefined, { from, to }: LifeRange): Promise<Held[]> {
  const { rows } = await sql<{ by: string; subjects: number; times: number }>`select s.by_kind as "by", count(*) as subjects, sum(s.times) as times from suppression s where s.org_id = ${org} and s.last_at >= ${from} and s.first_at < ${to}
    ${only ? sql` and s.subject in (select m.ref from incident_member m join incident i on i.org_id = m.org_id and i.incident_id = m.incident_id where m.org_id = ${org} and m.kind = 'alert' and ${only})` : sql``} group by s.by_kind order by s.by_kind`.execute(tx.db);
  return rows.map((row) => ({ by: row.by as SuppressionKind, subjects: Number(row.subjects), times: Number(row.times) }));
}

/** Those committed in the range that nobody had excepted; of a filter, those that are members of the incidents it names. */
async function detectionsOf(tx: Tx, org: string, only: Sql | undefined, { from, to }: LifeRange): Promise<DetectionTally[]> {
  const { rows } = await sql<{ decoder: string; took: number; times: number }>`select t.decoder, t.took, count(*) as times from (
      select d.decoder, case when d.detected_at - d.first_at > 10000 then (d.detected_at - d.first_at) / 1000 * 1000 when d.detected_at < d.first_at then 0 else d.detected_at - d.first_at end as took from detection d
      where d.org_id = ${org} and d.detected_at >= ${from} and d.detected_at < ${to} and d.state <> 'excepted'
      ${only ? sql` and d.detection_id in (select m.ref from incident_member m join incident i on i.org_id = m.org_id and i.incident_id = m.incident_id where m.org_id = ${org} and m.kind = 'detection' and ${only})` : sql``}
    ) t group by t.decoder, t.took`.execute(tx.db);
  return rows.map((row) => ({ decoder: row.decoder, tookMs: Number(row.took), times: Number(row.times) }));
}
