// The phase of the crawl: over HTTP first, then page by page in the browser, each feeding the other, until nothing new comes.
import { crawl } from "../crawler/crawl.ts";
import { createFrontier } from "../crawler/frontier.ts";
import type { Frontier, FrontierState } from "../crawler/frontier.ts";
import { crawlLimits } from "../crawler/limits.ts";
import { descriptionGuesses } from "../descriptions/guesses.ts";
import { describedRoutes, introspectionAfter } from "../descriptions/read-description.ts";
import type { Exchange } from "../exchange.ts";
import type { Route } from "../route.ts";
import { inBrowser, notePage } from "./browser-phase.ts";
import type { CrawlPhase } from "./crawl-parts.ts";
import type { PageKinds } from "./browser-phase.ts";

const savedEvery = 200;
const isMissing = (exchange: Exchange | undefined): boolean => exchange?.reply?.status === 404 || exchange?.reply?.status === 410;
const browserRounds = 3;

/** Throws what ends the scan. */
export async function runCrawl(phase: CrawlPhase): Promise<void> {
  const { spec, journal } = phase;
  const saved = journal.before.findLast((line) => line.kind === "frontier")?.state as FrontierState | undefined;
  const frontier = createFrontier({ ...crawlLimits, routes: spec.limits.routes, depth: spec.limits.depth }, saved);
  const visited = new Set(journal.before.flatMap((line) => (line.kind === "page" ? [line.url] : [])));
  const kinds: PageKinds = new Map();
  await overHttp(phase, frontier, { start: [spec.url], known: phase.known, kinds });
  for (let round = 1; round <= browserRounds && phase.browser !== undefined; round += 1) {
    const fresh = await inBrowser(phase, phase.browser, { visited, kinds });
    if (fresh.length === 0) break;
    await overHttp(phase, frontier, { start: [], known: fresh, kinds });
  }
  for (const [why, count] of Object.entries(frontier.left)) phase.note(`Not requested in the crawl: ${count} ${count === 1 ? "place" : "places"} (${why}).`);
}

async function overHttp({ spec, profile, traffic, session, routes, journal, gone, found, step }: CrawlPhase, frontier: Frontier, { start, known, kinds }: { start: readonly string[]; known: readonly Route[]; kinds: PageKinds }): Promise<void> {
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
    if (exchange !== undefined) notePage(kinds, exchange.request.url, exchange);
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
