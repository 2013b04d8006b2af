// The journal: what the correlator remembers, as rows. One small row per event that counted, one per group over its condition, one for the stream.
import type { Instant } from "../../kernel/clock.ts";
import type { StateChanges, StateRow } from "../state.ts";
import type { CorrelationCounters } from "./correlation-hit.ts";
import type { CorrelationState } from "./correlation-state.ts";
import type { Carry, Entry } from "./entries.ts";
import type { Episode } from "./episode.ts";
import type { Group } from "./group.ts";
import type { ClockState } from "./stream-clock.ts";

export const rowKind = "correlation";

/** Keys: "e/<correlation>/<number>", "g/<correlation>/<group>", "s". Numbers of one length: as a store sorts them, entries come back in the order in which they counted. */
const entryKey = (rowName: string, seq: number): string => `e/${rowName}/${seq.toString(36).padStart(9, "0")}`;
const groupKey = (rowName: string, key: string): string => `g/${rowName}/${key}`;
const streamKey = "s";

/** Of the whole stream. quiet: per correlation, until when nothing is told of its limits. */
export interface StreamState { clock: ClockState; seq: number; counters: CorrelationCounters; quiet: Readonly<Record<string, readonly (Instant | null)[]>> }

export type Row =
  | { kind: "entry"; rowName: string; shown: string; due: Instant; entry: Entry; /** The only one of its group when it came: what was before had left. */ isAlone: boolean; /** JSON; "null" without one. */ digest: string }
  | { kind: "group"; rowName: string; key: string; episodes: Episode[]; covered: Instant }
  | { kind: "stream"; state: StreamState };

export interface Journal {
  entry(state: CorrelationState, group: Group, entry: Entry, digest: string | undefined): void;
  /** Its episodes changed: one row for all changes until the next take. */
  group(state: CorrelationState, group: Group): void;
  /** A row of a correlation that is no more. */
  stale(key: string): void;
  take(states: readonly CorrelationState[], settled: Instant, stream: StreamState): StateChanges;
}

export function createJournal(): Journal {
  const put = new Map<string, StateRow>();
  const removed = new Set<string>();
  const changed = new Map<Group, CorrelationState>();
  let lastStream = "";
  const remove = (key: string): void => { put.delete(key); removed.add(key); };
  return {
    entry({ plan: { rowName, lingerMs } }, { shown, due, size }, entry, digest) {
      const key = entryKey(rowName, entry.seq);
      put.set(key, { kind: rowKind, key, dueAt: due + lingerMs, body: entryBody(shown, entry, size === 1, digest) });
    },
    group: (state, group) => { changed.set(group, state); },
    stale: remove,
    take(states, settled, stream) {
      for (const [group, state] of changed) {
        const row = groupRow(state, group, settled);
        const isLeft = (group.episodes.length > 0 || group.covered > -Infinity) && state.groups.get(group.key) === group;
        if (isLeft) { put.set(row.key, row); removed.delete(row.key); } else if (group.hasRow) remove(row.key);
        group.hasRow = isLeft;
      }
      for (const { plan: { rowName }, gone, groups } of states) {
        for (const { key } of gone.groups) if (!groups.has(key)) remove(groupKey(rowName, key));
        for (const seq of gone.seqs) remove(entryKey(rowName, seq));
        [gone.groups.length, gone.seqs.length] = [0, 0];
      }
      const body = JSON.stringify(stream);
      if (body !== lastStream) put.set(streamKey, { kind: rowKind, key: streamKey, dueAt: undefined, body });
      lastStream = body;
      const changes: StateChanges = { put: [...put.values()], remove: [...removed].map((key) => ({ kind: rowKind, key })) };
      put.clear(); removed.clear(); changed.clear();
      return changes;
    },
  };
}

/** JSON in two lines, for texts in JSON hold no line's end: what counts, and the digest, most of it, which is neither escaped nor parsed on its way. */
function entryBody(shown: string, { at, amount, key, carry }: Entry, isAlone: boolean, digest: string | undefined): string {
  return `${JSON.stringify([shown, at, amount, key, isAlone ? 1 : 0, carry ?? null]).slice(0, -1)},\n${digest ?? "null"}]`;
}

function groupRow({ plan: { rowName, correlation: { timespanMs }, horizonMs } }: CorrelationState, { key, shown, episodes, covered, due }: Group, settled: Instant): StateRow {
  const dueAt = Math.max(due, Number.isFinite(settled) ? settled + timespanMs + horizonMs : -Infinity);
  const runs = episodes.map(({ begin, end, peak, isTold }) => [begin, end, peak, isTold ? 1 : 0]);
  return { kind: rowKind, key: groupKey(rowName, key), dueAt, body: JSON.stringify([shown, runs, covered === -Infinity ? null : covered]) };
}

type EntryHead = [shown: string, at: Instant, amount: number, key: number, alone: number, carry: Carry | null];
type GroupBody = [shown: string, runs: [Instant, Instant, number, number][], covered: Instant | null];

/** A row as it was written; these are our own, so a text that is none of them is a bug. lingerOf: by the name in its key; undefined for a correlation that is no more. */
export function readRow({ key, body, dueAt }: StateRow, lingerOf: (rowName: string) => number | undefined): Row | undefined {
  if (key === streamKey) return { kind: "stream", state: JSON.parse(body) as StreamState };
  const rowName = key.slice(2, key.startsWith("e/") ? key.lastIndexOf("/") : key.indexOf("/", 2));
  const lingerMs = lingerOf(rowName);
  if (lingerMs === undefined) return undefined;
  if (key.startsWith("g/")) {
    const [shown, runs, covered] = JSON.parse(body) as GroupBody;
    return { kind: "group", rowName, key: shown.toLowerCase(), covered: covered ?? -Infinity, episodes: runs.map(([begin, end, peak, told]) => ({ begin, end, peak, isTold: told === 1 })) };
  }
  const split = body.indexOf("\n");
  const [shown, at, amount, mark, alone, carry] = JSON.parse(`${body.slice(0, split - 1)}]`) as EntryHead;
  const entry: Entry = { at, amount, key: mark, seq: Number.parseInt(key.slice(rowName.length + 3), 36), carry: carry ?? undefined };
  return { kind: "entry", rowName, shown, due: (dueAt ?? -Infinity) - lingerMs, entry, isAlone: alone === 1, digest: body.slice(split + 1, -1) };
}
