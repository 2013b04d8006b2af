// Reads a pattern with its groups and its preferences: the kernel's reader keeps neither, because a search does not need them.
import { foldsOf } from "../../../kernel/re2/case.ts";
import { readBrackets, readNamedClass } from "../../../kernel/re2/classes.ts";
import { readEscape } from "../../../kernel/re2/escapes.ts";
import { charAt, take, takeUntil } from "../../../kernel/re2/tree.ts";
import type { Anchor, Source } from "../../../kernel/re2/tree.ts";

export type Grouped =
  | { kind: "take"; has(code: number): boolean }
  | { kind: "anchor"; anchor: Anchor }
  | { kind: "sequence" | "choice"; parts: readonly Grouped[] }
  | { kind: "repeat"; of: Grouped; least: number; most: number | undefined; lazy: boolean }
  | { kind: "group"; of: Grouped; number: number };

interface Reading extends Source { groups: number; lazyByFlag: boolean }

/** Only for patterns that the kernel's reader has accepted: errors are found there. */
export function readGroups(pattern: string): { tree: Grouped; groups: number } {
  const reading: Reading = { codes: Array.from(pattern, (char) => char.codePointAt(0) ?? 0), at: 0, flags: { i: false, m: false, s: false }, groups: 0, lazyByFlag: false };
  return { tree: readChoice(reading), groups: reading.groups };
}

function readChoice(reading: Reading): Grouped {
  const parts = [readSequence(reading)];
  while (take(reading, "|")) parts.push(readSequence(reading));
  return parts.length === 1 ? (parts[0] as Grouped) : { kind: "choice", parts };
}

function readSequence(reading: Reading): Grouped {
  const parts: Grouped[] = [];
  while (!["", "|", ")"].includes(charAt(reading))) {
    if (take(reading, "\\Q")) {
      const text = takeUntil(reading, "\\E") ?? "";
      parts.push(...Array.from(text, (char) => literal(char.codePointAt(0) ?? 0, reading)));
      const last = parts.pop();
      if (last) parts.push(readRepeat(reading, last));
      continue;
    }
    const piece = readPiece(reading);
    if (piece) parts.push(readRepeat(reading, piece));
  }
  return { kind: "sequence", parts };
}

function readPiece(reading: Reading): Grouped | undefined {
  const char = charAt(reading);
  if (char === "(") return readGroup(reading);
  if (char === "[") return { kind: "take", has: readBrackets(reading).has };
  if (char === "\\") return readBackslash(reading);
  reading.at++;
  if (char === ".") return { kind: "take", has: reading.flags.s ? () => true : (code) => code !== 0x0a };
  if (char === "^") return { kind: "anchor", anchor: reading.flags.m ? "line-start" : "text-start" };
  if (char === "$") return { kind: "anchor", anchor: reading.flags.m ? "line-end" : "text-end" };
  return literal(reading.codes[reading.at - 1] ?? 0, reading);
}

function literal(code: number, { flags: { i } }: Source): Grouped {
  const folds = i ? foldsOf(code) : [code];
  return { kind: "take", has: folds.length === 1 ? (asked) => asked === code : (asked) => folds.includes(asked) };
}

const anchors: Readonly<Record<string, Anchor>> = { A: "text-start", z: "text-end", b: "word-edge", B: "no-word-edge" };

function readBackslash(reading: Reading): Grouped {
  const anchor = anchors[charAt(reading, 1)];
  if (anchor) {
    reading.at += 2;
    return { kind: "anchor", anchor };
  }
  const has = readNamedClass(reading);
  return has ? { kind: "take", has } : literal(readEscape(reading), reading);
}

function readGroup(reading: Reading): Grouped | undefined {
  const [outside, lazyOutside] = [reading.flags, reading.lazyByFlag];
  reading.at++;
  let number: number | undefined;
  if (!take(reading, "?") || take(reading, "P<") || take(reading, "<")) {
    if (charAt(reading, -1) === "<") takeUntil(reading, ">");
    number = ++reading.groups;
  } else if (!readFlags(reading)) return undefined;
  const of = readChoice(reading);
  take(reading, ")");
  reading.flags = outside;
  reading.lazyByFlag = lazyOutside;
  return number === undefined ? of : { kind: "group", of, number };
}

/** "i:" and "i)" after "(?". False when the flags hold for the rest of the group around. */
function readFlags(reading: Reading): boolean {
  let on = true;
  for (;;) {
    const char = charAt(reading);
    reading.at++;
    if (char === ":" || char === ")" || char === "") return char === ":";
    if (char === "-") on = false;
    else if (char === "U") reading.lazyByFlag = on;
    else reading.flags = { ...reading.flags, [char]: on };
  }
}

const counts: Readonly<Record<string, readonly [number, number | undefined]>> = { "*": [0, undefined], "+": [1, undefined], "?": [0, 1] };

function readRepeat(reading: Reading, of: Grouped): Grouped {
  const short = counts[charAt(reading)];
  const long = short ? undefined : /^\{(\d+)(,(\d*))?\}/.exec(String.fromCodePoint(...reading.codes.slice(reading.at, reading.at + 22)));
  if (!short && !long) return of;
  reading.at += long ? long[0].length : 1;
  const lazy = take(reading, "?") !== reading.lazyByFlag;
  if (short) return { kind: "repeat", of, least: short[0], most: short[1], lazy };
  const least = Number(long?.[1] ?? 0);
  return { kind: "repeat", of, least, most: long?.[2] === undefined ? least : long[3] === "" || long[3] === undefined ? undefined : Number(long[3]), lazy };
}
