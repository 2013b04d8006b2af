// Messages that ask for something, and when somebody first acted on what each was about.
import { sql } from "kysely";
import type { Instant } from "../../kernel/clock.ts";
import type { MessageLife } from "../../metrics/incident-record.ts";
import type { Notice } from "../../notify/notice.ts";
import { inChunks } from "../bulk.ts";
import type { Tx } from "../bulk.ts";
import type { Sql } from "./keyset.ts";
import { storiesOf } from "./stories-of.ts";

// A range with more is judged by its newest; how many were left out is said.
const mostMessages = 20_000;

interface Row { receiver: string; story: string; sent_at: number; kind: string; title: string; body: string | null }
/** What an act may touch: incidents, alerts by fingerprint, a package. */
interface Message { row: Row; rules: readonly string[]; incidents: readonly string[]; alerts: readonly string[]; packages: readonly string[] }

// The end of a story, or a machine's word about itself: nobody is asked to do anything.
const asksNothing = /\.(resolved|closed|acknowledged|ended|fixed|withdrawn|merged|recovered|retired|component-removed|quiet)$|^(test|heartbeat)/;

export async function messageLives(tx: Tx, org: string, only: Sql | undefined, { from, to }: { from: Instant; to: Instant }): Promise<{ messages: MessageLife[]; leftOut: number }> {
  const sent = sql`d.org_id = ${org} and d.state = 'sent' and d.sent_at >= ${from} and d.sent_at < ${to}${only ? sql` and d.group_key in ${storiesOf(org, only)}` : sql``}`;
  // Only of alerts the text is wanted: it names them.
  const { rows } = await sql<Row>`select d.receiver_id as receiver, d.group_key as story, d.sent_at, n.kind, n.title, case when n.kind = 'alert.firing' then n.body end as body
    from delivery d join notice n on n.org_id = d.org_id and n.notice_id = d.notice_id where ${sent} order by d.notice_id desc, d.delivery_id limit ${mostMessages + 1}`.execute(tx.db);
  const asking = rows.slice(0, mostMessages).filter(({ kind }) => !asksNothing.test(kind)).map(messageFrom);
  const acts = await actsOn(tx, org, asking);
  return {
    messages: asking.map((message) => ({ sentAt: message.row.sent_at, rules: message.rules, label: message.row.title, actedAt: firstAct(message, acts) })),
    leftOut: rows.length <= mostMessages ? 0 : Number((await sql<{ n: number }>`select count(*) as n from delivery d where ${sent}`.execute(tx.db)).rows[0]?.n ?? 0) - mostMessages,
  };
}

/** Group keys: an incident's id, "page|<incident>|<receiver>", an alert group's key, or "<owner>|<package>@<fix>". */
function messageFrom(row: Row): Message {
  const alerts = row.body === null ? undefined : (JSON.parse(row.body) as Notice).alerts;
  const name = alerts?.groupLabels["alertname"] ?? alerts?.commonLabels["alertname"];
  const route = alerts?.groupKey.slice(0, alerts.groupKey.lastIndexOf(":{"));
  const [head = "", second = ""] = row.story.split("|");
  const incident = head === "page" ? second : head.startsWith("inc_") ? head : undefined;
  const named = /^([a-z]+:.+)@[^@]*$/.exec(row.story.slice(row.story.indexOf("|") + 1))?.[1];
  return {
    row, rules: [`kind ${row.kind}`, ...(name === undefined ? [] : [`rule ${name}`]), ...(route === undefined ? [] : [`route ${route}`]), `receiver ${row.receiver}`],
    incidents: incident === undefined ? [] : [incident], alerts: alerts?.alerts.map(({ fingerprint }) => fingerprint) ?? [], packages: named === undefined || alerts !== undefined ? [] : [named],
  };
}

/** When people acted, by what they acted on; each list in order. */
interface Acts { incidents: Lists; packages: Lists; silenced: Lists; incidentsOfAlerts: ReadonlyMap<string, readonly string[]> }
type Lists = ReadonlyMap<string, readonly Instant[]>;

async function actsOn(tx: Tx, org: string, messages: readonly Message[]): Promise<Acts> {
  const fingerprints = unique(messages.flatMap(({ alerts }) => alerts));
  const members = await inChunks(fingerprints, (chunk) => tx.db.selectFrom("incident_member").select(["ref", "incident_id"]).where("org_id", "=", org).where("kind", "=", "alert").where("ref", "in", chunk).execute());
  const incidentsOfAlerts = new Map([...Map.groupBy(members, ({ ref }) => ref)].map(([ref, all]) => [ref, all.map((row) => row.incident_id)]));
  const incidents = unique([...messages.flatMap((message) => message.incidents), ...members.map((row) => row.incident_id)]);
  return {
    incidentsOfAlerts, incidents: listed(await factsOn(tx, org, incidents)), packages: listed(await judgedPackages(tx, org, unique(messages.flatMap((message) => message.packages)))),
    silenced: listed(await inChunks(fingerprints, async (chunk) => (await sql<Act>`select s.subject as key, s.first_at as at from suppression s where s.org_id = ${org} and s.by_kind = 'silence' and s.subject in (${sql.join(chunk)})`.execute(tx.db)).rows)),
  };
}

interface Act { key: string; at: number }
const unique = (values: readonly string[]): string[] => [...new Set(values)];
const listed = (acts: readonly Act[]): Lists => new Map([...Map.groupBy(acts, ({ key }) => key)].map(([key, all]) => [key, all.map(({ at }) => Number(at)).toSorted((a, b) => a - b)]));

const factsOn = (tx: Tx, org: string, incidents: readonly string[]): Promise<Act[]> => inChunks(incidents, async (chunk) => (await sql<Act>`select l.subject as key, l.at from ledger l where l.org_id = ${org} and l.subject in (${sql.join(chunk)})
  and l.kind in ('incident.acknowledged', 'incident.phase', 'incident.assigned', 'incident.closed', 'incident.merged', 'incident.escalated', 'incident.edited') and (l.actor like 'session:%' or l.actor like 'token:%' or l.actor like 'link:%')`.execute(tx.db)).rows);

const judgedPackages = (tx: Tx, org: string, packages: readonly string[]): Promise<Act[]> => inChunks(packages, async (chunk) => (await sql<Act>`
  select f.package_key as key, f.acknowledged_at as at from finding f where f.org_id = ${org} and f.acknowledged_at is not null and f.package_key in (${sql.join(chunk)})
  union all select d.package_key as key, d.recorded_at as at from decision d where d.org_id = ${org} and d.package_key in (${sql.join(chunk)})`.execute(tx.db)).rows);

function firstAct({ row, incidents, alerts, packages }: Message, acts: Acts): Instant | undefined {
  const lists = [
    ...[...incidents, ...alerts.flatMap((fingerprint) => acts.incidentsOfAlerts.get(fingerprint) ?? [])].map((id) => acts.incidents.get(id)),
    ...alerts.map((fingerprint) => acts.silenced.get(fingerprint)), ...packages.map((name) => acts.packages.get(name)),
  ];
  const after = lists.flatMap((list) => list?.find((at) => at >= row.sent_at) ?? []);
  return after.length === 0 ? undefined : Math.min(...after);
}
