// Whether a version lies in a VERS range ("Checking if a version is contained within a range").
import type { Scheme } from "../scheme.ts";
import type { Vers, VersConstraint } from "./vers.ts";
import { isAsterisk, placedConstraints, simplified } from "./vers-order.ts";
import { schemeOfVersType } from "./vers-types.ts";

type Placed = VersConstraint & { readonly at: unknown };

/** Constraints parsed and sorted. */
interface PreparedVers {
  readonly scheme: Scheme;
  readonly isEverything: boolean;
  readonly points: readonly Placed[];
  readonly bounds: readonly Placed[];
}

/** Undefined when the type has no order or a version is none of it: then nothing can be said of any version. */
function prepareVers(vers: Vers): PreparedVers | undefined {
  const scheme = schemeOfVersType(vers.type);
  if (!scheme) return undefined;
  if (isAsterisk(vers)) return { scheme, isEverything: true, points: [], bounds: [] };
  const placed = placedConstraints(vers, scheme);
  if (!placed) return undefined;
  const bounds = simplified(placed).filter(({ comparator }) => comparator !== "=" && comparator !== "!=");
  return { scheme, isEverything: false, points: placed, bounds };
}

/**
 * Undefined when nothing can be said: no order for the type, or text that is no version of it.
 *
 * @example versContains({ type: "npm", constraints: [{ comparator: "<", version: "2.0.0" }] }, "1.4.0") === true
 */
export function versContains(vers: Vers, version: string): boolean | undefined {
  if (vers.type === "all") return true;
  if (vers.type === "none") return false;
  const prepared = prepareVers(vers);
  const at = prepared?.scheme.parse(version);
  return prepared && at !== undefined ? holdsVersion(prepared, at) : undefined;
}

/** at: as `prepared.scheme` parsed it. */
function holdsVersion({ scheme, isEverything, points, bounds }: PreparedVers, at: unknown): boolean {
  if (isEverything) return true;
  const equal = points.filter((point) => scheme.compare(point.at, at) === 0);
  if (equal.some(({ comparator }) => comparator === "=" || comparator === "<=" || comparator === ">=")) return true;
  if (equal.some(({ comparator }) => comparator === "!=")) return false;
  // Only exclusions: everything else is held.
  if (bounds.length === 0) return points.length > 0 && points.every(({ comparator }) => comparator === "!=");
  return isBetween(scheme, bounds, at);
}

/** bounds alternate: the nearest one above or below tells on which side the inside is. */
function isBetween(scheme: Scheme, bounds: readonly Placed[], at: unknown): boolean {
  const next = bounds.findIndex((bound) => scheme.compare(bound.at, at) > 0);
  const above = next < 0 ? undefined : bounds[next];
  const below = bounds[(next < 0 ? bounds.length : next) - 1];
  const isBelowHeld = below?.comparator.startsWith(">") ?? true;
  const isAboveHeld = above?.comparator.startsWith("<") ?? true;
  // A bound at the very version excludes it, or it would have been found among the equal ones.
  return isBelowHeld && isAboveHeld && (below === undefined || scheme.compare(below.at, at) !== 0);
}
