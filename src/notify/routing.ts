// The tree of routes: who gets which alerts and notices, how they are grouped and when they are told (Alertmanager's routing).
import { durationText } from "./duration.ts";
import type { InhibitRule } from "./inhibition.ts";
import { matcherText } from "./matcher-text.ts";
import type { Matcher } from "./matcher-text.ts";
import type { NamedTimes } from "./time-interval.ts";
import { showTimes } from "./time-interval-text.ts";

/** What a node says about what it takes; inherited from the parent where it says nothing. */
export interface RouteOptions {
  /** Given, or the path from the root: "root/0/2". */
  id: string;
  receivers: readonly string[];
  /** Labels whose values make a group; "all": every label, so nothing is grouped. */
  groupBy: readonly string[] | "all";
  groupWaitMs: number;
  groupIntervalMs: number;
  repeatIntervalMs: number;
  /** Names of times in which nothing is told. Not inherited. */
  muteTimes: readonly string[];
  /** Names of times outside of which nothing is told; empty: always. Not inherited. */
  activeTimes: readonly string[];
}

export interface RouteNode extends RouteOptions {
  matchers: readonly Matcher[];
  /** Siblings below are asked as well. */
  continue: boolean;
  routes: readonly RouteNode[];
}

export interface Routing { root: RouteNode; inhibitions: readonly InhibitRule[]; times: readonly NamedTimes[] }

/** Alertmanager's. */
export const defaultTimers = { groupWaitMs: 30_000, groupIntervalMs: 300_000, repeatIntervalMs: 14_400_000 } as const;

/** Our own raw form, that readRouting reads back to the same routing; stable: only what differs from what is inherited. */
export function showRouting({ root, inhibitions, times }: Routing): Record<string, unknown> {
  return {
    route: showNode(root, undefined, "root"),
    ...(inhibitions.length > 0 ? { inhibitRules: inhibitions.map(showInhibition) } : {}),
    ...(times.length > 0 ? { timeIntervals: showTimes(times) } : {}),
  };
}

function showNode(node: RouteNode, parent: RouteNode | undefined, path: string): Record<string, unknown> {
  const { id, receivers, groupBy, matchers, muteTimes, activeTimes, routes } = node;
  const isNew = (value: unknown, inherited: unknown): boolean => JSON.stringify(value) !== JSON.stringify(inherited);
  const timers = (["groupWaitMs", "groupIntervalMs", "repeatIntervalMs"] as const).filter((key) => node[key] !== (parent ?? defaultTimers)[key]);
  return {
    ...(id === path ? {} : { id }),
    ...(matchers.length > 0 ? { matchers: matchers.map(matcherText) } : {}),
    ...(isNew(receivers, parent?.receivers) ? { receivers: [...receivers] } : {}),
    ...(isNew(groupBy, parent ? parent.groupBy : []) ? { groupBy: groupBy === "all" ? ["..."] : [...groupBy] } : {}),
    ...Object.fromEntries(timers.map((key) => [key.slice(0, -"Ms".length), durationText(node[key])])),
    ...(muteTimes.length > 0 ? { muteTimeIntervals: [...muteTimes] } : {}),
    ...(activeTimes.length > 0 ? { activeTimeIntervals: [...activeTimes] } : {}),
    ...(node.continue ? { continue: true } : {}),
    ...(routes.length > 0 ? { routes: routes.map((child, index) => showNode(child, node, `${path}/${index}`)) } : {}),
  };
}

const showInhibition = ({ id, source, target, equal }: InhibitRule, index: number): Record<string, unknown> => ({
  ...(id === `inhibit/${index}` ? {} : { id }),
  sourceMatchers: source.map(matcherText),
  targetMatchers: target.map(matcherText),
  ...(equal.length > 0 ? { equal: [...equal] } : {}),
});
