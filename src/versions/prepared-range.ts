// One range with its events parsed and sorted, and the walk over them.
import type { Scheme } from "./scheme.ts";
import type { RangeEvent, VersionRange } from "./version-range.ts";

type EventKind = "introduced" | "last_affected" | "fixed" | "limit";

/** at: the parsed version; undefined sorts before every version. */
interface Step { readonly kind: EventKind; readonly at: unknown; readonly event: RangeEvent }

export interface PreparedRange {
  /** Its place in the advisory's list of ranges. */
  readonly index: number;
  /** Undefined when no scheme orders the ecosystem; then `steps` is empty and nothing can be decided. */
  readonly scheme: Scheme | undefined;
  readonly steps: readonly Step[];
  /** Versions the range must stay below, one is enough; undefined when there is no limit. */
  readonly limits: readonly unknown[] | undefined;
  /** Texts of the `fixed` events. */
  readonly fixes: readonly string[];
  /** The first event text the scheme cannot read, "" without a scheme; the range then decides nothing. */
  readonly unreadable: string | undefined;
}

// Events of one version, as osv.dev sorts them: "introduced 1, last_affected 1" is version 1 alone,
// "introduced 1, fixed 1" is no version.
const rank: Readonly<Record<EventKind, number>> = { introduced: 0, last_affected: 1, fixed: 2, limit: 3 };
const infinite = "*";

export function prepareRange(scheme: Scheme | undefined, range: VersionRange, index: number): PreparedRange {
  const named = range.events.map(nameOf);
  const fixes = named.flatMap(({ kind, text }) => (kind === "fixed" ? [text] : []));
  if (!scheme) return { index, scheme, steps: [], limits: undefined, fixes, unreadable: "" };
  const finite = named.filter(({ kind, text }) => kind !== "limit" || text !== infinite);
  const steps = finite.map(({ kind, text, event }): Step => ({ kind, event, at: isBottom(kind, text) ? undefined : scheme.parse(text) }));
  const unreadable = finite.find(({ kind, text }, i) => !isBottom(kind, text) && steps[i]?.at === undefined)?.text;
  const limits = steps.filter((step) => step.kind === "limit").map((step) => step.at);
  const isLimited = limits.length > 0 && finite.length === named.length;
  return { index, scheme, steps: steps.toSorted(inOrderOf(scheme)), limits: isLimited ? limits : undefined, fixes, unreadable };
}

function nameOf(event: RangeEvent): { kind: EventKind; text: string; event: RangeEvent } {
  if ("introduced" in event) return { kind: "introduced", text: event.introduced, event };
  if ("fixed" in event) return { kind: "fixed", text: event.fixed, event };
  if ("last_affected" in event) return { kind: "last_affected", text: event.last_affected, event };
  return { kind: "limit", text: event.limit, event };
}

// OSV schema, "Special values": introduced "0" sorts before any other version, also before those below a literal 0
// (Debian's 0~1). A fix in "0" is how distributions say "never affected", so it stands at the same place.
const isBottom = (kind: EventKind, text: string): boolean => text === "0" && (kind === "introduced" || kind === "fixed");

const inOrderOf = (scheme: Scheme) => (a: Step, b: Step): number => compareAt(scheme, a.at, b.at) || rank[a.kind] - rank[b.kind];

function compareAt(scheme: Scheme, a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  return scheme.compare(a, b);
}

/** BeforeLimits of the schema: no limit means "*", and below any one of several is enough. */
export function isBelowLimits(range: PreparedRange, version: unknown): boolean {
  const { scheme, limits } = range;
  return !limits || !scheme || limits.some((limit) => scheme.compare(version, limit) < 0);
}

/**
 * The walk of the schema: every event at or below the version switches, so the last one that does holds. Walked from
 * behind, because what came before it is of no account.
 */
export function isVulnerable(range: PreparedRange, version: unknown): boolean {
  const { scheme, steps } = range;
  if (!scheme) return false;
  for (let at = passedBy(range, scheme, version) - 1; at >= 0; at--) {
    const step = steps[at]!;
    if (step.kind === "introduced") return true;
    if (step.kind === "fixed" || (step.kind === "last_affected" && (step.at === undefined || scheme.compare(version, step.at) > 0))) return false;
  }
  return false;
}

// Ranges are short, and for them counting is faster than halving.
const shortSteps = 16;

/** How many steps stand at or below the version. */
function passedBy({ steps }: PreparedRange, scheme: Scheme, version: unknown): number {
  const isAbove = (at: number): boolean => { const step = steps[at]!; return step.at !== undefined && scheme.compare(version, step.at) < 0; };
  let [low, high] = [0, steps.length];
  if (high <= shortSteps) {
    while (low < high && !isAbove(low)) low++;
    return low;
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isAbove(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Between which two events a version stands, for the trace. below: the parsed version of `event`, undefined for "0". */
export function positionIn(range: PreparedRange, version: unknown): { event: RangeEvent | undefined; below: unknown; next: RangeEvent | undefined } {
  const { scheme, steps } = range;
  if (!scheme || version === undefined) return { event: undefined, below: undefined, next: undefined };
  const passed = passedBy(range, scheme, version);
  const last = steps[passed - 1];
  return { event: last?.event, below: last?.at, next: steps[passed]?.event };
}
