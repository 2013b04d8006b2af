// The list of incidents: its conditions, its orders, and the counts of Now.
import { sql } from "kysely";
import type { Incident } from "../../incidents/incident.ts";
import type { IncidentCounts, IncidentFilter } from "../../incidents/incident-views.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { Tx } from "../bulk.ts";
import { incidentFrom } from "../incident-rows.ts";
import type { IncidentTable } from "../tables/incidents.ts";
import { incidentOrders } from "./incident-orders.ts";
import { listIncidentsThen } from "./incident-list-then.ts";
import { allOf, compareKeyed, countRows, cursorOf, cut, given, keyedRows } from "./keyset.ts";
import type { Sql } from "./keyset.ts";
import { holdsLowered, ownedBy } from "./words.ts";

/** Open and closed ones are two walks along the same index; for "all" they are joined. */
export async function listIncidents(tx: Tx, org: string, filter: IncidentFilter, page: PageRequest): Promise<Page<Incident>> {
  if (filter.asof !== undefined) return listIncidentsThen(tx, org, { ...filter, asof: filter.asof }, page);
  const { state = "open" } = filter;
  const order = incidentOrders[filter.sort ?? "severity"];
  const after = cursorOf(order, page);
  const named = filter.q === undefined ? undefined : await idsNamed(tx, org, filter.q);
  const parts = await Promise.all((state === "all" ? ["open", "closed"] as const : [state]).map(async (one) => {
    const query = { columns: sql`i.*`, from: sql`incident i`, where: [sql`i.org_id = ${org}`, sql`i.state = ${one}`, ...conditions(org, filter), ...wordsOf(org, filter, named)], order };
    return { rows: await keyedRows<IncidentTable>(tx, query, after, page.limit + 1), total: await countOf(tx, org, filter, one, named) };
  }));
  const { rows, next } = cut(parts.flatMap((part) => part.rows).toSorted((a, b) => compareKeyed(order, a, b)), order, page);
  return { items: rows.map(incidentFrom), total: parts.reduce((sum, { total }) => sum + total, 0), next };
}

/** Everything but the state and the words. */
const conditions = (org: string, { phase, severity, kind, service, owner, entity }: IncidentFilter): Sql[] => [
  ...given(phase, (value) => sql`i.phase = ${value}`),
  ...given(severity, (value) => sql`i.severity = ${value}`),
  ...given(kind, (value) => sql`i.kind = ${value}`),
  ...given(owner, (value) => ownedBy(sql`i.owner`, value)),
  ...given(service, (value) => sql`i.incident_id in (select s.incident_id from incident_service s where s.org_id = ${org} and s.service = ${value})`),
  ...given(entity, (value) => sharesEntity(org, value)),
];

const sharesEntity = (org: string, entity: string): Sql => {
  const kind = entity.slice(0, entity.indexOf(":"));
  return sql`i.incident_id in (select e.incident_id from incident_sighting e where e.org_id = ${org} and e.kind = ${kind} and e.value = ${entity.slice(kind.length + 1)})`;
};

const wordsOf = (org: string, { q }: IncidentFilter, named: readonly string[] | undefined): Sql[] => given(q, (words) => (named
  ? sql`i.incident_id in (${sql.join(named.length > 0 ? named : [""])})`
  : sql`exists (select 1 from incident_word w where w.org_id = ${org} and w.incident_id = i.incident_id and ${matching(org, words)})`));

// More than this are many: the list then finds its page along its order, where every twentieth row is a hit, and only the count reads them all.
const fewNames = 5000;

/** Those that the words name, read once for rows and count; undefined when they are many. */
async function idsNamed(tx: Tx, org: string, words: string): Promise<string[] | undefined> {
  const { rows } = await sql<{ id: string }>`select w.incident_id as id from incident_word w where w.org_id = ${org} and ${matching(org, words)} limit ${fewNames + 1}`.execute(tx.db);
  return rows.length > fewNames ? undefined : rows.map(({ id }) => id);
}

/** Many, and nothing else is asked: the narrow rows of the words say it alone. */
function countOf(tx: Tx, org: string, filter: IncidentFilter, state: "open" | "closed", named: readonly string[] | undefined): Promise<number> {
  const others = conditions(org, filter);
  const { q } = filter;
  if (q !== undefined && named === undefined && others.length === 0) return countRows(tx, sql`incident_word w`, [sql`w.org_id = ${org}`, sql`w.state = ${state}`, matching(org, q)]);
  const many = q !== undefined && named === undefined ? [sql`i.incident_id in (select w.incident_id from incident_word w where w.org_id = ${org} and w.state = ${state} and ${matching(org, q)})`] : wordsOf(org, filter, named);
  return countRows(tx, sql`incident i`, [sql`i.org_id = ${org}`, sql`i.state = ${state}`, ...others, ...many]);
}

/** Of a row of words: they may be in the title, the reason or a service, be an id or INC-31, or exactly an entity's value. */
function matching(org: string, words: string): Sql {
  const number = /^(?:inc-)?(\d{1,15})$/i.exec(words)?.[1];
  return sql`(${holdsLowered(sql`w.words`, words)} or w.incident_id = ${words}${number === undefined ? sql`` : sql` or w.incident_id in (select n.incident_id from incident n where n.org_id = ${org} and n.number = ${Number(number)})`}
    or w.incident_id in (select e.incident_id from incident_sighting e where e.org_id = ${org} and e.kind in ('ip', 'user', 'host', 'vulnerability', 'workload') and e.value = ${words}))`;
}

export async function countIncidents(tx: Tx, org: string, now: Instant): Promise<IncidentCounts> {
  const { rows } = await sql<Record<keyof IncidentCounts, number | null>>`
    select count(*) as "open", sum(case when i.severity = 'critical' then 1 else 0 end) as critical, sum(case when i.acknowledged_at is null then 1 else 0 end) as unacknowledged,
      sum(case when i.owner is null then 1 else 0 end) as "withoutOwner", sum(1 - i.has_next) as "withoutNext", sum(case when i.next_due_at < ${now} then 1 else 0 end) as overdue, sum(case when i.quiet_since is not null then 1 else 0 end) as quiet
    from incident i where ${allOf([sql`i.org_id = ${org}`, sql`i.state = 'open'`])}`.execute(tx.db);
  const { held } = await tx.db.selectFrom("held_signal").select((at) => at.fn.countAll<number>().as("held")).where("org_id", "=", org).where("until", ">", now).executeTakeFirstOrThrow();
  const told = (name: keyof IncidentCounts): number => Number(rows[0]?.[name] ?? 0);
  return { open: told("open"), critical: told("critical"), unacknowledged: told("unacknowledged"), withoutOwner: told("withoutOwner"), withoutNext: told("withoutNext"), overdue: told("overdue"), quiet: told("quiet"), held: Number(held) };
}
