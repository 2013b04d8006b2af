// Reads matchers and extractors.
import { readExpression, partsOf } from "./dsl/expression.ts";
import { dslFunction } from "./dsl/functions.ts";
import { DslError } from "./dsl/value.ts";
import { bytesOf, textOf } from "./byte-text.ts";
import { absentFunctions, asksOf } from "./mould.ts";
import { Re2Error, searchPattern } from "./pattern/pattern.ts";
import type { Table } from "./read-yaml.ts";
import { TemplateError, flagAt, numberAt, strangers, tablesAt, textAt, textsAt, unsupported, within } from "./reading.ts";
import type { Reading } from "./reading.ts";
import { readJsonFilter } from "./select/json-filter.ts";
import { readPathExpression } from "./select/path-expression.ts";
import { SelectError } from "./select/select-error.ts";
import type { DslSource, Extractor, Matcher } from "./template.ts";

const matcherKeys = new Set(["type", "name", "part", "condition", "negative", "internal", "words", "regex", "status", "size", "binary", "dsl", "xpath", "encoding", "case-insensitive", "match-all", "group"]);
const extractorKeys = new Set(["type", "name", "part", "internal", "regex", "group", "kval", "json", "xpath", "attribute", "dsl", "case-insensitive", "to"]);

export const readMatchers = (table: Table, key: string, reading: Reading): Matcher[] => tablesAt(table, key, reading).flatMap((one, at) => readMatcher(one, within(within(reading, key), at)) ?? []);
export const readExtractors = (table: Table, reading: Reading): Extractor[] => tablesAt(table, "extractors", reading).flatMap((one, at) => readExtractor(one, within(within(reading, "extractors"), at)) ?? []);

function readMatcher(table: Table, reading: Reading): Matcher | undefined {
  strangers(table, matcherKeys, reading);
  const words = {
    name: textAt(table, "name", reading), part: textAt(table, "part", reading) || "body", every: textAt(table, "condition", reading)?.toLowerCase() === "and",
    negative: flagAt(table, "negative", reading) ?? false, internal: flagAt(table, "internal", reading) ?? false,
  };
  const type = textAt(table, "type", reading);
  switch (type) {
    case "word": return { ...words, type, words: readWords(table, reading), ignoresCase: flagAt(table, "case-insensitive", reading) ?? false };
    case "regex": return { ...words, type, patterns: readPatterns(table, reading) };
    case "status": case "size": return { ...words, type, numbers: needed(textsAt(table, type, reading), type, reading).map((text) => wholeNumber(text, reading)) };
    case "binary": return { ...words, type, bytes: needed(textsAt(table, "binary", reading), "binary", reading).map((text) => hexText(text, reading)) };
    case "dsl": return { ...words, type, expressions: readExpressions(table, reading) };
    case "xpath": return { ...words, type, paths: readPaths(table, reading) };
    default: return strangeType(type, reading);
  }
}

function strangeType(type: string | undefined, reading: Reading): undefined {
  if (type === undefined || type === "") throw new TemplateError(reading.at, "lacks a type");
  unsupported(reading, "matcher or extractor not known", type);
  return undefined;
}

function needed<T>(values: readonly T[], key: string, reading: Reading): readonly T[] {
  if (values.length === 0) throw new TemplateError(`${reading.at}/${key}`, "is empty");
  return values;
}

function readWords(table: Table, reading: Reading): readonly string[] {
  const words = needed(textsAt(table, "words", reading), "words", reading);
  const encoding = textAt(table, "encoding", reading);
  if (encoding !== undefined && encoding !== "hex") unsupported(reading, "option not known", `encoding: ${encoding}`);
  for (const word of words) checkMould(word, reading);
  return encoding === "hex" ? words.map((word) => hexText(word, reading)) : words.map((word) => textOf(bytesOf(word)));
}

function hexText(text: string, reading: Reading): string {
  const hex = text.replaceAll(/\s/g, "");
  if (!/^(?:[0-9a-f]{2})+$/i.test(hex)) throw new TemplateError(reading.at, `${text.slice(0, 40)} is no hex`);
  return textOf(Buffer.from(hex, "hex"));
}

function wholeNumber(text: string, reading: Reading): number {
  if (!/^\d{1,9}$/.test(text.trim())) throw new TemplateError(reading.at, `${text.slice(0, 40)} is no whole number`);
  return Number(text);
}

function readPatterns(table: Table, reading: Reading): readonly string[] {
  const patterns = needed(textsAt(table, "regex", reading), "regex", reading);
  for (const pattern of patterns) checkPattern(pattern, reading);
  return patterns;
}

/** A pattern with names in braces is compiled when those are known. */
function checkPattern(pattern: string, reading: Reading): void {
  if (asksOf(pattern).names.length > 0) return;
  try { searchPattern(pattern); } catch (thrown) {
    if (!(thrown instanceof Re2Error)) throw thrown;
    unsupported(reading, "pattern not read", `character ${thrown.at}: ${thrown.message}`);
  }
}

export function readExpressions(table: Table, reading: Reading): readonly DslSource[] {
  return needed(textsAt(table, "dsl", reading), "dsl", reading).map((text) => readDsl(text, reading));
}

function readDsl(text: string, reading: Reading): DslSource {
  checkMould(text, reading);
  // What stands in braces is filled in first: only then is the whole an expression.
  if (text.includes("{{") && asksOf(text).names.length + asksOf(text).calls.length > 0) return { text, tree: undefined };
  try {
    const tree = readExpression(text);
    for (const name of partsOf(tree).calls) if (!dslFunction(name)) unsupported(reading, absentFunctions.has(name) ? `function ${name}` : "function not known", name);
    return { text, tree };
  } catch (thrown) {
    if (!(thrown instanceof DslError)) throw thrown;
    unsupported(reading, "expression not read", `${thrown.message}: ${text.slice(0, 100)}`);
    return { text, tree: undefined };
  }
}

/** Notes functions in braces that are not here. */
export function checkMould(mould: string, reading: Reading): void {
  for (const name of asksOf(mould).calls) if (absentFunctions.has(name)) unsupported(reading, `function ${name}`, name);
}

function readPaths(table: Table, reading: Reading): ReturnType<typeof readPathExpression>[] {
  return needed(textsAt(table, "xpath", reading), "xpath", reading).flatMap((text) => selecting(() => readPathExpression(text), "path not read", text, reading));
}

function selecting<T>(read: () => T, reason: string, text: string, reading: Reading): T[] {
  try { return [read()]; } catch (thrown) {
    if (!(thrown instanceof SelectError)) throw thrown;
    unsupported(reading, reason, `${thrown.message}: ${text.slice(0, 100)}`);
    return [];
  }
}

function readExtractor(table: Table, reading: Reading): Extractor | undefined {
  strangers(table, extractorKeys, reading);
  if (table["to"] !== undefined) unsupported(reading, "option not known", "to");
  const words = { name: textAt(table, "name", reading), part: textAt(table, "part", reading) || "body", internal: flagAt(table, "internal", reading) ?? false, ignoresCase: flagAt(table, "case-insensitive", reading) ?? false };
  const type = textAt(table, "type", reading);
  switch (type) {
    case "regex": return { ...words, type, patterns: readPatterns(table, reading), group: numberAt(table, "group", reading) ?? 0 };
    case "kval": return { ...words, type, keys: textsAt(table, "kval", reading).map((key) => key.toLowerCase()) };
    case "json": return { ...words, type, filters: needed(textsAt(table, "json", reading), "json", reading).flatMap((text) => selecting(() => readJsonFilter(text), "filter not read", text, reading)) };
    case "xpath": return { ...words, type, paths: readPaths(table, reading), attribute: textAt(table, "attribute", reading) || undefined };
    case "dsl": return { ...words, type, expressions: readExpressions(table, reading) };
    default: return strangeType(type, reading);
  }
}
