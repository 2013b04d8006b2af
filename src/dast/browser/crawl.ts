// The crawl of one page: it is operated like a person would, until nothing new comes or the budget is spent.
import type { BrowserCrawl, PageView } from "../browser.ts";
import type { Exchange } from "../exchange.ts";
import type { SocketRoute } from "../route.ts";
import { createFoundRoutes, renderedExchange } from "./found-routes.ts";
import type { FoundRoutes } from "./found-routes.ts";
import { withoutFragment } from "./gate.ts";
import type { Step } from "./gestures.ts";
import { within } from "./patience.ts";
import { createPendings } from "./pending.ts";
import type { Pending, Pendings } from "./pending.ts";
import { openVisit } from "./visit.ts";
import type { FrameView, Visit, VisitTools } from "./visit.ts";

export interface CrawlTools extends VisitTools { refusesLabel(label: string): boolean }

interface Crawl {
  tools: CrawlTools; options: BrowserCrawl; found: FoundRoutes; pendings: Pendings; unseen: Set<string>; states: Set<string>; sockets: Map<string, SocketRoute>;
  documents: Map<string, Exchange>;
  /** Views of a single-page application that differ by the fragment, each a way of its own. */
  views: string[];
  until: number; title: string; url: string; breaks: number; gestures: number;
}

const maxViews = 80;
const maxBreaks = 3;
const gesturesOfAState = 12;

/**
 * Loads the page and, when asked to interact, tries every gesture on every control that a state offers; new states offer more.
 * Where the page itself wants to go elsewhere is captured as a route and not followed: the crawl of the site decides.
 */
export async function crawlPage(url: string, options: BrowserCrawl, tools: CrawlTools): Promise<PageView> {
  const unseen = new Set<string>();
  const note = (text: string): void => { if (unseen.size < 200) unseen.add(text); };
  const crawl: Crawl = { tools, options, unseen, found: createFoundRoutes(withoutFragment(url), options.session), pendings: createPendings({ refusesLabel: tools.refusesLabel, note }), states: new Set(), sockets: new Map(), documents: new Map(), views: [url], until: 0, title: "", url, breaks: 0, gestures: 0 };
  const visiting = { visit: await openVisit(tools, options, crawl.found, crawl.documents, note) };
  // The time of the page, not that of starting a browser for it.
  crawl.until = tools.clock.now() + options.maxMs;
  try {
    await crawlViews(crawl, visiting, note);
  } finally {
    keepSockets(crawl, visiting.visit);
    await visiting.visit.close();
  }
  return { url: crawl.url, title: crawl.title, routes: crawl.found.routes(), sockets: [...crawl.sockets.values()], states: crawl.states.size, unseen: [...unseen].toSorted() };
}

type Visiting = { visit: Visit };

async function crawlViews(crawl: Crawl, visiting: Visiting, note: (text: string) => void): Promise<void> {
  for (let at = 0; at < crawl.views.length && goesOn(crawl); at += 1) {
    const from = crawl.views[at]!;
    await begin(crawl, visiting, from, note);
    if (crawl.options.interact && !visiting.visit.broken()) await operate(crawl, visiting, note);
    if (visiting.visit.broken() && !await renew(crawl, visiting, note)) return;
  }
  const left = crawl.pendings.left();
  if (left > 0) note(`${left} gestures were not tried: the budget of ${crawl.options.maxStates} states or ${Math.round(crawl.options.maxMs / 1000)} s was spent.`);
  if (crawl.views.length > maxViews) note(`${crawl.views.length - maxViews} views by fragment were not looked at.`);
}

const goesOn = ({ tools, until, states, options, gestures }: Crawl): boolean => tools.clock.now() < until && states.size < options.maxStates && gestures < options.maxStates * gesturesOfAState;

async function begin(crawl: Crawl, { visit }: Visiting, from: string, note: (text: string) => void): Promise<boolean> {
  if (!await visit.load(from)) return false;
  if (crawl.states.size === 0) crawl.url = visit.url();
  const { empty } = await take(crawl, visit, from, []);
  const html = await within(3000, visit.tab.page.content());
  if (html !== undefined) crawl.found.exchange(renderedExchange(withoutFragment(visit.url()), html));
  if (crawl.options.interact) await unfold(crawl, visit, { from, way: [], empty, note });
  return true;
}

/** Scrolls and fills, and looks again when that changed anything. */
async function unfold(crawl: Crawl, visit: Visit, { from, way, empty, note }: { from: string; way: readonly Step[]; empty: number; note(text: string): void }): Promise<void> {
  const scrolled = await visit.scroll();
  if (empty > 0) await fillAll(visit, note);
  if (scrolled || empty > 0) await take(crawl, visit, from, way);
}

/** Fields are filled before anything is pressed, in every frame. */
async function fillAll(visit: Visit, note: (text: string) => void): Promise<void> {
  const frames = Math.min(visit.tab.page.frames().length, 10);
  for (let frame = 0; frame < frames; frame += 1) if ((await visit.step({ frame, key: "", gesture: "fill-all", dialogs: "accept" })).settled === "hung") { note(`${visit.url()}: hung while its fields were filled.`); return; }
}

/** Notes what the page shows now; isNew: a state that was not seen before. empty: fields that wait to be filled. */
async function take(crawl: Crawl, visit: Visit, from: string, way: readonly Step[]): Promise<{ isNew: boolean; empty: number }> {
  const views = await visit.look();
  const main = views.find(({ frame }) => frame === 0)?.view;
  if (crawl.title === "") crawl.title = main?.title ?? "";
  for (const { view } of views) noteView(crawl, view);
  noteUrl(crawl, visit.url());
  const state = views.map(({ view }) => `${view.url} ${view.shape}`).join("\n");
  const isNew = !crawl.states.has(state);
  crawl.states.add(state);
  crawl.pendings.offer(views, from, way);
  return { isNew, empty: views.reduce((sum, { view }) => sum + view.empty, 0) };
}

function noteView(crawl: Crawl, view: FrameView["view"]): void {
  for (const link of view.links) { noteFragment(crawl, link); crawl.found.link(link); }
  for (const form of view.forms) crawl.found.form(form);
  if (view.alike > 0) crawl.unseen.add(`${withoutFragment(view.url)}: of controls that are alike, four each were tried.`);
}

function noteUrl(crawl: Crawl, url: string): void {
  if (!/^https?:/.test(url)) return;
  crawl.found.link(url);
  noteFragment(crawl, url);
}

/** "#/orders" and "#!orders" are views; "#top" of a text is a place in it, and tried only when it is what a script listens to. */
function noteFragment(crawl: Crawl, url: string): void {
  const fragment = /#.+$/s.exec(url)?.[0];
  if (fragment === undefined || withoutFragment(url) !== withoutFragment(crawl.url) || crawl.views.includes(url)) return;
  if (/^#!?\//.test(fragment) || fragment.startsWith('#!') || /^#[\w-]+=/.test(fragment)) crawl.views.push(url);
}

async function operate(crawl: Crawl, visiting: Visiting, note: (text: string) => void): Promise<void> {
  for (let pending = crawl.pendings.next(); pending !== undefined; pending = crawl.pendings.next()) {
    if (!goesOn(crawl)) { crawl.pendings.postpone(pending); return; }
    await attempt(crawl, visiting, { pending, note });
    if (visiting.visit.broken() && !await renew(crawl, visiting, note)) return;
  }
}

async function attempt(crawl: Crawl, visiting: Visiting, { pending, note }: { pending: Pending; note(text: string): void }): Promise<void> {
  const { visit } = visiting;
  crawl.gestures += 1;
  if (withoutFragment(visit.url()) !== withoutFragment(crawl.url) && pending.way.length === 0 && pending.late !== 3) {
    if (!await visit.load(pending.from)) return;
    await fillAll(visit, note);
  }
  // First where the page is now: most controls are still there. Only when this one is gone the way to it is gone again.
  if (pending.late === 3 && !await walk(crawl, visit, pending, note)) return;
  const { there, settled, asked } = await visit.step(pending.step);
  if (!there) { if (pending.late !== 3) crawl.pendings.postpone(pending); return; }
  if (settled === "hung") { note(`${pending.step.gesture} on "${pending.label}" hangs the page.`); return; }
  if (asked && pending.step.dialogs === "accept") crawl.pendings.add({ ...pending, late: 1, step: { ...pending.step, dialogs: "dismiss" } });
  const way = [...pending.way, pending.step];
  const { isNew, empty } = await take(crawl, visit, pending.from, way);
  if (isNew) await unfold(crawl, visit, { from: pending.from, way, empty, note });
  // Drawn anew: fields that are empty again would keep a form from being sent.
  else if (empty > 0) await fillAll(visit, note);
}

/** Loads the page anew and repeats the steps that led to where the control was seen. */
async function walk(crawl: Crawl, visit: Visit, { from, way }: Pending, note: (text: string) => void): Promise<boolean> {
  if (!await visit.load(from)) return false;
  await visit.scroll();
  await fillAll(visit, note);
  for (const step of way) {
    if (!goesOn(crawl)) return false;
    await visit.step(step);
    await fillAll(visit, note);
  }
  return !visit.broken();
}

/** Another tab in place of one that hangs or has crashed. */
async function renew(crawl: Crawl, visiting: Visiting, note: (text: string) => void): Promise<boolean> {
  crawl.breaks += 1;
  keepSockets(crawl, visiting.visit);
  if (crawl.breaks > maxBreaks || !goesOn(crawl)) { note(`${crawl.url}: the page broke down ${crawl.breaks} times; the rest of it was not looked at.`); return false; }
  await visiting.visit.close();
  visiting.visit = await openVisit(crawl.tools, crawl.options, crawl.found, crawl.documents, note);
  return visiting.visit.load(crawl.url);
}

function keepSockets(crawl: Crawl, visit: Visit): void {
  for (const socket of visit.tab.sockets.seen()) crawl.sockets.set(socket.url, socket);
}
