// What engines remember between events, as rows: they commit with the detections they led to, so that an acknowledged event is never forgotten.
import type { Instant } from "../kernel/clock.ts";

/** kind: whose ("correlation", "rate", "profile"). dueAt: from then on it may be removed. body: JSON. */
export interface StateRow { kind: string; key: string; dueAt: Instant | undefined; body: string }

export interface StateChanges { put: readonly StateRow[]; remove: readonly Pick<StateRow, "kind" | "key">[] }

/** An engine with a memory. One per organisation; single-threaded, in the order events are given. */
export interface Remembering {
  /** The kinds of rows that are its own. */
  readonly kinds: readonly string[];
  /** Before the first event, with all rows of its kinds. */
  restore(rows: Iterable<StateRow>): void;
  /** What changed since it was last asked. The caller keeps it until it is committed. */
  take(): StateChanges;
}
