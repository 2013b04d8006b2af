// A circuit breaker per host: after failures in a row nobody sends there for a while, then one message tries.
import { minuteMs } from "../kernel/clock.ts";
import type { Clock, Instant } from "../kernel/clock.ts";

export interface Breaker {
  /** Until when the host is left alone; undefined when it may be tried. */
  pausedUntil(host: string): Instant | undefined;
  /** What an attempt showed: an answer of any kind but "retry" closes the circuit at once. */
  record(host: string, attempt: { failed: boolean }): void;
}

const failuresToPause = 5;

/** Counted in memory by one worker: forgetting it costs a few attempts, never a message. What follows for a receiver is in the store. */
export function createBreaker(clock: Clock, pauseMs = minuteMs): Breaker {
  const hosts = new Map<string, { failures: number; until: Instant }>();
  return {
    pausedUntil(host) {
      const until = hosts.get(host)?.until ?? 0;
      return until > clock.now() ? until : undefined;
    },
    record(host, { failed }) {
      if (!failed) return void hosts.delete(host);
      const failures = (hosts.get(host)?.failures ?? 0) + 1;
      // The count stays: after the pause one more failure pauses again.
      hosts.set(host, { failures, until: failures >= failuresToPause ? clock.now() + pauseMs : 0 });
    },
  };
}
