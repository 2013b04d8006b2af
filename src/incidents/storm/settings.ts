// What the storm engine is set to, and why; scores are powers of ten: 2 is "once in a hundred hours".
import { dayMs, hourMs, minuteMs } from "../../kernel/clock.ts";

export interface StormSettings {
  /** A name that comes again on a place within this is the same spell; only the beginning of a spell can surprise. Two round-robin polls of a slow monitor. */
  spellMs: number;
  /** Half-life of what is remembered of names and places: a week, so that working days and weekends both count. */
  memoryMs: number;
  /** Half-life of the rate of things never seen before: half a day, so that the news of the first day weighs little on the second. */
  noveltyMs: number;
  /** Hours of silence assumed before anything was seen: a day, so that a thing seen once in the first hour is not taken for hourly. */
  priorHours: number;
  /** Nothing opens before a day was seen: until then nobody can know what a day looks like. A sender's own "this is an incident" always opens. */
  warmupMs: number;
  /** What one alert must surpass to count: 10^2.5 is once in 13 days, for the product of how rare its name, its name on its place, and any alert on that place is. */
  floor: number;
  /** Rare enough to join what is going on now: 10^1.5, less than once a day. */
  joinScore: number;
  /** Evidence that opens an incident, as a sum over one place: as much again as one alert must surpass. */
  openScore: number;
  /** News (names, or names on one place, never seen before) within pressureMs that opens an incident: minus the power of ten of the chance that the usual rate of news brings so much. */
  burstScore: number;
  /** Half-life of evidence that has not opened anything. */
  pressureMs: number;
  /** Half-life of the heat of an incident, and the heat at which it is no longer open. */
  heatMs: number;
  closeHeat: number;
  /** An incident is open this long at the most; what comes later opens another. */
  longestMs: number;
  /** After so long without evidence, evidence that would open an incident by itself is a new story, not the old one. */
  lullMs: number;
  /** How much of what came before on the places of an incident is taken into it. */
  lookBackMs: number;
  /** Incidents in 24 hours that cost no more than the first; the one after the next costs twice the evidence, each further one twice that. */
  perDay: number;
  /** A spell is a flood when ten minutes bring this many times the most that ten minutes ever brought; again at each doubling. */
  floodFactor: number;
  /** A steady stream is silent when nothing came for this many times its longest gap. */
  silenceFactor: number;
}

export const stormDefaults: StormSettings = {
  spellMs: 30 * minuteMs, memoryMs: 7 * dayMs, noveltyMs: dayMs / 2, priorHours: 24, warmupMs: dayMs,
  floor: 2.5, joinScore: 1.5, openScore: 2.5, burstScore: 8, pressureMs: 30 * minuteMs,
  heatMs: 2 * hourMs, closeHeat: 1, longestMs: dayMs, lullMs: hourMs, lookBackMs: hourMs,
  perDay: 2, floodFactor: 8, silenceFactor: 5,
};
