// What a run of the runtime benchmark measures, and what every part of it is.
import type { Row } from "../figures.ts";

export interface Plan { /** At most so many rules. */ rules: number; events: number; rounds: number; /** Processes for each figure. */ runs: number; growth: readonly number[] }

export const whole: Plan = { rules: 1_000_000, events: 10_000, rounds: 9, runs: 3, growth: [500, 1000, 2000, 3780] };
export const quick: Plan = { rules: 300, events: 200, rounds: 1, runs: 1, growth: [50, 100] };

export interface Measured { rows: readonly Row[]; notes: readonly string[] }
export interface Part { name: string; measure(plan: Plan, work: string): Promise<Measured> }

export const row = (measure: string, value: number, unit: string, aim?: number): Row => ({ measure, value, unit, aim });
export const rate = (measure: string, value: number, aim?: number): Row => ({ ...row(measure, value, "events/s", aim), more: true });
