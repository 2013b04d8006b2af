// An event taken apart for one correlation: the groups it counts in, and the values it counts with.
import type { Fields } from "../event.ts";
import type { CorrelationCounters } from "./correlation-hit.ts";
import { keyOf, numberIn, tuplesOf } from "./group-key.ts";
import { markOf } from "./mark.ts";
import type { Plan } from "./plan.ts";

/** amount: as in an entry. part: what tells this part from others of the same event; "" when there is one. */
export interface Part { tuple: readonly string[]; amount: number; part: string }

/**
 * places: of the rules the event is a hit of. Where rules are not told apart, an event counts once in a group however many it matched;
 * with aliases, each rule may put it in a group of its own.
 */
export function partsOf(plan: Plan, fields: Fields, places: readonly number[], counters: CorrelationCounters): Part[] {
  const all = places.flatMap((place) => partsAt(plan, fields, place, counters));
  if (all.length < 2) return all;
  const distinct = new Map(all.map((part) => [`${keyOf(part.tuple)} ${part.part}`, part]));
  return [...distinct.values()];
}

function partsAt(plan: Plan, fields: Fields, place: number, counters: CorrelationCounters): Part[] {
  const looked = plan.fields[place];
  const onCut = (): void => { counters.trimmed += 1; };
  const groups = looked === undefined ? undefined : tuplesOf(fields, looked.groupBy, onCut);
  if (looked === undefined || groups === undefined) { counters.missing += 1; return []; }
  if (plan.measures === undefined) return groups.map((tuple) => (plan.isTemporal ? { tuple, amount: place, part: `/${place}` } : { tuple, amount: 0, part: "" }));
  const values = tuplesOf(fields, looked.values, onCut);
  if (values === undefined) { counters.missing += 1; return []; }
  const measured = plan.measures === "text" ? values.map((tuple) => markOf(keyOf(tuple))) : numbersOf(values, counters);
  return groups.flatMap((tuple) => measured.map((amount, index) => ({ tuple, amount, part: measured.length === 1 ? "" : `/${index}` })));
}

function numbersOf(tuples: readonly (readonly string[])[], counters: CorrelationCounters): number[] {
  return tuples.flatMap(([text = ""]) => {
    const number = numberIn(text);
    if (number === undefined) counters.unusable += 1;
    return number ?? [];
  });
}
