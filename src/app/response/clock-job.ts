// The clocks of incidents, watched: people hear at half the time, at four fifths, and when it is over.
import { nextMarkAt } from "../../incidents/clocks/clock.ts";
import { minuteMs } from "../../kernel/clock.ts";
import type { Job } from "../jobs.ts";
import { startFor, tellClocks } from "./clocks.ts";
import type { LoopContext } from "../loop/context.ts";

// More clocks than this at once are seen in the next round.
const watched = 1_000;

export const clockJob = (context: LoopContext): Job => ({
  id: "clocks",
  run: async () => {
    const running = await context.store.read.response.runningClocks(watched);
    await tellClocks(context, running);
    await startWaiting(context, running);
    const next = running.flatMap((clock) => nextMarkAt(clock) ?? []);
    return { againInMs: Math.max(0, Math.min(minuteMs, ...next.map((at) => at - context.clock.now()))) };
  },
});

/** A fix that became known starts a clock although nothing else about the incident changed. */
async function startWaiting(context: LoopContext, running: readonly { org: string; incidentId: string }[]): Promise<void> {
  for (const [org, clocks] of Map.groupBy(running, (clock) => clock.org)) {
    const incidents = await context.store.read.incidents.load(org, [...new Set(clocks.map(({ incidentId }) => incidentId))]);
    for (const incident of incidents.values()) {
      const started = await context.store.write((ports) => startFor(context, ports, org, incident, "clock"));
      if (started.length > 0) context.committed();
    }
  }
}
