// Short words for what happens in an acceptance test: pushes, deployments, advisories, and a look at what came of them.
import type { DeploymentReport } from "../../src/app/app.ts";
import type { Advisory } from "../../src/advisories/advisory.ts";
import { syncFeed } from "../../src/app/loop/sync-feed.ts";
import type { FindingRow } from "../../src/findings/finding-views.ts";
import type { Enrichment } from "../../src/advisories/advisory.ts";
import type { FeedPart } from "../../src/advisories/feed.ts";
import { defineFeed } from "../../src/advisories/feed.ts";
import { dayMs } from "../../src/kernel/clock.ts";
import { createIds } from "../../src/kernel/id.ts";
import { silentLog } from "../../src/kernel/log.ts";
import type { TestApp } from "../open-test-app.ts";

/** A CycloneDX 1.6 document of npm packages: { lodash: "4.17.20" }. */
export const bomOf = (packages: Readonly<Record<string, string>>): string => JSON.stringify({
  bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
  components: Object.entries(packages).map(([name, version]) => ({ type: "library", name, version, purl: `pkg:npm/${name}@${version}` })),
});

export async function* bytesOf(text: string | Uint8Array): AsyncGenerator<Uint8Array> { yield Buffer.from(text); }

/** An npm advisory with one range. critical: remotely, by anyone, for everything; otherwise moderate. */
export function advisoryOf(about: { id: string; name: string; introduced?: string; fixed?: string; aliases?: readonly string[]; publishedAt: number; modifiedAt?: number; withdrawnAt?: number; critical?: boolean }): Advisory {
  const { id, name, introduced = "0", fixed, aliases = [], publishedAt, modifiedAt = publishedAt, withdrawnAt, critical = true } = about;
  const events = [{ introduced }, ...(fixed === undefined ? [] : [{ fixed }])];
  return {
    id, source: "test", modifiedAt, publishedAt, withdrawnAt, summary: `${name} trusts what it is sent`, details: "", aliases, upstream: [], related: [], references: [],
    severities: [{ type: "CVSS_V3", score: critical ? "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" : "CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:L/A:N", source: id }],
    affected: [{ ecosystem: "npm", name, versions: [], ranges: [{ type: "SEMVER", events }], severities: [], fixState: undefined }],
  };
}

/** Carries parts through the feed path, each call one pull of a feed that lives in memory. */
export async function pullParts({ app, clock }: TestApp, parts: readonly FeedPart[], id = "test"): Promise<void> {
  const feed = defineFeed({ id, about: "Parts a test holds.", defaultBaseUrl: "memory:", licence: "none", pollMs: dayMs, staleAfterMs: dayMs, async *pull() { yield* parts; } });
  const context = { store: app.store, clock, ids: createIds(clock), log: silentLog, publicUrl: app.publicUrl, committed: () => {} };
  const http = { send: () => Promise.reject(new Error("a feed in memory has no network")) };
  const report = await syncFeed(context, { feed, baseUrl: "memory:", settings: {}, http, signal: new AbortController().signal, onProgress: () => {} }, `feed:${id}`);
  if (report.error !== undefined) throw new Error(report.error);
}

export const publish = (test: TestApp, ...advisories: readonly Advisory[]): Promise<void> => pullParts(test, advisories.map((advisory) => ({ kind: "advisory", advisory })));
export const enrich = (test: TestApp, ...enrichments: readonly Enrichment[]): Promise<void> => pullParts(test, enrichments.map((enrichment) => ({ kind: "enrichment", enrichment })));

export const push = ({ app }: TestApp, service: string, version: string, packages: Readonly<Record<string, string>>) =>
  app.recordSbom(app.org, { service, version, chunks: bytesOf(bomOf(packages)) }, "token:ci");

export const deploy = ({ app }: TestApp, report: DeploymentReport) => app.recordDeployment(app.org, report, "token:ci");

/** Every finding as a row, by the API's own list. */
export const findingsOf = async ({ app, clock }: TestApp): Promise<readonly FindingRow[]> => (await app.findings.findings(app.org, {}, { limit: 500, after: undefined }, clock.now())).items;

/** The one finding there is; throws when there are none or several, because that alone would be wrong. */
export async function theFinding(test: TestApp): Promise<FindingRow> {
  const [finding, ...others] = await findingsOf(test);
  if (!finding || others.length > 0) throw new Error(`expected one finding, there are ${others.length + (finding ? 1 : 0)}`);
  return finding;
}

/** A measure of the whole time up to now, by its id. */
export async function measureOf({ app, clock }: TestApp, id: string) {
  const { measures } = await app.metrics(app.org, { from: clock.now() - 3650 * dayMs, to: clock.now() + 1 });
  const measure = measures.find((one) => one.id === id);
  if (!measure) throw new Error(`there is no measure ${id}`);
  return measure;
}
