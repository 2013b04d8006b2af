// Deliveries as people read them, with the notice each carries; and how each receiver fares.
import { sql } from "kysely";
import type { Instant } from "../../kernel/clock.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { Tx } from "../bulk.ts";
import type { DeliveryTable } from "../tables.ts";
import { byText, given, listPage } from "./keyset.ts";
import type { Order } from "./keyset.ts";

/** receiver undefined: no route led to one. why: how the last attempt ended, when not in "sent". */
export interface DeliveryListRow {
  id: string; noticeId: string; title: string; kind: string; severity: string; receiver: string | undefined; state: string; attempts: number;
  nextAttemptAt: Instant | undefined; why: string | undefined; createdAt: Instant; sentAt: Instant | undefined;
}
/** waiting counts what is being sent as well. */
export interface ReceiverCounts { receiverId: string; waiting: number; dead: number; lastSentAt: Instant | undefined }

const newestFirst: Order = { name: "deliveries", descending: true, keys: [byText(sql`d.notice_id`), byText(sql`d.delivery_id`)] };

export async function listDeliveryRows(tx: Tx, org: string, { state, receiver }: { state?: string | undefined; receiver?: string | undefined }, page: PageRequest): Promise<Page<DeliveryListRow>> {
  const where = [sql`d.org_id = ${org}`, ...given(state, (word) => sql`d.state = ${word}`), ...given(receiver, (id) => sql`d.receiver_id = ${id}`)];
  const from = sql`delivery d join notice n on n.org_id = d.org_id and n.notice_id = d.notice_id`;
  const { rows, ...rest } = await listPage<DeliveryTable & { title: string; kind: string; severity: string }>(tx, { columns: sql`d.*, n.title, n.kind, n.severity`, from, where, order: newestFirst }, page, sql`delivery d`);
  return { items: rows.map((row) => ({
    id: row.delivery_id, noticeId: row.notice_id, title: row.title, kind: row.kind, severity: row.severity, receiver: row.receiver_id === "" ? undefined : row.receiver_id, state: row.state, attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at ?? undefined, why: row.last_why ?? undefined, createdAt: row.created_at, sentAt: row.sent_at ?? undefined,
  })), ...rest };
}

export async function receiverCounts(tx: Tx, org: string): Promise<ReceiverCounts[]> {
  const { rows } = await sql<{ receiver_id: string; waiting: number; dead: number; sent_at: number | null }>`
    select d.receiver_id, sum(case when d.state in ('waiting', 'sending') then 1 else 0 end) as waiting, sum(case when d.state = 'dead' then 1 else 0 end) as dead, max(d.sent_at) as sent_at
    from delivery d where d.org_id = ${org} and d.receiver_id <> '' group by d.receiver_id order by d.receiver_id`.execute(tx.db);
  return rows.map((row) => ({ receiverId: row.receiver_id, waiting: row.waiting, dead: row.dead, lastSentAt: row.sent_at ?? undefined }));
}
