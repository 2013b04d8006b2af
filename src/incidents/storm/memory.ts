// The engine's memory: rows by key, which of them were touched, and what goes when there are too many.
import type { Instant } from "../../kernel/clock.ts";
import { streamKey } from "./profile.ts";
import type { ProfileBodies, ProfileKind, ProfileRow } from "./profile.ts";

export interface StormMemory {
  /** The body under a key, made when it is not there; seen now. */
  body<K extends ProfileKind>(kind: K, key: string, at: Instant, make: () => ProfileBodies[K]): ProfileBodies[K];
  /** When a steady stream counts as silent; undefined when it is not steady. */
  setDue(key: string, dueAt: Instant | undefined): void;
  dueBefore(now: Instant): ProfileRow[];
  all(kind: ProfileKind): ProfileRow[];
  find(key: string): ProfileRow | undefined;
  remove(key: string): void;
  /** The rows that changed, and the keys that went, since this was last asked. */
  takeChanges(): { rows: ProfileRow[]; removed: string[] };
  rows(): ProfileRow[];
}

const isKept = ({ kind }: Pick<ProfileRow, "kind">): boolean => kind === "stream" || kind === "story";

/** mostRows: beyond it the hundredth that was seen longest ago goes; the stream and open stories stay. The map's order is that of being seen. */
export function createMemory(kept: Iterable<ProfileRow>, mostRows: number): StormMemory {
  const rows = new Map<string, ProfileRow>();
  const due = new Map<string, ProfileRow>();
  const touched = new Set<ProfileRow>();
  const removed = new Set<string>();
  for (const row of [...kept].sort((a, b) => a.seenAt - b.seenAt)) { rows.set(row.key, row); if (row.dueAt !== undefined) due.set(row.key, row); }
  const remove = (key: string): void => { rows.delete(key); due.delete(key); removed.add(key); };
  const evict = (): void => {
    let left = Math.ceil(mostRows / 100);
    for (const { key, kind } of rows.values()) {
      if (isKept({ kind })) continue;
      remove(key);
      if (--left === 0) return;
    }
  };
  return {
    body<K extends ProfileKind>(kind: K, key: string, at: Instant, make: () => ProfileBodies[K]): ProfileBodies[K] {
      let row = rows.get(key);
      if (row === undefined) {
        if (rows.size >= mostRows && key !== streamKey) evict();
        row = { kind, key, seenAt: at, dueAt: undefined, body: make() };
        removed.delete(key);
        rows.set(key, row);
      } else if (!touched.has(row) && !isKept(row)) {
        // Once for each batch: moving a row within the map is dear, and the order of one batch does not matter.
        rows.delete(key);
        rows.set(key, row);
      }
      if (at > row.seenAt) row.seenAt = at;
      touched.add(row);
      return row.body as ProfileBodies[K];
    },
    setDue(key, dueAt) {
      const row = rows.get(key);
      if (row === undefined) return;
      row.dueAt = dueAt;
      if (dueAt === undefined) due.delete(key); else due.set(key, row);
    },
    dueBefore: (now) => [...due.values()].filter(({ dueAt = Infinity }) => dueAt <= now),
    all: (kind) => [...rows.values()].filter((row) => row.kind === kind),
    find: (key) => rows.get(key),
    remove,
    takeChanges() {
      const changes = { rows: [...touched].filter((row) => rows.get(row.key) === row), removed: [...removed] };
      touched.clear();
      removed.clear();
      return changes;
    },
    rows: () => [...rows.values()],
  };
}
