// The runs of a correlation by plain counting over all events at once: what the stream must find.
import type { SigmaCorrelation } from "../../sigma/rule.ts";
import type { Happening } from "./world.ts";

const meets = (value: number, { bounds, rules }: SigmaCorrelation): boolean =>
  bounds.gt !== undefined ? value > bounds.gt : value >= (bounds.gte ?? rules.length);

/** Seconds at which a run begins. Lower bounds only. */
export function runsOf(one: SigmaCorrelation, events: readonly Happening[], user: string): number[] {
  const counted = [...new Map(events.map((event) => [event.id, event])).values()].filter(({ rules = [], fields }) => fields?.["User"] === user && rules.some((id) => one.rules.includes(id)));
  const met = [...new Set(counted.map(({ s }) => s))].filter((end) => meets(valueOf(one, counted.filter(({ s }) => s >= end - one.timespanMs / 1000 && s <= end)), one)).toSorted((a, b) => a - b);
  return met.filter((end, place) => place === 0 || end - (met[place - 1] ?? 0) > one.timespanMs / 1000);
}

function valueOf({ type, rules, expression }: SigmaCorrelation, window: readonly Happening[]): number {
  if (expression !== undefined) return Math.max(0, ...expression.terms.map(({ seen }) => (holdsAll(type, seen, window) ? seen.length : 0)));
  switch (type) {
    case "value_count": return new Set(window.map(({ fields }) => fields?.["n"])).size;
    case "value_sum": return window.reduce((sum, { fields }) => sum + Number(fields?.["n"]), 0);
    case "temporal": return rules.filter((id) => window.some((event) => event.rules?.includes(id))).length;
    case "temporal_ordered": return longest(rules, window);
    default: return window.length;
  }
}

const holdsAll = (type: SigmaCorrelation["type"], seen: readonly string[], window: readonly Happening[]): boolean =>
  (type === "temporal" ? seen.every((id) => window.some((event) => event.rules?.includes(id))) : longest(seen, window) === seen.length);

/** Every choice of rules in their order, tried from the first time on. */
function longest(rules: readonly string[], window: readonly Happening[], from = -Infinity): number {
  return Math.max(0, ...rules.map((id, place) => {
    const next = Math.min(Infinity, ...window.filter((event) => event.s >= from && event.rules?.includes(id)).map(({ s }) => s));
    return next === Infinity ? 0 : 1 + longest(rules.slice(place + 1), window, next);
  }));
}
