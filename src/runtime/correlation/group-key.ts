// Whose an event is and what it measures: group-by values and value fields out of an event's fields.
import type { FieldValue, Fields } from "../event.ts";
import { valueOf } from "../field.ts";
import type { Carry } from "./entries.ts";

/** A list in a group-by field puts the event in the group of each member (as `stats by` does with multivalue fields), up to so many. */
const mostCombined = 64;

/** The first of the names that the event has, as texts; undefined when it has none of them, or nothing in it. */
function textsAt(fields: Fields, names: readonly string[]): string[] | undefined {
  for (const name of names) {
    const texts = textsIn(valueOf(fields, name));
    if (texts.length > 0) return texts;
  }
  return undefined;
}

function textsIn(value: FieldValue | undefined): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === "string") return [value];
  if (typeof value !== "object") return [String(value)];
  return Array.isArray(value) ? (value as readonly FieldValue[]).flatMap(textsIn) : [JSON.stringify(value)];
}

/**
 * The values of fields joined by AND, one list per group (or tuple); undefined when a field is missing or null, and then the event does not count.
 * An empty text is a value. Equal texts in a list are one. onCut: there were more combinations than are followed.
 */
export function tuplesOf(fields: Fields, wanted: readonly (readonly string[])[], onCut: () => void): string[][] | undefined {
  let tuples: string[][] = [[]];
  for (const names of wanted) {
    const texts = textsAt(fields, names);
    if (texts === undefined) return undefined;
    if (texts.length === 1) for (const tuple of tuples) tuple.push(texts[0] as string);
    else tuples = tuples.flatMap((tuple) => [...new Set(texts)].map((text) => [...tuple, text]));
    if (tuples.length > mostCombined) { tuples.length = mostCombined; onCut(); }
  }
  return tuples;
}

/** Values compare as case-insensitive text (specification, "General"); what is shown keeps its case. A text of its own, so that no log line is kept alive by it. */
export const keyOf = (tuple: readonly string[]): string => JSON.stringify(tuple).toLowerCase();

// Plain and scientific decimals; "", "0x1F", "Infinity", "1e999" and "12 ms" are no quantities.
const decimal = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

export function numberIn(text: string): number | undefined {
  const number = decimal.test(text) ? Number(text) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** The fields by these names, for correlations above. */
export function carried(fields: Fields, names: readonly string[]): Carry | undefined {
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.flatMap((name) => { const value = valueOf(fields, name); return value === undefined ? [] : [[name, value] as const]; }));
}
