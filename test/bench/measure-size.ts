// One size, from an empty directory to its figures.
import { readdirSync, statSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { openReceiver } from "../../src/notify/receiver.sample.ts";
import { drained, firstLoad, pushSboms, recordDeployments } from "./building.ts";
import { createCatalogue } from "./catalogue.ts";
import { measureExposed } from "./exposed.ts";
import { round, rowsOf } from "./figures.ts";
import type { Row } from "./figures.ts";
import { affectedShare, createFleet } from "./fleet.ts";
import type { Fleet } from "./fleet.ts";
import { createMirror, initialRecords } from "./mirror.ts";
import { measureNotices } from "./notice-delay.ts";
import { call, json, startServer, webhookTo } from "./server-under-test.ts";
import type { Size } from "./sizes.ts";
import { inTemporaryFolder, tmpIn } from "./temporary-folder.ts";

export interface SizeResult { name: string; facts: Readonly<Record<string, number>>; rows: readonly Row[] }

const pollMs = 1000;
const seed = 2026;

/** nodeFlags: for the server process, such as --cpu-prof. Everything is in a folder of its own, removed at the end. */
export const measureSize = (size: Size, { nodeFlags = [] }: { nodeFlags?: readonly string[] } = {}): Promise<SizeResult> =>
  inTemporaryFolder("aftwatch-bench", (directory) => measureIn(directory, size, nodeFlags));

async function measureIn(directory: string, size: Size, nodeFlags: readonly string[]): Promise<SizeResult> {
  const catalogue = createCatalogue(size.packages);
  const fleet = createFleet(size.fleet, catalogue, seed);
  const mirror = createMirror(join(directory, "mirror"), initialRecords(catalogue, size.advisories, Date.now()));
  const receiver = await openReceiver((response) => { response.writeHead(204).end(); });
  const server = await startServer(settingsFor(directory, mirror.url), { nodeFlags });
  try {
    const loadSeconds = await firstLoad(server, size.advisories);
    await call(server, "PUT", "/receivers/bench", json({ channel: "webhook", settings: webhookTo(receiver.port) }));
    const afterLoad = server.memory();
    const deployments = await recordDeployments(server, fleet);
    const sboms = await pushSboms(server, fleet, catalogue);
    await drained(server);
    const afterBuild = server.memory();
    receiver.received.length = 0;
    const notices = await measureNotices({ mirror, receiver, fleet, catalogue, runs: size.notices, pollMs });
    const exposed = await measureExposed(server, { fleet, catalogue, records: mirror.records(), calls: size.calls });
    const memory = server.memory();
    await server.stop();
    return {
      name: size.name,
      facts: {
        ...factsOf(fleet), packageVersions: size.packages * 4, advisories: size.advisories, affectedPercent: round(affectedShare(fleet, catalogue) * 100), matches: sboms.matches, findings: sboms.findings,
        deploymentsAnAdvisoryHits: Math.round(notices.hits.reduce((sum, hit) => sum + hit, 0) / notices.hits.length), deploymentsAnAnswerFinds: exposed.deploymentsFound,
        rssAfterLoadMb: round(afterLoad?.rss ?? Number.NaN), rssAfterBuildMb: round(afterBuild?.rss ?? Number.NaN), storeMb: round(sizeOf(join(directory, "data")) / 1e6),
        // Above the number of cores, others were at work, and times are longer than they would be.
        loadAverage: round(loadavg()[1] ?? Number.NaN),
      },
      rows: [
        { measure: "first load of the feed", value: round(loadSeconds), unit: "s", aim: undefined },
        ...rowsOf("deployment recorded", deployments.ms, "ms"),
        { measure: "deployment recorded, processor time", value: round(deployments.cpuMs), unit: "ms", aim: undefined },
        { measure: "SBOM ingest, all", value: round(sboms.seconds), unit: "s", aim: 90 },
        ...rowsOf("SBOM ingest to findings", sboms.ms, "ms", 250),
        { measure: "SBOM ingest, processor time of one", value: round(sboms.cpuMs), unit: "ms", aim: undefined },
        ...rowsOf("advisory to first notice", notices.first, "ms"),
        ...rowsOf("advisory to every owner's notice", notices.all, "ms", 3000),
        ...rowsOf("exposed, by vulnerability", exposed.byVulnerability, "ms", 100),
        ...rowsOf("exposed, by package", exposed.byPurl, "ms", 100),
        ...rowsOf("exposed, by package version", exposed.byVersion, "ms", 100),
        ...rowsOf("exposed, over HTTP", exposed.http, "ms", 100),
        { measure: "resident memory at the end", value: round(memory?.rss ?? Number.NaN), unit: "MB", aim: 600 },
        { measure: "resident memory, peak", value: round(memory?.peak ?? Number.NaN), unit: "MB", aim: 600 },
      ],
    };
  } finally {
    await server.kill();
    await receiver.close();
  }
}

const settingsFor = (directory: string, osvUrl: string): Record<string, string> => ({
  ...tmpIn(directory), AFTWATCH_DATA: join(directory, "data"), AFTWATCH_FEEDS: "osv", AFTWATCH_OSV_URL: osvUrl, AFTWATCH_POLL_SECONDS: String(pollMs / 1000),
  AFTWATCH_HOST: "off", AFTWATCH_PRIVATE_CHANNELS: "on", AFTWATCH_LOG: "warn",
});

const factsOf = ({ services, releases, placements }: Fleet): Record<string, number> =>
  ({ services: services.length, releases: releases.length, deployments: placements.length, componentsPerRelease: releases[0]?.steps.length ?? 0 });

const sizeOf = (directory: string): number => readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
