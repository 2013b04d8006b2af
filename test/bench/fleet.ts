// A fleet that is the same for the same seed: services with owners, releases with components, and where they run.
import { componentOf } from "./catalogue.ts";
import type { Package } from "./catalogue.ts";
import { between, createChance, createZipf } from "./chance.ts";
import type { Chance } from "./chance.ts";
import { cycloneDx } from "./documents.ts";

export interface FleetSize { services: number; releasesPerService: number; componentsPerRelease: number; deployments: number; endpoints: number; owners: number }

export interface Service { name: string; owner: string; /** Ranks in the catalogue. */ packages: readonly number[] }
/** steps: for each package of the service, which of its versions this release holds. */
export interface Release { service: Service; version: string; steps: readonly number[] }
export interface Placement { release: Release; endpoint: string; environment: string; exposure: "internet" | "internal" | "unknown"; criticality: "low" | "medium" | "high" }
export interface Fleet { services: readonly Service[]; releases: readonly Release[]; placements: readonly Placement[] }

// With 0.7 the first twenty packages are in most services, and half of the catalogue is in fewer than three of a hundred.
const exponent = 0.7;

export function createFleet(size: FleetSize, catalogue: readonly Package[], seed: number): Fleet {
  const chance = createChance(seed);
  const zipf = createZipf(catalogue.length, exponent);
  const services = Array.from({ length: size.services }, (_, index): Service =>
    ({ name: `service-${index}`, owner: `team-${index % size.owners}`, packages: zipf.distinct(chance, size.componentsPerRelease) }));
  const releases = services.flatMap((service) => releasesOf(service, size.releasesPerService, chance));
  return { services, releases, placements: placementsOf(size, services, releases) };
}

/** Each release after the first moves every tenth component one version on, which is how builds of a service differ. */
function releasesOf(service: Service, count: number, chance: Chance): Release[] {
  let steps = service.packages.map(() => between(chance, 0, 4));
  return Array.from({ length: count }, (_, index) => {
    if (index > 0) steps = steps.map((step) => (chance() < 0.1 ? Math.min(3, step + 1) : step));
    return { service, version: `1.${index}.0`, steps };
  });
}

const environments = ["production", "production", "staging", "production", "test"] as const;
const exposures = ["internal", "internet", "internal", "unknown"] as const;
const criticalities = ["medium", "high", "low"] as const;

/** Every service runs on its share of endpoints, its releases side by side; no endpoint has one service twice. */
function placementsOf(size: FleetSize, services: readonly Service[], releases: readonly Release[]): Placement[] {
  const each = Math.floor(size.deployments / services.length);
  if (each > size.endpoints) throw new RangeError("a service has more deployments than there are endpoints");
  return services.flatMap((_, index) => Array.from({ length: each }, (__, place): Placement => {
    const release = releases[index * size.releasesPerService + (place % size.releasesPerService)];
    if (!release) throw new RangeError("every service has its releases");
    const number = (index * each + place) % size.endpoints;
    return { release, endpoint: `node-${number}`, environment: environments[number % 5] ?? "test", exposure: exposures[number % 4] ?? "unknown", criticality: criticalities[number % 3] ?? "low" };
  }));
}

export const sbomOf = ({ service, version, steps }: Release, catalogue: readonly Package[]): string =>
  cycloneDx(service.name, version, service.packages.flatMap((rank, index) => {
    const found = catalogue[rank];
    return found ? [componentOf(found, steps[index] ?? 0)] : [];
  }));

/** How many of the fleet's components an advisory of the first load hits, of all; a component counts once a release. */
export function affectedShare({ releases }: Fleet, catalogue: readonly Package[]): number {
  let [affected, all] = [0, 0];
  for (const { service, steps } of releases) {
    for (const [index, rank] of service.packages.entries()) {
      all++;
      if ((steps[index] ?? 0) < (catalogue[rank]?.affectedBelow ?? 0)) affected++;
    }
  }
  return affected / all;
}

/** By rank of the package: how many live deployments hold it in any version, and whose they are. */
export function spread({ placements }: Fleet): Map<number, { deployments: number; owners: Set<string> }> {
  const found = new Map<number, { deployments: number; owners: Set<string> }>();
  for (const { release: { service } } of placements) {
    for (const rank of service.packages) {
      const one = found.get(rank) ?? { deployments: 0, owners: new Set<string>() };
      one.deployments++;
      one.owners.add(service.owner);
      found.set(rank, one);
    }
  }
  return found;
}
