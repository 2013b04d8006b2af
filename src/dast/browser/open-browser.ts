// The browser port on the system's Chromium.
import type { Clock } from "../../kernel/clock.ts";
import type { Browser } from "../browser.ts";
import type { Profile } from "../profile.ts";
import { guardedLabel } from "../traffic/word-guard.ts";
import { crawlPage } from "./crawl.ts";
import { createEngine } from "./engine.ts";
import type { Engine, EngineSettings } from "./engine.ts";
import { createProofs } from "./proofs.ts";
import { createTabPool } from "./tab-pool.ts";

export interface BrowserSettings extends EngineSettings {
  clock: Clock;
  profile: Profile;
  /** Whether a control with this label would end a session, pay or delete: it is not operated, where the profile guards words. Default: the word guard of the traffic. */
  refusesLabel?: ((label: string) => boolean) | undefined;
  /** Pages at once for proofs; default 3. */
  pages?: number;
}

/** A browser, and its engine for scripted logins (see play-steps.ts). Chromium starts with the first use. */
export function openBrowser(settings: BrowserSettings): Browser & { engine: Engine } {
  const engine = createEngine(settings);
  const { clock, traffic, note } = settings;
  const proofs = createProofs({ engine, traffic, clock, note, pages: settings.pages ?? 3 });
  const tabs = createTabPool(engine);
  const refusesLabel = settings.profile.guardsWords ? settings.refusesLabel ?? ((label: string) => guardedLabel(label) !== undefined) : () => false;
  return {
    engine, executes: proofs.executes, evaluates: proofs.evaluates, rendered: proofs.rendered,
    crawl: (url, options) => crawlPage(url, options, { engine, tabs, traffic, clock, refusesLabel }),
    close: async () => { await proofs.close(); await engine.close(); },
  };
}
