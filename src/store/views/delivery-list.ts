// Deliveries as people read them, with the notice each carries, and the log of the message it went in.
import { sql } from "kysely";
import type { Instant } from "../../kernel/clock.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { AttemptRow } from "../../notify/notice-store.ts";
import type { Notice } from "../../notify/notice.ts";
import type { Tx } from "../bulk.ts";
import { attemptsOf } from "../notice-attempt.ts";
import type { DeliveryTable } from "../tables.ts";
import { byText, given, listPage } from "./keyset.ts";
import type { Order, Sql } from "./keyset.ts";

/** receiver undefined: no route led to one. why: how the last attempt ended, when not in "sent". message: the key under which it went. */
export interface DeliveryListRow {
  id: string; noticeId: string; title: string; kind: string; severity: string; receiver: string | undefined; state: string; attempts: number;
  nextAttemptAt: Instant | undefined; why: string | undefined; createdAt: Instant; sentAt: Instant | undefined;
  groupKey: string; message: string | undefined; because: string | undefined; handedAt: Instant | undefined;
}
export interface DeliveryDetailRow { delivery: DeliveryListRow; attempts: readonly AttemptRow[]; together: readonly { id: string; title: string }[] }
export interface DeliveryListFilter { state?: string | undefined; receiver?: string | undefined; notice?: string | undefined; kind?: string | undefined; since?: Instant | undefined; message?: string | undefined }

const newestFirst: Order = { name: "deliveries", descending: true, keys: [byText(sql`d.notice_id`), byText(sql`d.delivery_id`)] };

type Row = DeliveryTable & { title: string; kind: string; severity: string };
const columns = sql`d.*, n.title, n.kind, n.severity`;
const joined = sql`delivery d join notice n on n.org_id = d.org_id and n.notice_id = d.notice_id`;

export async function listDeliveryRows(tx: Tx, org: string, { state, receiver, notice, kind, since, message }: DeliveryListFilter, page: PageRequest): Promise<Page<DeliveryListRow>> {
  const where: Sql[] = [sql`d.org_id = ${org}`, ...given(state, (word) => sql`d.state = ${word}`), ...given(receiver, (id) => sql`d.receiver_id = ${id}`), ...given(notice, (id) => sql`d.notice_id = ${id}`),
    ...given(message, (key) => sql`d.message_key = ${key}`), ...given(since, (at) => sql`d.created_at >= ${at}`), ...given(kind, (word) => sql`n.kind = ${word}`)];
  const { rows, ...rest } = await listPage<Row>(tx, { columns, from: joined, where, order: newestFirst }, page, kind === undefined ? sql`delivery d` : joined);
  return { items: rows.map(rowFrom), ...rest };
}

// A message has at most so many members (notify/notice-store.ts, messageMemberLimit).
const togetherLimit = 500;

export async function findDeliveryRow(tx: Tx, org: string, deliveryId: string): Promise<DeliveryDetailRow | undefined> {
  const { rows: [row] } = await sql<Row>`select ${columns} from ${joined} where d.org_id = ${org} and d.delivery_id = ${deliveryId}`.execute(tx.db);
  if (!row) return undefined;
  const key = row.message_key;
  const { rows: together } = key === null ? { rows: [{ id: row.delivery_id, title: row.title }] }
    : await sql<{ id: string; title: string }>`select d.delivery_id as id, n.title from ${joined} where d.org_id = ${org} and d.message_key = ${key} order by d.queued_at, d.notice_id limit ${togetherLimit}`.execute(tx.db);
  return { delivery: rowFrom(row), attempts: key === null ? [] : await attemptsOf(tx, org, key), together };
}

export async function findNotice(tx: Tx, org: string, noticeId: string): Promise<Notice | undefined> {
  const { rows: [row] } = await sql<{ body: string }>`select n.body from notice n where n.org_id = ${org} and n.notice_id = ${noticeId}`.execute(tx.db);
  return row && JSON.parse(row.body) as Notice;
}

const rowFrom = (row: Row): DeliveryListRow => ({
  id: row.delivery_id, noticeId: row.notice_id, title: row.title, kind: row.kind, severity: row.severity, receiver: row.receiver_id === "" ? undefined : row.receiver_id, state: row.state, attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at ?? undefined, why: row.last_why ?? undefined, createdAt: row.created_at, sentAt: row.sent_at ?? undefined,
  groupKey: row.group_key, message: row.message_key ?? undefined, because: row.because ?? undefined, handedAt: row.handed_at ?? undefined,
});
