// The routes of a scan as they become known: each once, by id, the better request kept; answers are joined to them.
import { headerOf } from "../exchange.ts";
import type { Exchange, Header } from "../exchange.ts";
import { routeFrom } from "../route-from.ts";
import type { Route } from "../route.ts";

export interface KnownRoutes {
  all(): readonly Route[];
  /** True: it was not known, or it brought headers of the application's own that the known one did not have. */
  add(route: Route): boolean;
  /** The route that a request belongs to. */
  of(exchange: Pick<Exchange, "request">): Route | undefined;
}

const keptAnswers = 5_000;

export function knownRoutes(limit: number, full: () => void): KnownRoutes {
  const byId = new Map<string, Route>();
  const byUrl = new Map<string, Route | undefined>();
  let list: readonly Route[] | undefined;
  return {
    all: () => (list ??= [...byId.values()]),
    add: (route) => {
      const known = byId.get(route.routeId);
      if (known === undefined && byId.size >= limit) { full(); return false; }
      const kept = known === undefined ? route : joined(known, route);
      if (kept === known) return false;
      byId.set(route.routeId, kept);
      list = undefined;
      return known === undefined || ownHeaders(kept).length > ownHeaders(known).length;
    },
    of: ({ request }) => {
      const key = `${request.method} ${request.url}`;
      if (byUrl.has(key) && request.body === undefined) return byUrl.get(key);
      const { routeId } = routeFrom(request, { source: "link", foundOn: undefined, depth: 0 });
      const found = byId.get(routeId);
      if (request.body === undefined && found !== undefined && byUrl.size < keptAnswers) byUrl.set(key, found);
      return found;
    },
  };
}

/** The better request, with what only the other one has: scripts set headers that a form does not show, and forms know more of their fields. */
function joined(known: Route, route: Route): Route {
  const isNewer = isBetter(route, known);
  const [best, other] = isNewer ? [route, known] : [known, route];
  const more = ownHeaders(other).filter(([name]) => headerOf(best.request.headers, name) === undefined);
  if (!isNewer && more.length === 0) return known;
  const names = new Set(more.map(([name]) => name.toLowerCase()));
  return {
    ...best, depth: Math.min(known.depth, route.depth), foundOn: known.foundOn ?? route.foundOn,
    request: { ...best.request, headers: [...best.request.headers, ...more] }, parameters: [...best.parameters, ...other.parameters.filter((one) => one.in === "header" && names.has(one.name))],
  };
}

const ownHeaders = ({ request, parameters }: Route): Header[] => request.headers.filter(([name]) => parameters.some((one) => one.in === "header" && one.name === name.toLowerCase()));

/** Forms know tokens and allowed values that a link does not. */
const isBetter = (route: Route, known: Route): boolean => weight(route) > weight(known);
const weight = ({ request, token, parameters }: Route): number => request.headers.length + (token === undefined ? 0 : 5) + parameters.reduce((sum, { allowed, type }) => sum + Math.min(allowed.length, 1) + (type === undefined ? 0 : 1), 0);
