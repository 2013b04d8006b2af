// How rare something is: counts that fade, the hours they stand for, and the power of ten between them.
import { hourMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";

/** A count that halves every half-life; `at` is when `n` was right. */
export interface Count { n: number; at: Instant }

export const countAt = ({ n, at }: Count, now: Instant, halfLifeMs: number): number => n * 2 ** (-Math.max(0, now - at) / halfLifeMs);

export function addTo(count: Count, now: Instant, halfLifeMs: number, more = 1): void {
  count.n = countAt(count, now, halfLifeMs) + more;
  count.at = Math.max(count.at, now);
}

/** Hours seen since `startedAt`, each fading as the counts do: what a count has to be divided by to be a rate. */
export const hoursSeen = (startedAt: Instant, now: Instant, halfLifeMs: number): number =>
  (halfLifeMs / Math.LN2) * (1 - 2 ** (-Math.max(0, now - startedAt) / halfLifeMs)) / hourMs;

/**
 * Minus the logarithm to base 10 of the times an hour: 2 means once in a hundred hours. Half an occurrence is added (the Jeffreys
 * prior of a Poisson rate) and `priorHours` of silence, so that the first hour of a series is not taken for its habit.
 */
export const rarityOf = (count: number, hours: number, priorHours: number): number => Math.log10((hours + priorHours) / (count + 0.5));

/**
 * Minus the logarithm to base 10 of the chance of `count` or more where `mean` are usual (Poisson; its first term, which decides when
 * count is well above mean); 0 when count is not above mean.
 */
export function burstOf(count: number, mean: number): number {
  if (count <= Math.max(1, mean)) return 0;
  let logFactorial = 0;
  for (let factor = 2; factor <= count; factor += 1) logFactorial += Math.log10(factor);
  return Math.max(0, logFactorial + mean * Math.LOG10E - count * Math.log10(mean));
}

/** Occurrences in slots of five minutes that count only an hour later: a burst of news must not make itself ordinary. */
export interface LaggedCount extends Count { waiting: [slot: number, count: number][] }

const slotMs = 5 * 60_000;
const lagSlots = 12;

export function laggedAt(count: LaggedCount, now: Instant, halfLifeMs: number): number {
  const settled = Math.floor(now / slotMs) - lagSlots;
  while ((count.waiting[0]?.[0] ?? Infinity) <= settled) {
    const [slot, more] = count.waiting.shift() ?? [0, 0];
    addTo(count, (slot + 1) * slotMs, halfLifeMs, more);
  }
  return countAt(count, now, halfLifeMs);
}

export function addLagged(count: LaggedCount, now: Instant): void {
  const slot = Math.floor(now / slotMs);
  const last = count.waiting.at(-1);
  if (last !== undefined && last[0] >= slot) last[1] += 1;
  else count.waiting.push([slot, 1]);
}
