// Which distribution package put a component's files on the host: the distribution's advisories speak of those.
import type { Component } from "./component.ts";
import type { Extractor, HostFiles } from "./extractor.ts";

/** One purl and every place it was found at; isPackage: a distribution's package itself, which nothing else owns. */
export interface Sighting { component: Component; places: Set<string>; isPackage: boolean }

export interface OwnerSearch { files: HostFiles; use: readonly Extractor[]; signal: AbortSignal; failed(extractor: string, cause: unknown): void }

/**
 * Marks the components all of whose places belong to a distribution's packages. One that also lies elsewhere, in a virtual
 * environment or an application, is not marked: there nobody but its own project fixes it.
 */
export async function markOwned(sightings: readonly Sighting[], search: OwnerSearch): Promise<void> {
  const others = sightings.filter(({ isPackage }) => !isPackage);
  const owners = await findOwners(new Set(others.flatMap(({ places }) => [...places].map(fileOf))), search);
  for (const { component, places } of others) {
    const [owner, ...rest] = [...places].map((place) => owners.get(fileOf(place)));
    if (owner !== undefined && !rest.includes(undefined)) component.ownedBy = owner;
  }
}

async function findOwners(paths: ReadonlySet<string>, { files, use, signal, failed }: OwnerSearch): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  if (paths.size === 0) return owners;
  const spellings = new Map([...paths].flatMap((path) => spellingsOf(path).map((spelling) => [spelling, path] as const)));
  const wanted = new Set(spellings.keys());
  for (const extractor of use) {
    try {
      for await (const { path, purl } of extractor.owners?.(files, wanted, signal) ?? []) owners.set(spellings.get(path) ?? path, purl);
    } catch (cause) {
      signal.throwIfAborted();
      failed(extractor.id, cause);
    }
  }
  return owners;
}

/** The file of a place within it: an entry of an archive, a part of a document. */
const fileOf = (place: string): string => place.split(/!\/|#\//, 1)[0] ?? place;

// Where /bin, /sbin and /lib are links into /usr, packages may still list their files by the old names.
function spellingsOf(path: string): string[] {
  if (/^\/usr\/(?:s?bin|lib(?:32|64|x32)?)\//.test(path)) return [path, path.slice(4)];
  return /^\/(?:s?bin|lib(?:32|64|x32)?)\//.test(path) ? [path, `/usr${path}`] : [path];
}
