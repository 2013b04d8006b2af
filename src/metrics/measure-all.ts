// Every measure over a set of lives: n, median, 90th percentile; empty is undefined, never 0.
import { quantile } from "./distribution.ts";
import type { MeasuredLife, MeasureValue, MeasureWindow } from "./measure.ts";
import { measures } from "./measures/index.ts";

export function measureAll(lives: readonly MeasuredLife[], window: MeasureWindow): MeasureValue[] {
  return measures.all.map(({ id, about, formula, unit, better, compute }) => {
    const result = compute(lives, window);
    const head = { id, about, formula, unit, better };
    if (result.kind === "value") return { ...head, n: result.n, median: undefined, p90: undefined, value: result.value };
    return { ...head, n: result.samples.length, median: quantile(result.samples, 0.5), p90: quantile(result.samples, 0.9), value: undefined };
  });
}
