// Many literals in one pass over a text, whatever the case: at nearly every character one look at a small table says that none is there.
import { askRule } from "./asked.ts";
import type { Asked } from "./asked.ts";
import { foldedUnits, unfoldable } from "./folded-text.ts";
import { createGramTable, gramLength, keyOf, movedOn, pairMask, slotOf } from "./gram-table.ts";
import type { GramTable } from "./gram-table.ts";

/** text: folded; empty only with both anchors. start, end: it stands there. rules: what is asked when it occurs. */
export interface Literal { text: string; start: boolean; end: boolean; rules: readonly number[] }

export interface LiteralSearch {
  readonly empty: Literal | undefined;
  readonly literals: readonly Literal[];
  readonly grams: GramTable;
  /** By literal: how many of its characters stand before the end of its gram. */
  readonly until: Int32Array;
  /** By literal: the turn in which it was found; one that occurs often is paid once. */
  readonly turnOf: Float64Array;
  /** When all literals stand at the start (the end) of a text, this many characters there are enough. */
  readonly head: number;
  readonly tail: number;
}

/** A small whole number: the loop counts in nothing else. */
const wholeText = 0x3fffffff;

/** rarestGram: where in a literal the four characters begin by which it is looked up. */
export function createLiteralSearch(all: readonly Literal[], rarestGram: (text: string) => number): LiteralSearch {
  const literals = all.filter(({ text }) => text !== "");
  const places = literals.map(({ text }) => rarestGram(text));
  const longest = literals.reduce((most, { text }) => Math.max(most, text.length), 0);
  return {
    empty: all.find(({ text }) => text === ""), literals,
    grams: createGramTable(literals.map(({ text }, literal) => text.slice(places[literal], (places[literal] ?? 0) + gramLength))),
    until: Int32Array.from(literals, ({ text }, literal) => Math.min(text.length, (places[literal] ?? 0) + gramLength)),
    turnOf: new Float64Array(literals.length),
    head: literals.every(({ start }) => start) ? longest : wholeText, tail: literals.every(({ end }) => end) ? longest : wholeText,
  };
}

/** Asks the rules of every literal that the text holds. */
export function scan(search: LiteralSearch, text: string, asked: Asked): void {
  if (text === "") { if (search.empty !== undefined) askAll(search.empty, asked); return; }
  if (!scanUnits(search, text, asked, false)) scanUnits(search, text.toLowerCase(), asked, true);
}

// The loop that most of the time goes to. False: the text has to be lower-cased as a whole first.
function scanUnits(search: LiteralSearch, text: string, asked: Asked, isLowered: boolean): boolean {
  const { bits, shift, pairs } = search.grams;
  const units = foldedUnits();
  const to = Math.min(text.length, search.head);
  let gram = 0;
  for (let at = Math.max(0, text.length - search.tail); at < to; at++) {
    const folded = units[text.charCodeAt(at)] ?? 0;
    if (folded === unfoldable && !isLowered && text.charCodeAt(at) !== 0) return false;
    gram = movedOn(gram, folded);
    const slot = slotOf(gram, shift);
    if ((((bits[slot >>> 5] ?? 0) >>> (slot & 31)) & 1) === 1) look(search, gram, slot, text, at, asked);
    if (pairs !== undefined && pairs[gram & pairMask] !== 0) lookShort(search, gram, text, at, asked);
  }
  return true;
}

function lookShort(search: LiteralSearch, gram: number, text: string, at: number, asked: Asked): void {
  const lengths = search.grams.pairs?.[gram & pairMask] ?? 0;
  for (let length = 1; length < gramLength; length++) {
    if ((lengths & (1 << length)) === 0) continue;
    const key = keyOf(gram, length);
    look(search, key, slotOf(key, search.grams.shift), text, at, asked);
  }
}

function look(search: LiteralSearch, key: number, slot: number, text: string, at: number, asked: Asked): void {
  const { first, next, keys } = search.grams;
  for (let place = first[slot] ?? 0; place !== 0; place = next[place - 1] ?? 0) {
    const literal = place - 1;
    if (keys[literal] !== key || search.turnOf[literal] === asked.turn) continue;
    const found = search.literals[literal];
    if (found === undefined || !stands(found, text, at + 1 - (search.until[literal] ?? 0))) continue;
    search.turnOf[literal] = asked.turn;
    askAll(found, asked);
  }
}

function askAll({ rules }: Literal, asked: Asked): void {
  for (let at = 0; at < rules.length; at++) askRule(asked, rules[at] ?? 0);
}

function stands({ text: wanted, start, end }: Literal, text: string, from: number): boolean {
  const to = from + wanted.length;
  if (from < 0 || to > text.length || (start && from !== 0) || (end && to !== text.length)) return false;
  const units = foldedUnits();
  for (let at = 0; at < wanted.length; at++) {
    const unit = text.charCodeAt(from + at);
    // A text that was lower-cased as a whole still holds halves of pairs; they are themselves.
    if ((units[unit] || unit) !== wanted.charCodeAt(at)) return false;
  }
  return true;
}

export const sizeOf = ({ grams, literals }: LiteralSearch): number =>
  grams.bits.byteLength + grams.first.byteLength + (grams.pairs?.byteLength ?? 0) + literals.reduce((sum, { text, rules }) => sum + 100 + text.length + rules.length * 8, 0);
