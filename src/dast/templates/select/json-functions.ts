// The functions of jq that templates use.
import { Re2Error, searchPattern } from "../pattern/pattern.ts";
import type { JsonFilter } from "./json-filter-shape.ts";
import { SelectError } from "./select-error.ts";

type Make = (args: readonly JsonFilter[]) => JsonFilter;
const isTrue = (value: unknown): boolean => value !== null && value !== false && value !== undefined;
const plain = (run: (value: unknown) => unknown): Make => () => (value) => [run(value)];
const only = (test: (value: unknown) => boolean): Make => () => (value) => (test(value) ? [value] : []);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isTable = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const argOf = (args: readonly JsonFilter[]): JsonFilter => args[0] ?? ((value) => [value]);
const text = (value: unknown): string => { if (typeof value !== "string") throw new SelectError("needs text"); return value; };

export const jsonFunctions: Readonly<Record<string, Make | undefined>> = {
  empty: () => () => [],
  not: plain((value) => !isTrue(value)),
  length: plain((value) => (value === null ? 0 : typeof value === "number" ? Math.abs(value) : typeof value === "string" ? Array.from(value).length : Object.keys(value as object).length)),
  keys: plain((value) => (isList(value) ? value.map((_, at) => at) : isTable(value) ? Object.keys(value).toSorted() : wrong("has no keys"))),
  values: only((value) => value !== null),
  type: plain((value) => (value === null ? "null" : isList(value) ? "array" : typeof value)),
  objects: only(isTable), arrays: only(isList), strings: only((value) => typeof value === "string"), numbers: only((value) => typeof value === "number"), booleans: only((value) => typeof value === "boolean"),
  scalars: only((value) => typeof value !== "object" || value === null), nulls: only((value) => value === null),
  first: (args) => (value) => (args[0] ? args[0](value).slice(0, 1) : isList(value) ? [value[0] ?? null] : []),
  last: (args) => (value) => (args[0] ? args[0](value).slice(-1) : isList(value) ? [value.at(-1) ?? null] : []),
  add: plain((value) => (isList(value) ? value.every((one) => typeof one === "number") ? value.reduce<number>((sum, one) => sum + Number(one), 0) : isList(value[0]) ? value.flat() : value.map(String).join("") : wrong("adds something that is no list"))),
  tostring: plain((value) => (typeof value === "string" ? value : JSON.stringify(value))),
  tonumber: plain((value) => (Number.isNaN(Number(value)) ? wrong("is no number") : Number(value))),
  ascii_downcase: plain((value) => text(value).toLowerCase()), ascii_upcase: plain((value) => text(value).toUpperCase()),
  to_entries: plain((value) => (isTable(value) ? Object.entries(value).map(([key, one]) => ({ key, value: one })) : wrong("has no entries"))),
  unique: plain((value) => (isList(value) ? [...new Map(value.map((one) => [JSON.stringify(one), one])).values()] : wrong("is no list"))),
  sort: plain((value) => (isList(value) ? value.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)) : wrong("is no list"))),
  reverse: plain((value) => (isList(value) ? value.toReversed() : wrong("is no list"))),
  flatten: plain((value) => (isList(value) ? value.flat(20) : wrong("is no list"))),
  select: (args) => (value) => argOf(args)(value).flatMap((one) => (isTrue(one) ? [value] : [])),
  map: (args) => (value) => (isList(value) ? [value.flatMap((one) => argOf(args)(one))] : wrong("maps something that is no list")),
  any: (args) => (value) => [isList(value) && value.some((one) => (args[0] ? args[0](one).some(isTrue) : isTrue(one)))],
  all: (args) => (value) => [isList(value) && value.every((one) => (args[0] ? args[0](one).every(isTrue) : isTrue(one)))],
  recurse: (args) => (value) => (args.length > 0 ? wrong("recurse with a filter is not read") : within(value)),
  has: (args) => (value) => argOf(args)(value).map((key) => (isList(value) ? typeof key === "number" && key < value.length : isTable(value) && Object.hasOwn(value, String(key)))),
  contains: (args) => (value) => argOf(args)(value).map((part) => holds(value, part)),
  inside: (args) => (value) => argOf(args)(value).map((whole) => holds(whole, value)),
  startswith: (args) => (value) => argOf(args)(value).map((start) => text(value).startsWith(text(start))),
  endswith: (args) => (value) => argOf(args)(value).map((end) => text(value).endsWith(text(end))),
  split: (args) => (value) => argOf(args)(value).map((by) => text(value).split(text(by))),
  join: (args) => (value) => argOf(args)(value).map((by) => (isList(value) ? value.map((one) => (one === null ? "" : String(one))).join(text(by)) : wrong("joins something that is no list"))),
  test: (args) => (value) => argOf(args)(value).map((pattern) => finds(text(pattern), text(value))),
};

function wrong(why: string): never { throw new SelectError(why); }

function finds(pattern: string, subject: string): boolean {
  try { return searchPattern(pattern).finds(subject); } catch (thrown) { if (thrown instanceof Re2Error) return wrong(thrown.message); throw thrown; }
}

function within(value: unknown): unknown[] {
  const found: unknown[] = [];
  const open: unknown[] = [value];
  while (open.length > 0 && found.length < 20_000) {
    const one = open.pop();
    found.push(one);
    if (typeof one === "object" && one !== null) open.push(...Object.values(one).toReversed());
  }
  return found;
}

function holds(value: unknown, part: unknown, depth = 0): boolean {
  if (depth > 40) return false;
  if (typeof value === "string" && typeof part === "string") return value.includes(part);
  if (isList(value) && isList(part)) return part.every((one) => value.some((other) => holds(other, one, depth + 1)));
  if (isTable(value) && isTable(part)) return Object.entries(part).every(([key, one]) => Object.hasOwn(value, key) && holds(value[key], one, depth + 1));
  return JSON.stringify(value) === JSON.stringify(part);
}
