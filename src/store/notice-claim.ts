// Taking messages out of the outbox: which lanes are due, and who gets them.
import { sql } from "kysely";
import type { Claim } from "../notify/notice-store.ts";
import type { Notice } from "../notify/notice.ts";
import { messageMemberLimit } from "../notify/notice-store.ts";
import { chunksOf } from "./bulk.ts";
import type { Tx } from "./bulk.ts";

/** The first unsettled delivery of a lane: what is being sent goes before what waits. dueAt: when its lane is due. */
interface Head { org_id: string; delivery_id: string; receiver_id: string; group_key: string; delivery_key: string; message_key: string | null; state: string; attempts: number; queued_at: number; due_at: number }

// These look over all organisations: one worker serves them all.
const heads = sql<Head>`
  select org_id, delivery_id, receiver_id, group_key, delivery_key, message_key, state, attempts, queued_at, due_at from (
    select d.*, coalesce(case state when 'sending' then lease_until else next_attempt_at end, 0) as due_at,
      row_number() over (partition by org_id, receiver_id, group_key order by case state when 'sending' then 0 else 1 end, queued_at, notice_id) as place
    from delivery d where state in ('waiting', 'sending')
  ) lanes where place = 1`;

export async function nextDueAt(tx: Tx): Promise<number | undefined> {
  const { rows } = await sql<{ due_at: number | null }>`select min(due_at) as due_at from (${heads}) due`.execute(tx.db);
  return rows[0]?.due_at ?? undefined;
}

export async function claimDue(tx: Tx, now: number, limit: number, leaseMs: number, owner: string): Promise<Claim[]> {
  const { rows } = await sql<Head>`select * from (${heads}) due where due_at <= ${now} order by due_at, org_id, queued_at, delivery_id limit ${limit}`.execute(tx.db);
  const claims: Claim[] = [];
  for (const head of rows) {
    if (await isTaken(tx, head)) continue;
    claims.push(await claim(tx, head, now + leaseMs, owner));
  }
  return claims;
}

// PostgreSQL: another server may have the lane in hand; its row is passed over, and one that changed since is not taken.
async function isTaken(tx: Tx, head: Head): Promise<boolean> {
  if (tx.dialect !== "postgres") return false;
  const free = await tx.db.selectFrom("delivery").select("delivery_id").where("org_id", "=", head.org_id).where("delivery_id", "=", head.delivery_id)
    .where("state", "=", head.state).where("attempts", "=", head.attempts).forUpdate().skipLocked().executeTakeFirst();
  return free === undefined;
}

async function claim(tx: Tx, head: Head, leaseUntil: number, leaseOwner: string): Promise<Claim> {
  const key = head.message_key ?? head.delivery_key;
  const attempt = head.attempts + 1;
  const previous = await previousOf(tx, head);
  const rows = await lane(tx, head).where("d.state", "in", ["waiting", "sending"]).where("d.message_key", head.message_key === null ? "is" : "=", head.message_key)
    .orderBy("d.queued_at").orderBy("d.notice_id").limit(messageMemberLimit).execute();
  for (const chunk of chunksOf(rows.map((row) => row.delivery_id))) {
    await tx.db.updateTable("delivery").set({ message_key: key, state: "sending", attempts: attempt, next_attempt_at: null, lease_until: leaseUntil, lease_owner: leaseOwner })
      .where("org_id", "=", head.org_id).where("delivery_id", "in", chunk).execute();
  }
  return {
    org: head.org_id, receiverId: head.receiver_id, groupKey: head.group_key, key, attempt, queuedAt: head.queued_at, leaseOwner, leaseUntil,
    members: rows.map((row) => ({ deliveryId: row.delivery_id, noticeId: row.notice_id, notice: noticeFrom(row) })), previous,
  };
}

const lane = (tx: Tx, head: Head) =>
  tx.db.selectFrom("delivery as d").innerJoin("notice as n", (join) => join.onRef("n.org_id", "=", "d.org_id").onRef("n.notice_id", "=", "d.notice_id"))
    .select(["d.delivery_id", "d.notice_id", "d.message_key", "n.body"])
    .where("d.org_id", "=", head.org_id).where("d.receiver_id", "=", head.receiver_id).where("d.group_key", "=", head.group_key);

async function previousOf(tx: Tx, head: Head): Promise<Notice[]> {
  const sent = lane(tx, head).where("d.state", "=", "sent");
  const last = await sent.orderBy("d.sent_at", "desc").orderBy("d.queued_at", "desc").orderBy("d.notice_id", "desc").limit(1).executeTakeFirst();
  if (!last) return [];
  const rows = await sent.where("d.message_key", "=", last.message_key).orderBy("d.queued_at").orderBy("d.notice_id").execute();
  return rows.map(noticeFrom);
}

const noticeFrom = (row: { body: string }): Notice => JSON.parse(row.body) as Notice;
