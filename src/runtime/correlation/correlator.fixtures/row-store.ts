// A store of rows as an engine's memory sees it: put, removed, and swept when due.
import type { Instant } from "../../../kernel/clock.ts";
import type { StateChanges, StateRow } from "../../state.ts";

export interface RowStore { rows(): Iterable<StateRow>; apply(changes: StateChanges): void; sweep(before: Instant): void }

export function createStore(): RowStore {
  const kept = new Map<string, StateRow>();
  return {
    rows: () => [...kept.values()],
    apply({ put, remove }) {
      for (const { kind, key } of remove) kept.delete(`${kind} ${key}`);
      for (const row of put) kept.set(`${row.kind} ${row.key}`, row);
    },
    sweep(before) { for (const [key, { dueAt }] of kept) if (dueAt !== undefined && dueAt < before) kept.delete(key); },
  };
}
