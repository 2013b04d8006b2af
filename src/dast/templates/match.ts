// Whether an answer fits the matchers of a block.
import { evaluate } from "./dsl/evaluate.ts";
import { readExpression } from "./dsl/expression.ts";
import { DslError, textFrom } from "./dsl/value.ts";
import type { Names, Surroundings, Value } from "./dsl/value.ts";
import { byteLength, bytesOf } from "./byte-text.ts";
import { fill } from "./mould.ts";
import { Re2Error, searchPattern } from "./pattern/pattern.ts";
import { markedTree } from "./select/marked-tree.ts";
import { SelectError } from "./select/select-error.ts";
import type { DslSource, Matcher } from "./template.ts";

/** What matchers and extractors look at: names of the answer first, then those of the template. */
export interface Looking { names: Names; around: Surroundings }

/** names: those of the matchers that fit and say something; undefined for one without a name. */
export interface Match { names: readonly (string | undefined)[]; internal: boolean }

/** The match of the matchers together; undefined: they do not fit. */
export function matchAll(matchers: readonly Matcher[], every: boolean, looking: Looking): Match | undefined {
  const fitting: Matcher[] = [];
  for (const matcher of matchers) {
    if (fits(matcher, looking)) fitting.push(matcher);
    else if (every) return undefined;
  }
  if (fitting.length === 0) return undefined;
  const open = fitting.filter(({ internal }) => !internal);
  return { names: (open.length > 0 ? open : fitting).map(({ name }) => name), internal: open.length === 0 };
}

export function partNamed(part: string, { names }: Looking): string | undefined {
  const value = names(part === "header" ? "all_headers" : part);
  return value === undefined ? undefined : textFrom(value);
}

export function fits(matcher: Matcher, looking: Looking): boolean {
  if (matcher.type === "status") {
    const status = looking.names("status_code");
    return status !== undefined && matcher.numbers.includes(Number(status)) !== matcher.negative;
  }
  if (matcher.type === "dsl") return anyOrAll(matcher.expressions, matcher.every, (one) => truthOf(one, looking)) !== matcher.negative;
  const part = partNamed(matcher.part, looking);
  // A part that is not there neither holds nor lacks anything.
  return part !== undefined && found(matcher, part, looking) !== matcher.negative;
}

const anyOrAll = <T>(all: readonly T[], every: boolean, test: (one: T) => boolean): boolean => (every ? all.every(test) : all.some(test));

function found(matcher: Matcher, part: string, looking: Looking): boolean {
  switch (matcher.type) {
    case "status": case "dsl": return false;
    case "size": return matcher.numbers.includes(byteLength(part));
    case "word": return anyOrAll(matcher.words, matcher.every, (word) => hasWord(word, part, matcher.ignoresCase, looking));
    case "binary": return matcher.bytes.length > 0 && anyOrAll(matcher.bytes, matcher.every, (bytes) => hasBytes(bytes, part));
    case "regex": return anyOrAll(matcher.patterns, matcher.every, (pattern) => hasPattern(pattern, part, looking));
    case "xpath": return hasPaths(matcher, part);
  }
  return matcher satisfies never;
}

function hasWord(mould: string, part: string, ignoresCase: boolean, { names, around }: Looking): boolean {
  const { text, missing } = fill(mould, names, around);
  if (missing.length > 0) return false;
  return ignoresCase ? part.toLowerCase().includes(text.toLowerCase()) : part.includes(text);
}

const hasBytes = (bytes: string, part: string): boolean => (part.isWellFormed() && bytes.isWellFormed() ? part.includes(bytes) : bytesOf(part).includes(bytesOf(bytes)));

/** Throws nothing: a pattern that cannot be compiled once its names are filled in is not found. */
function hasPattern(mould: string, part: string, { names, around }: Looking): boolean {
  const { text } = fill(mould, names, around);
  try { return searchPattern(text).finds(part); } catch (thrown) { if (thrown instanceof Re2Error) return false; throw thrown; }
}

function hasPaths(matcher: Extract<Matcher, { type: "xpath" }>, part: string): boolean {
  try {
    const tree = markedTree(part);
    return anyOrAll(matcher.paths, matcher.every, (path) => path(tree).length > 0);
  } catch (thrown) { if (thrown instanceof SelectError) return false; throw thrown; }
}

/** The value of an expression; undefined when it has none. */
export function valueOf(source: DslSource, { names, around }: Looking): Value {
  try {
    return evaluate(source.tree ?? readExpression(fill(source.text, names, around).text), names, around);
  } catch (thrown) {
    if (thrown instanceof DslError || thrown instanceof Re2Error) return undefined;
    throw thrown;
  }
}

const truthOf = (source: DslSource, looking: Looking): boolean => valueOf(source, looking) === true;

