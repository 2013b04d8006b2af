// How many facts came in each of the last 24 hours, counted from the ledger's head and remembered between calls.
import type { App } from "../app/app.ts";
import { hourMs } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";

export interface Pulse { of(app: App, org: string, now: Instant): Promise<readonly { at: Instant; facts: number }[]> }

const hours = 24;

/** Facts never change, so every call reads only those that came since the one before. */
export function createPulse(): Pulse {
  const known = new Map<string, { seq: number; facts: Map<Instant, number> }>();
  return {
    async of(app, org, now) {
      const thisHourAt = now - (now % hourMs);
      const firstAt = thisHourAt - (hours - 1) * hourMs;
      const memory = known.get(org) ?? { seq: 0, facts: new Map<Instant, number>() };
      memory.seq = await countNew(app, org, memory, firstAt);
      for (const at of memory.facts.keys()) if (at < firstAt) memory.facts.delete(at);
      known.set(org, memory);
      return Array.from({ length: hours }, (_, index) => firstAt + index * hourMs).map((at) => ({ at, facts: memory.facts.get(at) ?? 0 }));
    },
  };
}

/** Newest first, until a fact that was counted before or is too old; returns the newest seq. */
async function countNew(app: App, org: string, { seq, facts }: { seq: number; facts: Map<Instant, number> }, firstAt: Instant): Promise<number> {
  let newest = seq;
  for (let after: string | undefined, isDone = false; !isDone;) {
    const page = await app.ledger.list(org, { kind: undefined, subject: undefined }, { limit: 500, after });
    for (const entry of page.items) {
      isDone = entry.seq <= seq || entry.at < firstAt;
      if (isDone) break;
      newest = Math.max(newest, entry.seq);
      const hourAt = entry.at - (entry.at % hourMs);
      facts.set(hourAt, (facts.get(hourAt) ?? 0) + 1);
    }
    after = page.next;
    isDone ||= after === undefined;
  }
  return newest;
}
