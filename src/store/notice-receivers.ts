// What the outbox knows of its receivers: what waits for each, how the last messages went, and its switch.
import { sql } from "kysely";
import type { Instant } from "../kernel/clock.ts";
import { summaryGroupOf } from "../notify/claim-plan.ts";
import { healthUnknown } from "../notify/receiver-health.ts";
import type { ReceiverHealth } from "../notify/receiver-health.ts";
import type { NoticeStore } from "../notify/notice-store.ts";
import type { Tx } from "./bulk.ts";
import { latencies } from "./notice-attempt.ts";
import { ensureReceiver, refreshReceiver } from "./notice-lane.ts";
import { notHandedOver } from "./notice-settle.ts";
import type { ReceiverStateTable } from "./tables/delivery.ts";

interface Tally { receiver_id: string; state: string; n: number; oldest: number | null }

export async function receiverHealth(tx: Tx, org: string): Promise<ReceiverHealth[]> {
  const { rows: tallies } = await sql<Tally>`select receiver_id, state, count(*) as n, min(queued_at) as oldest from delivery
    where org_id = ${org} and state in ('waiting', 'sending', 'dead', 'refused') and receiver_id <> '' group by receiver_id, state`.execute(tx.db);
  const states = await tx.db.selectFrom("receiver_state").selectAll().where("org_id", "=", org).orderBy("receiver_id").execute();
  const health: ReceiverHealth[] = [];
  for (const state of states) health.push({ ...healthFrom(state, tallies.filter((tally) => tally.receiver_id === state.receiver_id)), ...await latencies(tx, org, state.receiver_id) });
  return health;
}

function healthFrom(row: ReceiverStateTable, tallies: readonly Tally[]): ReceiverHealth {
  const countOf = (...states: string[]): number => tallies.filter(({ state }) => states.includes(state)).reduce((sum, { n }) => sum + Number(n), 0);
  const oldest = tallies.flatMap(({ state, oldest: at }) => ((state === "waiting" || state === "sending") && at !== null ? [at] : []));
  return {
    ...healthUnknown(row.receiver_id), waiting: countOf("waiting", "sending"), dead: countOf("dead"), refused: countOf("refused"), oldestAt: oldest.length > 0 ? Math.min(...oldest) : undefined,
    lastSentAt: row.last_sent_at ?? undefined, lastFailureAt: row.last_failure_at ?? undefined, lastFailure: row.last_failure ?? undefined, openSince: row.open_since ?? undefined, resumeAt: row.resume_at ?? undefined,
    failingSince: row.failing_since ?? undefined, offSince: row.off_at ?? undefined, offWhy: row.off_why ?? undefined, heartbeatAt: row.heartbeat_at ?? undefined,
  };
}

export async function switchReceiver(tx: Tx, org: string, receiverId: string, off: { at: Instant; why: string } | undefined): Promise<void> {
  await ensureReceiver(tx, org, receiverId);
  const set = off === undefined ? { off_at: null, off_why: null, open_since: null, resume_at: null } : { off_at: off.at, off_why: off.why };
  await tx.db.updateTable("receiver_state").set(set).where("org_id", "=", org).where("receiver_id", "=", receiverId).execute();
  await refreshReceiver(tx, org, receiverId);
}

export async function noteReceiver(tx: Tx, org: string, receiverId: string, { heartbeatAt, failingSince }: Parameters<NoticeStore["noteReceiver"]>[2]): Promise<void> {
  await ensureReceiver(tx, org, receiverId);
  await tx.db.updateTable("receiver_state").set({ ...(heartbeatAt === undefined ? {} : { heartbeat_at: heartbeatAt }), ...(failingSince === undefined ? {} : { failing_since: failingSince }), receiver_id: receiverId })
    .where("org_id", "=", org).where("receiver_id", "=", receiverId).execute();
}

export async function isSummaryOver(tx: Tx, org: string, receiverId: string): Promise<boolean> {
  const groupKey = summaryGroupOf(receiverId);
  const mine = tx.db.selectFrom("lane").select("group_key").where("org_id", "=", org).where("receiver_id", "=", receiverId);
  const told = await mine.where("group_key", "=", groupKey).where("sent_state", "=", "open").where("due_at", "is", null).executeTakeFirst();
  return told !== undefined && await mine.where("summary_key", "=", groupKey).where("sent_state", "<>", "resolved").limit(1).executeTakeFirst() === undefined;
}

export async function overdue(tx: Tx, org: string, receiverId: string, queuedBefore: Instant, limit: number): Promise<string[]> {
  const rows = await tx.db.selectFrom("delivery as d").innerJoin("notice as n", (join) => join.onRef("n.org_id", "=", "d.org_id").onRef("n.notice_id", "=", "d.notice_id")).select("d.delivery_id")
    .where("d.org_id", "=", org).where("d.state", "in", ["waiting", "sending"]).where("d.receiver_id", "=", receiverId).where("d.queued_at", "<", queuedBefore).where("d.handed_at", "is", null)
    .where("n.kind", "not in", notHandedOver).orderBy("d.queued_at").orderBy("d.notice_id").limit(limit).execute();
  return rows.map((row) => row.delivery_id);
}
