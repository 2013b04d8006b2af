// The tree of routes made quick: which leaves take a label set, and why.
import type { Instant } from "../kernel/clock.ts";
import type { LabelSet } from "./label.ts";
import { holdAll, matchersText, matcherText, valueOf, valueTest } from "./matcher.ts";
import type { Matcher, ValueTest } from "./matcher.ts";
import { matcherOps } from "./matcher-text.ts";
import type { RouteNode, RouteOptions, Routing } from "./routing.ts";
import { createSiblingIndex, keyOf } from "./sibling-index.ts";
import { isWithin, nextWhere } from "./time-interval.ts";
import type { TimeInterval } from "./time-interval.ts";

/** A node that takes a label set. Its repeatIntervalMs is rounded up to a multiple of groupIntervalMs, for groups are looked at only then. */
export interface RouteLeaf extends RouteOptions {
  /** As Alertmanager writes it in group keys: the matchers from the root down, `{}/{team="a"}`. */
  routeKey: string;
}

/** One node that was looked at, parents before children. */
export interface RouteStep {
  id: string;
  depth: number;
  outcome: "taken" | "passed-down" | "not-matched" | "not-asked";
  /** In words. */
  why: string;
  /** The first matcher that did not hold. */
  failed?: string;
}

/** What keeps a leaf quiet at an instant (inside mute times, or outside active ones), and until when. */
export interface Mute { by: "mute" | "active"; times: readonly string[]; endsAt: Instant }

export interface CompiledRouting {
  routing: Routing;
  /** Depth first; the first sibling that matches wins unless it continues; the parent when no child takes it. Never empty: the root takes everything. */
  routesFor(labels: LabelSet): readonly RouteLeaf[];
  /** Every node that was asked and why it did or did not take it, and those passed over because a sibling had taken it. */
  explainRouting(labels: LabelSet): { steps: readonly RouteStep[]; leaves: readonly RouteLeaf[] };
  /** Why the leaf is quiet at this instant by its mute or active times; undefined when it is not. */
  mutedAt(leaf: Pick<RouteLeaf, "muteTimes" | "activeTimes">, at: Instant): Mute | undefined;
}

/** rest: the tests that the search among siblings has not made already. */
interface Node { leaf: RouteLeaf; depth: number; continue: boolean; matchers: readonly Matcher[]; tests: readonly ValueTest[]; rest: readonly ValueTest[]; children: readonly Node[]; find(labels: LabelSet): readonly number[] }

export function compileRouting(routing: Routing): CompiledRouting {
  const root = compileNode(routing.root, undefined);
  const times = new Map(routing.times.map(({ name, intervals }) => [name, intervals]));
  return {
    routing,
    routesFor: (labels) => {
      const found: RouteLeaf[] = [];
      collect(root, labels, found);
      return found;
    },
    explainRouting: (labels) => {
      const [steps, leaves]: [RouteStep[], RouteLeaf[]] = [[], []];
      explain(root, labels, steps, leaves);
      return { steps, leaves };
    },
    mutedAt: (leaf, at) => muteOf(leaf, at, (name) => times.get(name) ?? []),
  };
}

function compileNode(node: RouteNode, parent: Node | undefined): Node {
  const { matchers, continue: goesOn, routes, ...options } = node;
  const key = matchersText(matchers.toSorted(byName));
  const repeatIntervalMs = Math.ceil(options.repeatIntervalMs / options.groupIntervalMs) * options.groupIntervalMs;
  const leaf = { ...options, repeatIntervalMs, routeKey: parent ? `${parent.leaf.routeKey}/${key}` : key };
  const tests = matchers.map(valueTest);
  const made: Node = { leaf, depth: (parent?.depth ?? -1) + 1, continue: goesOn, matchers, tests, rest: tests, children: [], find: () => [] };
  const children = routes.map((route) => compileNode(route, made));
  const keys = children.map((child) => keyOf(child.tests));
  made.children = children.map((child, index) => ({ ...child, rest: child.tests.filter((test) => test !== keys[index]) }));
  made.find = createSiblingIndex(keys);
  return made;
}

// As Alertmanager sorts them before it prints them: name, value, operator.
function byName(a: Matcher, b: Matcher): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  return matcherOps.indexOf(a.op) - matcherOps.indexOf(b.op);
}

/** Adds the leaves under a node that matches. */
function collect(node: Node, labels: LabelSet, found: RouteLeaf[]): void {
  const before = found.length;
  for (const index of node.children.length > 0 ? node.find(labels) : []) {
    const child = node.children[index];
    if (!child || !holdAll(child.rest, labels)) continue;
    collect(child, labels, found);
    if (!child.continue) break;
  }
  if (found.length === before) found.push(node.leaf);
}

/** The same walk without the index, asking every sibling in turn. */
function explain(node: Node, labels: LabelSet, steps: RouteStep[], leaves: RouteLeaf[]): boolean {
  const { id } = node.leaf;
  const failed = node.tests.findIndex(({ name, accepts }) => !accepts(valueOf(labels, name)));
  const matcher = node.matchers[failed];
  if (matcher) {
    const value = valueOf(labels, matcher.name);
    steps.push({ id, depth: node.depth, outcome: "not-matched", why: `${matcher.name} is ${value === "" ? "absent or empty" : JSON.stringify(value)}, which does not satisfy ${matcherText(matcher)}`, failed: matcherText(matcher) });
    return false;
  }
  const step: RouteStep = { id, depth: node.depth, outcome: "taken", why: node.children.length > 0 ? "it matches, and no route below it does" : "it matches" };
  steps.push(step);
  const takenBy = explainChildren(node, labels, steps, leaves);
  if (takenBy.length > 0) Object.assign(step, { outcome: "passed-down", why: `it matches, and so ${takenBy.length === 1 ? "does" : "do"} ${takenBy.join(", ")} below it` });
  else leaves.push(node.leaf);
  return true;
}

function explainChildren(node: Node, labels: LabelSet, steps: RouteStep[], leaves: RouteLeaf[]): string[] {
  const takenBy: string[] = [];
  let closedBy: string | undefined;
  for (const child of node.children) {
    const { id } = child.leaf;
    if (closedBy !== undefined) steps.push({ id, depth: child.depth, outcome: "not-asked", why: `${closedBy} before it has taken it and does not continue` });
    else if (explain(child, labels, steps, leaves)) {
      takenBy.push(id);
      if (!child.continue) closedBy = id;
    }
  }
  return takenBy;
}

function muteOf({ muteTimes, activeTimes }: Pick<RouteLeaf, "muteTimes" | "activeTimes">, at: Instant, intervalsOf: (name: string) => readonly TimeInterval[]): Mute | undefined {
  if (muteTimes.length === 0 && activeTimes.length === 0) return undefined;
  const [mutes, actives] = [muteTimes.flatMap(intervalsOf), activeTimes.flatMap(intervalsOf)];
  const isOff = (now: Instant): boolean => activeTimes.length > 0 && !isWithin(actives, now);
  const isQuiet = (now: Instant): boolean => isOff(now) || isWithin(mutes, now);
  if (!isQuiet(at)) return undefined;
  const endsAt = nextWhere([...mutes, ...actives], at, (now) => !isQuiet(now));
  return isOff(at) ? { by: "active", times: activeTimes, endsAt } : { by: "mute", times: muteTimes.filter((name) => isWithin(intervalsOf(name), at)), endsAt };
}

/** Where a notice goes: one entry for each receiver, with the leaves that named it. */
export interface NoticeReceiver { receiverId: string; leaves: readonly RouteLeaf[] }

/** The union over the label sets of one notice (labelSetsOf), in the order in which they are found. */
export function noticeReceivers(compiled: Pick<CompiledRouting, "routesFor">, labelSets: readonly LabelSet[]): NoticeReceiver[] {
  const leavesOf = new Map<string, RouteLeaf[]>();
  for (const leaf of new Set(labelSets.flatMap((labels) => compiled.routesFor(labels)))) {
    for (const receiverId of leaf.receivers) leavesOf.set(receiverId, [...(leavesOf.get(receiverId) ?? []), leaf]);
  }
  return [...leavesOf].map(([receiverId, leaves]) => ({ receiverId, leaves }));
}
