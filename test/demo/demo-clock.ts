// The demo's clock: told the time while history is made, and the real one from then on.
import { systemClock } from "../../src/kernel/clock.ts";
import type { Clock, Instant } from "../../src/kernel/clock.ts";

/** run: from now on it is the real time. moveTo never goes back, as no clock does. */
export function demoClock(startAt: Instant): Clock & { moveTo(at: Instant): void; advance(ms: number): void; run(): void; isReal(): boolean } {
  let told: Instant | undefined = startAt;
  const now = (): Instant => told ?? systemClock.now();
  return {
    now,
    moveTo: (at) => { if (told !== undefined) told = Math.max(told, at); },
    advance: (ms) => { if (told !== undefined) told += ms; },
    run: () => { told = undefined; },
    isReal: () => told === undefined,
  };
}
