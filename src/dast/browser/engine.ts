// The engine: one Chromium for a scan, started when it is first needed and again after a crash, and tabs in it that know nothing of each other.
import type { BrowserContext, CDPSession, Page } from "playwright-core";
import type { Log } from "../../kernel/log.ts";
import type { Traffic } from "../traffic/traffic.ts";
import { startChromium } from "./chromium.ts";
import type { RunningChromium } from "./chromium.ts";
import { gateOf } from "./gate.ts";
import type { Gate } from "./gate.ts";
import { watchScript } from "./page-watch.ts";
import { endsWithin, within } from "./patience.ts";
import { socketsOf } from "./sockets.ts";
import type { OpenSocket, Sockets } from "./sockets.ts";

export interface EngineSettings {
  /** Chromium's program: see findChromium. */
  executable: string;
  traffic: Pick<Traffic, "send" | "refusal">;
  signal: AbortSignal;
  log: Log;
  /** Something that a person should know: what could not be looked at. */
  note(text: string): void;
  /** A name for what we keep in pages: letters, and none that a page could guess. */
  secret: string;
  /** Opens WebSockets of pages where the scan may; without it they are noted and stay silent. */
  openSocket?: OpenSocket | undefined;
}

/** A tab: a page in a context of its own, behind a gate. */
export interface Tab { context: BrowserContext; page: Page; cdp: CDPSession; gate: Gate; sockets: Sockets; /** Set when it hung or crashed: it is not used again. */ broken: boolean }

export interface Engine {
  tab(): Promise<Tab>;
  /** Gone within two seconds, with Chromium itself when the tab does not go alone. */
  drop(tab: Tab): Promise<void>;
  close(): Promise<void>;
  /** Ends Chromium at once, as a crash would; the next tab starts it again. */
  kill(): void;
  secret: string;
}

const startMs = 30_000;
const dropMs = 1500;
const tabMs = 15_000;
const maxStarts = 12;

export function createEngine(settings: EngineSettings): Engine {
  const state = { running: undefined as Promise<RunningChromium> | undefined, starts: 0, closed: false };

  const start = async (): Promise<RunningChromium> => {
    state.starts += 1;
    if (state.starts > 1) settings.note(`Chromium was started again (${state.starts - 1} of ${maxStarts - 1} times): a page had brought it down.`);
    const asRoot = process.getuid?.() === 0;
    if (asRoot && state.starts === 1) settings.log.warn("chromium runs without its sandbox, since we run as root");
    const running = await startChromium(settings.executable, { asRoot, startMs });
    running.driven.on("disconnected", () => { state.running = undefined; });
    return running;
  };
  const chromium = (): Promise<RunningChromium> => {
    if (state.closed || settings.signal.aborted) throw new Error("The browser is closed.");
    if (state.running === undefined && state.starts >= maxStarts) throw new Error("Chromium went down too often.");
    state.running ??= start();
    return state.running;
  };
  const endAll = async (): Promise<void> => {
    const { running } = state;
    state.running = undefined;
    await (await within(startMs, running ?? Promise.resolve(undefined)))?.end(1000);
  };
  const close = async (): Promise<void> => { state.closed = true; await endAll(); };
  settings.signal.addEventListener("abort", () => { void close(); }, { once: true });

  return {
    secret: settings.secret,
    tab: async () => {
      for (let attempt = 0; ; attempt += 1) {
        const opened = await within(tabMs, openTab(await chromium(), settings));
        if (opened !== undefined) return opened;
        await endAll();
        if (attempt >= 1) throw new Error("Chromium opens no page.");
      }
    },
    drop: async (tab) => {
      tab.broken = true;
      // A script that never ends would keep its page from closing.
      await within(200, tab.cdp.send("Runtime.terminateExecution"));
      if (!await endsWithin(dropMs, tab.context.close())) await endAll();
    },
    close,
    kill: () => { void state.running?.then((running) => running.end(0)); },
  };
}

async function openTab({ driven, version }: RunningChromium, { traffic, secret, openSocket }: EngineSettings): Promise<Tab> {
  const context = await driven.newContext({
    serviceWorkers: "block", acceptDownloads: false, ignoreHTTPSErrors: true, viewport: { width: 1280, height: 1400 }, locale: "en-US", timezoneId: "UTC", permissions: [],
    // Headless says so in its name, and some sites show such visitors nothing.
    userAgent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version.split(".", 1)[0]}.0.0.0 Safari/537.36`,
  });
  await context.addInitScript(watchScript(secret));
  const gate = await gateOf(context, traffic);
  const sockets = await socketsOf(context, traffic, openSocket);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  const tab: Tab = { context, page, cdp, gate, sockets, broken: false };
  await cdp.send("Page.enable");
  page.on("crash", () => { tab.broken = true; });
  page.on("close", () => { tab.broken = true; });
  return tab;
}
