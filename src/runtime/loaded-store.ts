// The port to loaded components: the last report of each host, and what was ever seen loaded of a release.
import type { LoadedKnown, LoadedReport, LoadedSighting } from "./loaded.ts";

export interface LoadedStore {
  /** Keeps the report; sightings of the same component on the same host are one, from its first to its last time. An older report changes no newer one. */
  put(org: string, report: LoadedReport, sightings: readonly LoadedSighting[]): Promise<void>;
  ofRelease(org: string, releaseId: string): Promise<Omit<LoadedKnown, "paths">>;
}
