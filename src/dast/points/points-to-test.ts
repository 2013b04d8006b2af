// Which points of many routes are worth probing: each place of data once, the usual headers and names of pages on a few routes only.
import type { Point } from "../point.ts";
import type { Route } from "../route.ts";
import { pointsOf } from "./points.ts";

/** On how many routes the same cookie, described header or path suffix, and the same usual header, is probed. Headers of scripts are always the route's own. */
const routesForShared = 4;
const routesForUsual = 2;
/** Of segments that may be names of pages, this many in one folder: where they are data, one program answers to all of them. */
const segmentsOfFolder = 3;

/**
 * The points of these routes that should be probed, most promising first. One route stands for all of its template, method
 * and parameter names (routeId). A cookie or a usual header is probed on a few routes, those with different first segments first; a
 * segment of the path once for all routes that have it, and a last segment that looks like a page's name on a few of its folder.
 */
export function pointsToTest(routes: readonly Route[]): Point[] {
  const once = [...new Map(routes.map((route) => [route.routeId, route])).values()];
  const used = new Map<string, number>();
  const points = spreadOut(once).flatMap((route) => pointsOf(route)).filter((point) => {
    const sharing = sharingOf(point);
    if (sharing.some(({ key, most }) => (used.get(key) ?? 0) >= most)) return false;
    for (const { key } of sharing) used.set(key, (used.get(key) ?? 0) + 1);
    return true;
  });
  return points.map((point, at) => ({ point, at })).toSorted((one, other) => pointPriority(other.point) - pointPriority(one.point) || one.at - other.at).map(({ point }) => point);
}

const usual = new Set(["user-agent", "referer", "x-forwarded-for", "x-forwarded-host", "accept-language", "origin"]);
const isUsual = (point: Point): boolean => point.kind === "header" && usual.has(point.name.toLowerCase());

/** With which other points it has so much in common that only some of them are probed. */
function sharingOf(point: Point): { key: string; most: number }[] {
  const { kind, pointId, route: { origin } } = point;
  if (isUsual(point)) return [{ key: `${origin} ${pointId}`, most: routesForUsual }];
  if (kind === "path" && point.aspect === undefined) return sharingOfSegment(point);
  return kind === "cookie" || kind === "url-path-suffix" ? [{ key: `${origin} ${pointId}`, most: routesForShared }] : [];
}

/** Routes with the same path differ in their parameters: the segment is the same. */
function sharingOfSegment({ pointId, name, route: { origin, method, template } }: Point): { key: string; most: number }[] {
  const once = { key: `${origin} ${method} ${template} ${pointId}`, most: 1 };
  const segments = template.split("/");
  if (segments[Number(name)]?.includes("{") === true) return [once];
  return [once, { key: `${origin} ${method} ${segments.slice(0, Number(name)).join("/")}/ ${pointId}`, most: segmentsOfFolder }];
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
