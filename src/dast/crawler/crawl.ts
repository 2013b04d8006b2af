// The crawl over HTTP: requests what is known, reads what comes, and gives every route it finds, in the same order each time.
import type { Exchange, TestRequest } from "../exchange.ts";
import { headerLinks } from "../page/header-links.ts";
import { routeFrom } from "../route-from.ts";
import type { Route } from "../route.ts";
import type { Candidate } from "./candidate.ts";
import { isPlain, requestOf } from "./candidate.ts";
import type { Frontier } from "./frontier.ts";
import { foldersAbove, harvestOf } from "./harvest.ts";
import { createNotFound } from "./not-found.ts";
import type { NotFound } from "./not-found.ts";
import { createPoliteness } from "./politeness.ts";
import type { Politeness } from "./politeness.ts";
import { contentOf, shapeOf } from "./shape.ts";

export interface CrawlPlan {
  /** Absolute URLs. */
  start: readonly string[];
  /** Routes known from elsewhere (descriptions, traffic, a browser): requested like links. */
  known?: readonly Route[];
  /** Sends with a session. Never throws for what a target does; what it throws ends the crawl. */
  send(request: TestRequest): Promise<Exchange>;
  /** Why a URL is outside the scan; undefined: it is inside. */
  refusal(url: string): string | undefined;
  /** Methods that may be sent. */
  methods: readonly string[];
  /** Whether forms that send POST, and described requests that may change state, are sent; otherwise they are only recorded. */
  submits: boolean;
  /** Also ask for places that nobody linked to: folders, well-known files, descriptions. */
  guesses: boolean;
  /** Keep to robots.txt, as this agent. */
  robotsAgent?: string | undefined;
  /** Requests under way at once; answers are dealt with in the order of sending all the same. */
  concurrency: number;
  frontier: Frontier;
  /** Routes that an answer describes: an OpenAPI document, an introspection answer. */
  described?(exchange: Exchange): readonly Route[];
  /** What else to ask a place that looks like one that describes itself: an introspection query. */
  asks?(exchange: Exchange): readonly TestRequest[];
  /** More places to ask for at an origin. */
  wellKnown?(origin: string): readonly string[];
}

/** One route, the first time it is seen. left: why it was not requested. */
export interface Crawled { route: Route; exchange: Exchange | undefined; left: string | undefined }

const rootFiles = ["/robots.txt", "/sitemap.xml", "/sitemap_index.xml", "/.well-known/security.txt", "/manifest.json", "/site.webmanifest", "/crossdomain.xml", "/clientaccesspolicy.xml", "/humans.txt", "/.well-known/openid-configuration"];
const staticFile = /\.(?:png|jpe?g|gif|webp|avif|bmp|ico|tiff?|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|ogg|ogv|wav|avi|mov|mkv|flac)$/i;

/** Ends when nothing waits or a limit of the frontier is reached; `frontier.left` says what was left out. */
export async function* crawl(plan: CrawlPlan): AsyncGenerator<Crawled, void, undefined> {
  const { frontier } = plan;
  const notFound = createNotFound(plan.send);
  const politeness = plan.robotsAgent === undefined ? undefined : createPoliteness(plan.send, plan.robotsAgent);
  for (const url of plan.start) add(plan, startCandidate(url));
  for (const route of plan.known ?? []) add(plan, knownCandidate(route));
  if (plan.guesses) for (const candidate of guessesOf(plan)) add(plan, candidate);
  const window: { candidate: Candidate; answer: Promise<Answer> }[] = [];
  for (;;) {
    while (window.length < Math.max(1, plan.concurrency)) {
      const candidate = frontier.take();
      if (candidate === undefined) break;
      const answer = ask(plan, candidate, politeness);
      answer.catch(() => {});
      window.push({ candidate, answer });
    }
    const next = window.shift();
    if (next === undefined) return;
    yield* dealtWith(plan, next.candidate, await next.answer, notFound);
  }
}

type Answer = { exchange: Exchange } | { left: string };

async function ask(plan: CrawlPlan, candidate: Candidate, politeness: Politeness | undefined): Promise<Answer> {
  const left = unsendable(plan, candidate) ?? await politeness?.refusal(candidate.url);
  if (left !== undefined) return { left };
  const exchange = await plan.send(requestOf(candidate));
  return exchange.failure?.kind === "refused" ? { left: exchange.failure.why } : { exchange };
}

function unsendable({ methods, submits }: CrawlPlan, candidate: Candidate): string | undefined {
  if (!methods.includes(candidate.method)) return `${candidate.method} is not sent in this profile`;
  if (!submits && (candidate.method !== "GET" && candidate.method !== "HEAD" && candidate.method !== "OPTIONS")) return `${candidate.method} is not sent in this profile`;
  if (!submits && candidate.source === "form") return "forms are not sent in this profile";
  return isPlain(candidate) && staticFile.test(new URL(candidate.url).pathname) && !candidate.url.includes("?") ? "a static file" : undefined;
}

async function* dealtWith(plan: CrawlPlan, candidate: Candidate, answer: Answer, notFound: NotFound): AsyncGenerator<Crawled> {
  const { frontier } = plan;
  if ("left" in answer) {
    frontier.leave(answer.left);
    frontier.done(candidate, undefined);
    yield* newRoute(frontier, candidate, undefined, answer.left);
    return;
  }
  const { exchange } = answer;
  const isThere = exchange.reply !== undefined && (candidate.sure ? exchange.reply.status !== 404 && exchange.reply.status !== 410 : !await notFound.covers(exchange));
  const shape = exchange.reply === undefined || !isThere ? undefined : shapeOf(exchange.reply);
  if (isThere) for (const route of follow(plan, candidate, exchange, shape)) if (frontier.isNewRoute(route.routeId)) yield { route, exchange: undefined, left: undefined };
  frontier.done(candidate, shape);
  if (isThere || candidate.sure) yield* newRoute(frontier, candidate, exchange, exchange.failure?.why);
  else frontier.leave("a guess that led nowhere");
}

function* newRoute(frontier: Frontier, candidate: Candidate, exchange: Exchange | undefined, left: string | undefined): Generator<Crawled> {
  const { source, foundOn, depth, token, template, parameters, operation } = candidate;
  const route = routeFrom(requestOf(candidate), { source, foundOn, depth, token, template, parameters, operation });
  if (frontier.isNewRoute(route.routeId)) yield { route, exchange, left };
}

/** Puts what the answer names into the frontier; gives the routes that it describes. */
function follow(plan: CrawlPlan, candidate: Candidate, exchange: Exchange, shape: string | undefined): readonly Route[] {
  const { frontier } = plan;
  const { reply } = exchange;
  if (reply === undefined || !frontier.isFresh(`${contentOf(reply)} ${headerLinks(reply.headers).map(({ ref }) => ref).join(" ")}`)) return [];
  const chain = shape !== undefined && candidate.shape === shape ? candidate.chain + 1 : 0;
  const { candidates, truncated } = harvestOf(exchange, candidate, chain);
  if (truncated) frontier.leave("links of a page beyond the first 20,000");
  for (const one of candidates) add(plan, { ...one, ...(shape === undefined ? {} : { shape }) });
  if (plan.guesses && candidate.sure) for (const one of foldersAbove(exchange.request.url, { foundOn: exchange.request.url, depth: candidate.depth + 1, chain: 0 })) add(plan, one);
  for (const { method, url, headers, body } of plan.asks?.(exchange) ?? []) add(plan, { method, url, headers, body: typeof body === "string" ? body : undefined, source: "guess", foundOn: exchange.request.url, depth: candidate.depth + 1, sure: false, chain: 0 });
  const described = plan.described?.(exchange) ?? [];
  for (const route of described) add(plan, knownCandidate(route));
  return described.filter(({ request }) => plan.refusal(request.url) === undefined);
}

// What is outside the scope is nobody's business: not a route, not counted.
const add = ({ frontier, refusal }: CrawlPlan, candidate: Candidate): void => { if (refusal(candidate.url) === undefined) frontier.add(candidate); };

const startCandidate = (url: string): Candidate => ({ method: "GET", url: new URL(url).href, headers: [], body: undefined, source: "start", foundOn: undefined, depth: 0, sure: true, chain: 0 });

function knownCandidate({ request, source, foundOn, depth, token, parameters, template, operation }: Route): Candidate {
  const body = typeof request.body === "string" || request.body === undefined ? request.body : Buffer.from(request.body).toString("utf8");
  return { method: request.method, url: request.url, headers: request.headers, body, source, foundOn, depth, sure: true, chain: 0, parameters, template, ...(token === undefined ? {} : { token }), ...(operation === undefined ? {} : { operation }) };
}

function guessesOf(plan: CrawlPlan): Candidate[] {
  const origins = [...new Set(plan.start.map((url) => new URL(url).origin))];
  return origins.flatMap((origin) => [...rootFiles.map((path) => `${origin}${path}`), ...plan.wellKnown?.(origin) ?? []]).map((url) => ({ ...startCandidate(url), source: "guess" as const, sure: false, depth: 1 }));
}
