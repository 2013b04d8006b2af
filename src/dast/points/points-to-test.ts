// Which points of many routes are worth probing: each place of data once, the usual headers on a few routes only.
import type { Point } from "../point.ts";
import type { Route } from "../route.ts";
import { pointsOf } from "./points.ts";

/** On how many routes the same cookie, described header or path suffix, and the same usual header, is probed. Headers of scripts are always the route's own. */
const routesForShared = 4;
const routesForUsual = 2;

/**
 * The points of these routes that should be probed, most promising first. One route stands for all of its template, method
 * and parameter names (routeId). A cookie or a usual header is probed on a few routes: those with different first segments first.
 */
export function pointsToTest(routes: readonly Route[]): Point[] {
  const once = [...new Map(routes.map((route) => [route.routeId, route])).values()];
  const used = new Map<string, number>();
  const points = spreadOut(once).flatMap((route) => pointsOf(route)).filter((point) => {
    const most = mostOf(point);
    if (most === undefined) return true;
    const key = `${point.route.origin} ${point.pointId}`;
    used.set(key, (used.get(key) ?? 0) + 1);
    return (used.get(key) ?? 0) <= most;
  });
  return points.map((point, at) => ({ point, at })).toSorted((one, other) => pointPriority(other.point) - pointPriority(one.point) || one.at - other.at).map(({ point }) => point);
}

const usual = new Set(["user-agent", "referer", "x-forwarded-for", "x-forwarded-host", "accept-language", "origin"]);
const isUsual = (point: Point): boolean => point.kind === "header" && usual.has(point.name.toLowerCase());

function mostOf(point: Point): number | undefined {
  if (isUsual(point)) return routesForUsual;
  return point.kind === "cookie" || point.kind === "url-path-suffix" ? routesForShared : undefined;
}

/** How likely a point holds data that the application uses, 0-9: parameters before path segments, those before cookies, headers and names. */
export function pointPriority(point: Point): number {
  if (isUsual(point)) return 2;
  if (point.aspect !== undefined) return 4;
  const byKind: Record<Point["kind"], number> = { query: 9, form: 9, json: 9, graphql: 9, xml: 8, multipart: 8, path: 7, header: 6, cookie: 6, "query-name": 3, "form-name": 3, "header-name": 1, "url-path-suffix": 1 };
  return byKind[point.kind] - (point.wrappings.length > 0 ? 1 : 0);
}

// The first route of each first segment, then the second of each, ...: an application in every corner of the site is met early.
function spreadOut(routes: readonly Route[]): Route[] {
  const turns = new Map<string, number>();
  const turned = routes.map((route, at) => {
    const corner = `${route.origin} ${route.template.split("/")[1] ?? ""}`;
    const turn = turns.get(corner) ?? 0;
    turns.set(corner, turn + 1);
    return { route, turn, at };
  });
  return turned.toSorted((one, other) => one.turn - other.turn || one.at - other.at).map(({ route }) => route);
}
