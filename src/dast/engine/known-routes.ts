// The routes of a scan as they become known: each once, by id, the better request kept; answers are joined to them.
import type { Exchange } from "../exchange.ts";
import { routeFrom } from "../route-from.ts";
import type { Route } from "../route.ts";

export interface KnownRoutes {
  all(): readonly Route[];
  /** False: it was known. */
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
      if (known !== undefined && !isBetter(route, known)) return false;
      byId.set(route.routeId, known === undefined ? route : { ...route, depth: Math.min(known.depth, route.depth), foundOn: known.foundOn ?? route.foundOn });
      list = undefined;
      return known === undefined;
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

/** Scripts set headers that a form does not show, and forms know tokens and allowed values that a link does not. */
const isBetter = (route: Route, known: Route): boolean => weight(route) > weight(known);
const weight = ({ request, token, parameters }: Route): number => request.headers.length + (token === undefined ? 0 : 5) + parameters.reduce((sum, { allowed, type }) => sum + Math.min(allowed.length, 1) + (type === undefined ? 0 : 1), 0);
