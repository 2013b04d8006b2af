// Rows back into groups: the state after a restart is the one before it.
import type { Instant } from "../../kernel/clock.ts";
import type { StateRow } from "../state.ts";
import { groupFor, touch } from "./correlation-state.ts";
import type { CorrelationState } from "./correlation-state.ts";
import { placeFrom } from "./entries.ts";
import type { DigestRing } from "./event-digest.ts";
import { put } from "./group.ts";
import type { Group } from "./group.ts";
import { readRow } from "./journal.ts";
import type { Row, StreamState } from "./journal.ts";

export interface Restored {
  stream: StreamState | undefined;
  /** Groups with something left; what they wait for is asked of each. */
  groups: readonly (readonly [CorrelationState, Group])[];
  /** Keys of rows whose correlation is not loaded any more, or counts something else now. */
  stale: readonly string[];
}

type Of<K extends Row["kind"]> = Extract<Row, { kind: K }>;
interface Sorted { entries: Of<"entry">[]; groups: Of<"group">[]; stream: StreamState | undefined; stale: string[] }

/** Entries in the order in which they were counted, so that the order of touch is the same; groups' own rows only where entries are left. */
export function restoreRows(rows: Iterable<StateRow>, states: readonly CorrelationState[], ring: DigestRing): Restored {
  const byName = new Map(states.map((state) => [state.plan.rowName, state]));
  const { entries, groups, stream, stale } = sorted(rows, byName);
  const newest = stream?.seq ?? Infinity;
  for (const row of entries) restoreEntry(row, byName.get(row.rowName) as CorrelationState, ring, newest);
  // Due rows may still be there: whoever sweeps them is not waited for.
  for (const state of states) forgetDue(state, stream?.clock.at ?? -Infinity);
  for (const row of groups) restoreEpisodes(row, byName.get(row.rowName) as CorrelationState);
  const left = states.flatMap((state) => [...state.groups.values()].map((group) => [state, group] as const));
  for (const [{ plan }, group] of left) group.next = placeFrom(group, (stream?.clock.settled ?? -Infinity) - plan.horizonMs);
  return { stream, groups: left, stale };
}

function sorted(rows: Iterable<StateRow>, byName: ReadonlyMap<string, CorrelationState>): Sorted {
  const all: Sorted = { entries: [], groups: [], stream: undefined, stale: [] };
  const lingerOf = (rowName: string): number | undefined => byName.get(rowName)?.plan.lingerMs;
  for (const row of rows) {
    const read = readRow(row, lingerOf);
    if (read === undefined) all.stale.push(row.key);
    else if (read.kind === "entry") all.entries.push(read);
    else if (read.kind === "group") all.groups.push(read);
    else all.stream = read.state;
  }
  all.entries.sort((one, other) => one.entry.seq - other.entry.seq);
  return all;
}

function restoreEntry({ shown, due, entry, isAlone, digest }: Of<"entry">, state: CorrelationState, ring: DigestRing, newest: number): void {
  const key = shown.toLowerCase();
  if (isAlone) state.groups.delete(key);
  const group = groupFor(state, key, shown);
  put(group, entry, state.plan.isTemporal);
  touch(state, group, due);
  if (digest !== "null" && entry.seq > newest - ring.size) ring.put(entry.seq, digest);
}

/** By the group, not by the entry: a group that is still there has all that came since it was last empty. */
function forgetDue({ groups }: CorrelationState, streamAt: Instant): void {
  for (const [key, { due }] of groups) if (due < streamAt) groups.delete(key);
}

function restoreEpisodes({ key, episodes, covered }: Of<"group">, state: CorrelationState): void {
  const group = state.groups.get(key);
  if (group === undefined) return;
  group.episodes = episodes;
  group.covered = covered;
  group.hasRow = true;
}
