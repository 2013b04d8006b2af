// Proofs: a request is loaded as a page, and what its scripts do is seen. Pages are kept in a pool and washed between two proofs.
import type { Dialog } from "playwright-core";
import type { Clock } from "../../kernel/clock.ts";
import type { Browser, Execution } from "../browser.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import type { Session } from "../session.ts";
import type { Traffic } from "../traffic/traffic.ts";
import { lendSession } from "./cookies.ts";
import type { Engine, Tab } from "./engine.ts";
import { executionOf, hookScript, interactScript } from "./execution-hooks.ts";
import type { HookReport } from "./execution-hooks.ts";
import { redirectOf } from "./gate.ts";
import { within } from "./patience.ts";
import { settle } from "./settle.ts";
import { wash } from "./tab-pool.ts";

export interface ProofSettings { engine: Engine; traffic: Pick<Traffic, "send">; clock: Clock; note(text: string): void; /** Pages at once. */ pages: number }
type LoadOptions = { session: Session; timeoutMs: number; fragment?: string };
/** A tab that reports executions through a binding. */
interface ProofTab extends Tab { heard: (report: HookReport) => void; said: (text: string) => void; /** Where its page itself goes. */ went: (url: string) => void; uses: number }

const usesOfATab = 200;
const maxDialogs = 30;
const stillMs = 40;

export function createProofs(settings: ProofSettings): Pick<Browser, "executes" | "evaluates" | "rendered"> & { close(): Promise<void> } {
  const pool = createPool(settings);
  const proveWith = async <T>(exchange: Exchange, options: LoadOptions, use: (tab: ProofTab) => Promise<T>, before?: (tab: ProofTab) => Promise<() => Promise<void>>): Promise<T | undefined> => {
    const tab = await pool.take();
    try {
      const undo = await before?.(tab);
      const value = await load(tab, exchange, options) ? await use(tab) : undefined;
      await within(500, undo?.() ?? Promise.resolve());
      const ended = tab.gate.ended();
      if (ended !== undefined) throw ended;
      return value;
    } finally { await pool.give(tab); }
  };
  const loaded = async <T>(request: TestRequest, options: LoadOptions, use: (tab: ProofTab) => Promise<T>, before?: (tab: ProofTab) => Promise<() => Promise<void>>): Promise<T | undefined> => {
    const exchange = await documentOf(settings.traffic, request, options);
    if (exchange === undefined) return undefined;
    try { return await proveWith(exchange, options, use, before); } catch (thrown) {
      // Chromium went down under it, for another page's sake perhaps: once more, with a new one.
      if (!isGone(thrown)) throw thrown;
      return proveWith(exchange, options, use, before);
    }
  };
  const settled = (tab: Tab, timeoutMs: number): Promise<unknown> => settle(tab, { clock: settings.clock, secret: settings.engine.secret }, { stillMs, maxMs: timeoutMs });
  return {
    executes: async (request, token, options) => executed(settings, loaded, settled, { request, token, options }),
    evaluates: (request, expression, options) => loaded(request, options, async (tab) => { await settled(tab, options.timeoutMs); return within(options.timeoutMs, tab.page.evaluate(expression)); }),
    rendered: (request, options) => loaded(request, options, async (tab) => { await settled(tab, options.timeoutMs); return within(options.timeoutMs, tab.page.content()); }),
    close: () => pool.close(),
  };
}

const isGone = (thrown: unknown): boolean => thrown instanceof Error && /has been closed|Target closed|crashed|disconnected/i.test(thrown.message);

type Loaded = <T>(request: TestRequest, options: LoadOptions, use: (tab: ProofTab) => Promise<T>, before?: (tab: ProofTab) => Promise<() => Promise<void>>) => Promise<T | undefined>;

async function executed(settings: ProofSettings, loaded: Loaded, settled: (tab: Tab, ms: number) => Promise<unknown>, { request, token, options }: { request: TestRequest; token: string; options: LoadOptions & { interact: boolean } }): Promise<Execution | undefined> {
  if (!/^[a-z][a-z0-9_]*$/i.test(token)) throw new RangeError(`The token ${JSON.stringify(token)} is no name of a function.`);
  const seen = { first: undefined as Execution | undefined, after: "load" as Execution["after"], tell: () => {} };
  const told = new Promise<void>((resolve) => { seen.tell = resolve; });
  const saw = (execution: Execution): void => { if (seen.first === undefined || seen.first.how === "navigation") seen.first = execution; seen.tell(); };
  await loaded(request, options, async (tab) => {
    await Promise.race([told, settled(tab, options.timeoutMs)]);
    if (seen.first !== undefined || !options.interact || tab.broken) return;
    seen.after = "interaction";
    for (const frame of tab.page.frames().slice(0, 10)) await within(1000, frame.evaluate(interactScript(token)));
    await Promise.race([told, settled(tab, Math.min(options.timeoutMs, 2000))]);
  }, async (tab) => {
    tab.heard = (report) => { saw(executionOf(report, seen.after)); };
    tab.said = (text) => { if (text.includes(token)) saw({ how: "dialog", frame: tab.page.url(), after: seen.after }); };
    const { identifier } = await tab.cdp.send("Page.addScriptToEvaluateOnNewDocument", { source: hookScript(token, settings.engine.secret + "report") });
    tab.went = (url) => { if (hostHas(url, token)) saw({ how: "navigation", frame: tab.page.url(), after: seen.after }); };
    return async () => { await tab.cdp.send("Page.removeScriptToEvaluateOnNewDocument", { identifier }); };
  });
  return seen.first;
}

const hostHas = (url: string, token: string): boolean => URL.canParse(url) && new URL(url).hostname.includes(token.toLowerCase());

/** The document that the request leads to: redirects are gone after as a browser does. Undefined: nothing came, or it was refused. */
async function documentOf(traffic: Pick<Traffic, "send">, request: TestRequest, { session, timeoutMs }: LoadOptions): Promise<Exchange | undefined> {
  let exchange = await traffic.send(request, { session, about: { phase: "browser" }, timeoutMs });
  for (let hop = 0; hop < 8; hop += 1) {
    const next = redirectOf(exchange);
    if (next === undefined) break;
    exchange = await traffic.send(next, { session, about: { phase: "browser" }, timeoutMs });
  }
  return exchange.reply === undefined ? undefined : exchange;
}

async function load(tab: ProofTab, exchange: Exchange, { session, timeoutMs, fragment }: LoadOptions): Promise<boolean> {
  tab.gate.open({ session, navigations: "follow", methods: ["GET", "HEAD", "OPTIONS"], onRequest: ({ mainNavigation, request }) => { if (mainNavigation) tab.went(request.url); }, maxRequests: 200 });
  tab.sockets.open({ allowed: false, foundOn: () => exchange.request.url });
  const url = `${exchange.request.url.replace(/#.*$/s, "")}${fragment === undefined ? "" : `#${fragment.replace(/^#/, "")}`}`;
  tab.gate.expect(url, exchange);
  // What storage was lent stays in the tab's scripts: it serves no other session.
  if ((session.storage?.(new URL(exchange.request.url).origin) ?? []).length > 0) tab.uses = usesOfATab;
  await lendSession(tab, session, exchange.request.url);
  const loading = tab.page.goto(url, { waitUntil: "commit", timeout: timeoutMs }).then(() => true, () => false);
  return await within(timeoutMs + 500, loading) ?? false;
}

interface Pool { take(): Promise<ProofTab>; give(tab: ProofTab): Promise<void>; close(): Promise<void> }

function createPool({ engine, pages }: ProofSettings): Pool {
  const idle: ProofTab[] = [];
  const waiting: (() => void)[] = [];
  const state = { out: 0 };
  const binding = `${engine.secret}report`;
  return {
    take: async () => {
      while (state.out >= pages) await new Promise<void>((resolve) => { waiting.push(resolve); });
      state.out += 1;
      try {
        const ready = idle.pop();
        return ready !== undefined && !ready.broken ? ready : await proofTabOf(await engine.tab(), binding);
      } catch (thrown) { state.out -= 1; waiting.shift()?.(); throw thrown; }
    },
    give: async (tab) => {
      tab.heard = () => {};
      tab.said = () => {};
      tab.went = () => {};
      tab.uses += 1;
      if (tab.broken || tab.uses >= usesOfATab || !await wash(tab)) await engine.drop(tab);
      else idle.push(tab);
      state.out -= 1;
      waiting.shift()?.();
    },
    close: async () => { idle.length = 0; },
  };
}

async function proofTabOf(tab: Tab, binding: string): Promise<ProofTab> {
  const proof: ProofTab = Object.assign(tab, { heard: (_report: HookReport) => {}, said: (_text: string) => {}, went: (_url: string) => {}, uses: 0 });
  await tab.cdp.send("Runtime.enable");
  await tab.cdp.send("Runtime.addBinding", { name: binding });
  tab.cdp.on("Runtime.bindingCalled", ({ name, payload }) => { if (name === binding) hear(proof, payload); });
  let dialogs = 0;
  tab.page.on("dialog", (dialog: Dialog) => {
    proof.said(dialog.message());
    dialogs += 1;
    if (dialogs > maxDialogs) proof.broken = true;
    void dialog.dismiss().catch(() => {});
  });
  tab.page.on("popup", (popup) => { proof.uses += usesOfATab; void popup.close().catch(() => {}); });
  return proof;
}

/** Pages could call the binding themselves: what is not a report is nothing. */
function hear(tab: ProofTab, payload: string): void {
  try {
    const report = JSON.parse(payload) as Partial<HookReport> | null;
    if (report?.how === "call" || report?.how === "property") tab.heard({ how: report.how, frame: String(report.frame) });
  } catch { /* not ours */ }
}
