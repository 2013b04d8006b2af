// Ranges of versions as OSV writes them (OSV schema, affected[].ranges[]).

/** One event of a range: exactly one member (affected[].ranges[].events). */
export type RangeEvent = { introduced: string } | { fixed: string } | { last_affected: string } | { limit: string };

export interface VersionRange {
  type: "SEMVER" | "ECOSYSTEM" | "GIT";
  repo?: string;
  events: readonly RangeEvent[];
}
