// Placeholders: %name% stands for the values that this installation has for it.
import { eachValue, kindText, refuseValue } from "../modifier.ts";
import type { Modifier, Term } from "../modifier.ts";
import { joined, patternOf } from "../value.ts";
import type { Pattern } from "../rule.ts";

// "\%" is a percent sign (rules specification, "Placeholders").
const placeholder = /\\%|%([^%\s\\]+)%/g;
const mostValues = 10_000;

export const expand: Modifier = {
  id: "expand", about: "%name% stands for each value of the placeholder; a rule with one that has no values is refused.",
  apply: (term) => eachValue(term, (value) => {
    if (value.kind === "regex") return filled(value.source, term).map((parts) => ({ ...value, source: parts.map(({ text, isValue }) => (isValue ? patternOf(text).map(regexPart).join("") : text)).join("") }));
    if (value.kind !== "text") return refuseValue(`is for text, not for ${kindText(value)}`);
    return expanded(value.pattern, term).map((pattern) => ({ ...value, pattern }));
  }),
};

interface Piece { text: string; isValue: boolean }

function expanded(pattern: Pattern, term: Term): Pattern[] {
  return pattern.reduce<Pattern[]>((before, part) => {
    const ways: Pattern[] = typeof part === "string" ? filled(part, term).map((pieces) => pieces.flatMap(({ text, isValue }) => (isValue ? patternOf(text) : [text]))) : [[part]];
    if (before.length * ways.length > mostValues) return refuseValue(`makes more than ${mostValues} values`);
    return before.flatMap((one) => ways.map((way) => joined([...one, ...way])));
  }, [[]]);
}

/** A text with every combination of its placeholders' values. */
function filled(text: string, { placeholders }: Term): Piece[][] {
  let ways: Piece[][] = [[]];
  let at = 0;
  const add = (texts: readonly string[], isValue: boolean): void => {
    if (ways.length * texts.length > mostValues) refuseValue(`makes more than ${mostValues} values`);
    ways = ways.flatMap((way) => texts.map((one) => [...way, { text: one, isValue }]));
  };
  for (const { 0: all, 1: name, index } of text.matchAll(placeholder)) {
    add([text.slice(at, index)], false);
    add(name === undefined ? ["%"] : valuesOf(name, placeholders), name !== undefined);
    at = index + all.length;
  }
  add([text.slice(at)], false);
  return ways;
}

function valuesOf(name: string, placeholders: Term["placeholders"]): readonly string[] {
  const values = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
  return values && values.length > 0 ? values : refuseValue(`finds no values for the placeholder %${name}%; give them, or leave the rule out`);
}

const regexPart = (part: Pattern[number]): string => (typeof part !== "string" ? (part.wildcard === "any" ? "(?s:.*)" : "(?s:.)") : part.replaceAll(/[\\^$.|?*+()[\]{}]/g, "\\$&"));
