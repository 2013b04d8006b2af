// What a scan knows of each host under test: its lane, its governor and what of its budget is spent.
import type { Budget } from "../profile.ts";
import type { Ending } from "./ending.ts";
import { createGovernor } from "./governor.ts";
import type { Governor } from "./governor.ts";
import { createLane } from "./lane.ts";
import type { Lane } from "./lane.ts";
import { createLimitedPlaces } from "./limited-places.ts";

export interface Spent { requests: number; bytes: number }

export interface Host {
  hostname: string;
  lane: Lane;
  governor: Governor;
  spent: Spent;
  /** Tells the governor and the lane how a request ended; retryAfterMs: the target asked for rest. place: where it was sent. */
  ended(id: number, how: { status: number; headMs: number; isLost: boolean; retryAfterMs: number | undefined }, place?: string): void;
  /** How long a place that refused, alone of its host, should be left in peace. */
  restMs(place: string): number;
  judged(isWell: boolean, why: string): void;
}

export interface Hosts { of(hostname: string): Host; all(): Iterable<Host> }

const longestRestMs = 120_000;

/** note: said when a host begins to be spared and when it is well again. */
export function createHosts({ budget, backsOff, ending, elapsedMs, note }: { budget: Budget; backsOff: boolean; ending: Ending; elapsedMs: () => number; note(text: string): void }): Hosts {
  const hosts = new Map<string, Host>();
  const pace = { requestsPerSecond: budget.requestsPerSecond, concurrency: Math.max(1, Math.floor(budget.concurrency)) };
  const open = (hostname: string): Host => {
    const [lane, governor, places] = [createLane(pace, elapsedMs), createGovernor(pace), createLimitedPlaces()];
    const toldly = (act: () => void): void => {
      const before = governor.isBackingOff();
      act();
      lane.setPace(governor.pace());
      if (governor.isBackingOff() !== before) note(before ? `${hostname} is well again: back to ${pace.requestsPerSecond} requests a second at most.` : `Backing off from ${hostname}: ${governor.why()}.`);
    };
    ending.onEnd((error) => { lane.close(error); });
    return {
      hostname, lane, governor, spent: { requests: 0, bytes: 0 },
      restMs: (place) => places.restMs(place, elapsedMs()),
      ended(id, how, place) {
        const now = elapsedMs();
        governor.ended(id, now, how);
        // Who names a time means it; a bare 429 of one place is about that place.
        const isLocal = place !== undefined && places.ended(place, now, how.status === 429) && how.retryAfterMs === undefined;
        if (isLocal) return;
        if (!backsOff || (how.status !== 429 && how.retryAfterMs === undefined)) return;
        toldly(() => { governor.asked(now); });
        lane.hold(Math.min(longestRestMs, how.retryAfterMs ?? 1_000));
      },
      judged(isWell, why) { if (backsOff) toldly(() => { governor.judged(isWell, why, elapsedMs()); }); },
    };
  };
  return {
    of(hostname) {
      const known = hosts.get(hostname);
      if (known !== undefined) return known;
      const made = open(hostname);
      hosts.set(hostname, made);
      return made;
    },
    all: () => hosts.values(),
  };
}

/** RFC 9110 section 10.2.3: seconds or a date. It counts with 429 and 503 only; a redirect may have one as well. */
export function retryAfterOf(status: number, value: string | undefined, now: number): number | undefined {
  if ((status !== 429 && status !== 503) || value === undefined) return undefined;
  const ms = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
