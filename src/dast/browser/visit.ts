// A visit: one tab at one page of the target, loaded, brought to rest and looked at.
import type { Dialog, Page } from "playwright-core";
import type { Clock } from "../../kernel/clock.ts";
import type { BrowserCrawl } from "../browser.ts";
import type { Exchange } from "../exchange.ts";
import { getRequest } from "../exchange.ts";
import type { Traffic } from "../traffic/traffic.ts";
import { lendSession } from "./cookies.ts";
import type { Engine, Tab } from "./engine.ts";
import type { FoundRoutes } from "./found-routes.ts";
import { redirectOf, withoutFragment } from "./gate.ts";
import { perform } from "./gestures.ts";
import type { Step } from "./gestures.ts";
import { scrollScript, viewScript } from "./page-agent.ts";
import type { DomView } from "./page-agent.ts";
import { within } from "./patience.ts";
import { settle } from "./settle.ts";
import type { Settled } from "./settle.ts";
import type { TabPool } from "./tab-pool.ts";

export interface VisitTools { engine: Engine; tabs: TabPool; traffic: Pick<Traffic, "send" | "refusal">; clock: Clock }
/** One frame of the page as it is now. */
export interface FrameView { frame: number; view: DomView }

export interface Visit {
  /** Loads it anew, as on the first day; false: it does not come. */
  load(url: string): Promise<boolean>;
  /** Performs and waits for rest. asked: whether a dialog wanted an answer. */
  step(step: Step): Promise<{ there: boolean; settled: Settled; asked: boolean }>;
  look(): Promise<FrameView[]>;
  /** Scrolls to the end until nothing comes any more; whether there was anything to scroll. */
  scroll(): Promise<boolean>;
  url(): string;
  broken(): boolean;
  close(): Promise<void>;
  tab: Tab;
}

const stillMs = 60;
const loadMs = 8000;
const stepMs = 5000;
const viewMs = 3000;
const maxFrames = 30;
const maxDialogs = 40;
const maxScrolls = 8;
const maxRequests = 3000;

export async function openVisit(tools: VisitTools, options: BrowserCrawl, found: FoundRoutes, documents: Map<string, Exchange>, note: (text: string) => void): Promise<Visit> {
  const { engine, tabs, clock } = tools;
  const tab = await tabs.take();
  const state = { answer: "accept" as Step["dialogs"], dialogs: 0, asked: false, popups: [] as Page[], refused: new Set<string>(), /** Storage that was lent stays in the scripts of the tab. */ lent: false };
  const rest = (maxMs: number): Promise<Settled> => settle(tab, { clock, secret: engine.secret }, { stillMs, maxMs });
  const onDialog = (dialog: Dialog): void => { answerDialog(dialog, state, tab); };
  const onPage = (popup: Page): void => { state.popups.push(popup); };
  tab.page.on("dialog", onDialog);
  tab.context.on("page", onPage);
  tab.gate.open({ session: options.session, navigations: "capture", methods: options.methods, maxRequests, onRequest: (seen) => {
    if (seen.fate === "refused") { if (state.refused.size < 20) state.refused.add(`${seen.request.method} ${seen.request.url.slice(0, 200)}: ${seen.why ?? "refused"}`); } else found.request(seen);
  } });
  const closePopups = async (): Promise<void> => { for (const popup of state.popups.splice(0)) await within(500, popup.close()); };
  return {
    tab,
    load: async (url) => {
      const exchange = await documentOf(tools, options, found, documents, url);
      throwIfEnded(tab);
      if (exchange?.reply === undefined) { note(`${url} did not come: ${exchange?.failure?.why ?? "too many redirects"}`); return false; }
      state.dialogs = 0;
      tab.sockets.open({ allowed: options.methods.includes("POST"), foundOn: () => withoutFragment(tab.page.url()) });
      state.lent ||= (options.session.storage?.(new URL(exchange.request.url).origin) ?? []).length > 0;
      await lendSession(tab, options.session, exchange.request.url);
      if (tab.page.url() !== "about:blank") await within(loadMs, tab.page.goto("about:blank"));
      tab.gate.expect(exchange.request.url, exchange);
      const target = exchange.request.url + (/#.*$/s.exec(url)?.[0] ?? "");
      await within(loadMs, tab.page.goto(target, { waitUntil: "commit", timeout: loadMs }));
      const settled = await rest(loadMs);
      await closePopups();
      if (settled !== "quiet") note(settled === "hung" ? `${url}: its script does not let go of the page.` : `${url}: did not come to rest within ${loadMs / 1000} s; looked at as it was.`);
      return settled !== "hung";
    },
    step: async (step) => {
      state.answer = step.dialogs;
      state.asked = false;
      const there = await perform(tab, engine.secret, step);
      const settled = there ? await rest(stepMs) : "quiet";
      await closePopups();
      throwIfEnded(tab);
      return { there, settled, asked: state.asked };
    },
    look: () => look(tab, engine.secret, note),
    scroll: async () => {
      for (let count = 0; count < maxScrolls; count += 1) {
        if (await within(viewMs, tab.page.evaluate(scrollScript(engine.secret))) !== true) return count > 0;
        if (await rest(stepMs) === "hung") return true;
      }
      note(`${tab.page.url()}: scrolling never ends; stopped after ${maxScrolls} times.`);
      return true;
    },
    url: () => tab.page.url(),
    broken: () => tab.broken,
    close: async () => {
      for (const why of state.refused) note(why);
      await closePopups();
      await tabs.give(tab, { again: !state.lent });
      tab.page.off("dialog", onDialog);
      tab.context.off("page", onPage);
    },
  };
}

function throwIfEnded(tab: Tab): void {
  const ended = tab.gate.ended();
  if (ended !== undefined) throw ended;
}

function answerDialog(dialog: Dialog, state: { dialogs: number; asked: boolean; answer: Step["dialogs"] }, tab: Tab): void {
  state.dialogs += 1;
  if (dialog.type() === "confirm" || dialog.type() === "prompt") state.asked = true;
  if (state.dialogs > maxDialogs) tab.broken = true;
  const answered = state.answer === "accept" || dialog.type() === "beforeunload" ? dialog.accept(dialog.type() === "prompt" ? "test" : undefined) : dialog.dismiss();
  void answered.catch(() => {});
}

/** Redirects are gone after here, so that the page begins where a visitor would be; each hop is a route. */
async function documentOf({ traffic }: VisitTools, { session }: BrowserCrawl, found: FoundRoutes, documents: Map<string, Exchange>, url: string): Promise<Exchange | undefined> {
  const key = withoutFragment(url);
  const known = documents.get(key);
  if (known !== undefined) return known;
  let exchange = await traffic.send(getRequest(key), { session, about: { phase: "browser" } });
  for (let hop = 0; redirectOf(exchange) !== undefined; hop += 1) {
    if (hop >= 8) return undefined;
    const next = redirectOf(exchange)!;
    found.link(next.url);
    exchange = await traffic.send(next, { session, about: { phase: "browser" } });
  }
  documents.set(key, exchange);
  return exchange;
}

async function look(tab: Tab, secret: string, note: (text: string) => void): Promise<FrameView[]> {
  const frames = tab.page.frames();
  if (frames.length > maxFrames) note(`${tab.page.url()}: ${frames.length} frames, of which ${maxFrames} were looked at.`);
  const script = viewScript(secret);
  const views = await Promise.all(frames.slice(0, maxFrames).map(async (frame, at) => ({ frame: at, view: await within(viewMs, frame.evaluate(script)) as DomView | undefined })));
  return views.filter((one): one is FrameView => one.view !== undefined);
}
