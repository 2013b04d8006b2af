// Why an alert surprises, in sentences that people can check.
import { dayMs, hourMs, minuteMs, toIso } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Seen } from "./series.ts";

export const spanOf = (ms: number): string => {
  if (ms < 2 * minuteMs) return `${Math.round(ms / 1000)} seconds`;
  if (ms < 2 * hourMs) return `${Math.round(ms / minuteMs)} minutes`;
  return ms < 2 * dayMs ? `${(ms / hourMs).toFixed(0)} hours` : `${(ms / dayMs).toFixed(1)} days`;
};

// Below an hour of watching, what was never seen says nothing of how rare it is.
const leastWatchedMs = hourMs;
const nothingKnown = (what: string, watchedMs: number): string => `${what} has been watched for ${spanOf(watchedMs)} only: nothing is known yet of what is usual there`;

const timesOf = (count: number): string => (count < 1.5 ? "once" : `${Math.round(count)} times`);

export function whyName(name: string, seen: Seen, news: number, watchedMs: number): string {
  if (watchedMs < leastWatchedMs) return nothingKnown(`"${name}"`, watchedMs);
  return seen.isNew ? `"${name}" was never seen in ${spanOf(watchedMs)}; names never seen come ${news.toFixed(1)} times a day`
    : `"${name}" began ${timesOf(seen.spells)} anywhere in ${spanOf(watchedMs)}, last ${toIso(seen.lastAt)}`;
}

export function whyPair(name: string, place: string, seen: Seen, news: number, watchedMs: number): string {
  if (watchedMs < leastWatchedMs) return nothingKnown(`"${name}" on ${place}`, watchedMs);
  return seen.isNew ? `first "${name}" on ${place} in ${spanOf(watchedMs)}; something new to a place comes ${news.toFixed(1)} times a day`
    : `"${name}" began ${timesOf(seen.spells)} on ${place} in ${spanOf(watchedMs)}, last ${toIso(seen.lastAt)}`;
}

export const whyPlace = (place: string, starts: number, watchedMs: number): string =>
  watchedMs < leastWatchedMs ? nothingKnown(place, watchedMs) : `anything began on ${place} ${timesOf(starts)} in ${spanOf(watchedMs)}`;
export const whyFlood = (name: string, place: string, inSlot: number, most: number): string => `${inSlot} times "${name}" on ${place} within ten minutes; the most before was ${Math.round(most)}`;
export const whySilent = (name: string, place: string, silentMs: number, longestGapMs: number, runMs: number): string =>
  `"${name}" on ${place} fell silent ${spanOf(silentMs)} ago, after ${spanOf(runMs)} without a pause above ${spanOf(longestGapMs)}`;
export const whySeverity = (severity: string): string => `its sender calls it ${severity}`;
export const whyContext = (place: string, at: Instant, seen: Seen): string => `ordinary by itself (seen ${seen.total + 1} times), on ${place} while the incident of ${toIso(at)} is open`;
