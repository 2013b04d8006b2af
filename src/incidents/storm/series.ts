// One alert told to what is remembered: did a spell begin, is it news, is it a flood, is it a stream that never pauses.
import { dayMs, hourMs, minuteMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Pair, Series } from "./profile.ts";
import { addTo, countAt } from "./rarity.ts";
import type { StormSettings } from "./settings.ts";

/** What a series was before this alert. */
export interface Seen { isNew: boolean; begins: boolean; spells: number; lastAt: Instant; total: number }

export const newSeries = (at: Instant): Series => ({ spells: { n: 0, at }, firstAt: at, lastAt: at, total: 0 });
export const newPair = (at: Instant): Pair => ({ ...newSeries(at), slot: slotOf(at), inSlot: 0, most: 0, floods: 0, longestGapMs: 0, silent: false });

const slotMs = 10 * minuteMs;
const slotOf = (at: Instant): number => Math.floor(at / slotMs);

export function see(series: Series, at: Instant, { spellMs, memoryMs }: StormSettings): Seen {
  const isNew = series.total === 0;
  const seen = { isNew, begins: isNew || at - series.lastAt > spellMs, spells: countAt(series.spells, at, memoryMs), lastAt: series.lastAt, total: series.total };
  if (seen.begins) addTo(series.spells, at, memoryMs);
  series.lastAt = Math.max(series.lastAt, at);
  series.total += 1;
  return seen;
}

const leastForFlood = 20;
/** Five more than ever is no flood yet: small numbers jump. */
const slack = 5;

/** How many alerts ten minutes have brought when that is a flood, or a further doubling of one; else undefined. */
export function floodOf(pair: Pair, at: Instant, { floodFactor, memoryMs }: StormSettings): number | undefined {
  const slot = slotOf(at);
  if (slot !== pair.slot) {
    pair.most = Math.max(pair.inSlot, pair.most * 2 ** (-((slot - pair.slot) * slotMs) / memoryMs));
    [pair.slot, pair.inSlot, pair.floods] = [slot, 0, 0];
  }
  pair.inSlot += 1;
  if (pair.total <= leastForFlood || pair.inSlot <= (pair.most + slack) * floodFactor * 2 ** pair.floods) return undefined;
  pair.floods += 1;
  return pair.inSlot;
}

const leastForSteady = 100;
const longestWaitMs = hourMs;

/**
 * When the pair counts as silent: a hundred alerts over a day without a pause worth speaking of, then nothing for silenceFactor
 * times the longest pause, ten minutes at least. Undefined for what pauses by itself.
 */
export function silentFrom(pair: Pair, { silenceFactor }: StormSettings): Instant | undefined {
  const waitMs = pair.longestGapMs * silenceFactor;
  if (pair.total < leastForSteady || pair.lastAt - pair.firstAt < dayMs || waitMs > longestWaitMs) return undefined;
  return pair.lastAt + Math.max(10 * minuteMs, waitMs);
}

export function noteGap(pair: Pair, seen: Seen, at: Instant): void {
  pair.silent = false;
  if (!seen.isNew) pair.longestGapMs = Math.max(pair.longestGapMs, at - seen.lastAt);
}
