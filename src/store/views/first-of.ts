// A page of a list whose rows only code can order: all are walked, few are kept.
import type { CursorValue } from "../../kernel/page.ts";
import { compareKeyed } from "./keyset.ts";
import type { Keyed, Order } from "./keyset.ts";

/** Rows read at a time. */
export const scanSize = 2000;

/** Keeps the first few of many in the order of a list, without keeping the many. */
export function firstOf<R>(order: Order, count: number): { offer(found: Keyed<R>): void; sorted(): Keyed<R>[] } {
  let kept: Keyed<R>[] = [];
  const sorted = (): Keyed<R>[] => kept.toSorted((a, b) => compareKeyed(order, a, b)).slice(0, count);
  return { sorted, offer: (found) => { if (kept.push(found) >= 4 * count + scanSize) kept = sorted(); } };
}

/** The values of an order's keys, as a row of a query has them. */
export const keyedBy = (values: readonly CursorValue[]): Keyed<object> => Object.fromEntries(values.map((value, index) => [`k${index}`, value]));
