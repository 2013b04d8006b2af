// A modifier: what stands behind a field's name changes its values, one modifier after the other (modifiers appendix 2.1).
//
// value     what a field must be, on the way from how the rule writes it to a test
// term      a field with all its values and how they are linked
// expansion one value that became several: any of them will do, also where all values must hold
import type { Plugin } from "../../kernel/plugin.ts";
import type { Comparison, Pattern, Test, TimePart } from "./rule.ts";

export type Value =
  /** isBytes: each character is a byte (after the encodings to UTF-16). */
  | { kind: "text"; pattern: Pattern; isBytes: boolean }
  | { kind: "number"; number: number }
  | { kind: "boolean"; isTrue: boolean }
  | { kind: "null" }
  | Extract<Test, { kind: "regex" | "cidr" | "exists" }>
  | { kind: "compare"; by: Comparison; number: number }
  | { kind: "time"; part: TimePart; number: number }
  | { kind: "fieldref"; field: string; how: "equals" | "contains" | "startswith" | "endswith" };

/** A value of the rule: as it is written, and what it has become. */
export interface Member { written: string; became: readonly Value[]; line: number }

export interface Term {
  /** Undefined: keywords. */
  field: string | undefined;
  members: readonly Member[];
  link: "any" | "all";
  isNegated: boolean;
  isCased: boolean;
  /** Modifiers that were applied before this one, in their order. */
  applied: readonly string[];
  /** Values of placeholders by name. */
  placeholders: Readonly<Record<string, readonly string[]>>;
}

export interface Modifier extends Plugin {
  /** Other names of it. */
  readonly aliases?: readonly string[];
  /** Throws ModifierError when the values are not for it. */
  apply(term: Term): Term;
}

/** Why a modifier cannot be applied, without the place: whoever applies it knows where. */
export class ModifierError extends Error {}
export const refuseValue = (why: string): never => { throw new ModifierError(why); };

/** Every value changed; a list is an expansion. */
export const eachValue = (term: Term, change: (value: Value) => Value | readonly Value[]): Term =>
  ({ ...term, members: term.members.map((member) => ({ ...member, became: member.became.flatMap(change) })) });

/** Every value changed, which must be a text. */
export const eachText = (term: Term, change: (text: Extract<Value, { kind: "text" }>) => Value | readonly Value[]): Term =>
  eachValue(term, (value) => (value.kind === "text" ? change(value) : refuseValue(`is for text, not for ${kindText(value)}`)));

const kindTexts = { text: "text", number: "a number (quotes make it text)", boolean: "true or false", null: "null", regex: "a regular expression", cidr: "a network", exists: "a question of existence", compare: "a comparison", time: "a part of a time", fieldref: "another field" } as const;
export const kindText = (value: Value): string => kindTexts[value.kind];
