// Which literals may end a few characters after a place in a text: a small table of bits says "none" for nearly every place.
//
// gram  the last four characters as one number of 28 bits, seven for each; characters beyond ASCII share places and are told apart later
// key   a gram, or the last three, two or one characters and how many they are
// bits  one for each hash of a key; what is not set is in no literal
import { foldedUnits } from "./folded-text.ts";

export const gramLength = 4;

export const pairMask = 0x3fff;

export interface GramTable {
  /** By slot, 32 of them in a number. */
  bits: Uint32Array;
  /** hash >>> shift is the slot. */
  shift: number;
  /** By slot: one more than the first literal there; the others follow by `next`; 0 is none. */
  first: Int32Array;
  next: Int32Array;
  /** By literal. */
  keys: Int32Array;
  /** By the last two characters: the lengths of literals shorter than a gram that end so, as bits; undefined when no literal is. */
  pairs: Uint8Array | undefined;
}

/** The gram one character on. */
export const movedOn = (gram: number, foldedUnit: number): number => ((gram << 7) | (foldedUnit & 0x7f)) & 0xfffffff;

export const slotOf = (key: number, shift: number): number => Math.imul(key, 0x9e3779b1) >>> shift;

export const keyOf = (gram: number, length: number): number => (length === gramLength ? gram : (gram & ((1 << (length * 7)) - 1)) | ((gramLength - length) << 28));

/** keys: of the literals, by the characters each is looked up by: some four of them, or all when they are fewer. */
export function createGramTable(grams: readonly string[]): GramTable {
  // Sixteen to thirty-two bits for each literal: one place in twenty or so is looked at in vain.
  const log = Math.max(10, Math.ceil(Math.log2(grams.length * 16 + 1)));
  const table: GramTable = { bits: new Uint32Array(2 ** (log - 5)), shift: 32 - log, first: new Int32Array(2 ** log), next: new Int32Array(grams.length), keys: Int32Array.from(grams, keyOfText), pairs: pairsOf(grams) };
  for (let literal = 0; literal < grams.length; literal++) {
    const slot = slotOf(table.keys[literal] ?? 0, table.shift);
    table.bits[slot >>> 5] = (table.bits[slot >>> 5] ?? 0) | (1 << (slot & 31));
    table.next[literal] = table.first[slot] ?? 0;
    table.first[slot] = literal + 1;
  }
  return table;
}

function gramOf(text: string): number {
  let gram = 0;
  for (let at = 0; at < text.length; at++) gram = movedOn(gram, foldedUnits()[text.charCodeAt(at)] ?? 0);
  return gram;
}

const keyOfText = (text: string): number => keyOf(gramOf(text), text.length);

function pairsOf(grams: readonly string[]): Uint8Array | undefined {
  const short = grams.filter(({ length }) => length < gramLength);
  const pairs = new Uint8Array(pairMask + 1);
  for (const text of short) {
    const ends = text.length > 1 ? [gramOf(text) & pairMask] : Array.from({ length: 0x80 }, (_, before) => (before << 7) | gramOf(text));
    for (const end of ends) pairs[end] = (pairs[end] ?? 0) | (1 << text.length);
  }
  return short.length === 0 ? undefined : pairs;
}
