// Functions on text: search, cut, join, replace.
import { searchPattern } from "../pattern/pattern.ts";
import { byteLength, bytesOf, textOf } from "../byte-text.ts";
import { DslError, fail, longestText, numberFrom, textFrom } from "./value.ts";
import type { DslFunction, Value } from "./value.ts";

type Run = (...args: string[]) => Value;
/** A function whose arguments are all read as text. */
const ofText = (least: number, most: number, run: Run): DslFunction => ({ least, most, run: (args) => run(...args.map(textFrom)) });
const any = Number.POSITIVE_INFINITY;
const listFrom = (value: Value): readonly string[] => (Array.isArray(value) ? (value as readonly string[]) : [textFrom(value)]);

export const textFunctions: Readonly<Record<string, DslFunction>> = {
  contains: ofText(2, 2, (text = "", part = "") => text.includes(part)),
  contains_all: ofText(2, any, (text = "", ...parts) => parts.every((part) => text.includes(part))),
  contains_any: ofText(2, any, (text = "", ...parts) => parts.some((part) => text.includes(part))),
  starts_with: ofText(2, any, (text = "", ...starts) => starts.some((start) => text.startsWith(start))),
  ends_with: ofText(2, any, (text = "", ...ends) => ends.some((end) => text.endsWith(end))),
  line_starts_with: ofText(2, any, (text = "", ...starts) => text.split("\n").some((line) => starts.some((start) => line.startsWith(start)))),
  line_ends_with: ofText(2, any, (text = "", ...ends) => text.split("\n").some((line) => ends.some((end) => line.endsWith(end)))),
  to_upper: ofText(1, 1, (text = "") => text.toUpperCase()),
  to_lower: ofText(1, 1, (text = "") => text.toLowerCase()),
  to_title: ofText(1, 2, (text = "") => text.toLowerCase().replaceAll(/(^|[^\p{L}\p{N}'])(\p{L})/gu, (_all, before: string, letter: string) => before + letter.toUpperCase())),
  concat: ofText(0, any, (...parts) => parts.join("")),
  replace: ofText(3, 3, (text = "", from = "", to = "") => text.replaceAll(from, () => to)),
  replace_regex: ofText(3, 3, (text = "", pattern = "", to = "") => replacePattern(text, pattern, to)),
  regex: ofText(2, 2, (pattern = "", text = "") => searchPattern(pattern).finds(text)),
  regex_all: { least: 2, most: 2, run: ([text, patterns]) => listFrom(patterns).every((pattern) => searchPattern(pattern).finds(textFrom(text))) },
  regex_any: { least: 2, most: 2, run: ([text, patterns]) => listFrom(patterns).some((pattern) => searchPattern(pattern).finds(textFrom(text))) },
  equals_any: { least: 2, most: 2, run: ([text, values]) => listFrom(values).includes(textFrom(text)) },
  trim: ofText(2, 2, (text = "", set = "") => trimSet(text, set, { left: true, right: true })),
  trim_left: ofText(2, 2, (text = "", set = "") => trimSet(text, set, { left: true, right: false })),
  trim_right: ofText(2, 2, (text = "", set = "") => trimSet(text, set, { left: false, right: true })),
  trim_space: ofText(1, 1, (text = "") => text.trim()),
  trim_prefix: ofText(2, 2, (text = "", start = "") => (text.startsWith(start) ? text.slice(start.length) : text)),
  trim_suffix: ofText(2, 2, (text = "", end = "") => (end !== "" && text.endsWith(end) ? text.slice(0, -end.length) : text)),
  remove_bad_chars: ofText(2, 2, (text = "", bad = "") => Array.from(text).filter((char) => !bad.includes(char)).join("")),
  strip_slashes: ofText(1, 1, (text = "") => text.replaceAll(/\\(.)/gs, "$1")),
  reverse: ofText(1, 1, (text = "") => Array.from(text).toReversed().join("")),
  repeat: ofText(2, 2, (text = "", times = "") => repeated(text, Math.trunc(numberFrom(times)))),
  padding: { least: 4, most: 4, run: (args) => padded(args) },
  substr: ofText(2, 3, (text = "", from = "", to) => cut(text, from, to)),
  index: { least: 2, most: 2, run: ([of, place]) => oneOf(of, Math.trunc(numberFrom(place))) },
  len: { least: 1, most: 1, run: ([of]) => (Array.isArray(of) ? of.length : byteLength(textFrom(of))) },
  count: ofText(2, 2, (text = "", part = "") => (part === "" ? Array.from(text).length + 1 : text.split(part).length - 1)),
  split: ofText(2, 3, (text = "", by = "", most) => split(text, by, most)),
  join: { least: 2, most: any, run: ([by, ...parts]) => (parts.length === 1 && Array.isArray(parts[0]) ? (parts[0] as readonly string[]) : parts.map(textFrom)).join(textFrom(by)) },
  sort: ofText(1, any, (...parts) => (parts.length === 1 ? Array.from(parts[0] ?? "").toSorted().join("") : parts.toSorted())),
  uniq: ofText(1, any, (...parts) => (parts.length === 1 ? [...new Set(parts[0] ?? "")].join("") : [...new Set(parts)])),
  to_string: ofText(1, 1, (text = "") => text),
  print_debug: ofText(1, any, () => true),
};

function trimSet(text: string, set: string, { left, right }: { left: boolean; right: boolean }): string {
  let [from, to] = [0, text.length];
  while (left && from < to && set.includes(text[from] ?? "")) from++;
  while (right && to > from && set.includes(text[to - 1] ?? "")) to--;
  return text.slice(from, to);
}

function repeated(text: string, times: number): string {
  if (times < 0 || times * text.length > longestText) return fail(`repeat would make more than ${longestText} characters`);
  return text.repeat(times);
}

function padded([text, by, length, where]: readonly Value[]): string {
  const [data, fill, size] = [bytesOf(textFrom(text)), bytesOf(textFrom(by)), Math.trunc(numberFrom(length))];
  if (fill.length === 0 || size <= 0 || size > longestText) throw new DslError("padding needs something to pad with and a sensible length");
  if (where !== "prefix" && where !== "suffix") throw new DslError('padding needs "prefix" or "suffix"');
  if (data.length >= size) return textOf(data);
  const pad = Buffer.alloc(size - data.length, fill);
  return textOf(Buffer.concat(where === "prefix" ? [pad, data] : [data, pad]));
}

function cut(text: string, from: string, to: string | undefined): string {
  const bytes = bytesOf(text);
  const [start, end] = [Math.trunc(numberFrom(from)), to === undefined ? bytes.length : Math.trunc(numberFrom(to))];
  return start < 0 || start > end || end > bytes.length ? fail("substr asks for more than there is") : textOf(bytes.subarray(start, end));
}

function oneOf(value: Value, place: number): string {
  const parts = Array.isArray(value) ? (value as readonly string[]) : Array.from(textFrom(value));
  return parts[place] ?? fail(`index ${place} is beyond the end`);
}

function split(text: string, by: string, most: string | undefined): readonly string[] {
  if (most !== undefined) return splitAtMost(text, by, Math.trunc(numberFrom(most)));
  const size = /^-?\d+$/.test(by) ? Number(by) : 0;
  if (size <= 0) return text.split(by);
  const chars = Array.from(text);
  return Array.from({ length: Math.ceil(chars.length / size) }, (_, at) => chars.slice(at * size, at * size + size).join(""));
}

function splitAtMost(text: string, by: string, most: number): readonly string[] {
  const parts = text.split(by);
  return most < 0 || parts.length <= most ? parts : [...parts.slice(0, Math.max(0, most - 1)), parts.slice(Math.max(0, most - 1)).join(by)];
}

const mostReplaced = 100_000;

/** $1, ${1} and $$ in the replacement, as Go's Expand reads them. */
function replacePattern(text: string, pattern: string, to: string): string {
  let from = 0;
  const parts: string[] = [];
  for (const { at, end, groups } of searchPattern(pattern).all(text, mostReplaced)) {
    parts.push(text.slice(from, at), to.replaceAll(/\$(?:(\$)|\{(\w+)\}|(\w+))/g, (_all, dollar?: string, braced?: string, plain?: string) => dollar ?? groups[Number(braced ?? plain)] ?? ""));
    from = end;
  }
  return parts.join("") + text.slice(from);
}
