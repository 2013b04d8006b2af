// Values of the templates' expressions, and what a function among them may ask for.
import type { Instant } from "../../../kernel/clock.ts";

/** Text is bytes as byte-text.ts writes them. Numbers are doubles. */
export type Value = string | number | boolean | readonly string[] | undefined;

/** Why an expression has no value. */
export class DslError extends Error {}

export const fail = (why: string): never => { throw new DslError(why); };

/** What an expression may ask of the one who evaluates it. */
export interface Surroundings {
  /** A whole number in [0, below): the same in every run of the same seed, another at each call. */
  random(below: number): number;
  now(): Instant;
  /** wait_for: the time that passes before the next request. */
  waitMs(ms: number): void;
}

/** Names as an expression sees them; undefined: not known. */
export type Names = (name: string) => Value;

export interface DslFunction { least: number; most: number; run(args: readonly Value[], around: Surroundings): Value }

/** A value as the language prints it: whole numbers without a point, lists in brackets. */
export function textFrom(value: Value): string {
  if (typeof value === "string") return value;
  if (value === undefined) return "";
  return Array.isArray(value) ? `[${value.join(" ")}]` : String(value);
}

export function numberFrom(value: Value): number {
  const number = typeof value === "number" ? value : typeof value === "string" && /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i.test(value) ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? fail(`${JSON.stringify(textFrom(value)).slice(0, 60)} is no number`) : number;
}

/** Longest text that a function may make; larger ones are refused. */
export const longestText = 8 * 2 ** 20;
