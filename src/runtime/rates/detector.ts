// A streaming anomaly detector for one series of numbers: no look-ahead, constant work per point, a state that is JSON.
import type { Instant } from "../../kernel/clock.ts";
import { emptyFeatures, featureIds, magnitudesOf } from "./features.ts";
import type { FeatureId, Features } from "./features.ts";
import { addTo, emptyTail, surpriseOf } from "./tail.ts";
import type { Tail } from "./tail.ts";

/** JSON as it is, at most 64 KB: restored and continued it scores as if it had never been cut. recent: mean surprise of about the last 6 points. held: what a next alarm has to surpass. */
export interface DetectorState { features: Features; tails: Tail[]; recent: number; held: number }

export interface Scored {
  /** How surprising the point is, 0 upwards, before repeats are held down. About the power of ten of its rarity, summed over the ways in which it is unusual. */
  surprise: number;
  /** In [0, 1): 1 - 10^(-surprise / 5) when it surpasses what was told lately, else 0. */
  likelihood: number;
  /** What this time was expected to bring. */
  expected: number;
  /** Powers of ten by which each feature is rare. */
  parts: Readonly<Record<FeatureId, number>>;
}

export interface Detector {
  /** The next point; time never runs back. The value is finite. */
  next(at: Instant, value: number): Scored;
  save(): DetectorState;
}

/** Found on synthetic series (docs/rates.md): what lasts weighs more than one high value, which several features see at once. */
const weights: Readonly<Record<FeatureId, number>> = { daily: 0.5, weekly: 0.5, step: 0.2, level: 0.9, restless: 1, calm: 0.4, still: 1, novel: 1.2, spread: 0.6 };
const ofGreatest = 2;

/** The one threshold that is used when nobody chooses: of a likelihood, for every series alike. */
export const alarmAt = 1 - 10 ** (-10 / 5);

const halfLifePoints = 120;
const aboveHeld = 1.3;
const [recentPoints, ofRecent] = [6, 0.4];

/** novelty: false leaves runs of values out (counts of small numbers have no runs worth knowing; it is most of the state). */
export function createDetector(saved?: DetectorState, { novelty = true }: { novelty?: boolean } = {}): Detector {
  const state: DetectorState = saved === undefined ? { features: emptyFeatures(), tails: featureIds.map(emptyTail), recent: 0, held: 0 } : structuredClone(saved);
  return {
    next(at, value) {
      const { magnitudes, expected } = magnitudesOf(state.features, at, value, novelty);
      const rare = magnitudes.map((magnitude, index) => rarityOf(state.tails[index], magnitude));
      const surprise = withRecent(state, togetherOf(rare));
      return { surprise, likelihood: told(state, surprise) ? likelihoodOf(surprise) : 0, expected, parts: Object.fromEntries(featureIds.map((id, index) => [id, rare[index] ?? 0])) as Record<FeatureId, number> };
    },
    save: () => structuredClone(state),
  };
}

export const likelihoodOf = (surprise: number): number => 1 - 10 ** (-surprise / 5);

function rarityOf(tail: Tail | undefined, magnitude: number): number {
  if (tail === undefined) return 0;
  const rarity = surpriseOf(tail, magnitude);
  addTo(tail, magnitude);
  return rarity;
}

/** The features see the same point from sides that overlap: their sum alone would count it twice, the greatest alone would miss what is a little unusual everywhere. */
function togetherOf(rare: readonly number[]): number {
  const weighed = featureIds.map((id, index) => weights[id] * (rare[index] ?? 0));
  return weighed.reduce((sum, one) => sum + one, 0) + ofGreatest * Math.max(...weighed);
}

/** What lasts a few points is surer than one point as high. */
function withRecent(state: DetectorState, surprise: number): number {
  state.recent += (surprise - state.recent) / recentPoints;
  return (1 - ofRecent) * surprise + ofRecent * state.recent;
}

/** An alarm that goes on, or comes again at once, is one alarm: only what surpasses the last one, which fades, is told. */
function told(state: DetectorState, surprise: number): boolean {
  state.held *= 2 ** (-1 / halfLifePoints);
  if (surprise <= state.held) return false;
  state.held = surprise * aboveHeld;
  return true;
}
