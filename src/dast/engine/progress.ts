// How far a scan is: told at least every second, with an honest guess of how long the rest takes.
import type { ScanPhase, ScanProgress } from "../scan.ts";
import type { TrafficCounts } from "../traffic/traffic.ts";

export interface Pace {
  enter(phase: ScanPhase): void;
  /** Units of the phase: how many there are, how many are done. */
  plan(total: number, done: number): void;
  did(): void;
  set(total: number, done: number): void;
  at(place: string): void;
  now(): ScanProgress;
}

// A rate from fewer units says nothing about the rest.
const enoughUnits = 20;

export function createPace({ elapsedMs, counts, routes, findings }: { elapsedMs: () => number; counts: () => TrafficCounts; routes: () => number; findings: () => number }): Pace {
  const state = { phase: "authorise" as ScanPhase, total: 0, done: 0, before: 0, since: elapsedMs(), at: "" };
  const etaMs = (): number | undefined => {
    const own = state.done - state.before;
    return own < enoughUnits ? undefined : Math.round((elapsedMs() - state.since) / own * (state.total - state.done));
  };
  return {
    enter: (phase) => { Object.assign(state, { phase, total: 0, done: 0, before: 0, since: elapsedMs(), at: "" }); },
    plan: (total, done) => { Object.assign(state, { total, done, before: done, since: elapsedMs() }); },
    set: (total, done) => { Object.assign(state, { total, done }); },
    did: () => { state.done += 1; },
    at: (place) => { state.at = place; },
    now: () => { const { requests, requestsPerSecond, backingOff } = counts(); return { phase: state.phase, done: state.done, total: state.total, routes: routes(), requests, requestsPerSecond, findings: findings(), backingOff, etaMs: etaMs(), at: state.at }; },
  };
}
