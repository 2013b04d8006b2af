// Who gets a notice: the first route that matches, and the next ones while they say "continue".
import { Fault } from "../kernel/fault.ts";
import type { FaultPlace } from "../kernel/fault.ts";
import type { Notice, NoticeSeverity } from "./notice.ts";

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

/** Checks routes against the receivers there are; throws settings.invalid with a place for everything that could lose a notice. */
export function checkRoutes(routes: Routes, receiverIds: readonly string[]): void {
  const places = [
    ...routes.list.flatMap((route, index) => wrongIn(route, `/list/${index}`, receiverIds)),
    ...unknownReceivers(routes.defaultReceivers, "/defaultReceivers", receiverIds),
    ...repeatedIds(routes.list),
  ];
  if (places.length > 0) throw new Fault("settings.invalid", { detail: `routes: ${places.map(({ at, rule }) => `${at} ${rule}`).join("; ")}.`, places });
}

function wrongIn(route: Route, at: string, receiverIds: readonly string[]): FaultPlace[] {
  const empty = Object.entries(route.match).filter(([, values]) => values?.length === 0);
  return [
    ...(route.receivers.length === 0 ? [{ at: `${at}/receivers`, rule: "names no receiver: what it takes would reach nobody" }] : []),
    ...empty.map(([field]) => ({ at: `${at}/match/${field}`, rule: "is an empty list and matches nothing; leave it out to match everything" })),
    ...unknownReceivers(route.receivers, `${at}/receivers`, receiverIds),
  ];
}

const unknownReceivers = (named: readonly string[], at: string, receiverIds: readonly string[]): FaultPlace[] =>
  named.flatMap((id, index) => (receiverIds.includes(id) ? [] : [{ at: `${at}/${index}`, rule: `names the receiver ${id}, which does not exist` }]));

// "default" is what the delivery log calls the last resort.
function repeatedIds(list: readonly Route[]): FaultPlace[] {
  const seen = new Set(["default"]);
  return list.flatMap(({ id }, index) => {
    const repeated = seen.has(id);
    seen.add(id);
    return repeated ? [{ at: `/list/${index}/id`, rule: `is ${id}, which is taken` }] : [];
  });
}
