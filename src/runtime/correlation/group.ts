// A group: the entries of one combination of group-by values that can still count, and the runs in which they met the condition.
import type { Instant } from "../../kernel/clock.ts";
import type { Tally } from "./counting.ts";
import { amountAt, dropOldest, insertAt, keyAt, noEntries, placeAfter, placeFrom, timeAt } from "./entries.ts";
import type { Entries, Entry } from "./entries.ts";
import type { Episode } from "./episode.ts";

/** Its own entries, in the order of (at, rule), and what was found out about them. */
export interface Group extends Entries {
  /** For look-up. */
  readonly key: string;
  /** JSON of the group-by values as first written; the same text as key where case makes no difference. */
  readonly shown: string;
  /** In order, more than a timespan apart. */
  episodes: Episode[];
  /** Of the window that ends at the newest entry (rise, range) or at the newest settled one (level); rebuilt when undefined. */
  tally: Tally | undefined;
  /** The first entry of the tally's window. */
  low: number;
  /** level: the first entry that is not settled. */
  next: number;
  /** whole: the end of the newest window that was judged. */
  covered: Instant;
  /** From then on, in the stream's time, it may be forgotten. */
  due: Instant;
  /** When it must be looked at again without an event of its own; in the heap under this time. */
  wakeAt: Instant;
  /** Keys of the entries, once there are many. */
  keys: Set<number> | undefined;
  /** Its own row is in the journal. */
  hasRow: boolean;
}

/** Shared by all groups that never met their condition; replaced, never changed. */
const noEpisodes: Episode[] = [];

export const newGroup = (key: string, shown: string): Group =>
  ({ ...noEntries(), key, shown: shown === key ? key : shown, episodes: noEpisodes, tally: undefined, low: 0, next: 0, covered: -Infinity, due: -Infinity, wakeAt: Infinity, keys: undefined, hasRow: false });

/** The episodes, to be changed. */
export function episodesOf(group: Group): Episode[] {
  if (group.episodes === noEpisodes) group.episodes = [];
  return group.episodes;
}

/** Groups up to this size are judged from nothing; larger ones keep a running tally. */
export const few = 8;
/** Keys of groups up to this size are looked through; larger ones keep a set of them. */
const fewKeys = 32;

export function hasKey(group: Group, key: number): boolean {
  if (group.size > fewKeys) return (group.keys ??= keysOf(group)).has(key);
  for (let place = 0; place < group.size; place += 1) if (keyAt(group, place) === key) return true;
  return false;
}

function keysOf(group: Group): Set<number> {
  const keys = new Set<number>();
  for (let place = 0; place < group.size; place += 1) keys.add(keyAt(group, place));
  return keys;
}

/** Puts the entry in its place and returns the place. areRulesApart: at one instant in the order of the rules; temporal_ordered takes what happens at once as in order. */
export function put(group: Group, entry: Entry, areRulesApart: boolean): number {
  const place = placeAfter(group, entry.at, areRulesApart ? entry.amount : Infinity);
  insertAt(group, place, entry);
  group.keys?.add(entry.key);
  return place;
}

/** Forgets the oldest entries. What the tally held of them leaves it. */
export function forgetOldest(group: Group, count: number): void {
  for (let place = group.low; place < count && group.tally !== undefined; place += 1) group.tally.drop(timeAt(group, place), amountAt(group, place));
  if (group.size - count <= fewKeys) group.keys = undefined;
  for (let place = 0; place < count && group.keys !== undefined; place += 1) group.keys.delete(keyAt(group, place));
  dropOldest(group, count);
  group.low = Math.max(0, group.low - count);
  group.next = Math.max(0, group.next - count);
}

/** Forgets what is older than every window that can still be asked for. */
export function evict(group: Group, before: Instant): void {
  if (group.size > 0 && timeAt(group, 0) < before) forgetOldest(group, placeFrom(group, before));
}
