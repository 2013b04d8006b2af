// YAML as a tree in which everything knows its line: Sigma files hold several documents, and a broken one costs only itself.
import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from "js-yaml";
import type { Event } from "js-yaml";
import { refuseRule, RuleError } from "./rule-error.ts";
import { plainScalar } from "./yaml-scalar.ts";

export interface YamlScalar { kind: "scalar"; value: string | number | boolean | null; line: number }
interface YamlList { kind: "list"; items: readonly YamlNode[]; line: number }
export interface YamlEntry { name: string; line: number; value: YamlNode }
export interface YamlMap { kind: "map"; entries: readonly YamlEntry[]; line: number }
export type YamlNode = YamlScalar | YamlList | YamlMap;

/** One document; line: where its text begins in the file. error: why it is no YAML, in the file's lines. */
export type YamlDocument = { text: string; line: number } & ({ root: YamlNode; error?: undefined } | { root?: undefined; error: RuleError });

const deepest = 32;
const longest = 512 * 1024;
/** Members that a document may have once its aliases are followed: a few lines of them grow without end. */
const mostMembers = 100_000;

/** The documents of a file. "---" at the start of a line always begins one, within a block of text too (YAML 1.2.2, 9.1.2). */
export function readYaml(text: string): YamlDocument[] {
  const documents: YamlDocument[] = [];
  const whole = (text.startsWith("\ufeff") ? text.slice(1) : text).replaceAll(/\r\n?/g, "\n");
  let line = 1;
  for (const part of whole.split(/^(?=---(?:\s|$))/m)) {
    documents.push(...readPart(part, line));
    line += linesIn(part);
  }
  return documents;
}

function readPart(part: string, line: number): YamlDocument[] {
  const text = part.trim();
  try {
    if (part.length > longest) return [{ text: text.slice(0, 1000), line, error: new RuleError(line, `is longer than ${longest / 1024} KiB; split the document`) }];
    const roots = rootsOf(part, line);
    return roots.map((root) => ({ text: text.replace(/^---\s*/, ""), line: root.line, root }));
  } catch (thrown) {
    if (thrown instanceof RuleError) return [{ text, line, error: thrown }];
    if (!(thrown instanceof YAMLException)) throw thrown;
    return [{ text, line, error: new RuleError(line + (thrown.mark?.line ?? 0), `is no YAML: ${thrown.reason}`) }];
  }
}

const linesIn = (text: string): number => text.split("\n").length - 1;

/** Where reading stands in the list of events. */
interface Reading { text: string; events: readonly Event[]; at: number; anchors: Map<string, YamlNode>; members: number; lineOf(offset: number): number }

function rootsOf(text: string, line: number): YamlNode[] {
  const reading: Reading = { text, events: parseEvents(text, { maxDepth: deepest }), at: 0, anchors: new Map(), members: 0, lineOf: lineCounter(text, line) };
  const roots: YamlNode[] = [];
  while (reading.at < reading.events.length) {
    const event = reading.events[reading.at++];
    if (event?.type !== EVENT_ID.DOCUMENT) continue;
    reading.anchors.clear();
    // Only comments: nothing was written.
    if (reading.events[reading.at]?.type === EVENT_ID.POP) continue;
    const root = readNode(reading);
    if (!(root.kind === "scalar" && root.value === null)) roots.push(root);
  }
  return roots;
}

/** Lines by ascending offset cost one pass over the text. */
function lineCounter(text: string, first: number): (offset: number) => number {
  let [line, from] = [first, 0];
  return (offset) => {
    if (offset < from) [line, from] = [first, 0];
    for (let at = text.indexOf("\n", from); at >= 0 && at < offset; at = text.indexOf("\n", from)) { line++; from = at + 1; }
    return line;
  };
}

function readNode(reading: Reading): YamlNode {
  const event = reading.events[reading.at++];
  if (++reading.members > mostMembers) return refuseRule(1, `has more than ${mostMembers} members`);
  switch (event?.type) {
    case EVENT_ID.SCALAR: return named(reading, event, readScalar(reading, event));
    case EVENT_ID.SEQUENCE: return named(reading, event, readList(reading, reading.lineOf(event.start)));
    case EVENT_ID.MAPPING: return named(reading, event, readMap(reading, reading.lineOf(event.start)));
    case EVENT_ID.ALIAS: return aliased(reading, event);
    default: return { kind: "scalar", value: null, line: reading.lineOf(0) };
  }
}

function named<N extends YamlNode>(reading: Reading, { anchorStart, anchorEnd }: { anchorStart: number; anchorEnd: number }, node: N): N {
  if (anchorStart >= 0) reading.anchors.set(anchorName(reading.text, anchorStart, anchorEnd), node);
  return node;
}

function aliased(reading: Reading, { anchorStart, anchorEnd }: { anchorStart: number; anchorEnd: number }): YamlNode {
  const name = anchorName(reading.text, anchorStart, anchorEnd);
  const line = reading.lineOf(anchorStart);
  const node = reading.anchors.get(name) ?? refuseRule(line, `refers to *${name}, which is not written above it`);
  reading.members += membersOf(node, mostMembers);
  return node;
}

const anchorName = (text: string, start: number, end: number): string => text.slice(start, end).replace(/^[&*]/, "");

function membersOf(node: YamlNode, most: number): number {
  let count = 1;
  const below = node.kind === "list" ? node.items : node.kind === "map" ? node.entries.map(({ value }) => value) : [];
  for (const one of below) { if (count > most) return count; count += membersOf(one, most - count); }
  return count;
}

function readScalar({ text, lineOf }: Reading, event: Extract<Event, { type: typeof EVENT_ID.SCALAR }>): YamlScalar {
  const line = lineOf(event.valueStart);
  const value = getScalarValue(text, event);
  const tag = event.tagStart < 0 ? undefined : text.slice(event.tagStart, event.tagEnd);
  if (tag === undefined ? event.style !== SCALAR_STYLE.PLAIN : tag === "!!str" || tag === "!") return { kind: "scalar", value, line };
  if (tag !== undefined && !["!!int", "!!float", "!!bool", "!!null"].includes(tag)) return refuseRule(line, `has the tag ${tag}, which is not read`);
  return { kind: "scalar", value: plainScalar(value), line };
}

function readList(reading: Reading, line: number): YamlList {
  const items: YamlNode[] = [];
  while (reading.events[reading.at]?.type !== EVENT_ID.POP) items.push(readNode(reading));
  reading.at++;
  return { kind: "list", items, line };
}

function readMap(reading: Reading, line: number): YamlMap {
  const entries = new Map<string, YamlEntry>();
  const merged: YamlEntry[] = [];
  while (reading.events[reading.at]?.type !== EVENT_ID.POP) {
    const key = readNode(reading);
    if (key.kind !== "scalar") return refuseRule(key.line, "has a name that is no text");
    const name = String(key.value ?? "");
    const value = readNode(reading);
    if (name === "<<" && value.kind === "map") merged.push(...value.entries);
    else if (entries.has(name)) return refuseRule(key.line, `says ${name} twice`);
    else entries.set(name, { name, line: key.line, value });
  }
  reading.at++;
  for (const entry of merged) if (!entries.has(entry.name)) entries.set(entry.name, entry);
  return { kind: "map", entries: [...entries.values()], line };
}
