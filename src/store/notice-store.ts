// The outbox's store: claims are made and settled in the caller's transaction.
import { Fault } from "../kernel/fault.ts";
import { decodeCursor, encodeCursor } from "../kernel/page.ts";
import type { DeliveryQuery, DeliveryRow, DeliveryState, NoticeStore } from "../notify/notice-store.ts";
import { chunksOf, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import { claimDue, nextDueAt } from "./notice-claim.ts";
import type { DeliveryTable } from "./tables.ts";

export function noticeStore(tx: Tx): NoticeStore {
  return {
    enqueue: (rows) => enqueue(tx, rows),
    claimDue: (now, limit, leaseMs, owner) => claimDue(tx, now, limit, leaseMs, owner),
    settle: (claim, settlement) => settle(tx, claim, settlement),
    nextDueAt: () => nextDueAt(tx),
    listDeliveries: (query) => listDeliveries(tx, query),
    requeue: (org, deliveryId, now) => requeue(tx, org, deliveryId, now),
    counts: (org) => counts(tx, org),
  };
}

const deliveryColumns = ["org_id", "delivery_id", "notice_id", "group_key", "receiver_id", "delivery_key", "message_key", "state", "attempts", "queued_at", "next_attempt_at", "last_why", "created_at", "sent_at", "lease_until", "lease_owner"] as const;

async function enqueue(tx: Tx, { notice: row, deliveries }: Parameters<NoticeStore["enqueue"]>[0]): Promise<void> {
  await insertMany(tx, "notice", ["org_id", "notice_id", "group_key", "kind", "severity", "title", "body", "state", "created_at"],
    [[row.org, row.noticeId, row.groupKey, row.notice.kind, row.notice.severity, row.notice.title, JSON.stringify(row.notice), row.state, row.createdAt]], { key: ["org_id", "notice_id"] });
  await insertMany(tx, "delivery", deliveryColumns, deliveries.map((one) =>
    [one.org, one.deliveryId, one.noticeId, one.groupKey, one.receiverId, one.key, one.messageKey ?? null, one.state, one.attempts, one.queuedAt, one.nextAttemptAt ?? null,
      one.lastWhy ?? null, one.createdAt, one.sentAt ?? null, one.leaseUntil ?? null, one.leaseOwner ?? null]), { key: ["org_id", "delivery_id"] });
}

async function settle(tx: Tx, claim: Parameters<NoticeStore["settle"]>[0], { state, why, nextAttemptAt, attempts, at }: Parameters<NoticeStore["settle"]>[1]): Promise<boolean> {
  const ids = claim.members.map(({ deliveryId }) => deliveryId);
  const mine = tx.db.selectFrom("delivery").select("delivery_id").where("org_id", "=", claim.org).where("delivery_id", "in", ids)
    .where("state", "=", "sending").where("lease_owner", "=", claim.leaseOwner).where("attempts", "=", claim.attempt);
  const held = await (tx.dialect === "postgres" ? mine.forUpdate() : mine).execute();
  if (held.length !== ids.length) return false;
  await tx.db.updateTable("delivery")
    .set({ state, last_why: why ?? null, next_attempt_at: nextAttemptAt ?? null, attempts, sent_at: state === "sent" ? at : null, lease_until: null, lease_owner: null })
    .where("org_id", "=", claim.org).where("delivery_id", "in", ids).execute();
  return true;
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

async function requeue(tx: Tx, org: string, deliveryId: string, now: number): ReturnType<NoticeStore["requeue"]> {
  const one = tx.db.selectFrom("delivery").selectAll().where("org_id", "=", org).where("delivery_id", "=", deliveryId);
  const row = await (tx.dialect === "postgres" ? one.forUpdate() : one).executeTakeFirst();
  if (!row) return "not-found";
  if (row.state !== "dead" && row.state !== "refused") return "not-requeueable";
  const members = row.message_key === null ? [row] : await tx.db.selectFrom("delivery").select("delivery_id").where("org_id", "=", org).where("message_key", "=", row.message_key).execute();
  for (const chunk of chunksOf(members.map((member) => member.delivery_id))) {
    await tx.db.updateTable("delivery").set({ state: "waiting", attempts: 0, queued_at: now, next_attempt_at: now }).where("org_id", "=", org).where("delivery_id", "in", chunk).execute();
  }
  return "requeued";
}

async function counts(tx: Tx, org: string): Promise<Readonly<Record<DeliveryState, number>>> {
  const rows = await tx.db.selectFrom("delivery").select((row) => ["state", row.fn.countAll<number>().as("n")]).where("org_id", "=", org).groupBy("state").execute();
  return { waiting: 0, sending: 0, sent: 0, refused: 0, dead: 0, "no-receiver": 0, ...Object.fromEntries(rows.map((row) => [row.state, Number(row.n)])) };
}

const deliveryFrom = (row: DeliveryTable): DeliveryRow => ({
  deliveryId: row.delivery_id, org: row.org_id, noticeId: row.notice_id, receiverId: row.receiver_id, groupKey: row.group_key, key: row.delivery_key, messageKey: row.message_key ?? undefined,
  state: row.state as DeliveryState, attempts: row.attempts, queuedAt: row.queued_at, nextAttemptAt: row.next_attempt_at ?? undefined, lastWhy: row.last_why ?? undefined,
  createdAt: row.created_at, sentAt: row.sent_at ?? undefined, leaseUntil: row.lease_until ?? undefined, leaseOwner: row.lease_owner ?? undefined,
});
