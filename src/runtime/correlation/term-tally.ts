// The tally of a condition over the names of rules: of the terms that hold in the window, the most rules that one asks for.
import type { Instant } from "../../kernel/clock.ts";
import { counting } from "./counting.ts";
import type { Tally } from "./counting.ts";
import type { Term } from "./resolve-correlations.ts";

/** 0: no term holds. A term that only asks for rules not to be seen counts as one. orderedMs: the timespan, where rules must be seen in the order of the list. */
export function createTermTally(terms: readonly Term[], orderedMs: number | undefined): Tally {
  const counts = counting();
  const chains = orderedMs === undefined ? undefined : terms.map(({ seen }) => chainOf(seen));
  const holds = ({ seen, unseen }: Term, place: number, at: Instant): boolean =>
    !unseen.some((rule) => counts.of.has(rule)) && (chains === undefined ? seen.every((rule) => counts.of.has(rule)) : (chains[place]?.begin() ?? at) >= at - (orderedMs ?? 0));
  return {
    isOrderless: chains === undefined,
    add(at, rule) { counts.add(rule); for (const chain of chains ?? []) chain.add(at, rule); },
    drop: (_at, rule) => { counts.drop(rule); },
    value: (at) => Math.max(0, ...terms.map((term, place) => (holds(term, place, at) ? Math.max(1, term.seen.length) : 0))),
  };
}

/** begin: the latest time at which a chain of all these rules in their order begins; undefined where there are none, -Infinity without a chain. A later begin is always as good, so nothing has to leave. */
function chainOf(rules: readonly number[]): { add(at: Instant, rule: number): void; begin(): Instant | undefined } {
  const begins = rules.map(() => -Infinity);
  return {
    add(at, rule) {
      const place = rules.indexOf(rule);
      if (place >= 0) begins[place] = place === 0 ? at : begins[place - 1] as Instant;
    },
    begin: () => begins.at(-1),
  };
}
