// Entries: what a group remembers of the events that counted, four numbers each: there may be hundreds of thousands of them.
import type { Instant } from "../../kernel/clock.ts";
import type { FieldValue } from "../event.ts";

/** One event that counted, taken out of its group or on its way into it. */
export interface Entry {
  readonly at: Instant;
  /** What it counts with: the place of its rule in the correlation's list (temporal), its number (sum, average, ranks), the mark of its text (different values, share), or 0. */
  readonly amount: number;
  /** The mark of the event's id, or of its number in the stream; with the part of the event where several count. */
  readonly key: number;
  /** Number in the stream of entries, for the journal and the digests. */
  readonly seq: number;
  /** Fields that correlations over this one group by or measure. */
  readonly carry: Carry | undefined;
}

export type Carry = Readonly<Record<string, FieldValue>>;

/**
 * Entries in the order of (at, amount where the rules are told apart). One record of a few objects, not one object per event: 32 bytes each.
 *
 * numbers  at, amount, key, seq, entry after entry; a plain list while it is short, for a typed one weighs 200 bytes when it is empty
 * head     the first that is still there, counted in entries: what leaves at the front is not moved each time
 * size     how many there are
 * carries  as long as numbers; undefined where nothing is carried
 */
export interface Entries { numbers: Numbers; head: number; size: number; carries: (Carry | undefined)[] | undefined }

type Numbers = number[] | Float64Array;

const width = 4;
/** From so many on the numbers are in a typed list, whose parts move at the speed of memory. */
const many = 64;
/** Shared by all that are empty; replaced, never changed. */
const nothing: number[] = [];

export const noEntries = (): Entries => ({ numbers: nothing, head: 0, size: 0, carries: undefined });

export const timeAt = (entries: Entries, place: number): Instant => entries.numbers[(entries.head + place) * width] as number;
export const amountAt = (entries: Entries, place: number): number => entries.numbers[(entries.head + place) * width + 1] as number;
export const keyAt = (entries: Entries, place: number): number => entries.numbers[(entries.head + place) * width + 2] as number;
export const seqAt = (entries: Entries, place: number): number => entries.numbers[(entries.head + place) * width + 3] as number;

export const entryAt = (entries: Entries, place: number): Entry =>
  ({ at: timeAt(entries, place), amount: amountAt(entries, place), key: keyAt(entries, place), seq: seqAt(entries, place), carry: entries.carries?.[entries.head + place] });

/** The newest time; -Infinity without entries. */
export const newestOf = (entries: Entries): Instant => (entries.size === 0 ? -Infinity : timeAt(entries, entries.size - 1));

/** The first place whose entry is after (at, amount). */
export function placeAfter(entries: Entries, at: Instant, amount = Infinity): number {
  let [low, high] = [0, entries.size];
  if (high === 0 || isUpTo(entries, high - 1, at, amount)) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isUpTo(entries, middle, at, amount)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isUpTo(entries: Entries, place: number, at: Instant, amount: number): boolean {
  const time = timeAt(entries, place);
  return time < at || (time === at && amountAt(entries, place) <= amount);
}

/** The first place whose entry is at `at` or later. */
export const placeFrom = (entries: Entries, at: Instant): number => placeAfter(entries, at, -Infinity);

/** Puts the entry at its place: what is newer moves up by one. */
export function insertAt(entries: Entries, place: number, { at, amount, key, seq, carry }: Entry): void {
  makeRoom(entries);
  const { numbers, head, size } = entries;
  const from = (head + place) * width;
  move(numbers, from + width, from, (head + size) * width);
  numbers[from] = at;
  numbers[from + 1] = amount;
  numbers[from + 2] = key;
  numbers[from + 3] = seq;
  if (carry !== undefined) entries.carries ??= Array.from({ length: head + size }, (): Carry | undefined => undefined);
  entries.carries?.splice(head + place, 0, carry);
  entries.size = size + 1;
}

/** Numbers from `from` up to `end` come to `to`; both ways. */
function move(numbers: Numbers, to: number, from: number, end: number): void {
  if (numbers instanceof Float64Array) numbers.copyWithin(to, from, end);
  else if (to > from) for (let one = end - 1; one >= from; one -= 1) numbers[one + to - from] = numbers[one] as number;
  else for (let one = from; one < end; one += 1) numbers[one + to - from] = numbers[one] as number;
}

/** Room for one more: what the front left is used again once it is a quarter, otherwise the list grows by a half (a short one by two). */
function makeRoom(entries: Entries): void {
  const { numbers, head, size } = entries;
  if ((head + size) * width < numbers.length) return;
  if (head * 4 > size) toFront(entries);
  else resize(entries, size + Math.max(2, size >>> 1));
}

function toFront(entries: Entries): void {
  move(entries.numbers, 0, entries.head * width, (entries.head + entries.size) * width);
  entries.carries?.splice(0, entries.head);
  entries.head = 0;
}

function resize(entries: Entries, room: number): void {
  const { numbers, head, size } = entries;
  const sized: Numbers = room >= many ? new Float64Array(room * width) : Array.from({ length: room * width }, () => 0);
  for (let one = 0; one < size * width; one += 1) sized[one] = numbers[head * width + one] as number;
  entries.numbers = sized;
  entries.carries?.splice(0, head);
  entries.head = 0;
}

/** The oldest leave; their room is used again by those to come, and given back when there is far too much of it. */
export function dropOldest(entries: Entries, count: number): void {
  entries.head += count;
  entries.size -= count;
  if (entries.size === 0) [entries.numbers, entries.head, entries.carries] = [nothing, 0, undefined];
  else if (entries.numbers.length > Math.max(many, entries.size * 8) * width) resize(entries, entries.size + 2);
  else if (entries.head >= entries.size) toFront(entries);
}
