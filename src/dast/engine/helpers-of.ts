// What a scan may need beside its traffic: a browser, and a listener of our own. Without them it goes on, and says what it could not see.
import { messageOf } from "../../kernel/fault.ts";
import type { Browser } from "../browser.ts";
import { findChromium } from "../browser/chromium.ts";
import type { Engine } from "../browser/engine.ts";
import { openBrowser } from "../browser/open-browser.ts";
import { openOutOfBand } from "../oob/open-out-of-band.ts";
import type { OutOfBand } from "../out-of-band.ts";
import type { Profile } from "../profile.ts";
import type { Seed } from "../seed.ts";
import { guardedLabel } from "../traffic/word-guard.ts";
import type { Traffic } from "../traffic/traffic.ts";
import type { ScanWorld } from "./parts.ts";
import type { Lacks } from "./units.ts";

export interface ScanHelpers { browser: Browser | undefined; /** For scripted logins. */ engine: Engine | undefined; outOfBand: OutOfBand | undefined; lacks: Lacks; close(): Promise<void> }

interface Opening { world: ScanWorld; profile: Profile; traffic: Traffic; seed: Seed; note(text: string): void }

export async function openHelpers(opening: Opening): Promise<ScanHelpers> {
  const browser = browserOf(opening);
  const outOfBand = await listenerOf(opening);
  const lacks = { ...(browser === undefined ? { browser: "needs a browser, which this scan does not have" } : {}), ...(outOfBand === undefined ? { "out-of-band": "needs a listener of our own that the target can reach" } : {}) };
  return { browser, engine: browser?.engine, outOfBand, lacks, close: async () => { await Promise.allSettled([browser?.close(), outOfBand?.close()]); } };
}

function browserOf({ world, profile, traffic, seed, note }: Opening): ReturnType<typeof openBrowser> | undefined {
  const { spec: { browser, identities }, signal, log, clock } = world;
  if (browser === "off" || (!profile.risks.includes("browser") && !identities.some(({ login }) => login.kind.startsWith("browser")))) return undefined;
  const executable = findChromium(typeof browser === "object" ? browser.executable : undefined);
  if (executable === undefined) { note("There is no Chromium on this machine: pages that are made by scripts were not seen, scripts were not run as proof, and DOM XSS and prototype pollution were not tested."); return undefined; }
  return openBrowser({ executable, traffic, signal, log, clock, profile, note, secret: seed.word("browser", 12), refusesLabel: (label) => guardedLabel(label) !== undefined });
}

async function listenerOf({ world, profile, seed, note }: Opening): Promise<OutOfBand | undefined> {
  const { spec: { outOfBand }, clock, signal } = world;
  if (outOfBand === undefined || !profile.risks.includes("out-of-band")) return undefined;
  const { host, port, publicName, dns } = outOfBand;
  try {
    return await openOutOfBand({ http: { host, port }, ...(dns === undefined ? {} : { dns: { host, ...dns } }), publicName, clock, seed: seed.of("out-of-band"), signal });
  } catch (thrown) {
    note(`Our own listener could not be opened at ${host}:${port} (${messageOf(thrown)}): what shows only by a call back was not tested.`);
    return undefined;
  }
}
