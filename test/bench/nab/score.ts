// NAB's scoring written anew: windows, the scaled sigmoid, profile weights, the sweep over thresholds (Lavin and Ahmad 2015, section III).

/** One series with its verdict: indexes of the labelled windows (both ends inside) and an anomaly score per point. */
export interface Scored { scores: ArrayLike<number>; windows: readonly (readonly [number, number])[] }

export interface Profile { name: string; tp: number; fp: number; fn: number }

/** NAB's config/profiles.json, v1.1. */
export const profiles: readonly Profile[] = [
  { name: "standard", tp: 1, fp: 0.11, fn: 1 },
  { name: "reward_low_FP_rate", tp: 1, fp: 0.22, fn: 1 },
  { name: "reward_low_FN_rate", tp: 1, fp: 0.11, fn: 2 },
];

/** The points on which a detector is not judged: 15 % of the series, at most of 5,000 points. */
export const probationOf = (length: number): number => Math.floor(0.15 * Math.min(length, 5000));

/** 1 far before the end of a window, 0 at its end, -1 three widths behind it and further. */
export const scaledSigmoid = (position: number): number => (position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1);

const atFirstPoint = scaledSigmoid(-1);

/** What an alarm at this point is worth, and in which window it lies (-1: in none). */
export interface Worth { window: number; worth: number }

/** Of every point, before the profile's weights: what an alarm there would be worth. */
export function worthsOf({ scores: { length }, windows }: Scored): Worth[] {
  let past = -1;
  return Array.from({ length }, (_, point) => {
    while (past + 1 < windows.length && (windows[past + 1]?.[1] ?? 0) < point) past += 1;
    const [left, right] = windows[past + 1] ?? [Infinity, Infinity];
    if (point >= left) return { window: past + 1, worth: scaledSigmoid(-(right - point + 1) / (right - left + 1)) / atFirstPoint };
    const before = windows[past];
    return { window: -1, worth: before === undefined ? -1 : scaledSigmoid((point - before[1]) / (before[1] - before[0])) };
  });
}

interface Alarm { score: number; series: number; window: number; worth: number }

function alarmsOf(corpus: readonly Scored[]): Alarm[] {
  const alarms = corpus.flatMap((one, series) => worthsOf(one).map(({ window, worth }, point) => ({ score: one.scores[point] ?? 0, series, window, worth })).slice(probationOf(one.scores.length)));
  return alarms.toSorted((a, b) => b.score - a.score);
}

export interface Standing { threshold: number; score: number; found: number; windows: number; falseAlarms: number }

/** The standing at every threshold that a score sets, highest threshold first; the first is the detector that says nothing. */
function sweep(corpus: readonly Scored[], { tp, fp, fn }: Profile): Standing[] {
  const windows = corpus.reduce((sum, one) => sum + one.windows.length, 0);
  const normal = (raw: number): number => (100 * (raw + fn * windows)) / (windows * (tp + fn));
  const best = new Map<string, number>();
  const standings: Standing[] = [{ threshold: Infinity, score: normal(-fn * windows), found: 0, windows, falseAlarms: 0 }];
  let raw = -fn * windows;
  let falseAlarms = 0;
  for (const { score, series, window, worth } of alarmsOf(corpus)) {
    if (window < 0) { raw += worth * fp; falseAlarms += 1; } else {
      const key = `${series}:${window}`;
      const had = best.get(key) ?? -fn;
      if (worth * tp > had) { raw += worth * tp - had; best.set(key, worth * tp); }
    }
    const standing = { threshold: score, score: normal(raw), found: best.size, windows, falseAlarms };
    if (standings.at(-1)?.threshold === score) standings[standings.length - 1] = standing;
    else standings.push(standing);
  }
  return standings;
}

/** NAB's optimised threshold: the best standing there is. */
export const optimised = (corpus: readonly Scored[], profile: Profile): Standing =>
  sweep(corpus, profile).reduce((best, standing) => (standing.score > best.score ? standing : best));

/** The standing with one threshold that was stated beforehand. */
export const fixed = (corpus: readonly Scored[], profile: Profile, threshold: number): Standing =>
  ({ ...sweep(corpus, profile).findLast((standing) => standing.threshold >= threshold) as Standing, threshold });
