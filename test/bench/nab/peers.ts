// What we stand beside: known simple detectors, written by us from their descriptions, and ours under the same door.
import { createDetector } from "../../../src/runtime/rates/detector.ts";
import type { Series } from "./synthetic.ts";

export interface Peer { id: string; about: string; scores(series: Series): Float64Array }

export const peers: readonly Peer[] = [
  { id: "aftwatch", about: "this detector", scores: ({ at, values }) => { const detector = createDetector(); return values.map((value, point) => detector.next(at[point] ?? 0, value).likelihood); } },
  { id: "windowedGaussian", about: "normal tail of the value under mean and deviation of the last 6400 points (NAB's baseline)", scores: ({ values }) => windowedGaussian(values) },
  { id: "skylineLike", about: "the share of five simple tests that agree, after Etsy's Skyline", scores: ({ values }) => skylineLike(values) },
  { id: "contextCounter", about: "what follows what in 8 levels, runs up to 7, then a rest, after CAD OSE's description; range learned, not given", scores: ({ values }) => contextCounter(values) },
  { id: "robustZ", about: "distance from the median of 200 points in their median absolute deviations", scores: ({ values }) => robustZ(values) },
  { id: "everyNth", about: "says something at every 150th point, whatever it is: what luck is worth here", scores: ({ values }) => values.map((_, point) => (point % 150 === 0 ? 1 : 0)) },
];

function windowedGaussian(values: Float64Array): Float64Array {
  const window = 6400;
  let [sum, squares] = [0, 0];
  return values.map((value, point) => {
    const count = Math.min(point, window);
    const middle = sum / Math.max(1, count);
    const deviation = Math.sqrt(Math.max(1e-12, squares / Math.max(1, count) - middle * middle));
    const gone = point >= window ? values[point - window] ?? 0 : 0;
    sum += value - gone;
    squares += value * value - gone * gone;
    return count < 10 ? 0 : 1 - upperTail(Math.abs(value - middle) / deviation);
  });
}

/** Abramowitz and Stegun 7.1.26, good to 1e-7. */
function upperTail(z: number): number {
  const x = z / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  return 0.5 * t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x);
}

function skylineLike(values: Float64Array): Float64Array {
  const means = [0.05, 0.01, 0.001].map((share) => ({ share, mean: values[0] ?? 0, variance: 0 }));
  return values.map((value, point) => {
    const votes = means.filter(({ mean, variance }) => Math.abs(value - mean) > 3 * Math.sqrt(variance)).length;
    const last = values.slice(Math.max(0, point - 60), point).toSorted();
    const middle = last[last.length >> 1] ?? value;
    const away = last.map((one) => Math.abs(one - middle)).toSorted()[last.length >> 1] ?? 0;
    const more = Number(Math.abs(value - middle) > 6 * away) + Number(value > (last.at(-1) ?? value) || value < (last[0] ?? value));
    for (const one of means) { const step = value - one.mean; one.mean += one.share * step; one.variance = (1 - one.share) * (one.variance + one.share * step * step); }
    return point < 20 ? 0 : (votes + more) / 5;
  });
}

function contextCounter(values: Float64Array): Float64Array {
  const known = new Set<string>();
  let [low, high, recent, restUntil] = [Infinity, -Infinity, "", 0];
  return values.map((value, point) => {
    low = Math.min(low, value);
    high = Math.max(high, value);
    const level = String(high > low ? Math.min(7, Math.floor((8 * (value - low)) / (high - low))) : 0);
    let [before, continued, fresh] = [0, 0, 0];
    for (let order = 1; order <= Math.min(7, recent.length); order += 1) {
      const context = recent.slice(-order);
      if (known.has(context)) { before += 1; if (known.has(`${context}>${level}`)) continued += 1; } else fresh += 1;
      known.add(context).add(`${context}>${level}`);
    }
    recent = (recent + level).slice(-7);
    const score = before === 0 ? 1 : (1 - continued / before + fresh / 7) / 2;
    if (point < restUntil) return 0;
    if (score >= 0.75) restUntil = point + 120;
    return score;
  });
}

function robustZ(values: Float64Array): Float64Array {
  return values.map((value, point) => {
    const last = values.slice(Math.max(0, point - 200), point).toSorted();
    const middle = last[last.length >> 1] ?? value;
    const away = last.map((one) => Math.abs(one - middle)).toSorted()[last.length >> 1] ?? 0;
    return last.length < 20 ? 0 : Math.abs(value - middle) / (away + 1e-9 + 1e-3 * Math.abs(middle));
  });
}
