// Tools for the direct test of one check against one case: the same interface as a scan's, without its guards.
import { request as send } from "undici";
import { systemClock } from "../../src/kernel/clock.ts";
import type { Check, Tools } from "../../src/dast/check.ts";
import { baselineOf } from "../../src/dast/compare/baseline-of.ts";
import type { Exchange, Header, TestRequest } from "../../src/dast/exchange.ts";
import type { Proof } from "../../src/dast/evidence.ts";
import { pointsOf, withValue } from "../../src/dast/points/points.ts";
import type { Risk } from "../../src/dast/risk.ts";
import { risks } from "../../src/dast/risk.ts";
import type { Route } from "../../src/dast/route.ts";
import { routeFrom } from "../../src/dast/route-from.ts";
import { createSeed } from "../../src/dast/seed.ts";
import type { Session } from "../../src/dast/session.ts";
import { sendRawOver } from "./raw-socket.ts";
import type { OpenCase, Range } from "./range/range.ts";

export const anonymous: Session = { identity: "anonymous", dress: (request) => request, undress: (request) => request, saw: () => {}, cookies: () => [], state: "anonymous" };

export interface ToolsOptions { risks?: readonly Risk[]; browser?: Tools["browser"]; outOfBand?: Tools["outOfBand"]; session?: Session; otherSessions?: readonly Session[]; seed?: string; routes?: readonly Route[] }

/** Tools that send straight to a loopback address; anything else is refused. */
export function checkTools(options: ToolsOptions = {}): Tools & { sent: Exchange[]; notes: string[] } {
  const sent: Exchange[] = [];
  const notes: string[] = [];
  const session = options.session ?? anonymous;
  const deliver: Tools["send"] = async (request, { session: as = session, follow = 0, timeoutMs = 20_000 } = {}) => {
    const dressed = as === "none" ? request : as.dress(request);
    const exchange = await exchangeOf(dressed, sent.length + 1, timeoutMs);
    sent.push(exchange);
    const location = exchange.reply?.headers.find(([name]) => name.toLowerCase() === "location")?.[1];
    const next = location === undefined || !URL.canParse(location, request.url) ? undefined : new URL(location, request.url);
    if (follow > 0 && next?.origin === new URL(request.url).origin && (exchange.reply?.status ?? 0) >= 300 && (exchange.reply?.status ?? 0) < 400) return deliver({ method: "GET", url: next.href, headers: [], body: undefined }, { session: as, follow: follow - 1, timeoutMs });
    return exchange;
  };
  return {
    sent, notes, send: deliver, sendRaw: (raw) => sendRawOver(raw),
    baseline: async (route) => baselineOf([await deliver(route.request), await deliver(route.request)]),
    at: (point, value, more) => deliver(withValue(point, value), more),
    allows: (risk) => (options.risks ?? risks).includes(risk),
    seed: createSeed(options.seed ?? "test"), session, otherSessions: options.otherSessions ?? [], browser: options.browser, outOfBand: options.outOfBand,
    routes: () => options.routes ?? [], clock: systemClock, pause: (ms) => new Promise((resolve) => { setTimeout(resolve, ms); }), note: (text) => { notes.push(text); },
  };
}

/** The routes of a case, as a crawl would give them. */
export const routesOf = (range: Range, { built, prefix }: OpenCase): Route[] => built.requests.map(({ method, path, headers = [], body }) => routeFrom({ method, url: `${range.origin}${prefix}${path}`, headers, body }, { source: "link", foundOn: `${range.origin}${prefix}/`, depth: 1 }));

/** Every proof that a check gives on a case, with all points of its routes. */
export async function proofsOn(check: Check, range: Range, open: OpenCase, tools: Tools): Promise<Proof[]> {
  const routes = routesOf(range, open);
  const proofs: Proof[] = [];
  const take = async (given: AsyncIterable<Proof> | Iterable<Proof>): Promise<void> => { for await (const proof of given) proofs.push(proof); };
  if (check.on === "origin") await take(check.probe(range.origin, routes, tools));
  for (const route of routes) {
    if (check.on === "route" && check.fits(route)) await take(check.probe(route, tools));
    if (check.on === "exchange") await take(check.inspect(await tools.send(route.request), { route, session: tools.session, origin: route.origin }));
    if (check.on === "point") for (const point of pointsOf(route)) if (check.fits(point)) await take(check.probe(point, tools));
  }
  return proofs;
}

async function exchangeOf(request: TestRequest, seq: number, timeoutMs: number): Promise<Exchange> {
  const at = systemClock.now();
  const startedAt = performance.now();
  if (!["127.0.0.1", "localhost", "[::1]"].includes(new URL(request.url).hostname)) return { seq: 0, at, request, reply: undefined, failure: { kind: "refused", why: "not a loopback address" } };
  try {
    const { statusCode, headers, body } = await send(request.url, { method: request.method as "GET", headers: request.headers.flat(), body: request.body ?? null, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
    const headMs = performance.now() - startedAt;
    const bytes = Buffer.from(await body.arrayBuffer());
    return { seq, at, request, failure: undefined, reply: { status: statusCode, headers: Object.entries(headers).flatMap(([name, value]) => (Array.isArray(value) ? value : [value ?? ""]).map((one): Header => [name, one])), body: bytes, text: bytes.toString("utf8"), sizeBytes: bytes.length, truncated: false, headMs, totalMs: performance.now() - startedAt } };
  } catch (thrown) {
    return { seq, at, request, reply: undefined, failure: { kind: "unreachable", why: String(thrown) } };
  }
}
