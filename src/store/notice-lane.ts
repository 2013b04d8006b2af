// When lanes and receivers are due: kept beside the deliveries, so that nobody has to look through them.
import { sql } from "kysely";
import type { DeliveryRow } from "../notify/outbox-rows.ts";
import { chunksOf } from "./bulk.ts";
import type { Tx } from "./bulk.ts";

export interface Lane { org: string; receiverId: string; groupKey: string }

const laneId = ({ org, receiverId, groupKey }: Lane): string => JSON.stringify([org, receiverId, groupKey]);

/** Lanes of new deliveries become due with them, unless something earlier is waiting there. */
export async function openLanes(tx: Tx, deliveries: readonly DeliveryRow[]): Promise<void> {
  const waiting = deliveries.filter(({ state }) => state === "waiting").toReversed();
  const lanes = new Map(waiting.map((row) => [laneId(row), row]));
  for (const chunk of chunksOf([...lanes.values()], 200)) {
    const rows = sql.join(chunk.map((row) => sql`(${row.org}, ${row.receiverId}, ${row.groupKey}, ${row.nextAttemptAt ?? row.queuedAt})`));
    await sql`insert into lane (org_id, receiver_id, group_key, due_at) values ${rows} on conflict (org_id, receiver_id, group_key) do update set due_at = coalesce(lane.due_at, excluded.due_at)`.execute(tx.db);
  }
  await touchReceivers(tx, waiting);
}

async function touchReceivers(tx: Tx, rows: readonly Lane[]): Promise<void> {
  const receivers = new Map(rows.map(({ org, receiverId }) => [JSON.stringify([org, receiverId]), { org, receiverId }]));
  for (const { org, receiverId } of receivers.values()) {
    await sql`insert into receiver_state (org_id, receiver_id, due_at) values (${org}, ${receiverId}, ${firstDue(sql`${org}`, sql`${receiverId}`)})
      on conflict (org_id, receiver_id) do update set due_at = case when receiver_state.off_at is null then ${notBeforeResume(tx, sql`excluded.due_at`)} end`.execute(tx.db);
  }
}

type Sql = ReturnType<typeof sql>;

// "due_at >= 0" leaves out the lanes that wait for nothing: their due_at is null.
const firstDue = (org: Sql, receiverId: Sql): Sql =>
  sql`(select l.due_at from lane l where l.org_id = ${org} and l.receiver_id = ${receiverId} and l.due_at >= 0 order by l.due_at limit 1)`;

const notBeforeResume = (tx: Tx, dueAt: Sql): Sql =>
  sql`case when ${dueAt} is null then null else ${sql.raw(tx.dialect === "postgres" ? "greatest" : "max")}(${dueAt}, coalesce(receiver_state.resume_at, 0)) end`;

/** After deliveries of these lanes changed: each is due when its first unsettled one is, what is being sent before what waits. */
export async function refreshLanes(tx: Tx, org: string, receiverId: string, groupKeys: readonly string[]): Promise<void> {
  const first = (state: string, at: string): Sql => sql`(select ${sql.ref(at)} from delivery d where d.org_id = lane.org_id and d.receiver_id = lane.receiver_id and d.group_key = lane.group_key
    and d.state = ${state} order by d.queued_at, d.notice_id limit 1)`;
  for (const chunk of chunksOf([...new Set(groupKeys)])) {
    await sql`update lane set due_at = coalesce(${first("sending", "d.lease_until")}, ${first("waiting", "d.next_attempt_at")})
      where org_id = ${org} and receiver_id = ${receiverId} and group_key in (${sql.join(chunk)})`.execute(tx.db);
  }
}

/** After its lanes or its pauses changed. */
export async function refreshReceiver(tx: Tx, org: string, receiverId: string): Promise<void> {
  const dueAt = firstDue(sql.ref("receiver_state.org_id"), sql.ref("receiver_state.receiver_id"));
  await sql`update receiver_state set due_at = case when off_at is null then ${notBeforeResume(tx, dueAt)} end where org_id = ${org} and receiver_id = ${receiverId}`.execute(tx.db);
}

/** Makes the row of a receiver that never had a delivery. */
export async function ensureReceiver(tx: Tx, org: string, receiverId: string): Promise<void> {
  await tx.db.insertInto("receiver_state").values({ org_id: org, receiver_id: receiverId }).onConflict((conflict) => conflict.columns(["org_id", "receiver_id"]).doNothing()).execute();
}
