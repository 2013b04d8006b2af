// What decoders ask of JSON that a stranger wrote: members of any type, instants in any of the usual spellings, texts of anything.
import { parseInstant } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import type { FieldValue } from "./event.ts";

export type JsonRecord = Readonly<Record<string, FieldValue | undefined>>;

export const isRecord = (value: unknown): value is JsonRecord => typeof value === "object" && value !== null && !Array.isArray(value);

/** The members of an object; of anything else none. */
export const recordOf = (value: unknown): JsonRecord => (isRecord(value) ? value : none);
const none: JsonRecord = {};

/** The items of an array; of anything else none. */
export const listOf = (value: unknown): readonly FieldValue[] => (Array.isArray(value) ? value as readonly FieldValue[] : []);

/** An own member: what a stranger calls "constructor" is not JavaScript's. */
export const memberOf = (value: unknown, name: string): FieldValue | undefined => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined);

/** What a table of ours says of a stranger's word, whatever the word. */
export const lookUp = <T>(table: Readonly<Record<string, T>>, word: string | undefined): T | undefined => (word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined);

/** The value at a path of own members; a single name is a path of one. */
export function at(value: unknown, ...path: readonly string[]): FieldValue | undefined {
  let now: unknown = value;
  for (const name of path) now = memberOf(now, name);
  return now as FieldValue | undefined;
}

/** A text that is not empty, or a number or truth as text; undefined for everything else, and for Falco's and Tetragon's "<NA>". */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" || value === "<NA>" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

export const textAt = (value: unknown, ...path: readonly string[]): string | undefined => textOf(at(value, ...path));

/** The first that has a text. */
export function firstText(...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const text = textOf(value);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** A finite number, or a text that spells one ("0x1f" too: Windows writes ids so). */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === "number" ? value : typeof value === "string" && /^(?:-?\d+(?:\.\d+)?|0[xX][0-9a-fA-F]+)$/.test(value) ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** Without the members that are undefined: an absent field is not there, and one without value is null. */
export function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const held = members as Record<string, unknown>;
  for (const name in held) if (held[name] === undefined) return withoutAbsent(held) as ReturnType<typeof present<T>>;
  return members as ReturnType<typeof present<T>>;
}

function withoutAbsent(held: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name in held) { const value = held[name]; if (value !== undefined) setMember(kept, name, value); }
  return kept;
}

/** An own member, whatever a stranger calls it: "__proto__" is a name like any other. */
export function setMember<T>(record: Record<string, T>, name: string, value: T): void {
  if (name === "__proto__") Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
  else record[name] = value;
}

/**
 * When: RFC 3339; the same without a zone (UTC) or with "+0000"; seconds, milliseconds, microseconds or nanoseconds since 1970, as number or text,
 * told apart by their size (seconds up to the year 5138); protobuf's {seconds, nanos}; .NET's "/Date(ms)/". Undefined when it is none of these.
 */
export function instantOf(value: unknown): Instant | undefined {
  if (typeof value === "number") return ofEpoch(value);
  if (typeof value === "string") return ofText(value);
  const seconds = numberOf(memberOf(value, "seconds"));
  return seconds === undefined ? undefined : withinTime(seconds * 1000 + Math.floor((numberOf(memberOf(value, "nanos")) ?? 0) / 1e6));
}

/** The first that says when. */
export function firstInstant(...values: readonly unknown[]): Instant | undefined {
  for (const value of values) {
    const instant = instantOf(value);
    if (instant !== undefined) return instant;
  }
  return undefined;
}

function ofText(text: string): Instant | undefined {
  const exact = parseInstant(text);
  if (exact !== undefined) return exact;
  if (/^\d{9,19}(?:\.\d{1,9})?$/.test(text)) return ofEpoch(Number(text));
  const [, day, time, zone = "Z"] = /^(\d{4}[-/]\d{2}[-/]\d{2})[Tt ](\d{2}:\d{2}:\d{2}(?:[.,]\d+)?)\s?([Zz]|UTC|GMT|[+-]\d{2}:?\d{2})?$/.exec(text) ?? [];
  if (day !== undefined && time !== undefined) return parseInstant(`${day.replaceAll("/", "-")}T${time.replace(",", ".")}${zoneOf(zone)}`);
  const [, ms] = /^\/Date\((-?\d{1,16})/.exec(text) ?? [];
  return ms === undefined ? undefined : withinTime(Number(ms));
}

const zoneOf = (zone: string): string => (/^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : "Z");

// 1e11 seconds are the year 5138, 1e11 milliseconds 1973: a log of our days lies in one range of each unit.
function ofEpoch(number: number): Instant | undefined {
  const size = Math.abs(number);
  if (!Number.isFinite(number) || size === 0) return undefined;
  return withinTime(Math.floor(size < 1e11 ? number * 1000 : size < 1e14 ? number : size < 1e17 ? number / 1e3 : number / 1e6));
}

const withinTime = (ms: number): Instant | undefined => (Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? ms : undefined);
