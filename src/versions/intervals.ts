// Stretches of versions between two ends: joined, cut, and put in order, for every notation that speaks of ranges.
import type { Alternatives, Comparator } from "./native-range.ts";
import type { Scheme } from "./scheme.ts";

/** text: as it was written; at: as the scheme parsed it. */
export interface End { readonly text: string; readonly at: unknown; readonly included: boolean }

/** from undefined: below every version; to undefined: above every one. Never empty, never the wrong way round. */
export interface Interval { readonly from: End | undefined; readonly to: End | undefined }

/** Every version. */
export const wholeLine: Interval = { from: undefined, to: undefined };

/** Undefined when the scheme cannot read a version of the comparators. In order, none touching the next. */
export function intervalsOf(scheme: Scheme, alternatives: Alternatives): readonly Interval[] | undefined {
  const found: Interval[] = [];
  for (const all of alternatives) {
    let held: readonly Interval[] = [wholeLine];
    for (const comparator of all) {
      const cuts = stretchesOf(scheme, comparator);
      if (!cuts) return undefined;
      held = held.flatMap((one) => cuts.flatMap((cut) => intersect(scheme, one, cut) ?? []));
    }
    found.push(...held);
  }
  return unite(scheme, found);
}

function stretchesOf(scheme: Scheme, { op, version: text }: Comparator): readonly Interval[] | undefined {
  const at = scheme.parse(text);
  if (at === undefined) return undefined;
  const [closed, open] = [{ text, at, included: true }, { text, at, included: false }];
  switch (op) {
    case "<": return [{ from: undefined, to: open }];
    case "<=": return [{ from: undefined, to: closed }];
    case "=": return [{ from: closed, to: closed }];
    case "!=": return [{ from: undefined, to: open }, { from: open, to: undefined }];
    case ">=": return [{ from: closed, to: undefined }];
    case ">": return [{ from: open, to: undefined }];
  }
}

/** Undefined when nothing lies in both. */
export function intersect(scheme: Scheme, a: Interval, b: Interval): Interval | undefined {
  const from = compareFrom(scheme, a.from, b.from) >= 0 ? a.from : b.from;
  const to = compareTo(scheme, a.to, b.to) <= 0 ? a.to : b.to;
  if (!from || !to) return { from, to };
  const order = scheme.compare(from.at, to.at);
  return order < 0 || (order === 0 && from.included && to.included) ? { from, to } : undefined;
}

/** What lies in any of them, in order; those that overlap or meet are one. */
export function unite(scheme: Scheme, intervals: readonly Interval[]): readonly Interval[] {
  const united: Interval[] = [];
  for (const next of intervals.toSorted((a, b) => compareFrom(scheme, a.from, b.from))) {
    const last = united.at(-1);
    if (last && doMeet(scheme, last, next)) united[united.length - 1] = { from: last.from, to: compareTo(scheme, last.to, next.to) >= 0 ? last.to : next.to };
    else united.push(next);
  }
  return united;
}

/** No version lies between the end of the first and the start of the second. */
function doMeet(scheme: Scheme, { to }: Interval, { from }: Interval): boolean {
  if (!to || !from) return true;
  const order = scheme.compare(from.at, to.at);
  return order < 0 || (order === 0 && (from.included || to.included));
}

function compareFrom(scheme: Scheme, a: End | undefined, b: End | undefined): number {
  if (!a || !b) return a ? 1 : b ? -1 : 0;
  return scheme.compare(a.at, b.at) || Number(b.included) - Number(a.included);
}

function compareTo(scheme: Scheme, a: End | undefined, b: End | undefined): number {
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  return scheme.compare(a.at, b.at) || Number(a.included) - Number(b.included);
}
