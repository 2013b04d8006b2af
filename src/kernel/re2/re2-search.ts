// A pattern found anywhere in a text, in linear time: Sigma's |re. RE2's syntax, with flags from outside or within.
import { createRunTest, isRun, leastLength, neededRun, trimmed } from "./needs.ts";
import { compileRe } from "./program.ts";
import { readRe2 } from "./reader.ts";
import { requiredOf } from "./required.ts";
import { createSearcher } from "./searcher.ts";
import { findFirst } from "./steps.ts";
import { Re2Error } from "./tree.ts";
import type { Flags, Re } from "./tree.ts";

export { Re2Error } from "./tree.ts";

export interface Re2Search {
  finds(text: string): boolean;
  /** The first match, and of those that begin there the longest; counted in UTF-16 units. */
  find(text: string): { at: number; end: number } | undefined;
  /** Lower-cased texts of which at least one stands in the lower-cased form of any text in which the pattern is found; undefined when nothing is sure. */
  required: readonly string[] | undefined;
}

const longestPattern = 20_000;

/** Reads and compiles a pattern; throws Re2Error with the number of the character. */
export function compileRe2Search(pattern: string, flags: Flags): Re2Search {
  if (pattern.length > longestPattern) throw new Re2Error(longestPattern, `is longer than ${longestPattern} characters`);
  const re = readRe2(pattern, flags);
  const program = compileRe(re);
  let finds: Re2Search["finds"] | undefined;
  // A rule that no event comes near costs no tables.
  return { finds: (text) => (finds ??= createFinder(re))(text), find: (text) => findFirst(program, text), required: requiredOf(re) };
}

/** Shorter runs are found as fast by the pattern itself. */
const runsAsked = 16;

/** Most texts are too short for a pattern with counts, or hold no such run; only the others are searched. */
function createFinder(whole: Re): Re2Search["finds"] {
  const re = trimmed(whole);
  const least = leastLength(re);
  const run = neededRun(re);
  const isAsked = run !== undefined && run.least >= runsAsked;
  const hasRun = isAsked ? createRunTest(run) : undefined;
  if (hasRun && isRun(re, run as NonNullable<typeof run>)) return (text) => text.length >= least && hasRun(text);
  const search = createSearcher(compileRe(re));
  return (text) => text.length >= least && (hasRun === undefined || hasRun(text)) && search(text);
}
