// The stretches of versions that an OSV range leaves affected, in order: what tables show and other notations are made from.
import type { Interval } from "./intervals.ts";
import { intersect, unite, wholeLine } from "./intervals.ts";
import type { Window } from "./native-range.ts";
import { prepareRange } from "./prepared-range.ts";
import type { PreparedRange } from "./prepared-range.ts";
import type { Scheme } from "./scheme.ts";
import type { RangeEvent, VersionRange } from "./version-range.ts";

/** As the evaluation walks: undefined for a GIT range and for events that the scheme cannot read. */
export function intervalsOfEvents(scheme: Scheme, range: VersionRange): readonly Interval[] | undefined {
  if (range.type === "GIT") return undefined;
  const prepared = prepareRange(scheme, range, 0);
  if (prepared.unreadable !== undefined) return undefined;
  const below = belowLimits(prepared);
  return unite(scheme, walked(prepared).flatMap((interval) => intersect(scheme, interval, below) ?? []));
}

/** The same as windows. */
export const windowsOf = (scheme: Scheme, range: VersionRange): readonly Window[] | undefined =>
  intervalsOfEvents(scheme, range)?.map(({ from, to }) => ({ from: from?.text, to: to && { version: to.text, included: to.included } }));

function walked({ scheme, steps }: PreparedRange): Interval[] {
  const found: Interval[] = [];
  let open: { from: Interval["from"] } | undefined;
  const close = (to: Interval["to"]): void => {
    const interval = scheme && open && intersect(scheme, { from: open.from, to: undefined }, { from: undefined, to });
    if (interval && !isAtBottom(to)) found.push(interval);
    open = undefined;
  };
  for (const { kind, at, event } of steps) {
    if (kind === "introduced") open ??= { from: at === undefined ? undefined : { text: textOf(event), at, included: true } };
    else if (kind === "fixed" && open) close({ text: textOf(event), at, included: false });
    else if (kind === "last_affected" && open) close({ text: textOf(event), at, included: true });
  }
  if (open) close(undefined);
  return found;
}

/** A fix in "0" stands below every version: nothing is left affected before it. */
const isAtBottom = (to: Interval["to"]): boolean => to !== undefined && to.at === undefined;

const textOf = (event: RangeEvent): string => Object.values(event)[0] ?? "";

/** Below any one of several limits, so below the greatest. */
function belowLimits({ limits, steps }: PreparedRange): Interval {
  if (!limits) return wholeLine;
  const greatest = steps.filter(({ kind }) => kind === "limit").at(-1);
  return greatest ? { from: undefined, to: { text: textOf(greatest.event), at: greatest.at, included: false } } : wholeLine;
}
