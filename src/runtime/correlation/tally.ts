// Tallies: the value of a sliding window, kept up as entries come in order and leave; one kind per type of correlation.
import type { SigmaCorrelation } from "../sigma/rule.ts";
import { counting } from "./counting.ts";
import type { Tally } from "./counting.ts";
import type { Term } from "./resolve-correlations.ts";
import { createTermTally } from "./term-tally.ts";

type Measured = Pick<SigmaCorrelation, "type" | "percentile" | "timespanMs">;

/** ruleCount: of temporal_ordered, how many rules there are. terms: of a condition over the names of rules. */
export function createTally({ type, percentile, timespanMs }: Measured, ruleCount: number, terms?: readonly Term[]): Tally {
  if (terms !== undefined) return createTermTally(terms, type === "temporal_ordered" ? timespanMs : undefined);
  switch (type) {
    case "event_count": return eventCount();
    case "value_count": return distinct();
    case "temporal": return distinct();
    case "temporal_ordered": return ordered(timespanMs, ruleCount);
    case "value_sum": return sum((total) => total);
    case "value_avg": return sum((total, count) => total / count);
    case "value_median": return ranked(50);
    case "value_percentile": return percentile === undefined ? share() : ranked(percentile);
  }
}

function eventCount(): Tally {
  let count = 0;
  return { isOrderless: true, add: () => { count += 1; }, drop: () => { count -= 1; }, value: () => count };
}

function distinct(): Tally {
  const counts = counting();
  return { isOrderless: true, add: (_at, amount) => { counts.add(amount); }, drop: (_at, amount) => { counts.drop(amount); }, value: () => counts.of.size };
}

/** How many percent of the window's values are the one of the entry at its end: the specification's "appeared in less than 1 %". */
function share(): Tally {
  const counts = counting();
  let all = 0;
  return {
    isOrderless: true,
    add: (_at, amount) => { counts.add(amount); all += 1; },
    drop: (_at, amount) => { counts.drop(amount); all -= 1; },
    value: (_at, amount) => (100 * (counts.of.get(amount) ?? 0)) / all,
  };
}

function sum(result: (total: number, count: number) => number): Tally {
  let [total, count] = [0, 0];
  return {
    isOrderless: true,
    add: (_at, amount) => { total += amount; count += 1; },
    // An empty window starts from nothing again: what rounding left over does not pile up.
    drop: (_at, amount) => { count -= 1; total = count === 0 ? 0 : total - amount; },
    value: () => result(total, count),
  };
}

/** Linear interpolation between the closest ranks (SQL's percentile_cont, definition 7 of Hyndman and Fan); the median is that of 50. */
export function percentileOf(sorted: readonly number[], percentile: number): number {
  const rank = (percentile / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? below;
  return below + (above - below) * (rank - Math.floor(rank));
}

function ranked(percentile: number): Tally {
  const sorted: number[] = [];
  const placeOf = (value: number): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) { const middle = (low + high) >>> 1; if ((sorted[middle] as number) < value) low = middle + 1; else high = middle; }
    return low;
  };
  return {
    isOrderless: true,
    add: (_at, amount) => { sorted.splice(placeOf(amount), 0, amount); },
    drop: (_at, amount) => { sorted.splice(placeOf(amount), 1); },
    value: () => percentileOf(sorted, percentile),
  };
}

/**
 * The longest chain of rules in the order of the list, within the timespan. starts[length][rule]: the latest begin of a chain so long that ends
 * with the rule; a later begin is always as good, so one number is enough, and nothing has to leave.
 */
function ordered(timespanMs: number, ruleCount: number): Tally {
  const starts = Array.from({ length: ruleCount + 1 }, () => new Float64Array(ruleCount).fill(-Infinity));
  return {
    isOrderless: false,
    add(at, rule) {
      (starts[1] as Float64Array)[rule] = at;
      for (let length = 2; length <= rule + 1; length += 1) {
        const shorter = starts[length - 1] as Float64Array;
        const row = starts[length] as Float64Array;
        for (let before = 0; before < rule; before += 1) row[rule] = Math.max(row[rule] as number, shorter[before] as number);
      }
    },
    drop: () => undefined,
    value(at) {
      for (let length = ruleCount; length > 0; length -= 1) if ((starts[length] as Float64Array).some((start) => start >= at - timespanMs)) return length;
      return 0;
    },
  };
}
