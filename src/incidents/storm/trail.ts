// The last hour of a place in few words: which alerts, from when to when, how often.
import { minuteMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";

/** ref and lastRef name the first and the last of `count` alerts. */
export interface TrailEntry { name: string; from: Instant; to: Instant; count: number; ref: string; lastRef: string }

const sameMs = 10 * minuteMs;
const mostEntries = 48;

/** Adds an alert; answers how many entries had to go although they were young: the most frequent, which says least, goes first. */
export function addToTrail(trail: TrailEntry[], alert: { name: string; at: Instant; ref: string }, lookBackMs: number): number {
  const same = trail.findLast(({ name }) => name === alert.name);
  if (same !== undefined && alert.at - same.to <= sameMs && alert.at - same.from <= lookBackMs) {
    same.to = Math.max(same.to, alert.at);
    same.count += 1;
    same.lastRef = alert.ref;
    return 0;
  }
  while ((trail[0]?.to ?? Infinity) < alert.at - lookBackMs) trail.shift();
  trail.push({ name: alert.name, from: alert.at, to: alert.at, count: 1, ref: alert.ref, lastRef: alert.ref });
  if (trail.length <= mostEntries) return 0;
  const commonest = trail.reduce((most, entry, index) => (entry.count > (trail[most]?.count ?? 0) ? index : most), 0);
  trail.splice(commonest, 1);
  return 1;
}

export const trailSince = (trail: readonly TrailEntry[], since: Instant): TrailEntry[] => trail.filter(({ to }) => to >= since);
