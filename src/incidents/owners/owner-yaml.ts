// YAML of one or several documents, with the line each begins in.
import { CORE_SCHEMA, EVENT_ID, YAMLException, loadAll, parseEvents } from "js-yaml";
import type { Event } from "js-yaml";
import { unreadable } from "./owner-reader.ts";
import type { OwnerFile } from "./owner-reader.ts";

export type Table = Readonly<Record<string, unknown>>;
export const isTable = (value: unknown): value is Table => typeof value === "object" && value !== null && !Array.isArray(value);
export const tableIn = (value: unknown): Table => (isTable(value) ? value : {});
export const textIn = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
export const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap((item) => textIn(item) ?? []) : []);

const limits = { maxDepth: 50, maxAliases: 100 };

// Each value is an event, and each collection one more for its end; what is more is nobody's catalogue.
const mostEvents = 500_000;

export function documentsOf(file: OwnerFile): { value: unknown; line: number }[] {
  try {
    const events = parseEvents(file.text, limits);
    if (events.length > mostEvents) throw unreadable(file, undefined, `holds more than ${mostEvents / 2} values`);
    const values = loadAll(file.text, { schema: CORE_SCHEMA, ...limits });
    const lines = startsOf(file.text, events);
    return values.map((value, index) => ({ value, line: lines[index] ?? 1 }));
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    throw unreadable(file, cause.mark ? cause.mark.line + 1 : undefined, `is no YAML: ${cause.reason}`);
  }
}

/** The line each document begins in; the text is gone through once, however many there are. */
function startsOf(text: string, events: readonly Event[]): number[] {
  let [line, end] = [1, 0];
  return events.flatMap((event, index) => {
    if (event.type !== EVENT_ID.DOCUMENT) return [];
    const first = events[index + 1];
    const offset = first === undefined ? 0 : "valueStart" in first ? first.valueStart : "start" in first ? first.start : 0;
    for (let at = text.indexOf("\n", end); at >= 0 && at < offset; at = text.indexOf("\n", end)) { line += 1; end = at + 1; }
    return [line];
  });
}

/** The line of the first text that is a name followed by a colon; the lines are read once for all names. */
export function keyLines(text: string): (key: string) => number {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split("\n").entries()) {
    const [, double, single, plain] = /^\s*(?:"([^"]*)"|'([^']*)'|([^\s"':][^:]*?))\s*:/.exec(line) ?? [];
    const key = double ?? single ?? plain;
    if (key !== undefined && !lines.has(key)) lines.set(key, index + 1);
  }
  return (key) => lines.get(key) ?? 1;
}
