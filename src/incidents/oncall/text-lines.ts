// YAML or JSON text with the line of every value, so that whoever wrote it is led to what is wrong.
import { CORE_SCHEMA, EVENT_ID, YAMLException, getScalarValue, load, parseEvents } from "js-yaml";
import type { Event } from "js-yaml";

/** value: the one document. lineOf: of a JSON pointer (RFC 6901), or of the nearest thing around it. */
export interface LinedText { value: unknown; lineOf(pointer: string): number | undefined }
export interface BrokenText { broken: { line: number | undefined; rule: string } }

// Aliases may repeat a value; more would let a small text grow without end.
const limits = { maxDepth: 20, maxAliases: 100 };
// Each value is an event, and each collection one more for its end: 10,000 layers with all their members are below it.
const mostEvents = 300_000;

/** YAML 1.2 (of which JSON is a part), one document; an empty text is an empty mapping. */
export function readLinedText(text: string): LinedText | BrokenText {
  if (/^(?:\s*(?:#.*)?\r?\n?)*$/.test(text)) return { value: {}, lineOf: () => undefined };
  try {
    const events = parseEvents(text, limits);
    if (events.length > mostEvents) return { broken: { line: undefined, rule: `holds more than ${mostEvents / 2} values` } };
    const value = load(text, { schema: CORE_SCHEMA, ...limits });
    const lines = linesOf(text, events);
    return { value, lineOf: (pointer) => nearest(lines, pointer) };
  } catch (thrown) {
    if (!(thrown instanceof YAMLException)) throw thrown;
    return { broken: { line: thrown.mark ? thrown.mark.line + 1 : undefined, rule: `is no YAML: ${thrown.reason}` } };
  }
}

function nearest(lines: ReadonlyMap<string, number>, pointer: string): number | undefined {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf("/"))) {
    const line = lines.get(at);
    if (line !== undefined || at === "") return line;
  }
}

export const pointerPart = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** A collection that is being read; key: the name that waits for its value. */
interface Open { pointer: string; isMapping: boolean; key: string | undefined; index: number }

function linesOf(text: string, events: readonly Event[]): Map<string, number> {
  const lines = new Map<string, number>();
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const lineAt = (offset: number): number => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) { const middle = (low + high) >> 1; if ((starts[middle] ?? 0) <= offset) low = middle; else high = middle; }
    return low + 1;
  };
  const open: Open[] = [];
  /** Where a value stands that begins now; undefined when it is a mapping's key. */
  const placeOf = (key: string | undefined): string | undefined => {
    const holder = open.at(-1);
    if (!holder) return "";
    if (!holder.isMapping) return `${holder.pointer}/${holder.index++}`;
    if (holder.key === undefined) { holder.key = key ?? ""; return undefined; }
    const pointer = `${holder.pointer}/${pointerPart(holder.key)}`;
    holder.key = undefined;
    return pointer;
  };
  for (const event of events) {
    if (event.type === EVENT_ID.POP) { open.pop(); continue; }
    if (event.type === EVENT_ID.DOCUMENT) continue;
    const offset = "valueStart" in event ? event.valueStart : "start" in event ? event.start : event.anchorStart;
    const holder = open.at(-1);
    const pointer = placeOf(event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : undefined);
    // A member's line is that of its name: an empty value stands nowhere.
    if (pointer === undefined) lines.set(`${holder?.pointer ?? ""}/${pointerPart(holder?.key ?? "")}`, lineAt(offset));
    else if (!lines.has(pointer)) lines.set(pointer, lineAt(offset));
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) open.push({ pointer: pointer ?? "", isMapping: event.type === EVENT_ID.MAPPING, key: undefined, index: 0 });
  }
  return lines;
}
