// Keyset paging in SQL that both dialects read: a page begins where the one before ended, in the order of the list.
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { Fault } from "../../kernel/fault.ts";
import { decodeCursor, encodeCursor } from "../../kernel/page.ts";
import type { CursorValue, PageRequest } from "../../kernel/page.ts";
import type { Tx } from "../bulk.ts";

export type Sql = RawBuilder<unknown>;

/**
 * The order of a list. Its name is part of the cursor, so that a cursor of another list or sort is refused.
 * All keys run in one direction (a key that must not is negated); none is ever null; the last one is unique.
 */
export interface Order { name: string; descending?: boolean; keys: readonly { by: Sql; type: "number" | "text" }[] }

export interface ListQuery { columns: Sql; from: Sql; where: readonly Sql[]; order: Order }

/** A row with the values of its keys, as k0, k1, ... */
export type Keyed<R> = R & Record<`k${number}`, CursorValue>;

export const byNumber = (by: Sql): Order["keys"][number] => ({ by, type: "number" });
export const byText = (by: Sql): Order["keys"][number] => ({ by, type: "text" });

export const allOf = (conditions: readonly Sql[]): Sql => sql.join(conditions, sql` and `);
/** The condition when there is a value, nothing when there is none. */
export const given = <T>(value: T | undefined, condition: (value: T) => Sql): Sql[] => (value === undefined ? [] : [condition(value)]);

/** The rows after the cursor, at most `limit`. */
export async function keyedRows<R>(tx: Tx, { columns, from, where, order }: ListQuery, after: readonly CursorValue[] | undefined, limit: number): Promise<Keyed<R>[]> {
  const keys = sql.join(order.keys.map(({ by }, index) => sql`${by} as ${sql.ref(`k${index}`)}`));
  const direction = order.descending ? sql` desc` : sql``;
  const sorted = sql.join(order.keys.map(({ by }) => sql`${by}${direction}`));
  const conditions = after ? [...where, beyond(order, after)] : where;
  return (await sql<Keyed<R>>`select ${columns}, ${keys} from ${from} where ${allOf(conditions)} order by ${sorted} limit ${limit}`.execute(tx.db)).rows;
}

// The first key is bounded on its own as well: with it, both planners begin inside an index instead of filtering it.
function beyond({ keys, descending }: Order, after: readonly CursorValue[]): Sql {
  const [first] = keys;
  const tuple = sql`(${sql.join(keys.map(({ by }) => by))})`;
  const values = sql`(${sql.join(after)})`;
  if (!first) return sql`1 = 1`;
  return descending ? sql`(${first.by} <= ${after[0]} and ${tuple} < ${values})` : sql`(${first.by} >= ${after[0]} and ${tuple} > ${values})`;
}

export async function countRows(tx: Tx, from: Sql, where: readonly Sql[]): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total from ${from} where ${allOf(where)}`.execute(tx.db);
  return Number(rows[0]?.total ?? 0);
}

/** One page and the length of the whole list. countFrom: a smaller `from` that gives the same count. */
export async function listPage<R>(tx: Tx, query: ListQuery, page: PageRequest, countFrom: Sql = query.from): Promise<{ rows: Keyed<R>[]; total: number; next: string | undefined }> {
  const rows = await keyedRows<R>(tx, query, cursorOf(query.order, page), page.limit + 1);
  return { ...cut(rows, query.order, page), total: await countRows(tx, countFrom, query.where) };
}

/** Takes the page off rows that were read one too many. */
export function cut<R>(rows: Keyed<R>[], order: Order, page: PageRequest): { rows: Keyed<R>[]; next: string | undefined } {
  const kept = rows.slice(0, page.limit);
  const last = rows.length > page.limit ? kept.at(-1) : undefined;
  return { rows: kept, next: last && encodeCursor([order.name, ...keysOf(last, order)]) };
}

export const keysOf = <R>(row: Keyed<R>, order: Order): CursorValue[] => order.keys.map((_, index) => row[`k${index}`] ?? null);

/** Where the page before ended; a cursor of another list, or one with values of another type, is refused. */
export function cursorOf(order: Order, page: PageRequest): CursorValue[] | undefined {
  const values = decodeCursor(page.after, order.keys.length + 1);
  if (!values) return undefined;
  const [name, ...keys] = values;
  const fits = order.keys.every(({ type }, index) => typeof keys[index] === (type === "text" ? "string" : "number"));
  if (name === order.name && fits) return keys;
  throw new Fault("request.invalid", { places: [{ at: "/after", rule: "is not a cursor of this list in this order", mend: "Use the `next` of the page before, unchanged, with the same sort." }] });
}

/** In the order of the list: for joining rows of several queries. */
export function compareKeyed<R>(order: Order, a: Keyed<R>, b: Keyed<R>): number {
  for (const [index] of order.keys.entries()) {
    const [left, right] = [a[`k${index}`] ?? 0, b[`k${index}`] ?? 0];
    if (left !== right) return (left < right ? -1 : 1) * (order.descending ? -1 : 1);
  }
  return 0;
}
