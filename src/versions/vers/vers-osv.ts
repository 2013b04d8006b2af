// Between VERS and the ranges of OSV, where one can say what the other says.
import type { Interval } from "../intervals.ts";
import { unite } from "../intervals.ts";
import type { RangeEvent, VersionRange } from "../version-range.ts";
import { intervalsOfEvents } from "../windows.ts";
import type { Vers } from "./vers.ts";
import { intervalsOfVers, versOfIntervals } from "./vers-intervals.ts";
import { schemeOfVersType, versTypeOfEcosystem } from "./vers-types.ts";

/**
 * Everything an OSV entry affects: its ranges and its listed versions. Undefined for GIT ranges, for an ecosystem that
 * no VERS type orders, and for versions the order cannot read.
 */
export function versFromOsv(ecosystem: string, ranges: readonly VersionRange[], versions: readonly string[] = []): Vers | undefined {
  const type = versTypeOfEcosystem(ecosystem);
  const scheme = type === undefined ? undefined : schemeOfVersType(type);
  if (type === undefined || !scheme) return undefined;
  const stretches = ranges.map((range) => intervalsOfEvents(scheme, range));
  const points = versions.map((text): Interval | undefined => {
    const end = { text, at: scheme.parse(text), included: true };
    return end.at === undefined ? undefined : { from: end, to: end };
  });
  if (stretches.includes(undefined) || points.includes(undefined)) return undefined;
  const all = [...stretches.flatMap((one) => one ?? []), ...points.filter((one) => one !== undefined)];
  return versOfIntervals(type, scheme, unite(scheme, all));
}

export type OsvReading =
  | { readonly kind: "range"; readonly range: VersionRange }
  /** why: which constraint events cannot say. */
  | { readonly kind: "inexpressible"; readonly why: string };

/**
 * As an ECOSYSTEM range. Events open at a version and never behind it, so ">1.0" has no events: what the next version
 * after 1.0 is, nobody but the registry knows.
 */
export function osvFromVers(vers: Vers): OsvReading {
  const intervals = vers.type === "all" ? [{ from: undefined, to: undefined }] : intervalsOfVers(vers);
  if (!intervals) return { kind: "inexpressible", why: `the versions of vers:${vers.type} have no order here` };
  const behind = intervals.find(({ from }) => from !== undefined && !from.included);
  if (behind) return { kind: "inexpressible", why: `an OSV range cannot begin behind ${behind.from?.text ?? ""}` };
  return { kind: "range", range: { type: "ECOSYSTEM", events: intervals.flatMap(eventsOf) } };
}

const eventsOf = ({ from, to }: Interval): RangeEvent[] => [
  { introduced: from?.text ?? "0" },
  ...(to ? [to.included ? { last_affected: to.text } : { fixed: to.text }] : []),
];
