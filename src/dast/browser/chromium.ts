// Chromium as the system has it: found or named, started without any way to the network, and gone within two seconds.
import { accessSync, constants } from "node:fs";
import type { Browser as Driven } from "playwright-core";
import { Fault } from "../../kernel/fault.ts";

/** Where distributions put it, most exact first. */
export const chromiumPlaces = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-stable", "/usr/bin/google-chrome", "/usr/lib/chromium/chromium", "/snap/bin/chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"] as const;

/** The program to use: the one that the settings name (a Fault when it cannot be run), else the first that is found; undefined: there is none. */
export function findChromium(setting?: string): string | undefined {
  if (setting === undefined || setting === "") return chromiumPlaces.find(canRun);
  if (canRun(setting)) return setting;
  throw new Fault("dast.browser-missing", { detail: `${setting} cannot be run.` });
}

function canRun(path: string): boolean {
  try { accessSync(path, constants.X_OK); return true; } catch { return false; }
}

/**
 * Nothing may leave but what we answer: names do not resolve, the only proxy has a name that never exists (RFC 6761, .invalid),
 * loopback is not exempt from it, and what avoids proxies (WebRTC, QUIC) is off. Frames share a process, so that one page is one target.
 */
const flags = [
  "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://no-way-out.invalid:1", "--proxy-bypass-list=<-loopback>",
  "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--webrtc-ip-handling-policy=disable_non_proxied_udp", "--disable-quic",
  "--disable-background-networking", "--disable-domain-reliability", "--disable-component-update", "--disable-sync", "--no-pings", "--dns-prefetch-disable",
  "--disable-blink-features=AutomationControlled", "--disable-site-isolation-trials", "--disable-dev-shm-usage", "--disable-gpu", "--mute-audio", "--no-first-run",
  "--disable-notifications", "--deny-permission-prompts", "--disable-breakpad", "--disable-crash-reporter", "--disable-extensions",
  "--disable-features=IsolateOrigins,site-per-process,WebTransport,Prerender2,SpeculationRulesPrefetchProxy,NetworkTimeServiceQuerying,OptimizationHints,MediaRouter,DialMediaRouteProvider,AutofillServerCommunication,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,Translate,PaintHolding,BackForwardCache",
  // One hog must not take the machine: V8 ends a page's heap here, and the page crashes.
  "--js-flags=--max-old-space-size=512",
];

export interface RunningChromium { driven: Driven; /** "156.0.8078.79" */ version: string; /** Ends it within the given time, killing it when it does not go. */ end(withinMs: number): Promise<void> }

/** Starts Chromium with a profile of its own, which goes when it ends. asRoot: its sandbox does not work for root. */
export async function startChromium(executable: string, { asRoot, startMs }: { asRoot: boolean; startMs: number }): Promise<RunningChromium> {
  const { chromium } = await import("playwright-core");
  let driven: Driven;
  try {
    driven = await chromium.launch({ executablePath: executable, headless: true, timeout: startMs, args: asRoot ? [...flags, "--no-sandbox"] : flags, chromiumSandbox: !asRoot, ignoreDefaultArgs: ["--enable-automation"], handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false });
  } catch (cause) {
    throw new Fault("dast.browser-start", { detail: `${executable} was tried.` }, cause);
  }
  const pid = await pidOf(driven);
  return { driven, version: driven.version(), end: (withinMs) => endChromium(driven, pid, withinMs) };
}

async function pidOf(driven: Driven): Promise<number | undefined> {
  const session = await driven.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.find(({ type }) => type === "browser")?.id;
}

async function endChromium(driven: Driven, pid: number | undefined, withinMs: number): Promise<void> {
  const closed = driven.close().then(() => true, () => true);
  if (await Promise.race([closed, after(withinMs)]) === true || pid === undefined) return;
  // It leads a process group of its own: its renderers go with it.
  try { process.kill(-pid, "SIGKILL"); } catch { killOne(pid); }
  await Promise.race([closed, after(500)]);
}

function killOne(pid: number): void {
  try { process.kill(pid, "SIGKILL"); } catch { /* gone already */ }
}

const after = (ms: number): Promise<false> => new Promise((resolve) => { setTimeout(() => { resolve(false); }, ms).unref(); });
