// The old list of routes as a tree, for stores that hold it.
import type { Matcher } from "./matcher-text.ts";
import type { NoticeSeverity } from "./notice.ts";
import { defaultTimers } from "./routing.ts";
import type { RouteNode, RouteOptions, Routing } from "./routing.ts";

/** Every given list must hold one of the notice's values; a list that is absent matches everything. */
export interface RouteMatch {
  severities?: readonly NoticeSeverity[];
  services?: readonly string[];
  owners?: readonly string[];
  environments?: readonly string[];
  kinds?: readonly string[];
}

export interface Route {
  id: string;
  match: RouteMatch;
  receivers: readonly string[];
  /** Later routes are asked as well. */
  continue: boolean;
}

/** Routes in the order they are asked, and who gets what none of them takes. */
export interface Routes { list: readonly Route[]; defaultReceivers: readonly string[] }

/**
 * Whoever got a notice by the list gets it by the tree. The list chose one route for a whole notice; the tree chooses for each
 * pair of service and environment in it, so a notice about several services may also reach those of the others.
 */
export function routingFromList({ list, defaultReceivers }: Routes): Routing {
  const options: Omit<RouteOptions, "id" | "receivers"> = { groupBy: [], ...defaultTimers, muteTimes: [], activeTimes: [] };
  const routes: RouteNode[] = list.map((route) => ({ ...options, id: idOf(route.id), receivers: [...new Set(route.receivers)], matchers: matchersOf(route.match), continue: route.continue, routes: [] }));
  return { root: { ...options, id: "root", receivers: [...new Set(defaultReceivers)], matchers: [], continue: false, routes }, inhibitions: [], times: [] };
}

const labelOf = { severities: "severity", services: "service", owners: "owner", environments: "environment", kinds: "kind" } as const;

const matchersOf = (match: RouteMatch): Matcher[] => Object.entries(labelOf).flatMap(([field, name]): Matcher[] => {
  const values = match[field as keyof RouteMatch];
  if (!values) return [];
  const [only = "", ...more] = values;
  if (values.length === 1) return [{ name, op: "=", value: only }];
  // An empty list held for nothing; neither does a class without members.
  return [{ name, op: "=~", value: values.length === 0 ? "[^\\s\\S]" : [only, ...more].map(literal).join("|") }];
});

const literal = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");

// What the tree calls its own nodes.
const idOf = (id: string): string => (/^root(?:\/\d+)*$/.test(id) ? `list/${id}` : id);
