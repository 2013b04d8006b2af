// Reads what is installed on a host with every extractor, and tells whether reading again could give something new.
import { messageOf } from "../kernel/fault.ts";
import { sha256 } from "../kernel/id.ts";
import type { Component, ComponentReject } from "./component.ts";
import type { Extractor, HostEntry, HostFiles } from "./extractor.ts";
import { extractors } from "./extractors/index.ts";
import { markOwned } from "./ownership.ts";
import type { Sighting } from "./ownership.ts";

/** Where software lives that no package manager of the system put there (FHS 3.0, and what containers use). */
export const usualRoots = ["/app", "/home", "/opt", "/root", "/srv", "/usr/src", "/var/www", "/usr/local"] as const;

/** failed: extractors that did not end, so that what they would have listed is unknown, not absent. */
export interface HostSummary {
  components: Component[];
  rejects: ComponentReject[];
  counts: { components: number; duplicates: number; rejected: number; byExtractor: Readonly<Record<string, number>> };
  failed: readonly { extractor: string; detail: string }[];
  /** The same as long as nothing watched has changed; compare with hostStamp. */
  stamp: string;
}

/** Of an image or a mounted root everything is looked through: there is nobody's home in it, and nobody knows its layout. */
export const wholeRoot = ["/"] as const;

export interface HostRequest { files: HostFiles; roots?: readonly string[]; signal?: AbortSignal; use?: readonly Extractor[] }

const stampsAtOnce = 64;
const never = new AbortController().signal;

/** Everything installed, one component for each canonical purl. One extractor that fails costs its own part. */
export async function extractHost({ files: real, roots = usualRoots, signal = never, use = extractors.all }: HostRequest): Promise<HostSummary> {
  const files = rememberingLists(real);
  // Taken first: a change during the reading shows as a difference afterwards, never as one that was missed.
  const stamp = await stampOf({ files, roots, signal, use });
  const gathered: Gathered = { sightings: new Map(), rejects: [], failed: [], byExtractor: {}, duplicates: 0 };
  for (const extractor of use) await gather(extractor, { files, roots, signal }, gathered);
  const sightings = [...gathered.sightings.values()];
  await markOwned(sightings, { files, use, signal, failed: (extractor, cause) => { gathered.failed.push({ extractor, detail: messageOf(cause) }); } });
  for (const { component, places } of sightings) if (places.size > 1) component.locations = [...places].slice(1);
  const { rejects, failed, byExtractor, duplicates } = gathered;
  return { components: sightings.map(({ component }) => component), rejects, counts: { components: sightings.length, duplicates, rejected: rejects.length, byExtractor }, failed, stamp };
}

interface Gathered {
  sightings: Map<string, Sighting>;
  rejects: ComponentReject[];
  failed: { extractor: string; detail: string }[];
  byExtractor: Record<string, number>;
  duplicates: number;
}

async function gather(extractor: Extractor, { files, roots, signal }: { files: HostFiles; roots: readonly string[]; signal: AbortSignal }, into: Gathered): Promise<void> {
  into.byExtractor[extractor.id] = 0;
  try {
    for await (const part of extractor.extract(files, roots, signal)) {
      if (part.kind === "reject") into.rejects.push(part.reject);
      else if (addSighting(into.sightings, part.component, extractor.owners !== undefined)) into.byExtractor[extractor.id]!++;
      else into.duplicates++;
    }
  } catch (cause) {
    signal.throwIfAborted();
    into.failed.push({ extractor: extractor.id, detail: messageOf(cause) });
  }
}

/** False when the purl was seen before: its further place is kept, and the wider of the two scopes. */
function addSighting(sightings: Map<string, Sighting>, component: Component, isPackage: boolean): boolean {
  const known = sightings.get(component.purl);
  const place = component.location;
  if (known === undefined) {
    sightings.set(component.purl, { component, places: new Set(place === undefined ? [] : [place]), isPackage });
    return true;
  }
  if (place !== undefined) known.places.add(place);
  widenScope(known.component, component.scope);
  return false;
}

// What one place needs to run is needed, whatever another place needs it for.
function widenScope(component: Component, scope: Component["scope"]): void {
  if (component.scope === scope || component.scope === undefined) return;
  if (scope === undefined) delete component.scope;
  else if (scope === "runtime" || component.scope === "development") component.scope = scope;
}

// Every extractor walks the same folders, some of them twice; within one reading they are listed once. One text a
// folder, because an object for each of a million files would be what this process is made of.
function rememberingLists(files: HostFiles): HostFiles {
  const lists = new Map<string, string>();
  return {
    // Of one moment, as far as there is one: the stamp tells whether anything changed meanwhile.
    isSnapshot: true,
    readText: (path) => files.readText(path),
    open: (path) => files.open(path),
    stamp: (path) => files.stamp(path),
    async list(path) {
      const known = lists.get(path);
      if (known !== undefined) return unpackList(known);
      const entries = await files.list(path);
      lists.set(path, entries.map(({ kind, name }) => `${kind}/${name}`).join("\0"));
      return entries;
    },
  };
}

// Neither a slash nor a zero can be part of a file's name.
function unpackList(list: string): HostEntry[] {
  if (list === "") return [];
  return list.split("\0").map((entry) => {
    const slash = entry.indexOf("/");
    return { kind: entry.slice(0, slash) as HostEntry["kind"], name: entry.slice(slash + 1) };
  });
}

/** A digest of the stamps of everything watched: when it is the same, reading again gives the same. */
export const hostStamp = ({ files, roots = usualRoots, signal = never, use = extractors.all }: HostRequest): Promise<string> =>
  stampOf({ files: rememberingLists(files), roots, signal, use });

async function stampOf({ files, roots, signal, use }: Required<HostRequest>): Promise<string> {
  const watched = new Set<string>();
  for (const extractor of use) {
    signal.throwIfAborted();
    for (const path of await extractor.watches(files, roots)) watched.add(path);
  }
  const lines: string[] = [];
  const paths = [...watched].toSorted();
  for (let index = 0; index < paths.length; index += stampsAtOnce) {
    signal.throwIfAborted();
    lines.push(...await Promise.all(paths.slice(index, index + stampsAtOnce).map(async (path) => `${path}\0${(await files.stamp(path)) ?? ""}`)));
  }
  return sha256(lines.join("\n"));
}
