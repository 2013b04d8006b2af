// Rates as an observer of a watch: what counts as silence of a workload, and what only of its sender.
import { minuteMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { createRates } from "../../runtime/rates/rates.ts";
import type { Rates } from "../../runtime/rates/rates.ts";
import type { Observer } from "../../runtime/observer.ts";
import { unplaced } from "../../runtime/placement.ts";
import type { Placement } from "../../runtime/placement.ts";

/** A sender was heard in a minute or in one beside it: what it did not tell of a workload then did not happen. */
export interface Liveness { heard(decoder: string, workload: string, at: Instant): void; isLive(workload: string, binAt: Instant): boolean; forgetBefore(at: Instant): void }

const beside = [-1, 0, 1];

export function createLiveness(): Liveness {
  const minutesOf = new Map<string, Set<number>>();
  const decodersOf = new Map<string, Set<string>>();
  const minuteOf = (at: Instant): number => Math.floor(at / minuteMs);
  return {
    heard(decoder, workload, at) {
      const minutes = minutesOf.get(decoder) ?? new Set<number>();
      minutesOf.set(decoder, minutes.add(minuteOf(at)));
      const decoders = decodersOf.get(workload) ?? new Set<string>();
      if (!decoders.has(decoder)) decodersOf.set(workload, decoders.add(decoder));
    },
    isLive: (workload, binAt) => [...decodersOf.get(workload) ?? []].some((decoder) => beside.some((step) => minutesOf.get(decoder)?.has(minuteOf(binAt) + step))),
    forgetBefore(at) { for (const minutes of minutesOf.values()) for (const minute of minutes) if (minute < minuteOf(at)) minutes.delete(minute); },
  };
}

// Bins close after half a minute; what is older than this has long been judged.
const rememberedMs = 30 * minuteMs;

export function createRateObserver(): Observer & { rates: Rates } {
  const rates = createRates();
  const liveness = createLiveness();
  const placements = new Map<string, Placement>();
  return {
    rates, kinds: rates.kinds,
    restore: (rows) => { rates.restore(rows); },
    take: () => rates.take(),
    observe(event, placement) {
      rates.observe(event, placement.workload);
      liveness.heard(event.decoder, placement.workload, event.at);
      placements.set(placement.workload, placement);
      return [];
    },
    tick(now) {
      const told = rates.tick(now, (workload, binAt) => liveness.isLive(workload, binAt));
      liveness.forgetBefore(now - rememberedMs);
      return told.map(({ workload, hit }) => ({ hit, placement: placements.get(workload) ?? unplaced(workload, "nothing of it was heard since the start") }));
    },
  };
}
