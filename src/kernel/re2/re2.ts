// Regular expressions as Prometheus, Alertmanager and Sigma's Go engines read them: RE2's syntax, the whole text, linear time.
//
// JavaScript's own engine is not used: it reads other things (\Z, (?i), \s, [[:alpha:]]) and a hostile pattern hangs it.
import { createAutomaton } from "./automaton.ts";
import { compileRe } from "./program.ts";
import { readRe2 } from "./reader.ts";
import { Re2Error } from "./tree.ts";
import type { Re } from "./tree.ts";

export { Re2Error } from "./tree.ts";

export interface Re2 {
  /** Whether the pattern matches the whole text (as ^(?:pattern)$ would). */
  matches(text: string): boolean;
  /** The texts it matches when they can be listed ("api|web", "node-[...]" cannot): a set to look up instead of a pattern to run. */
  literals: ReadonlySet<string> | undefined;
}

/** Longer patterns are refused before they are read. */
const longestPattern = 100_000;
const mostProducts = 1000;

/** Reads and compiles a pattern; throws Re2Error with the number of the character. */
export function compileRe2(pattern: string): Re2 {
  if (pattern.length > longestPattern) throw new Re2Error(longestPattern, `is longer than ${longestPattern} characters`);
  const re = readRe2(pattern);
  const listed = literalsOf(re);
  if (listed) {
    const literals = new Set(listed);
    return { matches: (text) => literals.has(text), literals };
  }
  return { matches: createAutomaton(compileRe(re)), literals: undefined };
}

function literalsOf(re: Re): readonly string[] | undefined {
  if (re.kind === "literal") return [String.fromCodePoint(re.code)];
  if (re.kind === "choice") {
    const parts = re.parts.map(literalsOf);
    return parts.includes(undefined) ? undefined : parts.flatMap((texts) => texts ?? []);
  }
  return re.kind === "sequence" ? productOf(re.parts) : undefined;
}

function productOf(parts: readonly Re[]): readonly string[] | undefined {
  let texts: readonly string[] = [""];
  for (const part of parts) {
    const ends = literalsOf(part);
    if (!ends || texts.length * ends.length > mostProducts) return undefined;
    texts = texts.length === 1 ? ends.map((end) => `${texts[0] ?? ""}${end}`) : texts.flatMap((text) => ends.map((end) => text + end));
  }
  return texts;
}
