// Between VERS constraints and intervals: the way to and from every other notation of ranges.
import type { End, Interval } from "../intervals.ts";
import { intervalsOf } from "../intervals.ts";
import type { Alternatives, Comparator } from "../native-range.ts";
import type { Scheme } from "../scheme.ts";
import type { Vers, VersConstraint } from "./vers.ts";
import { isAsterisk, simplifyVers } from "./vers-order.ts";
import { schemeOfVersType } from "./vers-types.ts";

/** The canonical VERS of intervals that are in order and do not meet. No interval at all is "vers:none/*". */
export function versOfIntervals(type: string, scheme: Scheme, intervals: readonly Interval[]): Vers {
  if (intervals.length === 0) return { type: "none", constraints: [{ comparator: "*", version: "" }] };
  const constraints = intervals.flatMap((interval, place) => constraintsOf(scheme, interval, intervals[place - 1], intervals[place + 1]));
  return { type, constraints: constraints.length === 0 ? [{ comparator: "*", version: "" }] : constraints };
}

/** A hole of one version is "!=", an interval of one version is the bare version. */
function constraintsOf(scheme: Scheme, { from, to }: Interval, before: Interval | undefined, after: Interval | undefined): VersConstraint[] {
  const isHole = (left: End | undefined, right: End | undefined): boolean => left !== undefined && right !== undefined && scheme.compare(left.at, right.at) === 0;
  if (from && to && scheme.compare(from.at, to.at) === 0) return [{ comparator: "=", version: from.text }];
  const low: VersConstraint[] = !from || isHole(before?.to, from) ? [] : [{ comparator: from.included ? ">=" : ">", version: from.text }];
  if (!to) return low;
  if (isHole(to, after?.from)) return [...low, { comparator: "!=", version: to.text }];
  return [...low, { comparator: to.included ? "<=" : "<", version: to.text }];
}

/** Undefined when the type has no order or a version is none of it. */
export function intervalsOfVers(vers: Vers): readonly Interval[] | undefined {
  if (vers.type === "none") return [];
  const scheme = schemeOfVersType(vers.type);
  const simple = scheme && simplifyVers(vers);
  if (!simple) return undefined;
  return intervalsOf(scheme, isAsterisk(simple) ? [[]] : alternativesOf(simple.constraints));
}

/** Signposts as alternatives: what opens and what closes belong together, exclusions hold for each of them. */
function alternativesOf(constraints: readonly VersConstraint[]): Alternatives {
  const excluded = constraints.filter(({ comparator }) => comparator === "!=").map(comparatorOf);
  const alternatives: Comparator[][] = [];
  let open: Comparator | undefined;
  for (const constraint of constraints.filter(({ comparator }) => comparator !== "!=")) {
    const comparator = comparatorOf(constraint);
    if (comparator.op.startsWith(">")) open = comparator;
    else if (comparator.op === "=") alternatives.push([comparator]);
    else { alternatives.push(open ? [open, comparator, ...excluded] : [comparator, ...excluded]); open = undefined; }
  }
  if (open) alternatives.push([open, ...excluded]);
  return alternatives.length === 0 ? [excluded] : alternatives;
}

const comparatorOf = ({ comparator, version }: VersConstraint): Comparator => ({ op: comparator as Comparator["op"], version });
