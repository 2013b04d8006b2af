// The outbox's store: claims are made and settled in the caller's transaction.
import { Fault } from "../kernel/fault.ts";
import type { Instant } from "../kernel/clock.ts";
import { decodeCursor, encodeCursor } from "../kernel/page.ts";
import type { DeliveryQuery, DeliveryRow, DeliveryState, NoticeStore, OutboxRows } from "../notify/notice-store.ts";
import { chunksOf, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import { attemptsOf } from "./notice-attempt.ts";
import { claimDue, dueReceivers, nextDueAt } from "./notice-claim.ts";
import { openLanes, refreshLanes, refreshReceiver } from "./notice-lane.ts";
import { isSummaryOver, noteReceiver, overdue, receiverHealth, switchReceiver } from "./notice-receivers.ts";
import { handOver, settle } from "./notice-settle.ts";
import type { DeliveryTable } from "./tables.ts";

export function noticeStore(tx: Tx): NoticeStore {
  const insert = (rows: readonly DeliveryRow[]): Promise<void> => insertDeliveries(tx, rows);
  return {
    enqueue: (rows) => enqueueAll(tx, [rows]),
    enqueueAll: (rows) => enqueueAll(tx, rows),
    dueReceivers: async (now, limit) => (await dueReceivers(tx, now, limit)).map(({ org, receiverId }) => ({ org, receiverId })),
    claimDue: (now, limit, leaseMs, owner, limits) => claimDue(tx, now, limit, leaseMs, owner, limits),
    settle: (claim, settlement) => settle(tx, claim, settlement, insert),
    nextDueAt: () => nextDueAt(tx),
    listDeliveries: (query) => listDeliveries(tx, query),
    findDelivery: (org, deliveryId) => findDelivery(tx, org, deliveryId),
    attempts: (org, messageKey) => attemptsOf(tx, org, messageKey),
    requeue: (org, deliveryId, now) => requeue(tx, org, deliveryId, now),
    requeueReceiver: (org, receiverId, now) => requeueReceiver(tx, org, receiverId, now),
    counts: (org) => counts(tx, org),
    receiverHealth: (org) => receiverHealth(tx, org),
    switchReceiver: (org, receiverId, off) => switchReceiver(tx, org, receiverId, off),
    noteReceiver: (org, receiverId, note) => noteReceiver(tx, org, receiverId, note),
    isSummaryOver: (org, receiverId) => isSummaryOver(tx, org, receiverId),
    overdue: (org, receiverId, queuedBefore, limit) => overdue(tx, org, receiverId, queuedBefore, limit),
    handOver: (org, ids, receiverId, because, now) => handOver(tx, org, ids, receiverId, because, now, insert),
  };
}

const deliveryColumns = ["org_id", "delivery_id", "notice_id", "group_key", "receiver_id", "delivery_key", "message_key", "state", "attempts", "tried", "queued_at", "next_attempt_at", "last_why", "created_at", "sent_at", "lease_until", "lease_owner", "because", "handed_at"] as const;

async function enqueueAll(tx: Tx, all: readonly OutboxRows[]): Promise<void> {
  await insertMany(tx, "notice", ["org_id", "notice_id", "group_key", "kind", "severity", "title", "body", "state", "created_at"],
    all.map(({ notice: row }) => [row.org, row.noticeId, row.groupKey, row.notice.kind, row.notice.severity, row.notice.title, JSON.stringify(row.notice), row.state, row.createdAt]), { key: ["org_id", "notice_id"] });
  await insertDeliveries(tx, all.flatMap(({ deliveries }) => deliveries));
}

async function insertDeliveries(tx: Tx, deliveries: readonly DeliveryRow[]): Promise<void> {
  await insertMany(tx, "delivery", deliveryColumns, deliveries.map((one) =>
    [one.org, one.deliveryId, one.noticeId, one.groupKey, one.receiverId, one.key, one.messageKey ?? null, one.state, one.attempts, one.tried, one.queuedAt, one.nextAttemptAt ?? null,
      one.lastWhy ?? null, one.createdAt, one.sentAt ?? null, one.leaseUntil ?? null, one.leaseOwner ?? null, one.because ?? null, one.handedAt ?? null]), { key: ["org_id", "delivery_id"] });
  await openLanes(tx, deliveries);
}

async function findDelivery(tx: Tx, org: string, deliveryId: string): Promise<DeliveryRow | undefined> {
  const row = await tx.db.selectFrom("delivery").selectAll().where("org_id", "=", org).where("delivery_id", "=", deliveryId).executeTakeFirst();
  return row && deliveryFrom(row);
}

async function listDeliveries(tx: Tx, { org, state, receiverId, noticeId, limit, after }: DeliveryQuery): Promise<{ deliveries: DeliveryRow[]; next: string | undefined }> {
  let query = tx.db.selectFrom("delivery").selectAll().where("org_id", "=", org);
  if (state !== undefined) query = query.where("state", "=", state);
  if (receiverId !== undefined) query = query.where("receiver_id", "=", receiverId);
  if (noticeId !== undefined) query = query.where("notice_id", "=", noticeId);
  const place = decodeCursor(after, 2);
  if (place) {
    const [lastNotice, lastDelivery] = place;
    if (typeof lastNotice !== "string" || typeof lastDelivery !== "string") throw new Fault("request.invalid", { places: [{ at: "/after", rule: "is not a cursor of this list" }] });
    query = query.where((where) => where.or([where("notice_id", "<", lastNotice), where.and([where("notice_id", "=", lastNotice), where("delivery_id", "<", lastDelivery)])]));
  }
  const rows = await query.orderBy("notice_id", "desc").orderBy("delivery_id", "desc").limit(limit + 1).execute();
  const deliveries = rows.slice(0, limit).map(deliveryFrom);
  const last = rows.length > limit ? deliveries.at(-1) : undefined;
  return { deliveries, next: last && encodeCursor([last.noticeId, last.deliveryId]) };
}

async function requeue(tx: Tx, org: string, deliveryId: string, now: Instant): ReturnType<NoticeStore["requeue"]> {
  const row = await tx.db.selectFrom("delivery").selectAll().where("org_id", "=", org).where("delivery_id", "=", deliveryId).executeTakeFirst();
  if (!row) return "not-found";
  if (row.state !== "dead" && row.state !== "refused") return "not-requeueable";
  const mine = tx.db.selectFrom("delivery").select(["delivery_id", "group_key"]).where("org_id", "=", org);
  await queueAgain(tx, org, row.receiver_id, row.message_key === null ? [row] : await mine.where("message_key", "=", row.message_key).execute(), now);
  return "requeued";
}

async function requeueReceiver(tx: Tx, org: string, receiverId: string, now: Instant): Promise<number> {
  const rows = await tx.db.selectFrom("delivery").select(["delivery_id", "group_key"]).where("org_id", "=", org).where("receiver_id", "=", receiverId).where("state", "in", ["dead", "refused"]).execute();
  await queueAgain(tx, org, receiverId, rows, now);
  return rows.length;
}

// Queued at one instant, they keep the order of their notices.
async function queueAgain(tx: Tx, org: string, receiverId: string, rows: readonly { delivery_id: string; group_key: string }[], now: Instant): Promise<void> {
  for (const chunk of chunksOf(rows.map((row) => row.delivery_id))) {
    await tx.db.updateTable("delivery").set({ state: "waiting", attempts: 0, queued_at: now, next_attempt_at: now, handed_at: null }).where("org_id", "=", org).where("delivery_id", "in", chunk).execute();
  }
  await refreshLanes(tx, org, receiverId, rows.map((row) => row.group_key));
  await refreshReceiver(tx, org, receiverId);
}

async function counts(tx: Tx, org: string): Promise<Readonly<Record<DeliveryState, number>>> {
  const rows = await tx.db.selectFrom("delivery").select((row) => ["state", row.fn.countAll<number>().as("n")]).where("org_id", "=", org).groupBy("state").execute();
  return { waiting: 0, sending: 0, sent: 0, refused: 0, dead: 0, suppressed: 0, "no-receiver": 0, ...Object.fromEntries(rows.map((row) => [row.state, Number(row.n)])) };
}

const deliveryFrom = (row: DeliveryTable): DeliveryRow => ({
  deliveryId: row.delivery_id, org: row.org_id, noticeId: row.notice_id, receiverId: row.receiver_id, groupKey: row.group_key, key: row.delivery_key, messageKey: row.message_key ?? undefined,
  state: row.state as DeliveryState, attempts: row.attempts, queuedAt: row.queued_at, nextAttemptAt: row.next_attempt_at ?? undefined, lastWhy: row.last_why ?? undefined,
  createdAt: row.created_at, sentAt: row.sent_at ?? undefined, leaseUntil: row.lease_until ?? undefined, leaseOwner: row.lease_owner ?? undefined,
  tried: row.tried, because: row.because ?? undefined, handedAt: row.handed_at ?? undefined,
});
