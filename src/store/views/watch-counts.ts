// What stands at an instant, for gauges: open incidents, waiting messages, running pages, alerts and silences.
import { sql } from "kysely";
import type { Instant } from "../../kernel/clock.ts";
import type { Tx } from "../bulk.ts";

export interface WatchCounts {
  /** Of open incidents. oldestAt: when the first of them was opened. */
  incidents: readonly { severity: string; open: number; unacknowledged: number; oldestAt: Instant }[];
  deliveries: readonly { receiver: string; state: "waiting" | "dead"; count: number }[];
  pagesRunning: number;
  alertsFiring: number;
  /** Alerts that fire and that a silence, an inhibition or a quiet time held back when their group was last told. */
  alertsSuppressed: number;
  silencesActive: number;
}

export async function watchCounts(tx: Tx, org: string, now: Instant): Promise<WatchCounts> {
  const one = async (query: ReturnType<typeof sql<{ n: number }>>): Promise<number> => Number((await query.execute(tx.db)).rows[0]?.n ?? 0);
  const [incidents, deliveries, pagesRunning, alertsFiring, alertsSuppressed, silencesActive] = await Promise.all([
    openIncidents(tx, org), heldDeliveries(tx, org),
    one(sql`select count(*) as n from page p where p.org_id = ${org} and p.state = 'running'`),
    one(sql`select count(*) as n from alert a where a.org_id = ${org} and a.ends_at > ${now}`),
    one(sql`select count(distinct a.fingerprint) as n from alert a join suppression s on s.org_id = a.org_id and s.subject = a.fingerprint where a.org_id = ${org} and a.ends_at > ${now} and s.by_kind in ('silence', 'inhibition', 'mute')
      and (s.by_kind <> 'silence' or exists (select 1 from silence x where x.org_id = s.org_id and x.silence_id = s.by_id and x.starts_at <= ${now} and x.ends_at > ${now})) and s.last_at >= a.starts_at`),
    one(sql`select count(*) as n from silence s where s.org_id = ${org} and s.starts_at <= ${now} and s.ends_at > ${now}`),
  ]);
  return { incidents, deliveries, pagesRunning, alertsFiring, alertsSuppressed, silencesActive };
}

async function openIncidents(tx: Tx, org: string): Promise<WatchCounts["incidents"]> {
  const { rows } = await sql<{ severity: string; open: number; unacknowledged: number; oldest: number }>`select i.severity, count(*) as "open", sum(case when i.acknowledged_at is null then 1 else 0 end) as unacknowledged, min(i.opened_at) as oldest
    from incident i where i.org_id = ${org} and i.state = 'open' group by i.severity order by i.severity`.execute(tx.db);
  return rows.map((row) => ({ severity: row.severity, open: Number(row.open), unacknowledged: Number(row.unacknowledged), oldestAt: Number(row.oldest) }));
}

async function heldDeliveries(tx: Tx, org: string): Promise<WatchCounts["deliveries"]> {
  const { rows } = await sql<{ receiver: string; state: string; n: number }>`select d.receiver_id as receiver, case when d.state = 'dead' then 'dead' else 'waiting' end as state, count(*) as n from delivery d
    where d.org_id = ${org} and d.state in ('waiting', 'sending', 'dead') group by d.receiver_id, case when d.state = 'dead' then 'dead' else 'waiting' end order by d.receiver_id`.execute(tx.db);
  return rows.map((row) => ({ receiver: row.receiver, state: row.state === "dead" ? "dead" : "waiting", count: Number(row.n) }));
}
