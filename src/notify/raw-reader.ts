// Reads a nested document part by part, and notes every place that is wrong instead of stopping at the first.
import type { FaultPlace } from "../kernel/fault.ts";

/** A part of a document and its JSON pointer; what is wrong is noted in the list that all parts share. */
export interface Raw { value: unknown; at: string; places: FaultPlace[] }

export const note = ({ at, places }: Raw, rule: string): void => { places.push({ at, rule }); };

/** Nothing given: a key without a value is as good as none. */
export const isAbsent = (raw: Raw | undefined): boolean => raw === undefined || raw.value === undefined || raw.value === null || raw.value === "";

/** The members of an object; names that are not known are noted with those that are. */
export function membersOf(raw: Raw, known: readonly string[], what: string): Map<string, Raw> {
  const { value, at, places } = raw;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    note(raw, `must be an object: ${what} has ${known.join(", ")}`);
    return new Map();
  }
  const members = Object.entries(value).map(([name, member]): [string, Raw] => [name, { value: member, at: `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, places }]);
  for (const [name, member] of members) if (!known.includes(name)) note(member, `is not known; ${what} has ${known.join(", ")}`);
  return new Map(members.filter(([name]) => known.includes(name)));
}

/** The items of a list; nothing given is an empty one. */
export function itemsOf(raw: Raw | undefined): Raw[] {
  if (!raw || isAbsent(raw)) return [];
  if (Array.isArray(raw.value)) return raw.value.map((value: unknown, index) => ({ value, at: `${raw.at}/${index}`, places: raw.places }));
  note(raw, "must be a list");
  return [];
}

/** A text; numbers and booleans are taken as they are written in JSON. */
export function textOf(raw: Raw | undefined): string | undefined {
  if (!raw || isAbsent(raw)) return undefined;
  if (typeof raw.value === "string") return raw.value;
  if (typeof raw.value === "number" || typeof raw.value === "boolean") return String(raw.value);
  note(raw, "must be a text");
  return undefined;
}

/** A list of texts, or one text as a list of one. */
export function textsOf(raw: Raw | undefined): { text: string; raw: Raw }[] {
  if (!raw || isAbsent(raw)) return [];
  return (Array.isArray(raw.value) ? itemsOf(raw) : [raw]).flatMap((item) => {
    const text = textOf(item);
    if (text === undefined && isAbsent(item)) note(item, "must be a text");
    return text === undefined ? [] : [{ text, raw: item }];
  });
}

/** The same for names, each of which may stand once. */
export function namesOf(raw: Raw | undefined): { text: string; raw: Raw }[] {
  const seen = new Set<string>();
  return textsOf(raw).filter(({ text, raw: item }) => {
    if (seen.has(text)) note(item, `says ${text} a second time`);
    return seen.size < seen.add(text).size;
  });
}

/** true or false, also as words; undefined when nothing is given. */
export function flagOf(raw: Raw | undefined): boolean | undefined {
  if (!raw || isAbsent(raw)) return undefined;
  if (raw.value === true || raw.value === "true") return true;
  if (raw.value !== false && raw.value !== "false") note(raw, "must be true or false");
  return false;
}
