// The contract of a measure: one figure over time, computed from intervals; empty is undefined, never 0.
import type { Instant } from "../kernel/clock.ts";
import type { Plugin } from "../kernel/plugin.ts";

/** One finding's life, as far as measures need it. Instants that have not come are undefined. */
export interface MeasuredLife {
  findingId: string; severity: string; serviceId: string; environments: readonly string[];
  /** Earliest publication of any advisory of the vulnerability, and when ours was stored. */
  publishedAt: Instant | undefined; ingestedAt: Instant;
  exposedSince: Instant; detectedAt: Instant; acknowledgedAt: Instant | undefined; dueAt: Instant | undefined;
  /** The last closing that was a verified fix. */
  fixedAt: Instant | undefined; closedAt: Instant | undefined; state: string;
  /** Affected deployment intervals [from, to). */
  exposures: readonly { from: Instant; to: Instant | undefined }[];
  /** Intervals a VEX decision covers. */
  excused: readonly { from: Instant; to: Instant | undefined }[];
}

export interface MeasureWindow { from: Instant; to: Instant; now: Instant }

export interface MeasureValue {
  id: string; about: string; formula: string; unit: "ms" | "ratio" | "hours" | "count"; better: "lower" | "higher";
  n: number; median: number | undefined; p90: number | undefined; value: number | undefined;
}

export interface Measure extends Plugin {
  readonly formula: string;
  readonly unit: MeasureValue["unit"];
  readonly better: MeasureValue["better"];
  /** A sample a case, for measures with a distribution; or one value over all lives. */
  compute(lives: readonly MeasuredLife[], window: MeasureWindow): { kind: "samples"; samples: readonly number[] } | { kind: "value"; n: number; value: number | undefined };
}

export const defineMeasure = (measure: Measure): Measure => measure;
