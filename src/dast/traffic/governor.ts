// The governor: notices that a target is unwell and makes the scan give way. Pure: told what happens, and what time it is.
import type { Pace } from "./lane.ts";
import { median, percentile } from "./figures.ts";

/** How one request ended. status 0: no reply. */
export interface Ended { status: number; headMs: number; /** Nothing came for reasons of the target: reset, timeout, unreachable. */ isLost: boolean }

/** retryAfterMs: what the target itself asked for. */
export interface Governor {
  started(id: number, now: number): void;
  ended(id: number, now: number, how: Ended): void;
  /** Retry-After or 429: the target has said so itself; no canary is needed. */
  asked(now: number): void;
  /** What looks like distress, in words; asks for a look at the canary. */
  suspicion(now: number): string | undefined;
  /** The canary said that it is well or not: what to do from now on. */
  judged(isWell: boolean, why: string, now: number): void;
  pace(): Pace;
  isBackingOff(): boolean;
  why(): string | undefined;
  /** Since when the canary has been unwell without a break. */
  unwellSince(): number | undefined;
  requestsPerSecond(now: number): number;
}

const firstRequests = 10;
const windowMs = 2_000;
const mostRecent = 60;
const stepMs = 1_000;
const leastRate = 0.5;

/** Slower than this is not the route's own slowness: four medians, three 95th percentiles, and a quarter of a second at least. */
export const slowFrom = (normal: readonly number[]): number => Math.max(4 * median(normal), 3 * percentile(normal, 0.95), median(normal) + 250);

export function createGovernor(limit: Pace): Governor {
  const normal: number[] = [];
  const underWay = new Map<number, number>();
  let recent: (Ended & { at: number })[] = [];
  let [isNormal5xx, pace, steppedAt, unwell] = [0, limit, Number.NEGATIVE_INFINITY, undefined as number | undefined];
  let why: string | undefined;
  let [second, inSecond, before] = [0, 0, 0];
  const count = (now: number): void => {
    const current = Math.floor(now / 1000);
    if (current !== second) { before = current === second + 1 ? inSecond : 0; inSecond = 0; second = current; }
  };
  const rateNow = (now: number): number => { count(now); return Math.max(before, (inSecond * 1000) / Math.max(200, now % 1000)); };
  const stepDown = (reason: string, now: number): void => {
    if (now - steppedAt < stepMs) return;
    // From the rate that is really reached: half of an allowance that nobody used would change nothing.
    const from = steppedAt === Number.NEGATIVE_INFINITY || pace === limit ? Math.min(limit.requestsPerSecond, Math.max(rateNow(now), leastRate * 2)) : pace.requestsPerSecond;
    [steppedAt, why] = [now, reason];
    pace = { requestsPerSecond: Math.max(leastRate, from / 2), concurrency: Math.max(1, Math.floor(pace.concurrency / 2)) };
  };
  const stepUp = (now: number): void => {
    if (pace === limit || now - steppedAt < stepMs) return;
    steppedAt = now;
    const next = { requestsPerSecond: pace.requestsPerSecond * 1.25, concurrency: Math.min(limit.concurrency, pace.concurrency + (pace.requestsPerSecond * 1.25 > limit.requestsPerSecond / 2 ? 1 : 0)) };
    pace = next.requestsPerSecond >= limit.requestsPerSecond ? limit : next;
    if (pace === limit) why = undefined;
  };
  return {
    started(id, now) { underWay.set(id, now); count(now); inSecond += 1; },
    ended(id, now, how) {
      underWay.delete(id);
      recent.push({ ...how, at: now });
      if (recent.length > mostRecent) recent = recent.slice(-mostRecent / 2);
      if (normal.length < firstRequests && how.status > 0) { normal.push(how.headMs); if (how.status >= 500) isNormal5xx += 1; }
    },
    asked(now) { stepDown("the target asked for fewer requests (429 or Retry-After)", now); },
    suspicion(now) {
      if (normal.length < Math.min(3, firstRequests)) return undefined;
      recent = recent.filter(({ at }) => now - at <= windowMs);
      return slowness(recent, [...underWay.values()], now, slowFrom(normal)) ?? failing(recent, isNormal5xx / normal.length);
    },
    judged(isWell, reason, now) {
      if (isWell) { unwell = undefined; stepUp(now); } else { unwell ??= now; stepDown(reason, now); }
    },
    pace: () => pace, isBackingOff: () => pace !== limit, why: () => why, unwellSince: () => unwell, requestsPerSecond: rateNow,
  };
}

// What is under way for long counts as slow already, against what came since: otherwise a target that hangs would never be noticed.
function slowness(recent: readonly (Ended & { at: number })[], startedAt: readonly number[], now: number, slowMs: number): string | undefined {
  const late = startedAt.filter((at) => now - at > slowMs);
  const since = late.length < 2 ? 0 : Math.min(...late);
  const answered = recent.filter(({ status, at }) => status > 0 && at >= since);
  const [slow, all] = [answered.filter(({ headMs }) => headMs > slowMs).length + late.length, answered.length + late.length];
  return slow >= 2 && slow >= all / 2 ? `${slow} of ${all} answers took longer than ${Math.round(slowMs)} ms` : undefined;
}

function failing(recent: readonly Ended[], usual5xx: number): string | undefined {
  const bad = recent.filter(({ status, isLost }) => isLost || status >= 500).length;
  return bad >= 4 && bad / recent.length > Math.min(0.9, usual5xx + 0.3) ? `${bad} of ${recent.length} requests ended in 5xx or without an answer` : undefined;
}
