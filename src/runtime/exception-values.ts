// What several values have in common, as a line of a Sigma filter: equal, a shape, one of a few, or a part long enough to mean something.
import { compileGlob } from "./sigma/glob.ts";
import { any, joined, lowerCased, patternOf, patternText } from "./sigma/value.ts";
import type { Pattern } from "./sigma/rule.ts";
import type { FieldKind } from "./exception-fields.ts";

/** values: as Sigma writes them, wildcards and escapes included. how: for people. */
export interface Line { modifier: "" | "startswith" | "endswith" | "contains"; values: readonly string[]; how: string }

export const sameInAll = "the same in all";
const mostListed = 5;
const leastPart = 8;
const cutMark = /… \(\d+ more characters\)$/;

/** The lines that hold of every value, the one to be preferred first; empty when they have nothing in common that means something. */
export function linesFor(texts: readonly string[], kind: FieldKind): readonly Line[] {
  const whole = texts.map((text) => text.replace(cutMark, ""));
  // Of a value that was cut only the beginning is known.
  if (whole.some((text, place) => text !== texts[place])) return partOf("startswith", commonStart(whole), "its beginning, the same in all; the sample was cut");
  const distinct = [...new Map(whole.map((text) => [text.toLowerCase(), text])).values()];
  const [first = ""] = distinct;
  if (distinct.length === 1) return [{ modifier: "", values: [literal(first)], how: sameInAll }];
  if (kind === "same") return [];
  const list: Line[] = distinct.length <= mostListed ? [{ modifier: "", values: distinct.map(literal), how: `one of ${distinct.length}` }] : [];
  if (kind === "words") return [...shapeOf(distinct), ...list];
  return [...list, ...(kind === "path" ? folderOf(distinct) : partsOf(distinct))];
}

/** Whether a text is as the line says, as Sigma would have it. */
export function lineHolds({ modifier, values }: Line): (text: string) => boolean {
  const patterns = values.map((value) => compileGlob(lowerCased(joined([...(modifier === "endswith" || modifier === "contains" ? [any] : []), ...patternOf(value), ...(modifier === "startswith" || modifier === "contains" ? [any] : [])]))));
  return (text) => { const lower = text.toLowerCase(); return patterns.some((holds) => holds(lower)); };
}

const literal = (text: string): string => patternText([text]);

const partOf = (modifier: Line["modifier"], part: string, how: string): Line[] => (part.trim().length >= leastPart ? [{ modifier, values: [literal(part)], how }] : []);

const partsOf = (texts: readonly string[]): Line[] => {
  const [start, end] = [commonStart(texts), commonEnd(texts)];
  return [...partOf("startswith", start, "their common beginning"), ...partOf("endswith", end, "their common end"), ...partOf("contains", commonPart(texts), "the longest part they share")].toSorted((a, b) => (b.values[0]?.length ?? 0) - (a.values[0]?.length ?? 0)).slice(0, 1);
};

/** "/var/lib/app/" of the files in it: a name half shared is no folder. */
function folderOf(texts: readonly string[]): Line[] {
  const start = commonStart(texts);
  const folder = start.slice(0, Math.max(start.lastIndexOf("/"), start.lastIndexOf("\\")) + 1);
  return folder.trim().length >= leastPart ? partOf("startswith", folder, "the folder they share") : partsOf(texts);
}

/** Word by word when there are as many in each, else what they begin and end with. */
function shapeOf(texts: readonly string[]): Line[] {
  const words = texts.map((text) => text.split(/(?<=[\s=&:,;])/));
  const [first = []] = words;
  const pattern = words.every(({ length }) => length === first.length) ? joined(first.flatMap((_, place) => wordShape(words.map((one) => one[place] ?? "")))) : joined([commonStart(texts), any, commonEnd(texts, commonStart(texts).length)]);
  const said = pattern.map((part) => (typeof part === "string" ? part : "")).join("").replaceAll(/\s/g, "");
  return said.length < leastPart ? [] : [{ modifier: "", values: [patternText(pattern)], how: "the shape they share, with * where they differ" }];
}

function wordShape(words: readonly string[]): Pattern {
  const start = commonStart(words);
  if (words.every((word) => word.toLowerCase() === start.toLowerCase())) return [start];
  // A number differs as a whole, not in its last digit.
  return [start.replace(/\d+$/, ""), any, commonEnd(words, start.length).replace(/^\d+/, "")];
}

function commonStart(texts: readonly string[]): string {
  const [first = "", ...rest] = texts;
  let end = first.length;
  for (const text of rest) {
    end = Math.min(end, text.length);
    for (let at = 0; at < end; at++) if (!same(first, at, text, at)) { end = at; break; }
  }
  return wholeCharacters(first.slice(0, end));
}

/** taken: so many characters at the start of each are spoken for. */
function commonEnd(texts: readonly string[], taken = 0): string {
  const [first = "", ...rest] = texts;
  let length = first.length - taken;
  for (const text of rest) {
    length = Math.min(length, text.length - taken);
    for (let at = 1; at <= length; at++) if (!same(first, first.length - at, text, text.length - at)) { length = at - 1; break; }
  }
  return length <= 0 ? "" : wholeCharacters(first.slice(first.length - length));
}

const longestSought = 256;

/** Of the shortest value's beginning, by halving: what has a common part of some length has one of every shorter length. */
function commonPart(texts: readonly string[]): string {
  const shortest = (texts.toSorted((a, b) => a.length - b.length)[0] ?? "").slice(0, longestSought);
  const lower = texts.map((text) => text.toLowerCase());
  const found = (length: number): string | undefined => { for (let at = 0; at + length <= shortest.length; at++) { const part = shortest.slice(at, at + length); if (lower.every((text) => text.includes(part.toLowerCase()))) return part; } return undefined; };
  let [low, high] = [0, shortest.length];
  while (low < high) { const middle = (low + high + 1) >> 1; if (found(middle) === undefined) high = middle - 1; else low = middle; }
  return wholeCharacters(found(low) ?? "");
}

const same = (a: string, at: number, b: string, bAt: number): boolean => a[at] === b[bAt] || a[at]?.toLowerCase() === b[bAt]?.toLowerCase();

// Half of a character beyond the first plane is none.
const wholeCharacters = (text: string): string => text.replace(/^[\uDC00-\uDFFF]/, "").replace(/[\uD800-\uDBFF]$/, "");
