// The time of the stream: how far events have come, by their own clocks, without believing a single one that jumps.
import type { Instant } from "../../kernel/clock.ts";

/** So many events in a row must agree before the stream's time jumps: after a quiet weekend, or when it starts. */
const agreeing = 8;

export interface ClockState { at: Instant | undefined; settled: Instant | undefined; run: number; runFrom: Instant | undefined }

/**
 * at       the newest time that is believed; -Infinity before the first few events
 * settled  at, or later where the stream has been quiet while the wall clock went on; Infinity when it ended
 * see      an event's time; false when it is ahead of what is believed
 * elapse   the wall clock says so: a quiet stream's time goes on with it
 * end      nothing more comes
 */
export interface StreamClock {
  readonly at: Instant;
  readonly settled: Instant;
  see(at: Instant): boolean;
  elapse(wall: Instant): void;
  end(): void;
  state(): ClockState;
  restore(state: ClockState): void;
}

/**
 * One event moves the stream by at most `jumpMs`; further ahead it waits until eight in a row are, and then to the earliest of them.
 * One machine whose clock is a year ahead among others thus moves nothing; a stream that was quiet for a year goes on after eight events.
 */
export function createStreamClock(jumpMs: number): StreamClock {
  let [at, settled, run, runFrom] = [-Infinity, -Infinity, 0, Infinity];
  let quiet: { wall: Instant; settled: Instant } | undefined;
  const move = (to: Instant): void => { at = to; settled = Math.max(settled, at); [run, runFrom, quiet] = [0, Infinity, undefined]; };
  const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
  return {
    get at() { return at; },
    get settled() { return settled; },
    see(seen) {
      if (seen <= at + jumpMs) { if (seen > at) move(seen); else [run, runFrom] = [0, Infinity]; return true; }
      quiet = undefined;
      [run, runFrom] = [run + 1, Math.min(runFrom, seen)];
      if (run >= agreeing) move(runFrom);
      return false;
    },
    elapse(wall) {
      if (quiet === undefined) { quiet = { wall, settled }; return; }
      // Eight did not come, but neither did anyone who contradicts.
      if (run > 0) { move(runFrom); quiet = { wall, settled }; return; }
      settled = Math.max(settled, quiet.settled + wall - quiet.wall);
    },
    end() { settled = Infinity; },
    state: () => ({ at: finite(at), settled: finite(settled), run, runFrom: finite(runFrom) }),
    restore(state) { [at, settled, run, runFrom] = [state.at ?? -Infinity, state.settled ?? state.at ?? -Infinity, state.run, state.runFrom ?? Infinity]; },
  };
}
