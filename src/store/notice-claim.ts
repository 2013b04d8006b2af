// Taking messages out of the outbox: which lanes are due, and what of them a receiver may be given now.
import { sql } from "kysely";
import type { Instant } from "../kernel/clock.ts";
import { inTurns, planClaims, summaryGroupOf, summaryLaneLimit } from "../notify/claim-plan.ts";
import type { DueLane } from "../notify/claim-plan.ts";
import { messageMemberLimit } from "../notify/notice-store.ts";
import type { Claim, ReceiverName } from "../notify/notice-store.ts";
import type { Notice, NoticeState } from "../notify/notice.ts";
import { allowanceOf, pileSize } from "../notify/rate-limit.ts";
import type { RateLimit, ReceiverLimits } from "../notify/rate-limit.ts";
import { chunksOf } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import { attemptsSince, beginAttempts, loseAttempt } from "./notice-attempt.ts";
import { refreshLanes, refreshReceiver } from "./notice-lane.ts";

/** A due lane with the first unsettled delivery of it and what was sent in it last. */
interface Head extends DueLane {
  org: string; receiverId: string; deliveryKey: string; state: string; attempts: number; tried: number; queuedAt: Instant;
  sentKey: string | null; sentState: string | null; ref: string | null;
}

// These look over all organisations: one worker serves them all. "due_at >= 0" leaves out who waits for nothing.
export async function nextDueAt(tx: Tx): Promise<Instant | undefined> {
  const row = await tx.db.selectFrom("receiver_state").select("due_at").where("due_at", ">=", 0).orderBy("due_at").limit(1).executeTakeFirst();
  return row?.due_at ?? undefined;
}

interface DueReceiver extends ReceiverName { isProbed: boolean }

export async function dueReceivers(tx: Tx, now: Instant, limit: number): Promise<DueReceiver[]> {
  const rows = await tx.db.selectFrom("receiver_state").select(["org_id", "receiver_id", "open_since"]).where("due_at", ">=", 0).where("due_at", "<=", now).orderBy("due_at").limit(limit).execute();
  return rows.map((row) => ({ org: row.org_id, receiverId: row.receiver_id, isProbed: row.open_since !== null }));
}

/** Writers go one after the other (store.ts), so nobody else changes what is read here. */
export async function claimDue(tx: Tx, now: Instant, limit: number, leaseMs: number, owner: string, limits: ReceiverLimits = () => undefined): Promise<Claim[]> {
  const receivers = await dueReceivers(tx, now, limit);
  const plans: (readonly Head[])[][] = [];
  // After a pause one message tries the host, and the others wait for what it shows.
  for (const { org, receiverId, isProbed } of receivers) plans.push(await planFor(tx, { org, receiverId }, now, isProbed ? 1 : limit, limits(org, receiverId)));
  const claims: Claim[] = [];
  for (const lanes of inTurns(plans, limit)) claims.push(await claim(tx, lanes, now, now + leaseMs, owner));
  await beginAttempts(tx, claims, now);
  for (const { org, receiverId } of receivers) await refreshReceiver(tx, org, receiverId);
  return claims;
}

async function planFor(tx: Tx, { org, receiverId }: ReceiverName, now: Instant, places: number, limit: RateLimit | undefined): Promise<(readonly Head[])[]> {
  if (limit === undefined) return planClaims(await dueLanes(tx, org, receiverId, now, places), places, false);
  const { ended, underWay } = await attemptsSince(tx, org, receiverId, now - limit.perMs, limit.messages);
  const { free, resumeAt } = allowanceOf(limit, now, ended, underWay);
  if (resumeAt !== undefined) {
    await tx.db.updateTable("receiver_state").set({ resume_at: resumeAt }).where("org_id", "=", org).where("receiver_id", "=", receiverId).execute();
    return [];
  }
  const most = Math.min(places, free);
  const isPile = (await countDue(tx, org, receiverId, now, pileSize(limit) + 1)) > pileSize(limit);
  return planClaims(await dueLanes(tx, org, receiverId, now, isPile ? most - 1 + summaryLaneLimit : most), most, isPile);
}

async function countDue(tx: Tx, org: string, receiverId: string, now: Instant, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from (select 1 as one from lane where org_id = ${org} and receiver_id = ${receiverId} and due_at >= 0 and due_at <= ${now} limit ${most}) due`.execute(tx.db);
  return Number(rows[0]?.n ?? 0);
}

interface HeadRow { group_key: string; sent_key: string | null; sent_state: string | null; ref: string | null; delivery_key: string | null; message_key: string | null; state: string; attempts: number; tried: number; queued_at: number }

async function dueLanes(tx: Tx, org: string, receiverId: string, now: Instant, most: number): Promise<Head[]> {
  const first = (state: string) => sql`(select d.delivery_id from delivery d where d.org_id = l.org_id and d.receiver_id = l.receiver_id and d.group_key = l.group_key and d.state = ${state} order by d.queued_at, d.notice_id limit 1)`;
  const { rows } = await sql<HeadRow>`
    select l.group_key, l.sent_key, l.sent_state, l.ref, h.delivery_key, h.message_key, h.state, h.attempts, h.tried, h.queued_at
    from (select * from lane where org_id = ${org} and receiver_id = ${receiverId} and due_at >= 0 and due_at <= ${now} order by due_at, group_key limit ${most}) l
    left join delivery h on h.org_id = l.org_id and h.delivery_id = coalesce(${first("sending")}, ${first("waiting")})
    order by l.due_at, h.queued_at, l.group_key`.execute(tx.db);
  // A delivery that was enqueued twice can leave a lane due for nothing.
  const empty = rows.filter((row) => row.delivery_key === null).map((row) => row.group_key);
  if (empty.length > 0) await refreshLanes(tx, org, receiverId, empty);
  return rows.flatMap((row) => (row.delivery_key === null ? [] : [{
    org, receiverId, groupKey: row.group_key, deliveryKey: row.delivery_key, messageKey: row.message_key ?? undefined, state: row.state, attempts: row.attempts, tried: row.tried, queuedAt: row.queued_at,
    sentKey: row.sent_key, sentState: row.sent_state, ref: row.ref,
  }]));
}

async function claim(tx: Tx, lanes: readonly Head[], now: Instant, leaseUntil: Instant, leaseOwner: string): Promise<Claim> {
  const [head] = lanes;
  if (!head) throw new TypeError("a message is made of at least one lane");
  const { org, receiverId } = head;
  const rows = await membersOf(tx, lanes, head);
  const [first] = rows;
  const key = head.messageKey ?? first?.delivery_key ?? head.deliveryKey;
  const groupKeys = [...new Set(rows.map((row) => row.group_key))];
  if (head.state === "sending") await loseAttempt(tx, org, key, head.tried, now);
  for (const chunk of chunksOf(rows.map((row) => row.delivery_id))) {
    await tx.db.updateTable("delivery").set({ message_key: key, state: "sending", attempts: head.attempts + 1, tried: head.tried + 1, next_attempt_at: null, lease_until: leaseUntil, lease_owner: leaseOwner })
      .where("org_id", "=", org).where("delivery_id", "in", chunk).execute();
  }
  for (const chunk of chunksOf(groupKeys)) await tx.db.updateTable("lane").set({ due_at: leaseUntil }).where("org_id", "=", org).where("receiver_id", "=", receiverId).where("group_key", "in", chunk).execute();
  const isSummary = groupKeys.length > 1;
  return {
    org, receiverId, groupKey: isSummary ? summaryGroupOf(receiverId) : head.groupKey, isSummary, key, attempt: head.attempts + 1, number: head.tried + 1, queuedAt: first?.queued_at ?? head.queuedAt, leaseOwner, leaseUntil,
    members: rows.map((row) => ({ deliveryId: row.delivery_id, noticeId: row.notice_id, notice: noticeFrom(row), because: row.because ?? undefined })),
    previous: isSummary ? [] : await previousOf(tx, head), previousRef: isSummary ? undefined : head.ref ?? undefined, told: isSummary ? undefined : (head.sentState ?? undefined) as NoticeState | undefined,
  };
}

const noticesOf = (tx: Tx, org: string) =>
  tx.db.selectFrom("delivery as d").innerJoin("notice as n", (join) => join.onRef("n.org_id", "=", "d.org_id").onRef("n.notice_id", "=", "d.notice_id"))
    .select(["d.delivery_id", "d.delivery_key", "d.notice_id", "d.group_key", "d.queued_at", "d.because", "n.body"]).where("d.org_id", "=", org).orderBy("d.queued_at").orderBy("d.notice_id");

/** All of a message that was tried before; of lanes that were not, what waits and was not tried. */
async function membersOf(tx: Tx, lanes: readonly Head[], { org, receiverId, messageKey }: Head) {
  if (messageKey !== undefined) return noticesOf(tx, org).where("d.message_key", "=", messageKey).where("d.state", "in", ["waiting", "sending"]).execute();
  return noticesOf(tx, org).where("d.receiver_id", "=", receiverId).where("d.group_key", "in", lanes.map(({ groupKey }) => groupKey))
    .where("d.state", "=", "waiting").where("d.message_key", "is", null).limit(messageMemberLimit).execute();
}

async function previousOf(tx: Tx, { org, groupKey, sentKey }: Head): Promise<Notice[]> {
  if (sentKey === null) return [];
  return (await noticesOf(tx, org).where("d.message_key", "=", sentKey).where("d.group_key", "=", groupKey).execute()).map(noticeFrom);
}

const noticeFrom = (row: { body: string }): Notice => JSON.parse(row.body) as Notice;
