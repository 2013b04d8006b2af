// The ways in which a point can be unusual, each as a magnitude: the greater, the more unusual. How unusual is the tail's word (tail.ts).
import type { Instant } from "../../kernel/clock.ts";
import { emptyContexts, noveltyOf } from "./contexts.ts";
import type { Contexts } from "./contexts.ts";
import { emptySeason, learn, residualsOf } from "./season.ts";
import type { Season } from "./season.ts";

/**
 * daily     distance from what this time of day is used to, the present level taken into account
 * weekly    distance from the nearer of this time of day and this time of the week
 * step      means of about 6 and 60 points apart: a short change of level
 * level     means of about 25 and 400 points apart: a lasting one
 * restless  steps between neighbours are greater than they were
 * calm      they are smaller
 * still     the value has not moved for so many points
 * novel     this run of values was never seen
 * spread    values of the last 25 points lie where those of the last 800 did not (relative entropy)
 */
export const featureIds = ["daily", "weekly", "step", "level", "restless", "calm", "still", "novel", "spread"] as const;
export type FeatureId = (typeof featureIds)[number];

interface Mean { value: number; count: number }

/** JSON as it is. */
export interface Features {
  last: number; points: number; still: number;
  means: { m6: Mean; m25: Mean; m50: Mean; m60: Mean; m400: Mean; step10: Mean; step500: Mean; away: Mean };
  near: number[]; far: number[];
  season: Season; contexts: Contexts;
}

const mean = (): Mean => ({ value: 0, count: 0 });
const bins = 16;

export const emptyFeatures = (): Features => ({
  last: 0, points: 0, still: 0,
  means: { m6: mean(), m25: mean(), m50: mean(), m60: mean(), m400: mean(), step10: mean(), step500: mean(), away: mean() },
  near: Array.from({ length: bins }, () => 0), far: Array.from({ length: bins }, () => 0),
  season: emptySeason(), contexts: emptyContexts(),
});

export interface Magnitudes { magnitudes: readonly number[]; expected: number }

/** Of the next point, in the order of featureIds, and what was expected there; then the point is part of the past. */
export function magnitudesOf(features: Features, at: Instant, value: number, novelty: boolean): Magnitudes {
  const { means, season } = features;
  const away = features.points === 0 ? 0 : Math.abs(value - means.m50.value);
  const { daily, weekly, expected } = residualsOf(season, at, value) ?? { daily: away, weekly: away, expected: features.points === 0 ? value : means.m50.value };
  learn(season, at, value);
  advance(features, value, away);
  const { step10, step500 } = means;
  const magnitudes = [
    daily, weekly, Math.abs(means.m6.value - means.m60.value), Math.abs(means.m25.value - means.m400.value),
    step500.value > 0 ? step10.value / step500.value : 0, step500.value > 0 ? step500.value / (step10.value + 0.02 * step500.value) : 0,
    features.still, novelty ? noveltyOf(features.contexts, value) : 0, entropyOf(features, value),
  ];
  return { magnitudes, expected };
}

function advance(features: Features, value: number, away: number): void {
  const { means } = features;
  const step = features.points === 0 ? 0 : Math.abs(value - features.last);
  for (const [one, points] of [[means.m6, 6], [means.m25, 25], [means.m50, 50], [means.m60, 60], [means.m400, 400]] as const) move(one, value, points);
  move(means.step10, step, 10);
  move(means.step500, step, 500);
  move(means.away, away, 1000);
  features.still = step === 0 ? features.still + 1 : 0;
  features.last = value;
  features.points += 1;
}

/** The first points count alike, later ones by 1/points. */
function move(one: Mean, value: number, points: number): void {
  one.count = Math.min(points, one.count + 1);
  one.value += (value - one.value) / one.count;
}

/** Relative entropy of the near histogram against the far one, over distances from the level in powers of the usual distance. */
function entropyOf({ near, far, means }: Features, value: number): number {
  const distance = (value - means.m400.value) / (1.25 * (means.away.value || 1));
  const bin = Math.max(0, Math.min(bins - 1, Math.floor(Math.sign(distance) * Math.log2(1 + Math.abs(distance)) * 2.5 + bins / 2)));
  fade(near, bin, 25);
  fade(far, bin, 800);
  const [ofNear, ofFar] = [sumOf(near), sumOf(far) + 0.01];
  return Math.max(0, near.reduce((sum, weight, index) => (weight < 1e-6 * ofNear ? sum : sum + (weight / ofNear) * Math.log((weight / ofNear) / (((far[index] ?? 0) + 0.01 / bins) / ofFar))), 0));
}

const sumOf = (weights: readonly number[]): number => weights.reduce((sum, weight) => sum + weight, 0);

function fade(weights: number[], bin: number, points: number): void {
  for (let index = 0; index < weights.length; index += 1) weights[index] = (weights[index] ?? 0) * (1 - 1 / points) + (index === bin ? 1 / points : 0);
}
