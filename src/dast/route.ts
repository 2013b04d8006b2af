// Routes: what a system under test answers to, as far as a crawl, a description or real traffic has shown it.
import type { TestRequest } from "./exchange.ts";

/** How a route became known. traffic: the runtime room saw visitors use it. */
export const routeSources = ["start", "link", "form", "script", "style", "header", "comment", "robots", "sitemap", "source-map", "browser", "openapi", "graphql", "postman", "har", "soap", "list", "traffic", "guess"] as const;
export type RouteSource = (typeof routeSources)[number];

/** One parameter of a route as it was seen; allowed: the values that a select, radio or enum offers. */
export interface RouteParameter { in: "query" | "body" | "path" | "header" | "cookie"; name: string; type: string | undefined; allowed: readonly string[] }

export interface Route {
  /** Derived from method, origin, path template and parameter names: the same in every scan. */
  routeId: string;
  method: string;
  /** "https://shop.example:8443" */
  origin: string;
  /** "/orders/{id}/items": segments that are data have a name in braces. */
  template: string;
  /** Which of several operations at one path the request asks for: "query user" of GraphQL, "GetPrice" of SOAP. */
  operation?: string;
  /** A request that reaches it, with plausible values. Session headers are added when it is sent. */
  request: TestRequest;
  parameters: readonly RouteParameter[];
  source: RouteSource;
  /** The page on which it was found. */
  foundOn: string | undefined;
  /** A request to this route must first fetch this page and take the token named in it: an anti-forgery field. */
  token?: { page: string; field: string };
  /** Needs this many clicks or steps before: shown in the site tree. */
  depth: number;
}

/** A connection other than requests that pages open. */
export interface SocketRoute { url: string; protocols: readonly string[]; foundOn: string | undefined; firstMessages: readonly string[] }
