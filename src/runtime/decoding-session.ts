// Sessions of decoders that read JSON: what every one of them holds of a record (an object, not too deep, not too many in it) is held here once.
import { nothing, recordLimits } from "./decoder.ts";
import type { DecodeContext, Decoded, DecoderSession, Reject } from "./decoder.ts";
import { placed } from "./decoding-place.ts";
import { isRecord, recordOf } from "./decoding-values.ts";
import type { JsonRecord } from "./decoding-values.ts";
import type { LogSource, Origin, RuntimeEvent } from "./event.ts";

/** What a decoder says of one event; the session adds what is the same for all. at undefined: the event does not say. */
export type EventParts = Pick<RuntimeEvent, "id" | "logsource" | "origin" | "fields"> & { at: number | undefined; raw?: string } & Partial<Pick<RuntimeEvent, "verdict" | "alsoAsked">>;

/** One event out of a record, or in words why there is none. */
export type DecodeOne = (record: JsonRecord, context: DecodeContext) => EventParts | string;

/** A member of a batch and where it stands. */
export interface Member { value: unknown; at: string }

/** A session whose records are one event each, or batches of them: membersOf says what a record holds (itself, by default). */
export function jsonSession(decoder: string, context: DecodeContext, decodeOne: DecodeOne, membersOf: (record: JsonRecord, at: string) => readonly Member[] = alone): DecoderSession {
  const session: DecoderSession = {
    push(record, at) {
      const refused = reasonAgainst(record);
      if (refused !== undefined) return rejected(at, refused);
      return gather(membersOf(record as JsonRecord, at), (member) => oneOf(decoder, context, decodeOne, member));
    },
    end: () => nothing,
  };
  return session;
}

const alone = (record: JsonRecord, at: string): readonly Member[] => [{ value: record, at }];

/** The items below a name of a record, each with its place: "/items/3". */
export const membersBelow = (items: readonly unknown[], at: string, name: string): readonly Member[] => items.map((value, index) => ({ value, at: `${at === "/" ? "" : at}/${name}/${index}` }));

export const rejected = (at: string, rule: string): Decoded => ({ events: [], rejects: [{ at, rule }] });

/** The members one by one; beyond the limit the rest is named, not dropped in silence. */
export function gather(members: readonly Member[], decode: (member: Member) => Decoded): Decoded {
  const events: RuntimeEvent[] = [];
  const rejects: Reject[] = [];
  for (const member of members.slice(0, recordLimits.listed)) {
    const one = decode(member);
    for (const event of one.events) events.push(event);
    for (const reject of one.rejects) rejects.push(reject);
  }
  const left = members.length - recordLimits.listed;
  if (left > 0) rejects.push({ at: members[recordLimits.listed]?.at ?? "", rule: `${left} events beyond the first ${recordLimits.listed} of one batch were not read: send smaller batches.` });
  return { events, rejects };
}

function oneOf(decoder: string, context: DecodeContext, decodeOne: DecodeOne, { value, at }: Member): Decoded {
  if (!isRecord(value)) return rejected(at, `is ${kindOf(value)}, and an event is a JSON object.`);
  const parts = decodeOne(value, context);
  return typeof parts === "string" ? rejected(at, parts) : { events: [eventOf(decoder, context, parts, value)], rejects: [] };
}

/** The event of its parts: the time of receipt where it names none, the door's host where it names none. */
export function eventOf(decoder: string, { receivedAt, host }: DecodeContext, { at, raw, origin, fields, ...parts }: EventParts, record: unknown): RuntimeEvent {
  const where = origin.host === undefined && host !== undefined ? { ...origin, host } : origin;
  // Most events are nobody's detection: their text is written when it is asked for.
  return { ...parts, fields: placed(fields, where), decoder, at: at ?? receivedAt, isTimed: at !== undefined, origin: where, get raw() { return raw ?? JSON.stringify(record); } };
}

/** Why a record is nobody's event: no object, or deeper than the limit. */
export function reasonAgainst(record: unknown): string | undefined {
  if (!isRecord(record)) return `is ${kindOf(record)}, and an event is a JSON object.`;
  return isTooDeep(record) ? `is nested deeper than ${recordLimits.depth} levels: send it flatter.` : undefined;
}

export const kindOf = (value: unknown): string => (value === null ? "null" : Array.isArray(value) ? "a list" : typeof value === "string" ? "a text" : `a ${typeof value}`);

/** Whether a value is nested deeper than the limit; it never looks deeper than that, so no depth can break it. */
export function isTooDeep(value: unknown, depth: number = recordLimits.depth): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth < 0) return true;
  if (Array.isArray(value)) { for (const item of value as unknown[]) if (typeof item === "object" && isTooDeep(item, depth - 1)) return true; return false; }
  for (const name in value) { const member = (value as Record<string, unknown>)[name]; if (typeof member === "object" && isTooDeep(member, depth - 1)) return true; }
  return false;
}

/** A JSON value, or undefined when the text is none. */
export function parseJson(text: string): unknown {
  try { return JSON.parse(text); } catch { return undefined; }
}

/** The text as a JSON object within the limit of depth; undefined when it is none. */
export function parseRecord(text: unknown): JsonRecord | undefined {
  if (typeof text !== "string" || !/^\s*\{/.test(text)) return undefined;
  const value = parseJson(text);
  return isRecord(value) && !isTooDeep(value) ? value : undefined;
}

/** Both, what the first says winning: the event's own word over its envelope's. */
export const originOver = (own: Origin, envelope: Origin): Origin => ({ ...envelope, ...recordOf(own) }) as Origin;

/** {category, product, service} of settings "logsource.category", ...; undefined when none is set. */
export function logsourceOf(settings: DecodeContext["settings"]): LogSource | undefined {
  const named = (["category", "product", "service"] as const).flatMap((name) => { const value = settings[`logsource.${name}`]; return value === undefined || value === "" ? [] : [[name, value.toLowerCase()] as const]; });
  return named.length === 0 ? undefined : Object.fromEntries(named);
}
