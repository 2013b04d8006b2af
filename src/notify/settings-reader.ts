// Reads a channel's settings field by field, and names every field that is wrong at once.
import { Fault } from "../kernel/fault.ts";
import type { FaultPlace } from "../kernel/fault.ts";

/** Typed access to the fields of raw settings. A wrong field is noted; readFields throws once all have been read. */
export interface Fields {
  /** A text; absent or not accepted is a fault. */
  text(name: string, rule: string, accept?: (text: string) => boolean): string;
  optionalText(name: string, rule: string, accept?: (text: string) => boolean): string | undefined;
  /** Absent = false; forms send the words true and false. */
  flag(name: string): boolean;
  /** A whole number from `least` to `most`, or its digits; absent = `otherwise`. */
  integer(name: string, range: { least: number; most: number; otherwise: number }): number;
  /** A list, or one text with commas or spaces between its members. */
  texts(name: string, rule: string, count: { least: number; most: number }, accept?: (text: string) => boolean): string[];
  /** Notes a fault that concerns more than one field. */
  refuse(name: string, rule: string): void;
}

/** Reads settings with `read`; throws settings.invalid with a place (JSON pointer) per wrong or unknown field. Values are never quoted. */
export function readFields<S>(owner: string, raw: unknown, read: (fields: Fields) => S): S {
  const places: FaultPlace[] = [];
  const known = new Set<string>();
  const isObject = typeof raw === "object" && raw !== null && !Array.isArray(raw);
  const values = new Map(Object.entries(isObject ? raw : {}));
  const settings = read(fieldsOf(values, known, places));
  for (const name of values.keys()) {
    if (!known.has(name)) places.push({ at: pointer(name), rule: `is not a setting of ${owner}; its settings are ${[...known].join(", ")}` });
  }
  if (!isObject) places.splice(0, places.length, { at: "", rule: `must be an object with ${[...known].join(", ")}` });
  if (places.length > 0) throw new Fault("settings.invalid", { detail: `${owner}: ${places.map((place) => `${place.at} ${place.rule}`).join("; ")}.`, places });
  return settings;
}

function fieldsOf(values: ReadonlyMap<string, unknown>, known: Set<string>, places: FaultPlace[]): Fields {
  const refuse = (name: string, rule: string): void => { places.push({ at: pointer(name), rule }); };
  const valueOf = (name: string): unknown => { known.add(name); return values.get(name); };
  const isText = (value: unknown, accept: (text: string) => boolean): value is string => typeof value === "string" && accept(value);
  const optionalText: Fields["optionalText"] = (name, rule, accept = isFilled) => {
    const value = valueOf(name);
    if (value === undefined || isText(value, accept)) return value;
    refuse(name, rule);
    return undefined;
  };
  return {
    refuse,
    optionalText,
    text(name, rule, accept) {
      if (valueOf(name) === undefined) refuse(name, `is missing: ${rule}`);
      return optionalText(name, rule, accept) ?? "";
    },
    flag(name) {
      const value = valueOf(name) ?? false;
      if (![true, false, "true", "false"].some((known) => known === value)) refuse(name, "must be true or false");
      return value === true || value === "true";
    },
    integer(name, { least, most, otherwise }) {
      const given = valueOf(name) ?? otherwise;
      const value = typeof given === "string" && /^\d{1,9}$/.test(given) ? Number(given) : given;
      if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
      refuse(name, `must be a whole number from ${least} to ${most}`);
      return otherwise;
    },
    texts(name, rule, { least, most }, accept = isFilled) {
      const given = valueOf(name) ?? [];
      const value = typeof given === "string" ? given.split(/[\s,]+/).filter(isFilled) : given;
      if (Array.isArray(value) && value.length >= least && value.length <= most && value.every((text) => isText(text, accept))) return value;
      refuse(name, rule);
      return [];
    },
  };
}

const isFilled = (text: string): boolean => text.trim() !== "";

// RFC 6901 section 3.
const pointer = (name: string): string => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;

/** A URL as it may be shown: path and query are often the secret of an incoming webhook. */
export function shownUrl(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return pathname === "/" && search === "" ? origin : `${origin}/[secret]`;
}
