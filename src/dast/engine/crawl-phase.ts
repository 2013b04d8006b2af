// The phase of the crawl: over HTTP first, then page by page in the browser, each feeding the other, until nothing new comes.
import { messageOf } from "../../kernel/fault.ts";
import type { Browser } from "../browser.ts";
import { crawl } from "../crawler/crawl.ts";
import { createFrontier } from "../crawler/frontier.ts";
import type { Frontier, FrontierState } from "../crawler/frontier.ts";
import { crawlLimits } from "../crawler/limits.ts";
import { descriptionGuesses } from "../descriptions/guesses.ts";
import { describedRoutes, introspectionAfter } from "../descriptions/read-description.ts";
import type { Exchange } from "../exchange.ts";
import type { Profile } from "../profile.ts";
import type { Route, SocketRoute } from "../route.ts";
import type { ScanSpec } from "../scan.ts";
import type { Session } from "../session.ts";
import { ScanEnded } from "../traffic/traffic.ts";
import type { Traffic } from "../traffic/traffic.ts";
import type { KnownRoutes } from "./known-routes.ts";
import type { Journal } from "./journal.ts";

export interface CrawlPhase {
  spec: ScanSpec; profile: Profile; traffic: Traffic; browser: Browser | undefined; session: Session; routes: KnownRoutes; journal: Journal;
  /** Ids of routes at which there is nothing to test: not found, pictures and fonts. */
  gone: Set<string>;
  /** Routes from descriptions, traffic and an earlier part of the crawl. */
  known: readonly Route[]; signal: AbortSignal;
  found(route: Route): void; socket(socket: SocketRoute): void; note(text: string): void; step(at: string): void;
}

const savedEvery = 200;
const isMissing = (exchange: Exchange | undefined): boolean => exchange?.reply?.status === 404 || exchange?.reply?.status === 410;
const browserRounds = 3;
const pageMs = 45_000;
const pageStates = 40;

/** Throws what ends the scan. */
export async function runCrawl(phase: CrawlPhase): Promise<void> {
  const { spec, journal } = phase;
  const saved = journal.before.findLast((line) => line.kind === "frontier")?.state as FrontierState | undefined;
  const frontier = createFrontier({ ...crawlLimits, routes: spec.limits.routes, depth: spec.limits.depth }, saved);
  const visited = new Set(journal.before.flatMap((line) => (line.kind === "page" ? [line.url] : [])));
  await overHttp(phase, frontier, [spec.url], phase.known);
  for (let round = 1; round <= browserRounds && phase.browser !== undefined; round += 1) {
    const fresh = await inBrowser(phase, phase.browser, visited);
    if (fresh.length === 0) break;
    await overHttp(phase, frontier, [], fresh);
  }
  for (const [why, count] of Object.entries(frontier.left)) phase.note(`Not requested in the crawl: ${count} ${count === 1 ? "place" : "places"} (${why}).`);
}

async function overHttp({ spec, profile, traffic, session, routes, journal, gone, found, step }: CrawlPhase, frontier: Frontier, start: readonly string[], known: readonly Route[]): Promise<void> {
  const submits = profile.risks.includes("write");
  let [count, savedAt] = [0, 0];
  const crawling = crawl({
    start, known, methods: profile.methods, submits, guesses: profile.id !== "passive", robotsAgent: undefined, concurrency: spec.budget.concurrency ?? profile.budget.concurrency, frontier,
    send: (request) => { step(request.url); return traffic.send(request, { session, about: { phase: "crawl" } }); },
    refusal: (url) => traffic.refusal({ method: "GET", url, headers: [], body: undefined }),
    described: describedRoutes, asks: introspectionAfter, wellKnown: (origin) => (profile.risks.includes("marker") ? descriptionGuesses(origin) : []),
  });
  const corners = new Set<string>();
  for await (const { route, exchange, left } of crawling) {
    if (left === "a static file" || (isMissing(exchange) && route.parameters.length === 0 && !isFirstOf(route, corners))) gone.add(route.routeId);
    if (routes.add(route)) found(route);
    count += 1;
    if (count - savedAt >= savedEvery) { savedAt = count; journal.write({ kind: "frontier", state: frontier.save() }); }
  }
  journal.write({ kind: "frontier", state: frontier.save() });
}

/** One page that is not found in each corner of the site stays: it may show the path that was asked for. */
function isFirstOf({ origin, template }: Route, corners: Set<string>): boolean {
  const corner = `${origin} ${template.split("/")[1] ?? ""}`;
  if (corners.has(corner)) return false;
  corners.add(corner);
  return true;
}

/** Pages that have not been looked at: documents that answered, those with scripts of their own shape first; gives what they showed anew. */
async function inBrowser({ spec, profile, browser: _browser, session, routes, journal, found, socket, note, step }: CrawlPhase, browser: Browser, visited: Set<string>): Promise<Route[]> {
  const fresh: Route[] = [];
  const pages = routes.all().filter(isPage).filter(({ request }) => !visited.has(request.url)).toSorted((a, b) => a.depth - b.depth);
  for (const { request: { url } } of pages) {
    if (visited.size >= spec.limits.pages) { note(`The browser looked at ${visited.size} pages; ${pages.length} more were left (limit of pages: ${spec.limits.pages}).`); break; }
    visited.add(url);
    step(url);
    try {
      const view = await browser.crawl(url, { session, interact: profile.risks.includes("browser"), methods: profile.methods, maxStates: pageStates, maxMs: pageMs });
      for (const route of view.routes) if (routes.add(route)) { fresh.push(route); found(route); }
      for (const one of view.sockets) socket(one);
      for (const why of view.unseen) note(`${url}: ${why}`);
    } catch (thrown) {
      if (thrown instanceof ScanEnded) throw thrown;
      note(`${url} could not be looked at in the browser: ${messageOf(thrown)}`);
    }
    journal.write({ kind: "page", url });
  }
  return fresh;
}

const notPages = /\.(?:js|mjs|css|map|json|xml|txt|pdf|zip|gz|tar|png|jpe?g|gif|svg|webp|ico|woff2?|ttf|mp[34]|webm|wasm)$/i;
const isPage = ({ method, request, source }: Route): boolean => method === "GET" && source !== "openapi" && source !== "graphql" && source !== "soap" && !notPages.test(new URL(request.url).pathname);
