// The contract of a measure of incidents: cases with their start and stop, what still waits counted beside them; empty is undefined, never 0.
import type { Instant } from "../kernel/clock.ts";
import type { Plugin } from "../kernel/plugin.ts";
import type { IncidentRecord } from "./incident-record.ts";
import type { MeasureValue, MeasureWindow } from "./measure.ts";

/** value in the measure's unit. times: how many cases it stands for. */
export interface Sample { value: number; times: number; label: string; id: string | undefined }

/** Cases that have not ended: they are in no median, so they are shown. */
export interface Waiting { n: number; oldestMs: number | undefined }

/** A share or a count of a part: one receiver, one person, one rule. */
export interface Part { key: string; n: number; value: number | undefined }

export interface Measured {
  samples?: readonly Sample[];
  /** For shares and counts. n: what it is a share of. */
  whole?: { n: number; value: number | undefined };
  waiting?: Waiting;
  /** Cases that ended without what is measured, or that cannot be judged. */
  without?: number;
  parts?: readonly Part[];
}

export interface IncidentMeasureValue extends MeasureValue {
  /** The facts between which it is measured. */
  starts: string; stops: string;
  waiting: { n: number; oldestMs: number | undefined };
  without: number;
  parts: readonly Part[];
  /** When they are so few that a median says little: the cases themselves. */
  cases: readonly { label: string; id: string | undefined; value: number }[];
  /** Of durations: how many took up to so long and longer than the step before, on a logarithmic scale; the last has no end. */
  spread: readonly { upToMs: number | undefined; n: number }[];
}

export interface IncidentMeasure extends Plugin {
  readonly formula: string;
  readonly starts: string;
  readonly stops: string;
  readonly unit: MeasureValue["unit"];
  readonly better: MeasureValue["better"];
  compute(record: IncidentRecord, window: MeasureWindow): Measured;
}

export const defineIncidentMeasure = (measure: IncidentMeasure): IncidentMeasure => measure;

/** What is still going on began at these instants. */
export const waitingSince = (starts: readonly Instant[], end: Instant): Waiting =>
  ({ n: starts.length, oldestMs: starts.length === 0 ? undefined : end - starts.reduce((first, at) => Math.min(first, at)) });
