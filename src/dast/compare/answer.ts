// Answers compared: whether two are the same but for what changes by itself and what repeats our own words.
import { headerOf } from "../exchange.ts";
import type { Exchange } from "../exchange.ts";
import type { Baseline } from "./baseline.ts";
import { countsOf, partsOf, shapeOf, stableParts } from "./parts.ts";
import { withoutReflected } from "./reflected.ts";

/** An answer as it is compared: equal strings, the same answer. Undefined: there was no answer. */
export type Look = string;

/** Compares answers of one route. Made from a baseline; `learn` adds exchanges that must look alike (the same request twice). */
export interface Comparator {
  /** sent: the values of ours in the request, which the answer may repeat. */
  lookOf(exchange: Exchange, sent?: readonly string[]): Look | undefined;
  /** The answer to the route's own request. */
  usual: Look;
  learn(alike: readonly Exchange[], sent?: readonly string[]): void;
  /** Some of the page changes by itself: single differences prove less. */
  isLively(): boolean;
}

/** Dynamic parts are those that differ between the baseline's answers; the same places are left out of later answers too. */
export function comparatorOf(baseline: Baseline): Comparator {
  const known: Known = { numbered: new Set(), places: new Set(), isOrdered: true };
  const [first] = baseline.exchanges;
  const comparator: Comparator = {
    lookOf: (exchange, sent = []) => lookWith(known, exchange, sent),
    get usual() { return (first === undefined ? undefined : lookWith(known, first, [])) ?? ""; },
    learn: (alike, sent = []) => { learnFrom(known, alike.flatMap(({ reply }) => (reply === undefined ? [] : [partsOf(reply, sent)]))); },
    isLively: () => known.numbered.size + known.places.size > 0 || !known.isOrdered,
  };
  comparator.learn(baseline.exchanges);
  return comparator;
}

/** numbered: parts of which only the digits change. places: where a part changes in other ways. */
interface Known { numbered: Set<string>; places: Set<string>; isOrdered: boolean }

function learnFrom(known: Known, answers: readonly (readonly string[])[]): void {
  const stable = stableParts(answers);
  const alikeButDigits = countsOf(stableParts(answers.map((parts) => surplusOf(parts, stable).map(({ part }) => withoutDigits(part)))));
  for (const parts of answers) {
    for (const { part, at } of surplusOf(parts, stable)) {
      if (alikeButDigits.has(withoutDigits(part))) known.numbered.add(withoutDigits(part));
      else known.places.add(placeOf(parts, at));
    }
  }
  const steady = answers.map((parts) => steadyParts(known, parts).join("\n"));
  if (steady.some((one) => one !== steady[0])) known.isOrdered = false;
}

function surplusOf(parts: readonly string[], stable: readonly string[]): { part: string; at: number }[] {
  const left = countsOf(stable);
  return parts.flatMap((part, at) => { const count = left.get(part) ?? 0; left.set(part, count - 1); return count > 0 ? [] : [{ part, at }]; });
}

const withoutDigits = (part: string): string => part.replaceAll(/\d+/g, "0");
// A part is placed by its own shape and the two before it: tags as they are, text only as being text.
const placeOf = (parts: readonly string[], at: number): string => [neighbour(parts[at - 2]), neighbour(parts[at - 1]), shapeOf(parts[at] ?? "")].join("\n");
const neighbour = (part: string | undefined): string => (part === undefined ? "" : /^<|^\//.test(part) ? withoutDigits(part) : "text");

const steadyParts = (known: Known, parts: readonly string[]): readonly string[] =>
  (known.numbered.size + known.places.size === 0 ? parts : parts.filter((part, at) => !known.numbered.has(withoutDigits(part)) && !known.places.has(placeOf(parts, at))));

function lookWith(known: Known, { reply, request }: Exchange, sent: readonly string[]): Look | undefined {
  if (reply === undefined) return undefined;
  const steady = steadyParts(known, partsOf(reply, sent));
  const location = headerOf(reply.headers, "location");
  const to = location === undefined ? "" : withoutReflected(locationShape(location, request.url), sent);
  return [reply.status, to, ...known.isOrdered ? steady : steady.toSorted()].join("\n");
}

// Where a redirect leads; long tokens in it (sessions, states) change with every answer.
function locationShape(location: string, base: string): string {
  if (!URL.canParse(location, base)) return location;
  const url = new URL(location, base);
  return `${url.origin}${url.pathname.replaceAll(/;[^/]*/g, "")}?${[...url.searchParams].map(([name, value]) => `${name}=${/^[\w-]{16,}$/.test(value) ? "#" : value}`).join("&")}`;
}

const comparators = new WeakMap<Baseline, Comparator>();

/** The comparator of a baseline, made once. */
export function comparatorFor(baseline: Baseline): Comparator {
  const made = comparators.get(baseline) ?? comparatorOf(baseline);
  comparators.set(baseline, made);
  return made;
}

/** Whether an exchange answers as the baseline does: status class, redirect, body. sent: values of ours that it may repeat. */
export const sameAnswer = (baseline: Baseline, exchange: Exchange, sent: readonly string[] = []): boolean => {
  const comparator = comparatorFor(baseline);
  return comparator.lookOf(exchange, sent) === comparator.usual;
};

/** Whether it answers otherwise. No answer at all is not another answer: false. */
export const differs = (baseline: Baseline, exchange: Exchange, sent: readonly string[] = []): boolean => exchange.reply !== undefined && !sameAnswer(baseline, exchange, sent);
