// A route that a description names, at the origin where the system really runs.
import type { Header } from "../exchange.ts";
import { routeFrom } from "../route-from.ts";
import type { Route, RouteParameter, RouteSource } from "../route.ts";

export interface Described {
  method: string;
  /** Absolute. */
  url: string;
  headers?: readonly Header[];
  body?: string | undefined;
  template?: string;
  operation?: string;
  parameters?: readonly RouteParameter[];
}

export const mostRoutes = 10_000;

/** Undefined: the URL is none. from: the document, when it has a URL. */
export function describedRoute({ method, url, headers = [], body, template, operation, parameters }: Described, source: RouteSource, from: string): Route | undefined {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol) || !/^[A-Z]{1,20}$/i.test(method)) return undefined;
  return routeFrom({ method, url, headers: headers.filter(([name, value]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[\r\n\0]/.test(value)), body }, { source, foundOn: URL.canParse(from) ? from : undefined, depth: 1, template, operation, parameters });
}

/** The URL at this origin: descriptions are written for one host and deployed at many. */
export function atOrigin(url: string, origin: string): string | undefined {
  if (!URL.canParse(url, origin)) return undefined;
  const { pathname, search } = new URL(url, origin);
  return `${origin}${pathname}${search}`;
}
