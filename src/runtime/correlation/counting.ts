// What tallies share: the shape of one, and how often each amount is in the window.
import type { Instant } from "../../kernel/clock.ts";

/** Entries by their time and amount. add: in the order of their time. drop: the oldest leaves. value: of the window that ends at this entry, the one added last. */
export interface Tally {
  add(at: Instant, amount: number): void;
  drop(at: Instant, amount: number): void;
  value(at: Instant, amount: number): number;
  /** Whether entries may be added out of order: all but temporal_ordered. */
  readonly isOrderless: boolean;
}

export function counting(): { of: Map<number, number>; add(what: number): void; drop(what: number): void } {
  const of = new Map<number, number>();
  return {
    of,
    add: (what) => { of.set(what, (of.get(what) ?? 0) + 1); },
    drop: (what) => { const left = (of.get(what) ?? 1) - 1; if (left === 0) of.delete(what); else of.set(what, left); },
  };
}
