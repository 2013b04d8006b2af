// Settling: a page is looked at when it has come to rest, so that two runs see the same.
import type { Clock } from "../../kernel/clock.ts";
import type { Tab } from "./engine.ts";
import { restScript } from "./page-watch.ts";
import type { Rest } from "./page-watch.ts";
import { pause, within } from "./patience.ts";

export interface SettleLimits {
  /** No change of the document for this long. */
  stillMs: number;
  /** Then it is looked at as it is. */
  maxMs: number;
}

export type Settled = "quiet" | "restless" | "hung";

/** Waits until no request is under way, no timer is about to fire and the document stands still. hung: its script does not let us in. */
export async function settle(tab: Tab, { clock, secret }: { clock: Clock; secret: string }, { stillMs, maxMs }: SettleLimits): Promise<Settled> {
  const until = clock.now() + maxMs;
  const rest = restScript(secret);
  // What a gesture has just begun is not known here yet.
  await pause(30);
  for (;;) {
    if (tab.broken) return "hung";
    if (tab.gate.inFlight() === 0) {
      const state = await restOf(tab, rest);
      if (state === undefined) { tab.broken = true; return "hung"; }
      if (state.loaded && state.timers === 0 && state.stillMs >= stillMs && tab.gate.inFlight() === 0) return "quiet";
    }
    if (clock.now() >= until) return "restless";
    await pause(Math.min(25, stillMs));
  }
}

const answerMs = 2500;

/** Of all frames together: the most restless one counts. */
async function restOf(tab: Tab, rest: string): Promise<Rest | undefined> {
  const main = await within(answerMs, tab.page.evaluate(rest).catch(() => ({ timers: 0, stillMs: 0, loaded: false }))) as Rest | undefined;
  if (main === undefined) return undefined;
  const others = await Promise.all(tab.page.frames().slice(1, 20).map((frame) => within(300, frame.evaluate(rest)) as Promise<Rest | undefined>));
  return others.filter((one) => one !== undefined).reduce((all, one) => ({ timers: all.timers + one.timers, stillMs: Math.min(all.stillMs, one.stillMs), loaded: all.loaded && one.loaded }), main);
}
