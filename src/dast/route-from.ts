// A route from a request: its template, its parameters and the id by which it is the same in every scan.
import { derivedId } from "../kernel/id.ts";
import { headersOf } from "./exchange.ts";
import type { TestRequest } from "./exchange.ts";
import type { Route, RouteParameter, RouteSource } from "./route.ts";
import { bodyParametersOf } from "./routes/body-parameters.ts";
import { parametersBy, templateOf } from "./routes/template.ts";
import type { PathTemplate } from "./routes/template.ts";
import { typeOfValue } from "./routes/value-type.ts";

export interface RouteFound {
  source: RouteSource;
  foundOn: string | undefined;
  depth: number;
  token?: { page: string; field: string } | undefined;
  /** "/orders/{orderId}", as a description names it; default: guessed from the path. */
  template?: string | undefined;
  /** Of GraphQL and SOAP: part of the identity, because path and parameters do not tell operations apart. */
  operation?: string | undefined;
  /** What a form or a description says of parameters: its type and values stand in place of what the request shows; others are added. */
  parameters?: readonly RouteParameter[] | undefined;
}

/**
 * The route that a request belongs to. The fragment of the URL is dropped; everything else of the request stays as it is.
 * routeId is made from method, origin, template (names of path parameters do not count), operation and the names of query and body
 * parameters; cookies and headers do not count, because they depend on who asks.
 */
export function routeFrom(request: TestRequest, found: RouteFound): Route {
  const url = new URL(request.url);
  url.hash = "";
  const { template, parameters: inPath } = found.template === undefined ? templateOf(url.pathname) : { template: found.template, parameters: parametersBy(found.template, url.pathname) };
  const method = request.method.toUpperCase();
  const parameters = merged(parametersOf(request, url, inPath), found.parameters ?? []);
  return {
    routeId: routeIdOf(method, url.origin, template, parameters, found.operation), method, origin: url.origin, template,
    request: { ...request, method, url: url.href }, parameters,
    source: found.source, foundOn: found.foundOn, depth: found.depth, ...(found.token ? { token: found.token } : {}), ...(found.operation === undefined ? {} : { operation: found.operation }),
  };
}

/** The same for "/a/{n}" and "/a/{id}", and for lists of one and of many members. */
export function routeIdOf(method: string, origin: string, template: string, parameters: readonly Pick<RouteParameter, "in" | "name">[], operation?: string): string {
  const names = parameters.filter((one) => one.in === "query" || one.in === "body").map((one) => `${one.in}:${one.name.replaceAll(/\/\d+(?=\/|$)/g, "/*").replaceAll(/\[\d+\]/g, "[*]")}`);
  return derivedId("rte", method, origin, template.replaceAll(/\{[^{}]*\}/g, "{}"), ...[...new Set(names)].toSorted(), ...(operation === undefined ? [] : [`operation:${operation}`]));
}

function parametersOf(request: TestRequest, url: URL, inPath: PathTemplate["parameters"]): RouteParameter[] {
  const parameter = (place: RouteParameter["in"], name: string, type: string | undefined): RouteParameter => ({ in: place, name, type, allowed: [] });
  return [
    ...inPath.map(({ name, value }) => parameter("path", name, typeOfValue(value))),
    ...[...url.searchParams].map(([name, value]) => parameter("query", name, typeOfValue(value))),
    ...bodyParametersOf(request).map(({ name, type }) => parameter("body", name, type)),
    ...request.headers.filter(([name]) => isOwnHeader(name)).map(([name, value]) => parameter("header", name.toLowerCase(), typeOfValue(value))),
    ...cookiesOf(request).filter(([name]) => !isSessionName(name)).map(([name, value]) => parameter("cookie", name, typeOfValue(value))),
  ];
}

const keyOf = (one: RouteParameter): string => `${one.in}:${one.name}`;

/** One for each place and name; what was said of it wins over what was seen. */
function merged(seen: readonly RouteParameter[], said: readonly RouteParameter[]): RouteParameter[] {
  const byKey = new Map<string, RouteParameter>();
  for (const one of seen) if (!byKey.has(keyOf(one))) byKey.set(keyOf(one), one);
  for (const one of said) byKey.set(keyOf(one), { ...one, type: one.type ?? byKey.get(keyOf(one))?.type });
  return [...byKey.values()];
}

export const cookiesOf = (request: TestRequest): (readonly [name: string, value: string])[] =>
  headersOf(request.headers, "cookie").flatMap((line) => line.split(/; */)).flatMap((pair) => { const at = pair.indexOf("="); return at > 0 ? [[pair.slice(0, at).trim(), pair.slice(at + 1)] as const] : []; });

/** Names of cookies and parameters that carry a session, not data of the application. */
export const isSessionName = (name: string): boolean =>
  /^(?:__(?:host|secure)-)?(?:j?sess(?:ion)?(?:_?id)?|php-?sess(?:id)?|asp\.?net_sessionid|connect\.sid|aspsession\w*|cfid|cftoken|sid|session[-_.]?\w*|\w*[-_.]session(?:[-_]?id)?|auth(?:[-_]?token)?|(?:access|id|refresh)[-_]?token|remember[-_]?me|token|jwt|x?[-_]?[cx]srf\w*|csrf[-_]?\w*|__cf\w+|_ga\w*|_gid)$/i.test(name);

// RFC 9110 and what browsers add by themselves: none of it is an application's own.
const everyday = new Set(["accept", "accept-charset", "accept-encoding", "accept-language", "authorization", "cache-control", "connection", "content-encoding", "content-length", "content-type", "cookie", "date", "dnt", "expect", "host", "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "keep-alive", "origin", "pragma", "priority", "proxy-authorization", "proxy-connection", "range", "referer", "te", "trailer", "transfer-encoding", "upgrade", "upgrade-insecure-requests", "user-agent", "via"]);
const isOwnHeader = (name: string): boolean => !everyday.has(name.toLowerCase()) && !/^(?::|sec-|proxy-)/i.test(name);
