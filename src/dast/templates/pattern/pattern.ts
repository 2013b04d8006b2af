// Regular expressions of templates: found, or found with their groups, in linear time whatever the pattern (RE2's syntax is the language's own).
import { compileRe2Search } from "../../../kernel/re2/re2-search.ts";
import type { Re2Search } from "../../../kernel/re2/re2-search.ts";
import { compileGroups } from "./groups-program.ts";
import { readGroups } from "./groups-reader.ts";
import { runGroups } from "./groups-run.ts";
import type { GroupsProgram } from "./groups-program.ts";
import type { PatternMatch } from "./pattern-match.ts";

export { Re2Error } from "../../../kernel/re2/re2-search.ts";

export interface Pattern {
  finds(text: string): boolean;
  /** Matches that do not overlap, leftmost first and by preference (Perl's and Go's rule), at most `most`. */
  all(text: string, most: number): PatternMatch[];
}

const noFlags = { i: false, m: false, s: false };
const mostKept = 3000;
const kept = new Map<string, Pattern>();

/** Compiles a pattern, or takes it from those compiled before; throws Re2Error. */
export function searchPattern(source: string): Pattern {
  const known = kept.get(source);
  if (known) return known;
  if (kept.size >= mostKept) kept.clear();
  const made = compile(source);
  kept.set(source, made);
  return made;
}

function compile(source: string): Pattern {
  const search: Re2Search = compileRe2Search(source, noFlags);
  let program: GroupsProgram | undefined;
  return {
    finds: search.finds,
    all(text, most) {
      if (most <= 0 || !search.finds(text)) return [];
      program ??= compileGroups(readGroups(source));
      return runGroups(program, text, most);
    },
  };
}
