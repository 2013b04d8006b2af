// The list of incidents as it was known at an instant: rows that have not changed since speak for themselves, of the others the last fact does.
import { sql } from "kysely";
import type { Incident } from "../../incidents/incident.ts";
import { incidentChanges } from "../../incidents/incident.ts";
import { incidentFromSnapshot } from "../../incidents/incident-snapshot.ts";
import type { IncidentFilter } from "../../incidents/incident-views.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Json } from "../../kernel/json.ts";
import type { CursorValue, Page, PageRequest } from "../../kernel/page.ts";
import { inChunks } from "../bulk.ts";
import type { Tx } from "../bulk.ts";
import { incidentFrom, stateOf, weightOf } from "../incident-rows.ts";
import type { IncidentTable } from "../tables/incidents.ts";
import { firstOf, keyedBy, scanSize } from "./first-of.ts";
import { incidentOrders } from "./incident-orders.ts";
import { byNumber, compareKeyed, cursorOf, cut, given, keyedRows, keysOf } from "./keyset.ts";
import type { Order, Sql } from "./keyset.ts";
import { lowered, noOwner } from "./words.ts";

type Then = IncidentFilter & { asof: Instant };

export async function listIncidentsThen(tx: Tx, org: string, filter: Then, page: PageRequest): Promise<Page<Incident>> {
  const sort = filter.sort ?? "severity";
  const order = incidentOrders[sort];
  const start = cursorOf(order, page);
  const first = firstOf<{ incident: Incident }>(order, page.limit + 1);
  const seen = await sightedOf(tx, org, filter);
  let total = 0;
  for await (const rows of walk(tx, org, filter)) {
    for (const incident of await incidentsThen(tx, org, rows, filter.asof)) {
      if (!fits(incident, filter, seen)) continue;
      total++;
      const found = { ...keyedBy(keysThen[sort](incident)), incident };
      if (start === undefined || compareKeyed(order, found, keyedBy(start)) > 0) first.offer(found);
    }
  }
  const { rows, next } = cut(first.sorted(), order, page);
  return { items: rows.map(({ incident }) => incident), total, next };
}

const dueOf = ({ next }: Incident): number => next?.dueAt ?? 9007199254740991;

/** The keys of incidentOrders, from an incident that is already here. */
const keysThen: Record<keyof typeof incidentOrders, (incident: Incident) => CursorValue[]> = {
  severity: (one) => [weightOf(one), one.openedAt, one.number], opened: (one) => [one.openedAt, one.number], last: (one) => [one.lastSignalAt, one.number], due: (one) => [dueOf(one), one.number],
};

const byNumberOnly: Order = { name: "incidents-number", keys: [byNumber(sql`i.number`)] };

/** Those that were there; of the ones that have not changed since, only those in the state that is asked for. */
async function* walk(tx: Tx, org: string, { asof, kind, state = "open" }: Then): AsyncGenerator<IncidentTable[]> {
  const where: Sql[] = [sql`i.org_id = ${org}`, sql`i.opened_at <= ${asof}`, ...given(kind, (value) => sql`i.kind = ${value}`), ...(state === "all" ? [] : [sql`(i.state = ${state} or i.changed_at > ${asof})`])];
  for (let after: CursorValue[] | undefined; ;) {
    const rows = await keyedRows<IncidentTable>(tx, { columns: sql`i.*`, from: sql`incident i`, where, order: byNumberOnly }, after, scanSize);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < scanSize) return;
    after = keysOf(last, byNumberOnly);
  }
}

async function incidentsThen(tx: Tx, org: string, rows: readonly IncidentTable[], asof: Instant): Promise<Incident[]> {
  const told = await toldUntil(tx, org, rows.filter((row) => row.changed_at > asof).map((row) => row.incident_id), asof);
  return rows.flatMap((row) => (row.changed_at > asof ? told.get(row.incident_id) ?? [] : incidentFrom(row)));
}

/** What the last fact until then carries of each; one without such a fact was not known yet. */
async function toldUntil(tx: Tx, org: string, ids: readonly string[], asof: Instant): Promise<Map<string, Incident>> {
  const kinds = sql.join(incidentChanges.map((kind) => `incident.${kind}`));
  const rows = await inChunks(ids, async (chunk) => (await sql<{ body: string }>`select l.body from ledger l where l.org_id = ${org} and l.seq in (
    select max(s.seq) from ledger s where s.org_id = ${org} and s.subject in (${sql.join(chunk)}) and s.kind in (${kinds}) and s.at <= ${asof} group by s.subject)`.execute(tx.db)).rows);
  const incidents = rows.flatMap(({ body }) => incidentFromSnapshot(JSON.parse(body) as Record<string, Json>) ?? []);
  return new Map(incidents.map((incident) => [incident.incidentId, incident]));
}

interface Sighted { entity: ReadonlySet<string> | undefined; words: ReadonlySet<string> | undefined }

/** Facts carry only some of the entities; the sightings tell which incidents had one by then. */
async function sightedOf(tx: Tx, org: string, { entity, q, asof }: Then): Promise<Sighted> {
  const ids = async (condition: Sql): Promise<Set<string>> => new Set((await sql<{ id: string }>`select e.incident_id as id from incident_sighting e where e.org_id = ${org} and e.first_at <= ${asof} and ${condition}`.execute(tx.db)).rows.map(({ id }) => id));
  const kind = entity?.slice(0, entity.indexOf(":"));
  return {
    entity: entity === undefined || kind === undefined ? undefined : await ids(sql`e.kind = ${kind} and e.value = ${entity.slice(kind.length + 1)}`),
    words: q === undefined ? undefined : await ids(sql`e.kind in ('ip', 'user', 'host', 'vulnerability', 'workload') and e.value = ${q}`),
  };
}

function fits(one: Incident, { q, state = "open", phase, severity, service, owner }: Then, { entity, words }: Sighted): boolean {
  const is = stateOf(one);
  return (state === "all" ? is !== "merged" : is === state) && (phase === undefined || one.phase === phase) && (severity === undefined || one.severity === severity)
    && (service === undefined || one.services.includes(service)) && (owner === undefined || (owner === noOwner ? one.owner === undefined : one.owner === owner))
    && (entity === undefined || entity.has(one.incidentId)) && (q === undefined || (words?.has(one.incidentId) ?? false) || isNamed(one, q));
}

const isNamed = ({ incidentId, number, title, why, services }: Incident, q: string): boolean =>
  incidentId === q || /^(?:inc-)?(\d{1,15})$/i.exec(q)?.[1] === String(number) || lowered(`${title}\n${why}\n${services.join("\n")}`).includes(lowered(q));
