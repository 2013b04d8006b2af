// Insertion points: the places in a request where a value of ours can go.
import type { TestRequest } from "./exchange.ts";
import type { Route } from "./route.ts";

export const pointKinds = ["query", "query-name", "form", "form-name", "json", "xml", "multipart", "path", "header", "header-name", "cookie", "graphql", "url-path-suffix"] as const;
export type PointKind = (typeof pointKinds)[number];

/** Layers that the value at a point is wrapped in, outermost first: a JSON document in base64 in a query has ["base64", "json"]. */
export type Wrapping = "url" | "base64" | "base64url" | "json" | "hex" | "jwt";

export interface Point {
  /** "query:q", "json:/user/name", "path:2", "cookie:theme", "query:state/base64/json:/next": the same in every scan. */
  pointId: string;
  kind: PointKind;
  /** The parameter, header or cookie; a JSON pointer; the number of the segment; an XPath of the element. */
  name: string;
  /** The value it has in the route's request, unwrapped. */
  value: string;
  wrappings: readonly Wrapping[];
  /** Which of several with this name, from 0; left out for the first. */
  nth?: number;
  /** A part of what name says: "filename" of an upload, "name" of a JSON member, the matrix parameter of a path segment. */
  aspect?: string;
  /** One JSON pointer for each "json" and "jwt" of wrappings, in their order. */
  inside?: readonly string[];
  route: Route;
}

/** Puts a value where the point is. Encoding for the place is done here: value is what the application shall see. */
export type WithValue = (point: Point, value: string) => TestRequest;
