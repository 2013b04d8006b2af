// What a text must have for a pattern to be anywhere in it, and what of the pattern may be left out when only that is asked.
import type { Re } from "./tree.ts";

/** So many characters of one class beside each other. */
export interface Run { has(code: number): boolean; least: number }

const empty: Re = { kind: "sequence", parts: [] };

/**
 * A pattern that is found in the same texts, with the fewest repetitions at its ends: where ".*foo.{3,}" is found, "foo.{3}" is, and the other way round.
 * What it matches is less; only whether it is there is the same.
 */
export const trimmed = (re: Re): Re => trimmedAt(trimmedAt(re, "start"), "end");

function trimmedAt(re: Re, side: "start" | "end"): Re {
  switch (re.kind) {
    // Of the copies those next to the rest of the pattern are enough.
    case "repeat": return re.least === 0 ? empty : re.least === 1 ? trimmedAt(re.of, side) : { ...re, most: re.least };
    case "choice": return { kind: "choice", parts: re.parts.map((part) => trimmedAt(part, side)) };
    case "sequence": return trimmedSequence(re.parts, side);
    default: return re;
  }
}

function trimmedSequence(parts: readonly Re[], side: "start" | "end"): Re {
  const outer = parts.at(side === "start" ? 0 : -1);
  if (outer === undefined) return empty;
  const rest = side === "start" ? parts.slice(1) : parts.slice(0, -1);
  const left = trimmedAt(outer, side);
  if (isEmpty(left)) return trimmedSequence(rest, side);
  if (rest.length === 0) return left;
  return { kind: "sequence", parts: side === "start" ? [left, ...rest] : [...rest, left] };
}

const isEmpty = (re: Re): boolean => re.kind === "sequence" && re.parts.length === 0;

/** UTF-16 units of the shortest text it matches. */
export function leastLength(re: Re): number {
  switch (re.kind) {
    case "literal": return re.code > 0xffff ? 2 : 1;
    case "class": return 1;
    case "anchor": return 0;
    case "sequence": return re.parts.reduce((sum, part) => sum + leastLength(part), 0);
    case "choice": return Math.min(...re.parts.map(leastLength));
    case "repeat": return re.least * leastLength(re.of);
  }
  return re satisfies never;
}

/** The longest run of one class that is in every text it matches; undefined when there is none of two. */
export function neededRun(re: Re): Run | undefined {
  if (re.kind === "sequence") return re.parts.map(neededRun).reduce(longer, undefined);
  if (re.kind !== "repeat" || re.least === 0) return undefined;
  return re.of.kind === "class" && re.least > 1 ? { has: re.of.has, least: re.least } : neededRun(re.of);
}

const longer = (one: Run | undefined, other: Run | undefined): Run | undefined => (one && (!other || one.least >= other.least) ? one : other);

/** Whether the pattern is this run and nothing else. */
export const isRun = (re: Re, run: Run): boolean => re.kind === "repeat" && re.of.kind === "class" && re.of.has === run.has && re.least === run.least;

/** Whether a text has the run: one look at each character. */
export function createRunTest({ has, least }: Run): (text: string) => boolean {
  const ascii = Uint8Array.from({ length: 128 }, (_, code) => (has(code) ? 1 : 0));
  return (text) => {
    let run = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < 128) run = ascii[unit] === 1 ? run + 1 : 0;
      else {
        const code = text.codePointAt(at) ?? unit;
        run = has(code) ? run + 1 : 0;
        if (code > 0xffff) at++;
      }
      if (run >= least) return true;
    }
    return false;
  };
}
