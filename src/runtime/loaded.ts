// Loaded components: what of a release is in use by a process now, from reports of what is mapped and open, and from events.
//
// report      what one host saw loaded of one release; complete when it lists all that is loaded
// sighting    one component that was seen loaded
// seen path   a file of a component that an event saw loaded or opened
import { dayMs, toIso } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import { canonicalPurl, parsePurl } from "../versions/purl.ts";
import type { SeenPath } from "./loaded-paths.ts";
import { provesLoaded } from "./loaded-paths.ts";

/** mapped: into the memory of a process. open: as a file of one (a jar). imported: the language's runtime says so. */
export const loadedHows = ["mapped", "open", "imported"] as const;
export type LoadedHow = (typeof loadedHows)[number];

export interface LoadedComponent { purl: string; how: LoadedHow; path?: string | undefined }

/** Of one release on one host. endpointId "": no endpoint is known. */
export interface LoadedPlace { releaseId: string; endpointId: string; host: string }
export interface LoadedReport extends LoadedPlace { at: Instant; complete: boolean; components: number }
export interface LoadedSighting extends LoadedPlace { purl: string; how: LoadedHow; path: string | undefined; firstAt: Instant; lastAt: Instant }

/** All that is known of one release. */
export interface LoadedKnown { reports: readonly LoadedReport[]; sightings: readonly LoadedSighting[]; paths: readonly SeenPath[] }

/** loaded undefined: nobody knows. because: ends a sentence that names the component. */
export interface LoadedState { loaded: boolean | undefined; because: string; at: Instant | undefined }

/** Programs load code when they first need it: a list that says "this is all" is believed for a day. */
export const listHoldsMs = dayMs;

/** One component under whatever qualifiers a document or a host gives it: type, namespace, name, version. */
export function componentKey(purl: string): string {
  const read = parsePurl(purl);
  return read === undefined ? purl : canonicalPurl({ type: read.type, namespace: read.namespace, name: read.name, version: read.version, qualifiers: {}, subpath: undefined });
}

/**
 * Seen loaded anywhere is loaded: a release is one build. A later complete list of the same host takes a sighting back. Not loaded: only where a
 * complete list of the last day, of this endpoint (or of no endpoint in particular), is without it, and nothing else saw it.
 */
export function loadedStateOf(purl: string, { reports, sightings, paths }: LoadedKnown, endpointId: string | undefined, now: Instant): LoadedState {
  const key = componentKey(purl);
  const stands = (one: LoadedSighting): boolean => componentKey(one.purl) === key && !reports.some((report) => report.complete && report.host === one.host && report.endpointId === one.endpointId && report.at > one.lastAt);
  const seen = sightings.filter(stands).toSorted((a, b) => b.lastAt - a.lastAt)[0];
  if (seen !== undefined) return { loaded: true, because: seenSentence(key, seen), at: seen.lastAt };
  const path = paths.filter((one) => provesLoaded(one.path, key)).toSorted((a, b) => b.at - a.at)[0];
  if (path !== undefined) return { loaded: true, because: `an event saw ${path.path} ${path.how === "mapped" ? "loaded" : "opened"} at ${toIso(path.at)}`, at: path.at };
  const list = reports.filter((one) => one.complete && now - one.at <= listHoldsMs && (one.endpointId === "" || one.endpointId === endpointId)).toSorted((a, b) => b.at - a.at)[0];
  if (list !== undefined) return { loaded: false, because: `it is not loaded: ${list.host || "the process"} listed all ${list.components} components in use at ${toIso(list.at)}, and it is none of them`, at: list.at };
  return { loaded: undefined, because: "nobody knows whether it is loaded", at: undefined };
}

function seenSentence(key: string, { how, path, host, lastAt }: LoadedSighting): string {
  const thing = key.startsWith("pkg:maven/") ? "the jar" : "it";
  const words = { mapped: "mapped into the process", open: "open in the process", imported: "imported by the process" }[how];
  return `${thing} is ${words}${path === undefined ? "" : ` (${path})`}${host === "" ? "" : ` on ${host}`}, seen at ${toIso(lastAt)}`;
}
