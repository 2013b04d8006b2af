// The gate of a page: each of its requests is answered by the scan's traffic, captured, or refused; none leaves by itself.
import type { BrowserContext, Request, Route as Intercepted } from "playwright-core";
import type { Exchange, Header, TestRequest } from "../exchange.ts";
import { headerOf } from "../exchange.ts";
import type { Session } from "../session.ts";
import { ScanEnded } from "../traffic/traffic.ts";
import type { Traffic } from "../traffic/traffic.ts";
import { dressedWithCookies } from "./cookies.ts";

/** A request that a page wanted to make. fate: what became of it. */
export interface PageRequest { request: TestRequest; type: string; mainNavigation: boolean; fate: "sent" | "captured" | "refused"; why: string | undefined; exchange: Exchange | undefined; pageUrl: string }

export interface GatePlan {
  session: Session;
  /** capture: where the page itself wants to go is only noted, and it stays where it is. follow: it goes. */
  navigations: "capture" | "follow";
  /** Methods that may be sent; others are captured and answered by us with nothing. */
  methods: readonly string[];
  onRequest(seen: PageRequest): void;
  /** Requests of one page are bounded: those after are refused. */
  maxRequests: number;
}

export interface Gate {
  /** From now on. Counts begin anew. */
  open(plan: GatePlan): void;
  /** The next document of the page is this exchange: it was sent before. */
  expect(url: string, exchange: Exchange): void;
  inFlight(): number;
  /** Set when the scan ended while a request was under way: whoever waits throws it. */
  ended(): ScanEnded | undefined;
}

const closed: GatePlan = { session: { identity: "anonymous", dress: (request) => request, undress: (request) => request, saw: () => {}, cookies: () => [], state: "anonymous" }, navigations: "capture", methods: [], onRequest: () => {}, maxRequests: 0 };
const replyMs = 15_000;
// Event streams do not end: what came in this time is what the page gets.
const streamMs = 3000;
const maxHops = 8;

/** Puts a gate before everything that pages of this context request. */
export async function gateOf(context: BrowserContext, traffic: Pick<Traffic, "send" | "refusal">): Promise<Gate> {
  const state = { plan: closed, first: undefined as { url: string; exchange: Exchange } | undefined, inFlight: 0, count: 0, ended: undefined as ScanEnded | undefined };

  const send = async (request: TestRequest, type: string): Promise<Exchange> => traffic.send(await dressedWithCookies(context, request), { session: state.plan.session, about: { phase: "browser" }, timeoutMs: type === "eventsource" ? streamMs : replyMs });

  const handle = async (route: Intercepted, request: Request): Promise<void> => {
    const { plan } = state;
    const main = isMainNavigation(request);
    const test = testRequestOf(request);
    const told = (fate: PageRequest["fate"], why?: string, exchange?: Exchange): void => { plan.onRequest({ request: test, type: request.resourceType(), mainNavigation: main, fate, why, exchange, pageUrl: pageUrlOf(request) }); };
    state.count += 1;
    if (main && state.first !== undefined && withoutFragment(request.url()) === withoutFragment(state.first.url)) {
      const { exchange } = state.first;
      state.first = undefined;
      return fulfil(route, exchange);
    }
    if (!/^https?:/i.test(request.url())) { told("refused", "not HTTP"); return route.abort("blockedbyclient"); }
    if (state.count > plan.maxRequests) { told("refused", "too many requests of one page"); return route.abort("blockedbyclient"); }
    const refusal = traffic.refusal(test);
    if (!plan.methods.includes(test.method)) { told("captured", refusal); return nothing(route, test); }
    if (refusal !== undefined) { told("refused", refusal); return route.abort("blockedbyclient"); }
    if (main && plan.navigations === "capture") {
      const exchange = test.method === "GET" || test.method === "HEAD" ? undefined : await send(test, "document");
      told("captured", undefined, exchange);
      return nothing(route, test);
    }
    const exchange = request.isNavigationRequest() ? await send(test, "document") : await followed(test, (one) => send(one, request.resourceType()));
    told(exchange.seq === 0 ? "refused" : "sent", exchange.failure?.why, exchange);
    return fulfil(route, exchange);
  };

  await context.route("**/*", async (route, request) => {
    state.inFlight += 1;
    try { await handle(route, request); } catch (thrown) {
      if (thrown instanceof ScanEnded) state.ended = thrown;
      // A page that was closed meanwhile takes no answer any more.
      await route.abort("failed").catch(() => {});
    } finally { state.inFlight -= 1; }
  });
  return {
    open: (plan) => { state.plan = plan; state.count = 0; state.first = undefined; state.ended = undefined; },
    expect: (url, exchange) => { state.first = { url, exchange }; },
    inFlight: () => state.inFlight, ended: () => state.ended,
  };
}

/** A popup's first request comes before its frame is known: it is the main one. */
function isMainNavigation(request: Request): boolean {
  if (!request.isNavigationRequest()) return false;
  try { return request.frame().parentFrame() === null; } catch { return true; }
}

function pageUrlOf(request: Request): string {
  try { return request.frame().url(); } catch { return ""; }
}

export const withoutFragment = (url: string): string => url.replace(/#.*$/s, "");

// The browser's own: the traffic adds what belongs to every request of a scan, and cookies come from the session.
const ofTheBrowser = /^(?:sec-|user-agent$|accept-encoding$|cookie$|host$|connection$|content-length$|upgrade-insecure-requests$|cache-control$|pragma$|dnt$|purpose$|x-devtools)/i;

function testRequestOf(request: Request): TestRequest {
  const body = request.postDataBuffer();
  const headers = Object.entries(request.headers()).filter(([name]) => !name.startsWith(":") && !ofTheBrowser.test(name)).map(([name, value]): Header => [name, value]);
  return { method: request.method().toUpperCase(), url: withoutFragment(request.url()), headers, body: body === null ? undefined : textOrBytes(body) };
}

function textOrBytes(bytes: Buffer): string | Uint8Array {
  const text = bytes.toString("utf8");
  return text.includes("�") ? new Uint8Array(bytes) : text;
}

/** Follows redirects of what is no document: to the page they look like one answer. */
async function followed(request: TestRequest, send: (request: TestRequest) => Promise<Exchange>): Promise<Exchange> {
  let exchange = await send(request);
  for (let hop = 0; hop < maxHops; hop += 1) {
    const next = redirectOf(exchange);
    if (next === undefined) break;
    exchange = await send(next);
  }
  return exchange;
}

/** The request that a redirect asks for; undefined when it is none. RFC 9110 15.4: 307 and 308 keep method and body, a POST becomes a GET else. */
export function redirectOf({ request, reply }: Exchange): TestRequest | undefined {
  const location = reply === undefined || ![301, 302, 303, 307, 308].includes(reply.status) ? undefined : headerOf(reply.headers, "location");
  if (reply === undefined || location === undefined || !URL.canParse(location, request.url)) return undefined;
  const { href, protocol } = new URL(location, request.url);
  if (protocol !== "http:" && protocol !== "https:") return undefined;
  const keeps = reply.status === 307 || reply.status === 308 || request.method === "GET" || request.method === "HEAD";
  return { ...request, url: href, ...keeps ? {} : { method: "GET", body: undefined, headers: request.headers.filter(([name]) => !/^content-/i.test(name)) } };
}

// They speak of the bytes on the wire or of the connection, which Chromium does not see; others would act beyond the page.
const notForThePage = /^(?:content-encoding|content-length|transfer-encoding|connection|keep-alive|strict-transport-security|alt-svc|nel|report-to|reporting-endpoints|clear-site-data|public-key-pins|trailer|upgrade)$/i;

async function fulfil(route: Intercepted, exchange: Exchange): Promise<void> {
  const { reply } = exchange;
  if (reply === undefined) return route.abort(exchange.failure?.kind === "refused" ? "blockedbyclient" : "failed");
  const onward = redirectOf(exchange);
  if (onward !== undefined) return route.fulfill({ status: 200, headers: { ...headersFor(reply.headers), "content-type": "text/html", refresh: `0;url=${new URL(headerOf(reply.headers, "location") ?? "", exchange.request.url).href}` }, body: "" });
  return route.fulfill({ status: reply.status < 200 || reply.status > 599 ? 200 : reply.status, headers: headersFor(reply.headers), body: Buffer.from(reply.body) });
}

/** Several of one name become lines of one, as the driver wants them; only cookies may not be joined by commas. */
function headersFor(headers: readonly Header[]): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (notForThePage.test(key) || key === "location") continue;
    joined[key] = joined[key] === undefined ? value : `${joined[key]}${key === "set-cookie" ? "\n" : ", "}${value}`;
  }
  return joined;
}

/** Our own answer to what is not sent: the page stays, a script sees success without content. */
async function nothing(route: Intercepted, request: TestRequest): Promise<void> {
  const origin = headerOf(request.headers, "origin");
  await route.fulfill({ status: 204, headers: origin === undefined ? {} : { "access-control-allow-origin": origin, "access-control-allow-credentials": "true" }, body: "" });
}
