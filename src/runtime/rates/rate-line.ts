// One series of one workload: its closed bins through the detector, and whether what a bin holds is news.
import { dayMs, minuteMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { createDetector, likelihoodOf } from "./detector.ts";
import type { DetectorState } from "./detector.ts";
import { isCount } from "./series.ts";
import type { SeriesId } from "./series.ts";
import { addHour, similarTo } from "./similar-hours.ts";
import type { Similar, SimilarHours } from "./similar-hours.ts";

/** JSON as it is. bins: closed with a value; gaps: closed while the source was not live; told: the surprise last told, and when. */
export interface LineState { detector: DetectorState; hours: SimilarHours; firstAt: Instant; lastAt: Instant; bins: number; gaps: number; told: { at: Instant; surprise: number } | undefined }

export type Direction = "higher" | "lower";

export interface Surprise {
  at: Instant; value: number; direction: Direction;
  /** Powers of ten (detector.ts), and the same in [0, 1). */
  surprise: number; likelihood: number;
  similar: Similar;
  /** What it rests on: bins seen, days they span, the share of bins in which the source was live. */
  history: { bins: number; days: number; coverage: number };
}

export interface RateLine { close(at: Instant, value: number | undefined): Surprise | undefined; /** So many bins that nobody watched. */ skip(bins: number): void; isWarm(): boolean; history(): Surprise["history"]; save(): LineState }

/** A day has to be known before a minute of it can surprise. */
const warmUpMs = dayMs;
/** Well below the benchmark's best threshold (10): what such hours bring is asked besides, and is what says no to noise. */
const tellAt = 6;
/** What goes on is told once; again within this time only when it is half as surprising again. */
const quietMs = 30 * minuteMs;
/** Deviations of a Poisson count: at 5 one bin in 3 million by chance alone. */
const leastDeviations = 5;

/** Anscombe: 2 sqrt(x + 3/8) of a Poisson count has the deviation 1, whatever its mean; amounts are taken by their order of magnitude. */
const stabilised = (series: SeriesId, value: number): number => (isCount(series) ? 2 * Math.sqrt(Math.max(0, value) + 0.375) : 4 * Math.log2(1 + Math.max(0, value)));

export function createRateLine(series: SeriesId, binMs: number, startAt: Instant, saved?: LineState): RateLine {
  const state: Omit<LineState, "detector"> = saved === undefined ? { hours: {}, firstAt: startAt, lastAt: startAt, bins: 0, gaps: 0, told: undefined } : structuredClone({ ...saved, detector: undefined });
  const detector = createDetector(saved?.detector, { novelty: false });
  const history = (): Surprise["history"] => ({ bins: state.bins, days: (state.lastAt - state.firstAt) / dayMs, coverage: state.bins / Math.max(1, state.bins + state.gaps) });
  const isWarm = (): boolean => state.bins * binMs >= warmUpMs;
  return {
    isWarm, history,
    skip(bins) { state.gaps += bins; },
    close(at, value) {
      state.lastAt = at + binMs;
      if (value === undefined) { state.gaps += 1; return undefined; }
      const scored = detector.next(at, stabilised(series, value));
      const similar = isWarm() && isNews(state.told, at, scored.surprise) ? similarTo(state.hours, at, value) : undefined;
      const direction = similar === undefined ? undefined : directionOf(series, value, similar);
      const told = direction === undefined || similar === undefined ? undefined : { at, value, direction, surprise: scored.surprise, likelihood: likelihoodOf(scored.surprise), similar, history: history() };
      if (told !== undefined) state.told = { at, surprise: told.surprise };
      addHour(state.hours, at, value);
      state.bins += 1;
      return told;
    },
    save: () => ({ ...structuredClone(state), detector: detector.save() }),
  };
}

const isNews = (told: LineState["told"], at: Instant, surprise: number): boolean =>
  surprise >= (told === undefined || at - told.at >= quietMs ? tellAt : Math.max(tellAt, 1.5 * told.surprise));

/** Undefined when the value is within what such hours bring, or as near to it as chance alone brings it. */
function directionOf(series: SeriesId, value: number, { below, upTo, low, high }: Similar): Direction | undefined {
  const isFar = (limit: number): boolean => Math.abs(stabilised(series, value) - stabilised(series, limit)) >= (isCount(series) ? leastDeviations : 4);
  if (below >= 0.99 && value > high && isFar(high)) return "higher";
  return upTo <= 0.01 && value < low && isFar(low) ? "lower" : undefined;
}
