// A correlation's condition: when a value meets it, at what moment that can be said for good, and its words.
import type { Bounds, CorrelationType, SigmaCorrelation } from "../sigma/rule.ts";

/**
 * When a condition is judged; the value of a window is that of the events in [end - timespan, end].
 *
 * rise   growing value, lower bounds only (at least 10 events): at once, for more events can only keep it true
 * range  growing value, lower and upper bounds (101 to 200; exactly 3): by the highest value of the whole run, when the run is over
 * whole  growing value, upper bounds only (fewer than 3), or rules that must not be seen ("a and not b"): over whole timespans, each opened by the
 *        first event after the one before; where rules must not be seen, by the first of one that must
 * level  average, median, percentile, share: for the window that ends at each event, once nothing earlier is awaited
 */
export type Mode = "rise" | "range" | "whole" | "level";

// These grow with each event of the window; an average or a percentile goes up and down.
const growing: readonly CorrelationType[] = ["event_count", "value_count", "temporal", "temporal_ordered", "value_sum"];

export function modeOf(type: CorrelationType, { gt, gte, eq, lt, lte, neq }: Bounds): Mode {
  if (!growing.includes(type)) return "level";
  const hasLower = gt !== undefined || gte !== undefined || eq !== undefined;
  const hasUpper = lt !== undefined || lte !== undefined || eq !== undefined || neq !== undefined;
  return hasUpper ? (hasLower ? "range" : "whole") : "rise";
}

/** Without a condition all rules must be there (specification 2.0.2, "temporal" requires none; pySigma: at least as many as there are rules). */
export function boundsOf({ type, bounds }: Pick<SigmaCorrelation, "type" | "bounds">, ruleCount: number): Bounds {
  if (Object.values(bounds).some((bound) => bound !== undefined)) return bounds;
  return { gte: type === "temporal" || type === "temporal_ordered" ? ruleCount : 1 };
}

/** What must be reached before the upper bounds are asked at all. */
export const lowerOf = ({ gt, gte, eq }: Bounds): Bounds => {
  const least = Math.max(gte ?? -Infinity, eq ?? -Infinity);
  return { ...(gt === undefined ? {} : { gt }), ...(least === -Infinity ? {} : { gte: least }) };
};

export const meets = ({ gt, gte, lt, lte, eq, neq }: Bounds, value: number): boolean =>
  (gt === undefined || value > gt) && (gte === undefined || value >= gte) && (lt === undefined || value < lt)
  && (lte === undefined || value <= lte) && (eq === undefined || value === eq) && (neq === undefined || value !== neq);

const words: readonly (readonly [keyof Bounds, string])[] = [["gt", "more than"], ["gte", "at least"], ["lt", "less than"], ["lte", "at most"], ["eq", "exactly"], ["neq", "not"]];

/** "at least 10", "more than 100 and at most 200". */
export const boundsWords = (bounds: Bounds): string => words.flatMap(([key, word]) => (bounds[key] === undefined ? [] : `${word} ${bounds[key]}`)).join(" and ");
