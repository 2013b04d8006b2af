// A playbook's text as a value, with the line of every place in it.
import { constructFromEvents, EVENT_ID, getScalarValue, parseEvents, YAMLException } from "js-yaml";
import type { Event } from "js-yaml";
import { holdsBrokenText } from "../../kernel/broken-text.ts";
import { Fault } from "../../kernel/fault.ts";
import type { FaultPlace } from "../../kernel/fault.ts";

const textLimitBytes = 256 * 1024;

export interface Source {
  value: unknown;
  /** "line 12 /steps/2/kind" for a JSON pointer; the nearest place around it when the place itself is absent. */
  placeOf(pointer: string): string;
}

/** Reads YAML, and so JSON. Aliases are refused: a few lines of them grow without end. Throws playbook.invalid with the line. */
export function readSource(text: string): Source {
  if (Buffer.byteLength(text) > textLimitBytes) throw new Fault("playbook.invalid", { detail: `It is longer than ${textLimitBytes / 1024} KiB.` });
  try {
    const events = parseEvents(text, { maxDepth: 32 });
    const documents = constructFromEvents(events, { source: text, maxAliases: 0 });
    if (documents.length !== 1) throw new Fault("playbook.invalid", { places: [{ at: "line 1", rule: `is one document; there are ${documents.length}` }] });
    if (holdsBrokenText(documents[0])) throw new Fault("playbook.invalid", { places: [{ at: "line 1", rule: "holds a NUL character or half of a surrogate pair" }] });
    const lines = linesOf(text, events);
    return { value: documents[0], placeOf: (pointer) => `line ${nearest(lines, pointer)} ${pointer || "/"}` };
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    throw new Fault("playbook.invalid", { places: [{ at: `line ${(cause.mark?.line ?? 0) + 1}`, rule: cause.reason }] }, cause);
  }
}

function nearest(lines: ReadonlyMap<string, number>, pointer: string): number {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf("/"))) {
    const line = lines.get(at);
    if (line !== undefined) return line;
    if (!at.includes("/")) return 1;
  }
}

interface Open { pointer: string; isMap: boolean; index: number; key: string | undefined }

/** The line of every member: of its key in a mapping, of its own start in a list. */
function linesOf(text: string, events: readonly Event[]): Map<string, number> {
  const lines = new Map<string, number>([["", 1]]);
  const lineAt = lineCounter(text);
  const open: Open[] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) { open.push({ pointer: "", isMap: false, index: -1, key: undefined }); continue; }
    if (event.type === EVENT_ID.POP) { open.pop(); continue; }
    const start = event.type === EVENT_ID.SCALAR ? event.valueStart : event.type === EVENT_ID.ALIAS ? event.anchorStart : event.start;
    const pointer = placeIn(open.at(-1), event, text, () => lineAt(start), lines);
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) open.push({ pointer: pointer ?? "", isMap: event.type === EVENT_ID.MAPPING, index: 0, key: undefined });
  }
  return lines;
}

function placeIn(parent: Open | undefined, event: Event, text: string, line: () => number, lines: Map<string, number>): string | undefined {
  if (!parent || parent.index === -1) return "";
  if (!parent.isMap) {
    const pointer = `${parent.pointer}/${parent.index++}`;
    lines.set(pointer, line());
    return pointer;
  }
  if (parent.key === undefined) {
    parent.key = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : "?";
    lines.set(`${parent.pointer}/${parent.key}`, line());
    return undefined;
  }
  const pointer = `${parent.pointer}/${parent.key}`;
  parent.key = undefined;
  return pointer;
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

/** Collects what is wrong, place by place, in the order of the text. */
export interface Places { readonly all: FaultPlace[]; refuse(pointer: string, rule: string, mend?: string): void }
export function collectPlaces(placeOf: (pointer: string) => string): Places {
  const all: FaultPlace[] = [];
  return { all, refuse: (pointer, rule, mend) => { all.push({ at: placeOf(pointer), rule, ...(mend === undefined ? {} : { mend }) }); } };
}
