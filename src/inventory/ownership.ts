// Which distribution package put a component's files on the host: the distribution's advisories speak of those.
import type { Component } from "./component.ts";
import type { Extractor, FileOwner, HostFiles } from "./extractor.ts";

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
    const found = [...places].map((place) => owners.get(fileOf(place)));
    const [owner] = found;
    if (owner !== undefined && found.every((one) => one !== undefined && leavesTo(one, component))) component.ownedBy = owner.purl;
  }
}

// What a compiler put together: a distribution rebuilds and patches it, a vendor ships it with whatever was current that day.
const compiled = /^pkg:(?:golang|cargo|maven)\//;
// npm writes /usr/lib/node_modules too, and so do vendors' builds of Node.js; Debian keeps its modules in /usr/share/nodejs.
const ownFolders = /^\/(?:usr\/(?!local\/|lib\/node_modules\/)|lib(?:32|64)?\/)/;

/**
 * Whether the owner's distribution decides about what is in the file. Where it cannot be told who built the package, programs and
 * jars are reported, because a finding too many can be dismissed; files that are interpreted are left to the distribution when they
 * lie in its own folders, where its own packages are by far the most.
 */
const leavesTo = ({ path, origin }: FileOwner, { purl }: Component): boolean =>
  (origin === undefined ? !compiled.test(purl) && ownFolders.test(path) : origin === "distribution");

async function findOwners(paths: ReadonlySet<string>, { files, use, signal, failed }: OwnerSearch): Promise<Map<string, FileOwner>> {
  const owners = new Map<string, FileOwner>();
  if (paths.size === 0) return owners;
  const spellings = new Map([...paths].flatMap((path) => spellingsOf(path).map((spelling) => [spelling, path] as const)));
  const wanted = new Set(spellings.keys());
  for (const extractor of use) {
    try {
      for await (const owner of extractor.owners?.(files, wanted, signal) ?? []) owners.set(spellings.get(owner.path) ?? owner.path, owner);
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
