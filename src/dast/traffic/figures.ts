// Middle and high values of a few figures.

/** 0 of nothing. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Nearest rank; share in (0, 1]. 0 of nothing. */
export const percentile = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0;
