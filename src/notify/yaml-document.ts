// A YAML document and the line of each of its places. Scalars are the text as written: a label value of 1.10 is not 1.1.
import { constructFromEvents, EVENT_ID, FAILSAFE_SCHEMA, getScalarValue, mergeTag, parseEvents, YAMLException } from "js-yaml";
import type { Event } from "js-yaml";
import { holdsBrokenText } from "../kernel/broken-text.ts";
import { Fault } from "../kernel/fault.ts";

export interface YamlDocument {
  value: unknown;
  /** The line (from 1) of the place with this JSON pointer, or of the nearest place around it (what an alias stands for). */
  lineOf(pointer: string): number;
}

/** Aliases may repeat a part; what they make in all may not grow without end. */
const mostValues = 200_000;
const mostDepth = 200;
const schema = FAILSAFE_SCHEMA.withTags(mergeTag);

/** Reads YAML 1.2 or JSON, one document, with anchors and "<<"; throws routing.invalid with the line. */
export function readYaml(text: string): YamlDocument {
  const documents = parse(text);
  if (documents.values.length > 1) throw wrong(text, 0, "holds more than one document");
  const [value] = documents.values;
  if (countOf(value, mostValues) <= 0) throw wrong(text, 0, `holds more than ${mostValues} values when its aliases are followed, or an alias that stands inside what it names`);
  if (holdsBrokenText(value)) throw wrong(text, 0, "holds a NUL character or half of a surrogate pair");
  const starts = startsOf(documents.events, text);
  const lineAt = lineCounter(text);
  return { value, lineOf: (pointer) => lineAt(nearest(starts, pointer)) };
}

function parse(text: string): { events: Event[]; values: unknown[] } {
  try {
    const events = parseEvents(text, { maxDepth: mostDepth });
    // Each value is an event, and each collection one more for its end: what is too much is not built first.
    if (events.length > 2 * mostValues) throw wrong(text, 0, `holds more than ${mostValues} values`);
    return { events, values: constructFromEvents(events, { source: text, schema, maxTotalMergeKeys: 10_000 }) };
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    throw wrong(text, cause.mark?.position ?? 0, `is not YAML: ${cause.reason}`, cause);
  }
}

function wrong(text: string, offset: number, rule: string, cause?: unknown): Fault {
  const at = `line ${lineCounter(text)(offset)}`;
  return new Fault("routing.invalid", { detail: `${at} ${rule}.`, places: [{ at, rule }] }, cause);
}

/** The line of an offset; the starts of the lines are found once, because every place of a bad text may ask. */
function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) { const middle = (low + high) >> 1; if ((starts[middle] ?? 0) <= offset) low = middle; else high = middle; }
    return low + 1;
  };
}

/** What is left of `budget` after every value has been counted once for each time it stands somewhere; nothing when an alias leads deeper than any text may (or round and round). */
function countOf(value: unknown, budget: number, depth = 0): number {
  let left = budget - 1;
  if (typeof value !== "object" || value === null) return left;
  if (depth > mostDepth) return 0;
  for (const child of Object.values(value)) {
    if (left <= 0) return left;
    left = countOf(child, left, depth + 1);
  }
  return left;
}

/** The offset at which each place starts, by its JSON pointer; members of a mapping start at their key. */
function startsOf(events: readonly Event[], text: string): Map<string, number> {
  const starts = new Map<string, number>();
  const open: { at: string; items: number; key: string | undefined; keyStart: number; isMap: boolean }[] = [];
  for (const event of events) {
    const parent = open.at(-1);
    if (event.type === EVENT_ID.POP) open.pop();
    else if (event.type === EVENT_ID.DOCUMENT) open.push({ at: "", items: 0, key: undefined, keyStart: 0, isMap: false });
    else if (parent?.isMap && parent.key === undefined) {
      parent.key = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : "";
      parent.keyStart = startOf(event);
    } else if (parent) {
      const isRoot = open.length === 1;
      const at = isRoot ? "" : `${parent.at}/${parent.isMap ? escaped(parent.key ?? "") : String(parent.items++)}`;
      starts.set(at, parent.isMap ? parent.keyStart : Math.max(0, startOf(event)));
      parent.key = undefined;
      if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) open.push({ at, items: 0, key: undefined, keyStart: 0, isMap: event.type === EVENT_ID.MAPPING });
    }
  }
  return starts;
}

function startOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart;
  return "start" in event ? event.start : 0;
}

// RFC 6901 section 3.
const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

function nearest(starts: ReadonlyMap<string, number>, pointer: string): number {
  for (let at = pointer; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
    const start = starts.get(at);
    if (start !== undefined) return start;
  }
  return starts.get("") ?? 0;
}
