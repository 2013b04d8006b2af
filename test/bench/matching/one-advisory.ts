// One new advisory against a large fleet: which live deployments it hits, and how long until that is known and until it is on the record.
import { openApp } from "../../../src/app/open.ts";
import { ingestAdvisories } from "../../../src/app/loop/ingest-advisories.ts";
import { reachOf } from "../../../src/app/loop/reach.ts";
import { readSettings } from "../../../src/app/settings.ts";
import type { Advisory } from "../../../src/advisories/advisory.ts";
import type { Component } from "../../../src/inventory/component.ts";
import { componentFromPurl } from "../../../src/inventory/purl-component.ts";
import { dayMs, systemClock } from "../../../src/kernel/clock.ts";
import { createIds } from "../../../src/kernel/id.ts";
import { silentLog } from "../../../src/kernel/log.ts";
import type { Store } from "../../../src/store/store.ts";
import { packageKey } from "../../../src/versions/ecosystem.ts";
import { parsePurl } from "../../../src/versions/purl.ts";
import { createChance } from "../chance.ts";
import type { Progress } from "../progress.ts";

/** releases of componentsPerRelease components, every version of its own; each release runs in `places` places. */
export interface OneAdvisorySize { releases: number; componentsPerRelease: number; packages: number; places: number; advisories: number }

/** knownMs: from the advisory to its live deployments. recordedMs: until matches, findings and facts are committed. hits: deployments of each. */
export interface OneAdvisoryResult { components: number; deployments: number; buildSeconds: number; knownMs: number[]; recordedMs: number[]; hits: number[]; rssMb: number }

const org = "main";
const seed = 77;

export async function measureOneAdvisory(directory: string, size: OneAdvisorySize, progress: Progress): Promise<OneAdvisoryResult> {
  const clock = systemClock;
  const app = await openApp(readSettings({ AFTWATCH_DATA: directory, AFTWATCH_FEEDS: "none", AFTWATCH_HOST: "off" }, {}, directory), { clock, log: silentLog });
  try {
    const started = performance.now();
    await buildFleet(app.store, size, clock.now() - 30 * dayMs, progress);
    const buildSeconds = (performance.now() - started) / 1000;
    const context = { store: app.store, clock, ids: createIds(clock), log: silentLog, publicUrl: "http://localhost", committed: () => {} };
    const chance = createChance(seed);
    const out: OneAdvisoryResult = { components: size.releases * size.componentsPerRelease, deployments: size.releases * size.places, buildSeconds, knownMs: [], recordedMs: [], hits: [], rssMb: 0 };
    for (let number = 0; number < size.advisories; number++) {
      const advisory = advisoryOn(Math.floor(chance() * size.packages), number, clock.now());
      const before = performance.now();
      const { hits } = await reachOf(app.store.read, org, advisory);
      const known = performance.now();
      await app.store.write((ports) => ingestAdvisories(context, ports, [advisory], { actor: "bench", arrival: undefined }));
      out.knownMs.push(known - before);
      out.recordedMs.push(performance.now() - known);
      out.hits.push(new Set(hits.map(({ deploymentId }) => deploymentId)).size);
    }
    out.rssMb = process.memoryUsage().rss / 1e6;
    return out;
  } finally { await app.close(); }
}

/** Versions below 1.<half> are affected: about half of those that run. */
const advisoryOn = (rank: number, number: number, at: number): Advisory => ({
  id: `BENCH-${number}`, source: "bench", modifiedAt: at, publishedAt: at, withdrawnAt: undefined, summary: "", details: "", aliases: [], upstream: [], related: [], severities: [], references: [],
  affected: [{ ecosystem: "npm", name: nameOf(rank), versions: [], ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "1.50.0" }] }], severities: [], fixState: undefined }],
});

const nameOf = (rank: number): string => `bench-${rank.toString(36)}`;

/** Component n of a release is a package of its own; the version is drawn so that no two releases share one. */
function componentsOf(release: number, size: OneAdvisorySize): Component[] {
  return Array.from({ length: size.componentsPerRelease }, (_, place): Component => {
    const rank = (release * size.componentsPerRelease + place * 7919) % size.packages;
    const purl = parsePurl(`pkg:npm/${nameOf(rank)}@1.${(release * 37 + place) % 100}.${release}`);
    if (!purl) throw new TypeError("the benchmark makes purls that can be read");
    return componentFromPurl(purl, { location: undefined });
  });
}

const releasesAtOnce = 200;

async function buildFleet(store: Store, size: OneAdvisorySize, at: number, progress: Progress): Promise<void> {
  const endpoints: string[] = [];
  await store.write(async ({ inventory }) => {
    await inventory.ensureOrganisation(org, org, at);
    for (let place = 0; place < size.places * 20; place++) endpoints.push((await inventory.ensureEndpoint(org, { name: `place-${place}`, environment: "prod", exposure: place % 3 === 0 ? "internet" : "internal", criticality: "medium", at })).endpoint.endpointId);
  });
  for (let from = 0; from < size.releases; from += releasesAtOnce) {
    await store.write(async ({ inventory }) => {
      for (let release = from; release < Math.min(size.releases, from + releasesAtOnce); release++) await buildRelease(inventory, release, size, endpoints, at);
    });
    progress.step(Math.min(size.releases, from + releasesAtOnce));
  }
}

async function buildRelease(inventory: Parameters<Parameters<Store["write"]>[0]>[0]["inventory"], release: number, size: OneAdvisorySize, endpoints: readonly string[], at: number): Promise<void> {
  const name = `service-${release}`;
  const { service: { serviceId } } = await inventory.ensureService(org, { name, owner: `team-${release % 50}`, at });
  const { release: { releaseId } } = await inventory.ensureRelease(org, { serviceId, service: name, version: `1.${release}`, digest: undefined, commit: undefined, at });
  const components = componentsOf(release, size);
  const { ids } = await inventory.internComponents(org, components.map((component) => ({ ...component, packageKey: packageKey("npm", component.name) })), at);
  await inventory.putSbom(org, releaseId, { digest: `sha256:${release}`, format: "CycloneDX", specVersion: "1.6", receivedAt: at, components: components.length, rejects: 0, duplicates: 0, notCovered: 0 }, ids, []);
  for (let place = 0; place < size.places; place++) {
    const endpointId = endpoints[(release * size.places + place) % endpoints.length] ?? "";
    await inventory.putDeployments(org, endpointId, serviceId, [{ deploymentId: `dep_${release}_${place}`, endpointId, serviceId, releaseId, startedAt: at, endedAt: undefined, recordedAt: at }]);
  }
}
