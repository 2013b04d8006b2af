// Median and 90th percentile of samples: the nearest rank, so that every figure is a case that happened.

/** The smallest sample that at least this share of the samples does not exceed; undefined when there are none. */
export function quantile(samples: readonly number[], share: number): number | undefined {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** The nearest rank, of samples in order that each stand for several cases. */
export function weightedQuantile(sorted: readonly { value: number; times: number }[], n: number, share: number): number | undefined {
  let left = Math.max(1, Math.ceil(share * n));
  for (const { value, times } of sorted) {
    left -= times;
    if (left <= 0) return value;
  }
  return undefined;
}
