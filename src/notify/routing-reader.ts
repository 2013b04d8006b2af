// Reads a tree of routes from JSON or YAML, and names every place that is wrong at once.
import { Fault, isFault } from "../kernel/fault.ts";
import type { FaultPlace } from "../kernel/fault.ts";
import { parseDuration } from "./duration.ts";
import { readMatchers } from "./matcher-text.ts";
import type { Matcher } from "./matcher-text.ts";
import { flagOf, isAbsent, itemsOf, membersOf, namesOf, note, textOf, textsOf } from "./raw-reader.ts";
import type { Raw } from "./raw-reader.ts";
import { defaultTimers } from "./routing.ts";
import type { InhibitRule } from "./inhibition.ts";
import type { RouteNode, RouteOptions, Routing } from "./routing.ts";
import { readTimes } from "./time-interval-text.ts";
import { readYaml } from "./yaml-document.ts";

const mostNodes = 20_000;
const mostDepth = 60;

/**
 * Our own form: Alertmanager's names in camelCase, `receivers` beside `receiver`, an optional `id`.
 * Throws routing.invalid with every place (JSON pointer).
 *
 * @example readRouting({ route: { receiver: "all", routes: [{ matchers: ['severity="critical"'], receiver: "pager" }] } }, ["all", "pager"])
 */
export function readRouting(raw: unknown, receiverIds: readonly string[]): Routing {
  const places: FaultPlace[] = [];
  const routing = routingOf({ value: raw, at: "", places }, receiverIds);
  if (routing && places.length === 0) return routing;
  throw routingInvalid(places);
}

/** The same from YAML (or JSON) text; places are "line 12, /route/routes/0/matchers/1". */
export function readRoutingText(text: string, receiverIds: readonly string[]): Routing {
  const { value, lineOf } = readYaml(text);
  try {
    return readRouting(value, receiverIds);
  } catch (thrown) {
    if (!isFault(thrown, "routing.invalid")) throw thrown;
    throw routingInvalid(thrown.places.map(({ at, ...place }) => ({ at: `line ${lineOf(at)}, ${at || "/"}`, ...place })));
  }
}

const mostShown = 20;

/** The fault that names these places; its sentence holds the first of them. */
export function routingInvalid(places: readonly FaultPlace[]): Fault {
  const shown = places.slice(0, mostShown).map(({ at, rule }) => `${at} ${rule}`.trim());
  const more = places.length > mostShown ? `; and ${places.length - mostShown} more` : "";
  return new Fault("routing.invalid", { detail: `${shown.join("; ")}${more}.`, places });
}

function routingOf(raw: Raw, receiverIds: readonly string[]): Routing | undefined {
  const members = membersOf(raw, ["route", "inhibitRules", "timeIntervals"], "a routing");
  const route = members.get("route");
  const times = readTimes(members.get("timeIntervals"));
  const inhibitions = readInhibitions(members.get("inhibitRules"));
  if (!route || isAbsent(route)) {
    if (raw.places.length === 0 || members.size > 0) note(raw, "must have a route: the root, which names who gets what no other route takes");
    return undefined;
  }
  const document: Document = { receiverIds: new Set(receiverIds), timeNames: new Set(times.map(({ name }) => name)), ids: new Map(), nodes: 0 };
  return { root: readNode(route, undefined, "root", document), inhibitions, times };
}

/** What is known of the whole while its nodes are read. ids: of the nodes so far, with where each was given. */
interface Document { receiverIds: ReadonlySet<string>; timeNames: ReadonlySet<string>; ids: Map<string, string>; nodes: number }

const nodeKeys = ["id", "receiver", "receivers", "matchers", "groupBy", "groupWait", "groupInterval", "repeatInterval", "muteTimeIntervals", "activeTimeIntervals", "continue", "routes"];

function readNode(raw: Raw, parent: RouteOptions | undefined, path: string, document: Document): RouteNode {
  const members = membersOf(raw, nodeKeys, "a route");
  if (++document.nodes === mostNodes) note(raw, `is route ${mostNodes}; there may be no more`);
  const options = readOptions(raw, members, parent, path, document);
  const matchers = readMatcherList(members.get("matchers"));
  if (!parent) refuseAtRoot(members);
  const isTooDeep = path.split("/").length > mostDepth || document.nodes >= mostNodes;
  const children = itemsOf(members.get("routes"));
  if (isTooDeep && children.length > 0 && document.nodes < mostNodes) note(raw, `is nested deeper than ${mostDepth} routes`);
  const routes = isTooDeep ? [] : children.map((child, index) => readNode(child, options, `${path}/${index}`, document));
  return { ...options, matchers, continue: flagOf(members.get("continue")) ?? false, routes };
}

function readOptions(raw: Raw, members: ReadonlyMap<string, Raw>, parent: RouteOptions | undefined, path: string, document: Document): RouteOptions {
  const inherited = parent ?? { receivers: [], groupBy: [], ...defaultTimers };
  const timer = (key: string, otherwise: number, least: number): number => readTimer(members.get(key), least) ?? otherwise;
  return {
    id: readId(raw, members.get("id"), path, document),
    receivers: readReceivers(raw, members, document) ?? (parent ? parent.receivers : missingReceiver(raw)),
    groupBy: readGroupBy(members.get("groupBy")) ?? inherited.groupBy,
    groupWaitMs: timer("groupWait", inherited.groupWaitMs, 0),
    groupIntervalMs: timer("groupInterval", inherited.groupIntervalMs, 1),
    repeatIntervalMs: timer("repeatInterval", inherited.repeatIntervalMs, 1),
    muteTimes: readTimeNames(members.get("muteTimeIntervals"), document),
    activeTimes: readTimeNames(members.get("activeTimeIntervals"), document),
  };
}

// Ids name groups and deliveries, so one may not stand for two nodes; "root/0" stays with the path it is made of.
function readId(raw: Raw, given: Raw | undefined, path: string, { ids }: Document): string {
  const id = textOf(given) ?? path;
  const at = given ?? raw;
  if (id !== path && /^root(?:\/\d+)*$/.test(id)) note(at, `is ${id}, which is what the route at that place is called`);
  if (!/^[^\s\p{C}](?:[^\p{C}]{0,198}[^\s\p{C}])?$/u.test(id)) note(at, "must be 1 to 200 characters that can be printed, without spaces at the ends");
  const other = ids.get(id);
  if (other !== undefined) note(at, `is ${id}, which is the id of ${other} as well`);
  ids.set(id, raw.at);
  return id;
}

function readReceivers(raw: Raw, members: ReadonlyMap<string, Raw>, { receiverIds }: Document): string[] | undefined {
  const [one, list] = [members.get("receiver"), members.get("receivers")];
  if (one && list) note(raw, "has both receiver and receivers; write one of them");
  const given = list ?? one;
  if (!given || given.value === null || given.value === undefined) return undefined;
  if (given.value === "") note(given, "names no receiver; leave it out to inherit the parent's");
  return namesOf(given).map(({ text, raw: item }) => {
    if (!receiverIds.has(text)) note(item, `names the receiver ${text}, which does not exist`);
    return text;
  });
}

function missingReceiver(raw: Raw): string[] {
  note(raw, "must name a receiver for what no other route takes; write receivers: [] when nobody is to get it");
  return [];
}

function readGroupBy(raw: Raw | undefined): readonly string[] | "all" | undefined {
  if (!raw || isAbsent(raw)) return undefined;
  const names = namesOf(raw).map(({ text }) => text);
  if (!names.includes("...")) return names;
  if (names.length > 1) note(raw, "has ... (every label) and other labels beside it");
  return "all";
}

function readTimer(raw: Raw | undefined, leastMs: number): number | undefined {
  if (!raw || isAbsent(raw)) return undefined;
  const ms = parseDuration(textOf(raw) ?? "");
  if (ms === undefined) note(raw, "must be a duration such as 30s, 5m, 4h or 1d12h");
  else if (ms < leastMs) note(raw, "may not be zero");
  return ms;
}

function readTimeNames(raw: Raw | undefined, { timeNames }: Document): string[] {
  return namesOf(raw).map(({ text, raw: item }) => {
    if (!timeNames.has(text)) note(item, `names the time interval ${text}, which is not among timeIntervals`);
    return text;
  });
}

function refuseAtRoot(members: ReadonlyMap<string, Raw>): void {
  for (const [key, why] of [["matchers", "the root takes everything"], ["muteTimeIntervals", "mute routes below it"], ["activeTimeIntervals", "set them on routes below it"]] as const) {
    const member = members.get(key);
    if (member && !isAbsent(member) && itemsOrText(member)) note(member, `is not for the root: ${why}`);
  }
}

const itemsOrText = ({ value }: Raw): boolean => !Array.isArray(value) || value.length > 0;

/** Texts with one or more matchers each, or one such text. */
function readMatcherList(raw: Raw | undefined): Matcher[] {
  return textsOf(raw).flatMap(({ text, raw: item }) => {
    try {
      return readMatchers(text);
    } catch (thrown) {
      if (!isFault(thrown, "matcher.invalid")) throw thrown;
      for (const { at, rule } of thrown.places) note(item, `cannot be read as a matcher: ${at} ${rule}`);
      return [];
    }
  });
}

function readInhibitions(raw: Raw | undefined): InhibitRule[] {
  const seen = new Set<string>();
  return itemsOf(raw).map((item, index) => {
    const members = membersOf(item, ["id", "sourceMatchers", "targetMatchers", "equal"], "an inhibit rule");
    const id = textOf(members.get("id")) ?? `inhibit/${index}`;
    if (seen.has(id)) note(members.get("id") ?? item, `is ${id}, which is taken`);
    seen.add(id);
    const [source, target] = [readMatcherList(members.get("sourceMatchers")), readMatcherList(members.get("targetMatchers"))];
    return { id, source, target, equal: namesOf(members.get("equal")).map(({ text }) => text) };
  });
}
