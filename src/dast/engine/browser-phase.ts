// The crawl in the browser: pages in which something runs, several at once, dealt with in the order in which they were begun.
import { messageOf } from "../../kernel/fault.ts";
import type { Browser, PageView } from "../browser.ts";
import type { Exchange } from "../exchange.ts";
import { scriptKindOf } from "../page/script-kind.ts";
import type { Route } from "../route.ts";
import { ScanEnded } from "../traffic/traffic.ts";
import type { CrawlPhase } from "./crawl-parts.ts";

/** What pages run, by URL; undefined: nothing does. What was never answered over HTTP is not in it. */
export type PageKinds = Map<string, string | undefined>;

const pageMs = 45_000;
const pageStates = 40;
const pagesAtOnce = 3;
// So many of one kind in a row that show nothing new speak for the rest of their kind.
const enoughOfAKind = 12;
// Of each kind so many go first, for the case that the pages are more than may be looked at.
const firstOfAKind = 3;

/** An answer decides whether a browser would see more than it says: redirects lead to pages of their own, and what is not there has none. */
export function notePage(kinds: PageKinds, url: string, { reply }: Exchange): void {
  if (reply === undefined) return;
  kinds.set(url, reply.status >= 300 && reply.status < 400 ? undefined : scriptKindOf(reply));
}

/** Pages that have not been looked at, a few of each kind first; gives the routes that they showed anew. */
export async function inBrowser(phase: CrawlPhase, browser: Browser, { visited, kinds }: { visited: Set<string>; kinds: PageKinds }): Promise<Route[]> {
  const { spec, profile, journal, note } = phase;
  const pages = inOrder(phase.routes.all().filter(isPage).filter(({ request: { url } }) => !visited.has(url) && !(kinds.has(url) && kinds.get(url) === undefined)), kinds);
  const fresh: Route[] = [];
  const [idle, window] = [new Map<string, number>(), [] as { url: string; view: Promise<PageView | Error> }[]];
  const atOnce = Math.max(1, Math.min(pagesAtOnce, spec.budget.concurrency ?? profile.budget.concurrency));
  let spared = 0;
  for (let at = 0; at < pages.length || window.length > 0;) {
    while (window.length < atOnce && at < pages.length && visited.size < spec.limits.pages) {
      const { request: { url } } = pages[at]!;
      at += 1;
      if ((idle.get(kinds.get(url) ?? url) ?? 0) >= enoughOfAKind) { spared += 1; continue; }
      visited.add(url);
      window.push({ url, view: look(phase, browser, url) });
    }
    const next = window.shift();
    if (next === undefined) { if (at < pages.length) note(`The browser looked at ${visited.size} pages; ${pages.length - at} more were left (limit of pages: ${spec.limits.pages}).`); break; }
    const found = keep(phase, next.url, await next.view);
    const kind = kinds.get(next.url) ?? next.url;
    idle.set(kind, found.length > 0 ? 0 : (idle.get(kind) ?? 0) + 1);
    fresh.push(...found);
    journal.write({ kind: "page", url: next.url });
  }
  if (spared > 0) note(`${spared} pages were not looked at in the browser: ${enoughOfAKind} with the same scripts had shown nothing new.`);
  return fresh;
}

function inOrder(pages: readonly Route[], kinds: PageKinds): Route[] {
  const counts = new Map<string, number>();
  const ranked = pages.toSorted((a, b) => a.depth - b.depth).map((route) => {
    const kind = kinds.get(route.request.url) ?? route.request.url;
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    return { route, later: count >= firstOfAKind };
  });
  return [...ranked.filter(({ later }) => !later), ...ranked.filter(({ later }) => later)].map(({ route }) => route);
}

async function look({ session, profile, step }: CrawlPhase, browser: Browser, url: string): Promise<PageView | Error> {
  step(url);
  try {
    return await browser.crawl(url, { session, interact: profile.risks.includes("browser"), methods: profile.methods, maxStates: pageStates, maxMs: pageMs });
  } catch (thrown) { return thrown instanceof Error ? thrown : new Error(messageOf(thrown)); }
}

function keep({ routes, found, socket, note }: CrawlPhase, url: string, view: PageView | Error): Route[] {
  if (view instanceof ScanEnded) throw view;
  if (view instanceof Error) { note(`${url} could not be looked at in the browser: ${messageOf(view)}`); return []; }
  const fresh = view.routes.filter((route) => routes.add(route));
  for (const route of fresh) found(route);
  for (const one of view.sockets) socket(one);
  for (const why of view.unseen) note(`${url}: ${why}`);
  return fresh;
}

const notPages = /\.(?:js|mjs|css|map|json|xml|txt|pdf|zip|gz|tar|png|jpe?g|gif|svg|webp|ico|woff2?|ttf|mp[34]|webm|wasm)$/i;
const isPage = ({ method, request, source }: Route): boolean => method === "GET" && source !== "openapi" && source !== "graphql" && source !== "soap" && !notPages.test(new URL(request.url).pathname);
