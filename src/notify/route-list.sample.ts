// How the old list of routes decided: what the tree made of it (routing-list.ts) is compared with.
import type { Notice } from "./notice.ts";
import type { Route, RouteMatch, Routes } from "./routing-list.ts";

/** Where a notice goes, and which routes said so ("default" for the last resort). */
export type Routed =
  | { kind: "routed"; receivers: readonly string[]; routeIds: readonly string[] }
  | { kind: "no-receiver"; why: string };

/** Pure: the same notice and routes give the same receivers, each named once, in the order of the routes. */
export function routesFor(notice: Notice, routes: Routes): Routed {
  const taking: Route[] = [];
  for (const route of routes.list) {
    if (!matches(notice, route.match)) continue;
    taking.push(route);
    if (!route.continue) break;
  }
  const receivers = [...new Set(taking.flatMap((route) => route.receivers))];
  if (receivers.length > 0) return { kind: "routed", receivers, routeIds: taking.map((route) => route.id) };
  if (routes.defaultReceivers.length > 0) return { kind: "routed", receivers: [...new Set(routes.defaultReceivers)], routeIds: ["default"] };
  return { kind: "no-receiver", why: taking.length > 0 ? `route ${taking.map((route) => route.id).join(", ")} names no receiver and there is no default one` : "no route takes it and there is no default receiver" };
}

function matches({ kind, severity, labels }: Notice, match: RouteMatch): boolean {
  return holdsOne(match.severities, [severity])
    && holdsOne(match.kinds, [kind])
    && holdsOne(match.owners, labels.owner === undefined ? [] : [labels.owner])
    && holdsOne(match.services, labels.services)
    && holdsOne(match.environments, labels.environments);
}

const holdsOne = (asked: readonly string[] | undefined, has: readonly string[]): boolean => asked === undefined || has.some((value) => asked.includes(value));
