// Refused addresses that open when they are written otherwise: another spelling of the path, or a header that a proxy should have taken.
import type { RouteCheck, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import { partsOf, similarity } from "../compare/parts.ts";
import type { Exchange, Header, TestRequest } from "../exchange.ts";
import { getRequest } from "../exchange.ts";
import type { Route } from "../route.ts";
import { elementsOf } from "../page/elements.ts";

/** One way around: the request for this path. control: the same trick for a path that nobody has. */
interface Way { technique: string; request(origin: string, path: string): TestRequest }

const byPath = (technique: string, spell: (path: string) => string): Way => ({ technique, request: (origin, path) => getRequest(origin + spell(path)) });
const byHeader = (name: string, value: (path: string) => string, over: (path: string) => string = (path) => path): Way => ({ technique: `header:${name}`, request: (origin, path) => getRequest(origin + over(path), [[name, value(path)] satisfies Header]) });
const lastSegment = (path: string, change: (segment: string) => string): string => path.replace(/[^/]+(?=\/?$)/, change);

const ways: readonly Way[] = [
  byHeader("x-original-url", (path) => path, () => "/"), byHeader("x-rewrite-url", (path) => path, () => "/"),
  byHeader("x-forwarded-for", () => "127.0.0.1"), byHeader("x-real-ip", () => "127.0.0.1"), byHeader("x-custom-ip-authorization", () => "127.0.0.1"), byHeader("client-ip", () => "127.0.0.1"), byHeader("x-forwarded-host", () => "localhost"),
  byPath("trailing-slash", (path) => `${path}/`), byPath("double-slash", (path) => `/${path}`), byPath("case", (path) => lastSegment(path, (segment) => segment.toUpperCase())),
  byPath("matrix", (path) => `${path};a=b`), byPath("dot-segment-matrix", (path) => `${path}/..;/${path.split("/").filter(Boolean).at(-1) ?? ""}`), byPath("leading-matrix", (path) => `/;${path}`),
  byPath("encoded", (path) => lastSegment(path, (segment) => `%${segment.charCodeAt(0).toString(16)}${segment.slice(1)}`)), byPath("double-encoded", (path) => lastSegment(path, (segment) => `%25${segment.charCodeAt(0).toString(16)}${segment.slice(1)}`)),
  byPath("encoded-slash", (path) => `/%2f${path.slice(1)}`), byPath("trailing-space", (path) => `${path}%20`), byPath("trailing-tab", (path) => `${path}%09`), byPath("null", (path) => `${path}%00`), byPath("extension", (path) => `${path}.json`), byPath("query-mark", (path) => `${path}%3f`), byPath("backslash", (path) => `/%5c${path.slice(1)}`),
];

const isRefused = ({ reply }: Exchange): boolean => reply?.status === 401 || reply?.status === 403;
const asksToLogIn = ({ reply }: Exchange): boolean => reply !== undefined && elementsOf(reply).named("input").some(({ attributes }) => attributes["type"]?.toLowerCase() === "password");
const isContent = (exchange: Exchange): boolean => exchange.reply !== undefined && exchange.reply.status >= 200 && exchange.reply.status < 300 && exchange.reply.sizeBytes > 0 && !asksToLogIn(exchange);
const alike = (one: Exchange, other: Exchange): boolean => one.reply !== undefined && other.reply !== undefined && one.reply.status === other.reply.status && similarity(partsOf(one.reply), partsOf(other.reply)) > 0.9;

/** The answers that content of its own must not look like: the start page, and the same trick where nothing is. */
async function opens(way: Way, route: Route, start: Exchange, tools: Tools): Promise<{ exchange: Exchange; control: Exchange; again: Exchange } | undefined> {
  const url = new URL(route.request.url);
  const exchange = await tools.send(way.request(url.origin, url.pathname));
  if (!isContent(exchange) || alike(exchange, start)) return undefined;
  const nowhere = lastSegment(url.pathname, () => tools.seed.word(`nowhere ${way.technique}`, 9));
  const control = await tools.send(way.request(url.origin, nowhere));
  const again = await tools.send(way.request(url.origin, url.pathname));
  return alike(control, exchange) || !isContent(again) || !alike(again, exchange) ? undefined : { exchange, control, again };
}

/** Identity: the route and the way. Reads only; proof is the content that was refused before. */
export const accessBypass = defineCheck<RouteCheck>({
  id: "access-bypass", about: "A refused address opens when it is written otherwise.", title: "Access control bypassed",
  cwe: 288, owasp: ["A01", "API5"], severity: "high", risk: "marker", attackClass: "access-control", on: "route",
  remediation: "Decide about access in the application, on the path it has resolved, not in a proxy by text. Have the proxy take away headers that only it may set.",
  fits: ({ method, request }) => method === "GET" && new URL(request.url).pathname.length > 1,
  async *probe(route, tools) {
    const baseline = await tools.baseline(route);
    if (baseline?.status !== 401 && baseline?.status !== 403) return;
    const [refused] = baseline.exchanges;
    const start = await tools.send(getRequest(`${route.origin}/`));
    if (refused === undefined) return;
    for (const way of ways) {
      const open = await opens(way, route, start, tools);
      const still = open === undefined ? undefined : await tools.send(route.request);
      if (open === undefined || still === undefined || !isRefused(still)) continue;
      yield { technique: way.technique, confidence: "firm", because: `${new URL(route.request.url).pathname} is refused (${baseline.status}) and opens by ${way.technique}: ${open.exchange.reply?.sizeBytes ?? 0} bytes.`, steps: [{ role: "baseline", exchange: refused, shows: "Refused." }, { role: "attack", exchange: open.exchange, shows: "Opens." }, { role: "control", exchange: open.control, shows: "The same way to a path that nobody has shows something else." }, { role: "attack", exchange: open.again, shows: "Opens again." }, { role: "control", exchange: still, shows: "Written plainly it is still refused." }] };
      return;
    }
  },
});
