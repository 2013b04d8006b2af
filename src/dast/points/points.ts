// Insertion points of a route: every place where a value of ours can go, and the request with the value there.
import type { TestRequest } from "../exchange.ts";
import type { Point } from "../point.ts";
import type { Route } from "../route.ts";
import { documentOf, graphqlPlaces } from "./graphql-places.ts";
import { cookiePlaces, headerPlaces } from "./header-places.ts";
import { jsonPlaces } from "./json-places.ts";
import { multipartPlaces } from "./multipart-places.ts";
import { formPlaces, queryPlaces } from "./pair-places.ts";
import { pathPlaces, suffixPlaces } from "./path-places.ts";
import type { Place, PlaceReader } from "./place.ts";
import { rewrapped, wrappedIn } from "./wrapping.ts";
import { xmlPlaces } from "./xml-places.ts";

const readers: readonly PlaceReader[] = [queryPlaces, formPlaces, jsonPlaces, graphqlPlaces, xmlPlaces, multipartPlaces, pathPlaces, cookiePlaces, headerPlaces, suffixPlaces];

/**
 * Every point of a route, in a fixed order: query, body, path, cookies, headers, suffix. A value that is wrapped (base64, JSON,
 * a token) is a point as it stands and, after that, one more for each value within. pointIds are unique within the route.
 */
export function pointsOf(route: Route): readonly Point[] {
  const isGraphql = documentOf(route.request) !== undefined;
  const places = readers.filter((reader) => reader !== jsonPlaces || !isGraphql).flatMap((reader) => reader.find(route));
  return unique(places.flatMap((place) => pointsAt(place, route)));
}

/** The route's request with this value at the point, encoded for the place and wrapped as the value there was. withValue(point, point.value) means the same as the route's own request. */
export function withValue(point: Point, value: string): TestRequest {
  const reader = readerOf(point);
  if (reader === undefined) return point.route.request;
  if (point.wrappings.length === 0) return reader.put(point.route.request, point, value);
  const text = reader.find(point.route).find((place) => isSame(place, point))?.text ?? "";
  return reader.put(point.route.request, point, rewrapped(text, point.wrappings, point.inside ?? [], value));
}

const readerOf = ({ kind }: Pick<Point, "kind">): PlaceReader | undefined => readers.find(({ kinds }) => kinds.includes(kind));
const isSame = (place: Place, point: Point): boolean => place.kind === point.kind && place.name === point.name && place.nth === point.nth && place.aspect === point.aspect;

const nested = new Set<Point["kind"]>(["query", "form", "json", "multipart", "cookie", "header", "graphql", "path"]);

function pointsAt({ text, ...place }: Place, route: Route): Point[] {
  const own: Point = { ...place, pointId: idOf(place), value: text, wrappings: [], route };
  const within = nested.has(place.kind) ? wrappedIn(text) : [];
  return [own, ...within.map(({ wrappings, inside, value }): Point => ({ ...place, pointId: `${idOf(place)}${wrappedId(wrappings, inside)}`, value, wrappings, ...(inside.length === 0 ? {} : { inside }), route }))];
}

// A header is the same by any spelling; the number of a repeated name is counted as people do, from 1.
const idOf = ({ kind, name, nth, aspect }: Omit<Place, "text">): string =>
  `${kind}:${kind.startsWith("header") ? name.toLowerCase() : name}${aspect === undefined ? "" : `;${aspect}`}${nth === undefined ? "" : `#${nth + 1}`}`;

function wrappedId(wrappings: Point["wrappings"], inside: readonly string[]): string {
  const pointers = [...inside];
  return wrappings.map((wrapping) => `/${wrapping}${wrapping === "json" || wrapping === "jwt" ? `:${pointers.shift() ?? ""}` : ""}`).join("");
}

/** Two places may come to one id by strange names ("a#2" beside a second "a"): the later ones are numbered. */
function unique(points: readonly Point[]): Point[] {
  const seen = new Map<string, number>();
  return points.map((point) => {
    const before = seen.get(point.pointId) ?? 0;
    seen.set(point.pointId, before + 1);
    return before === 0 ? point : { ...point, pointId: `${point.pointId}~${before + 1}` };
  });
}
