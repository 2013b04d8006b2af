// The order of constraints: sorted, in a sequence the specification allows, and without what is redundant.
import type { Scheme } from "../scheme.ts";
import type { Vers, VersConstraint } from "./vers.ts";
import { schemeOfVersType } from "./vers-types.ts";

interface Placed extends VersConstraint { readonly at: unknown }

/** Undefined when the type has no order or a version cannot be read. */
export function placedConstraints({ constraints }: Vers, scheme: Scheme): readonly Placed[] | undefined {
  const placed = constraints.map((constraint) => ({ ...constraint, at: scheme.parse(constraint.version) }));
  return placed.some(({ at }) => at === undefined) ? undefined : placed.toSorted((a, b) => scheme.compare(a.at, b.at));
}

/** By version; equal ones keep their order. Undefined as above. */
export function sortedConstraints(vers: Vers): readonly VersConstraint[] | undefined {
  if (isAsterisk(vers)) return vers.constraints;
  const scheme = schemeOfVersType(vers.type);
  return scheme && placedConstraints(vers, scheme)?.map(({ comparator, version }) => ({ comparator, version }));
}

export const isAsterisk = ({ constraints }: Vers): boolean => constraints.length === 1 && constraints[0]?.comparator === "*";

/** VERS clause 5.4: sorted, each version once, comparators that follow each other sensibly. Undefined when all is well. */
export function sequenceProblem(vers: Vers): string | undefined {
  if (isAsterisk(vers)) return undefined;
  return orderProblem(vers) ?? alternationProblem(vers.constraints);
}

function orderProblem(vers: Vers): string | undefined {
  const scheme = schemeOfVersType(vers.type);
  const places = vers.constraints.map(({ version }) => scheme?.parse(version));
  for (const [place, { version }] of vers.constraints.entries()) {
    const before = vers.constraints[place - 1]?.version;
    if (before === undefined) continue;
    const order = placesOrder(scheme, places[place - 1], places[place], before, version);
    if (order === 0) return `the version ${version} stands twice`;
    if (order !== undefined && order > 0) return `constraints are not sorted by version: ${before} before ${version}`;
  }
  return undefined;
}

/** Undefined when nothing orders them; equal text is equal under every scheme. */
function placesOrder(scheme: Scheme | undefined, before: unknown, after: unknown, beforeText: string, afterText: string): number | undefined {
  if (beforeText === afterText) return 0;
  return scheme && before !== undefined && after !== undefined ? scheme.compare(before, after) : undefined;
}

function alternationProblem(constraints: readonly VersConstraint[]): string | undefined {
  const counted = constraints.filter(({ comparator }) => comparator !== "!=");
  const bounds = counted.filter(({ comparator }) => comparator !== "=");
  const afterEqual = counted.find((_, place) => counted[place - 1]?.comparator === "=" && isUpper(counted[place]));
  if (afterEqual) return `${afterEqual.comparator}${afterEqual.version} follows a version that it holds already`;
  const twice = bounds.find((bound, place) => place > 0 && isUpper(bound) === isUpper(bounds[place - 1]));
  return twice && `${twice.comparator}${twice.version} follows a bound of the same direction`;
}

const isUpper = (constraint: VersConstraint | undefined): boolean => constraint?.comparator === "<" || constraint?.comparator === "<=";
const isLower = (constraint: VersConstraint | undefined): boolean => constraint?.comparator === ">" || constraint?.comparator === ">=";

/** "Simplifying constraints": of sorted constraints those that decide, the first of several lower bounds and the last of several upper ones. */
export function simplified<C extends VersConstraint>(sorted: readonly C[]): readonly C[] {
  const rest = sorted.filter(({ comparator }) => comparator !== "!=");
  const kept = rest.filter((one, place) => {
    if (isLower(one)) return !isOpenBefore(rest, place);
    const isHeldByNext = isUpper(rest.slice(place + 1).find(({ comparator }) => comparator !== "="));
    return isUpper(one) ? !isHeldByNext : !isHeldByNext && !isOpenBefore(rest, place);
  });
  return sorted.filter((one) => one.comparator === "!=" || kept.includes(one));
}

/** The last bound before `place` opens: what follows lies inside already. */
function isOpenBefore(rest: readonly VersConstraint[], place: number): boolean {
  for (let at = place - 1; at >= 0; at--) {
    if (isLower(rest[at])) return true;
    if (isUpper(rest[at])) return false;
  }
  return false;
}

/** The canonical form of a range that is sorted; equality inside an interval and bounds behind bounds are gone. */
export function simplifyVers(vers: Vers): Vers | undefined {
  const sorted = sortedConstraints(vers);
  return sorted && { type: vers.type, constraints: simplified(sorted) };
}
