// The text of the routes is the one truth: it is read into a tree, and an edit of the tree rewrites just the lines it concerns.
import { dump, FAILSAFE_SCHEMA, load, mergeTag, YAMLException } from "js-yaml";
import { blockOf, childrenOf, entriesOf, lastContent } from "./route-blocks.ts";
import type { Block } from "./route-blocks.ts";

/** A route as it is written; the server says what is wrong with it. */
export interface RawRoute { id?: string; receiver?: string; receivers?: string[] | string; matchers?: string[] | string; groupBy?: string[] | string; groupWait?: string; groupInterval?: string; repeatInterval?: string; muteTimeIntervals?: string[]; activeTimeIntervals?: string[]; continue?: string; routes?: RawRoute[] }
export interface RawRouting { route?: RawRoute; timeIntervals?: { name?: string }[] }
/** What a form sets; undefined leaves the key out. */
export interface RoutePatch { id?: string; receivers?: readonly string[]; matchers?: readonly string[]; groupBy?: readonly string[]; groupWait?: string; groupInterval?: string; repeatInterval?: string; muteTimeIntervals?: readonly string[]; activeTimeIntervals?: readonly string[]; continue?: boolean }
/** rewritten: the whole text was written anew, comments are lost. */
export interface Edited { text: string; rewritten: boolean }
export type RouteEdit = { kind: "set"; patch: RoutePatch } | { kind: "add"; patch: RoutePatch } | { kind: "remove" } | { kind: "move"; step: 1 | -1 };

const schema = FAILSAFE_SCHEMA.withTags(mergeTag);

export function readRoutes(text: string): { routing: RawRouting } | { line: number; rule: string } {
  try {
    const value: unknown = load(text, { schema });
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { routing: value } : { line: 1, rule: "must hold a route" };
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    return { line: (cause.mark?.line ?? 0) + 1, rule: cause.reason };
  }
}

export const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : typeof value === "string" && value !== "" ? [value] : []);
export const receiversOf = (route: RawRoute): string[] | undefined => (route.receivers === undefined && route.receiver === undefined ? undefined : listOf(route.receivers ?? route.receiver));
export const childrenIn = (route: RawRoute): RawRoute[] => (Array.isArray(route.routes) ? route.routes.filter((each) => typeof each === "object" && each !== null) : []);
/** The id the server knows a route by: its own, or its path. */
export const idOf = (route: RawRoute, path: readonly number[]): string => (typeof route.id === "string" ? route.id : ["root", ...path].join("/"));

export function routeAt({ route }: RawRouting, path: readonly number[]): RawRoute | undefined {
  let found = route;
  for (const index of path) found = found && childrenIn(found)[index];
  return found;
}

/** Edits the lines; what the lines cannot tell (flow style, anchors) is edited as a value and written anew. Undefined: the text cannot be read. */
export function editRoute(text: string, path: readonly number[], edit: RouteEdit): Edited | undefined {
  const before = readRoutes(text);
  if (!("routing" in before)) return undefined;
  const wanted = structuredClone(before.routing);
  editValue(wanted, path, edit);
  const lines = text.split("\n");
  const done = editLines(lines, path, edit);
  const after = done ? readRoutes(done.join("\n")) : undefined;
  if (done && after && "routing" in after && sameValue(after.routing, wanted)) return { text: done.join("\n"), rewritten: false };
  return { text: dump(wanted), rewritten: true };
}

function editValue(routing: RawRouting, path: readonly number[], edit: RouteEdit): void {
  const route = routeAt(routing, path);
  const parent = routeAt(routing, path.slice(0, -1));
  const place = path.at(-1) ?? 0;
  if (!route) return;
  if (edit.kind === "set") Object.assign(withoutKeys(route, keysOf(edit.patch)), entriesFor(edit.patch));
  if (edit.kind === "add") route.routes = [...childrenIn(route), entriesFor(edit.patch)];
  if (!parent?.routes || path.length === 0) return;
  if (edit.kind === "remove") parent.routes.splice(place, 1);
  if (edit.kind === "remove" && parent.routes.length === 0) delete parent.routes;
  if (edit.kind === "move") parent.routes?.splice(place + edit.step, 0, ...parent.routes.splice(place, 1));
}

const keysOf = (patch: RoutePatch): string[] => [...Object.keys(patch), ...("receivers" in patch ? ["receiver"] : [])];

function withoutKeys(route: RawRoute, keys: readonly string[]): RawRoute {
  for (const key of keys) delete route[key as keyof RawRoute];
  return route;
}

/** As it is to be written: one receiver as `receiver`, what is not given left out. */
function entriesFor(patch: RoutePatch): RawRoute {
  const written = Object.entries(patch).flatMap(([key, value]): [string, unknown][] => {
    if (value === undefined || value === false || (Array.isArray(value) && value.length === 0 && key !== "receivers")) return [];
    if (key === "receivers" && Array.isArray(value) && value.length === 1) return [["receiver", value[0]]];
    return [[key, value === true ? "true" : value]];
  });
  return Object.fromEntries(written) as RawRoute;
}

const sameValue = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (value: unknown): unknown => (Array.isArray(value) ? value.map(sorted) : typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)])) : value);

function editLines(lines: readonly string[], path: readonly number[], edit: RouteEdit): string[] | undefined {
  const block = blockOf(lines, path);
  if (!block) return undefined;
  if (edit.kind === "set") return setKeys(lines, block, edit.patch);
  if (edit.kind === "add") return addChild(lines, block, edit.patch);
  const parent = blockOf(lines, path.slice(0, -1));
  const siblings = parent && childrenOf(lines, parent);
  const place = path.at(-1);
  if (!siblings || place === undefined || path.length === 0) return undefined;
  if (edit.kind === "move") return swap(lines, siblings[Math.min(place, place + edit.step)], siblings[Math.max(place, place + edit.step)]);
  if (siblings.length > 1) return [...lines.slice(0, block.start), ...lines.slice(block.end)];
  const entry = entriesOf(lines, parent).find(({ key }) => key === "routes");
  return entry && [...lines.slice(0, entry.start), ...lines.slice(entry.end)];
}

function swap(lines: readonly string[], first: Block | undefined, second: Block | undefined): string[] | undefined {
  if (!first || !second) return undefined;
  return [...lines.slice(0, first.start), ...lines.slice(second.start, second.end), ...lines.slice(first.end, second.start), ...lines.slice(first.start, first.end), ...lines.slice(second.end)];
}

function setKeys(lines: readonly string[], block: Block, patch: RoutePatch): string[] {
  // The dash is lifted while keys come and go, and set before whichever is first then.
  const loose = lines.map((line, index) => (index === block.dash ? line.replace(/^(\s*)-/, "$1 ") : line));
  const written = Object.entries(entriesFor(patch));
  const gone = new Set(keysOf(patch));
  const entries = entriesOf(lines, block);
  const kept = entries.filter(({ key }) => !gone.has(key));
  const first = entries[0]?.start ?? block.start;
  const head = loose.slice(block.start, first);
  const own = kept.filter(({ key }) => key !== "routes").flatMap((entry) => loose.slice(entry.start, endWithTrail(entries, entry, block)));
  const below = kept.filter(({ key }) => key === "routes").flatMap((entry) => loose.slice(entry.start, endWithTrail(entries, entry, block)));
  const body = [...head, ...written.flatMap(([key, value]) => linesFor(key, value, block.column)), ...own, ...below];
  return [...lines.slice(0, block.start), ...dashed(body, block, lines), ...lines.slice(block.end)];
}

const endWithTrail = (entries: readonly { start: number; end: number }[], entry: { start: number; end: number }, block: Block): number => entries.find(({ start }) => start > entry.start)?.start ?? block.end;

function dashed(body: readonly string[], { dash, column }: Block, lines: readonly string[]): string[] {
  if (dash === undefined) return [...body];
  const at = (lines[dash] ?? "").indexOf("-");
  const first = body.findIndex((line) => !/^\s*(#.*)?$/.test(line));
  if (first < 0) return [...body, `${" ".repeat(at)}- {}`];
  return body.map((line, index) => (index === first ? `${" ".repeat(at)}-${" ".repeat(Math.max(1, column - at - 1))}${line.trimStart()}` : line));
}

function addChild(lines: readonly string[], block: Block, patch: RoutePatch): string[] {
  const siblings = childrenOf(lines, block);
  const last = siblings?.at(-1);
  const indent = last?.dash === undefined ? block.column + 2 : (lines[last.dash] ?? "").indexOf("-");
  const child = Object.entries(entriesFor(patch)).flatMap(([key, value]) => linesFor(key, value, indent + 2));
  const item = child.length === 0 ? [`${" ".repeat(indent)}- {}`] : child.map((line, index) => (index === 0 ? `${" ".repeat(indent)}- ${line.trimStart()}` : line));
  const place = last ? last.end : lastContent(lines, block.dash ?? block.start, block.end) + 1;
  return [...lines.slice(0, place), ...(last ? [] : [`${" ".repeat(block.column)}routes:`]), ...item, ...lines.slice(place)];
}

const longLine = 90;

function linesFor(key: string, value: unknown, column: number): string[] {
  const pad = " ".repeat(column);
  if (!Array.isArray(value)) return [`${pad}${key}: ${scalar(String(value))}`];
  const flow = `${pad}${key}: [${value.map((each) => scalar(String(each))).join(", ")}]`;
  return flow.length <= longLine ? [flow] : [`${pad}${key}:`, ...value.map((each) => `${pad}  - ${scalar(String(each))}`)];
}

/** Plain where YAML takes it so, in single quotes otherwise; what has control characters in double ones. */
function scalar(text: string): string {
  if (/^[A-Za-z0-9_][\w./-]*( [\w./-]+)*$/.test(text)) return text;
  return /\p{C}/u.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}
