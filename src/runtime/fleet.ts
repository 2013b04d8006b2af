// The fleet in memory: live deployments, found by digest, service, release and endpoint without walking them.
import type { Instant } from "../kernel/clock.ts";
import { digestKey, hostKeys, nameKey, versionKey } from "./join-names.ts";

/** A release that runs on an endpoint now. */
export interface FleetDeployment {
  deploymentId: string; serviceId: string; service: string; owner: string | undefined; releaseId: string; version: string; digest: string | undefined;
  endpointId: string; endpoint: string; environment: string; exposure: string; startedAt: Instant;
}

const none: readonly FleetDeployment[] = [];

/** Lists under a key. Most keys have one member, so it stands alone instead of in a list of its own. */
class Shelf {
  private readonly at = new Map<string, FleetDeployment | FleetDeployment[]>();
  of(key: string): readonly FleetDeployment[] {
    const found = this.at.get(key);
    return found === undefined ? none : Array.isArray(found) ? found : [found];
  }
  add(key: string, one: FleetDeployment): void {
    const found = this.at.get(key);
    if (found === undefined) this.at.set(key, one);
    else if (Array.isArray(found)) found.push(one);
    else this.at.set(key, [found, one]);
  }
  /** Takes several away at once: a service that is read again may have thousands. */
  drop(key: string, gone: ReadonlySet<string>): void {
    const left = this.of(key).filter(({ deploymentId }) => !gone.has(deploymentId));
    const [first] = left;
    if (first === undefined) this.at.delete(key);
    else this.at.set(key, left.length === 1 ? first : left);
  }
}

export interface FleetIndex {
  readonly size: number;
  byDigest(digest: string): readonly FleetDeployment[];
  byService(name: string): readonly FleetDeployment[];
  byRelease(service: string, version: string): readonly FleetDeployment[];
  /** By its name, or by a host's name with or without its domain. */
  byEndpoint(name: string): readonly FleetDeployment[];
  /** One that is known under its id is replaced. */
  put(deployments: Iterable<FleetDeployment>): void;
  remove(deploymentIds: Iterable<string>): void;
}

const releaseKey = (service: string, version: string): string => `${nameKey(service)}\0${versionKey(version)}`;

type Shelves = Record<"digest" | "service" | "release" | "endpoint", Shelf>;

export function createFleet(deployments: Iterable<FleetDeployment> = []): FleetIndex {
  const shelves: Shelves = { digest: new Shelf(), service: new Shelf(), release: new Shelf(), endpoint: new Shelf() };
  const all = new Map<string, FleetDeployment>();
  const remove = (ids: Iterable<string>): void => { drop(shelves, all, new Set(ids)); };
  const fleet: FleetIndex = {
    get size() { return all.size; },
    byDigest: (digest) => shelves.digest.of(digestKey(digest)),
    byService: (name) => shelves.service.of(nameKey(name)),
    byRelease: (service, version) => shelves.release.of(releaseKey(service, version)),
    byEndpoint: (name) => shelves.endpoint.of(nameKey(name)),
    remove,
    put(given) {
      const fresh = [...given];
      // Nothing can be known of an empty fleet's members.
      const again = all.size === 0 ? [] : fresh.filter(({ deploymentId }) => all.has(deploymentId));
      if (again.length > 0) remove(again.map(({ deploymentId }) => deploymentId));
      for (const one of fresh) { all.set(one.deploymentId, one); shelve(shelves, one); }
    },
  };
  fleet.put(deployments);
  return fleet;
}

function drop(shelves: Shelves, all: Map<string, FleetDeployment>, gone: ReadonlySet<string>): void {
  const touched = new Map<Shelf, Set<string>>();
  for (const id of gone) {
    const one = all.get(id);
    if (one === undefined) continue;
    all.delete(id);
    for (const [shelf, key] of keysOf(shelves, one)) touched.set(shelf, (touched.get(shelf) ?? new Set()).add(key));
  }
  for (const [shelf, keys] of touched) for (const key of keys) shelf.drop(key, gone);
}

// Written out: a fleet of a hundred thousand is shelved while events wait.
function shelve({ digest, service, release, endpoint }: Shelves, one: FleetDeployment): void {
  if (one.digest !== undefined) digest.add(digestKey(one.digest), one);
  const name = nameKey(one.service);
  service.add(name, one);
  release.add(`${name}\0${versionKey(one.version)}`, one);
  for (const key of hostKeys(one.endpoint)) endpoint.add(key, one);
}

function keysOf(shelves: Shelves, { digest, service, version, endpoint }: FleetDeployment): (readonly [Shelf, string])[] {
  return [
    ...(digest === undefined ? [] : [[shelves.digest, digestKey(digest)] as const]), [shelves.service, nameKey(service)], [shelves.release, releaseKey(service, version)],
    ...hostKeys(endpoint).map((name) => [shelves.endpoint, name] as const),
  ];
}
