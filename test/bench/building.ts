// Builds the fleet through the server's doors, one request after the other, and takes the time of each.
import type { SbomReceipt } from "../../src/app/app.ts";
import type { Package } from "./catalogue.ts";
import { sbomOf } from "./fleet.ts";
import type { Fleet } from "./fleet.ts";
import { showProgress } from "./progress.ts";
import { call, json } from "./server-under-test.ts";
import type { ServerUnderTest } from "./server-under-test.ts";

/** cpuMs: processor time of the server for one, on average. */
export interface Timed { ms: readonly number[]; seconds: number; cpuMs: number }

/** Deployments come first: a release is usually running by the time its SBOM arrives, and then the SBOM makes the findings. */
export async function recordDeployments(server: ServerUnderTest, { placements }: Fleet): Promise<Timed> {
  return timed(server, "deployments", placements, ({ release: { service, version }, ...place }) =>
    call(server, "POST", "/deployments", json({ ...place, service: service.name, version, owner: service.owner })));
}

export async function pushSboms(server: ServerUnderTest, { releases }: Fleet, catalogue: readonly Package[]): Promise<Timed & { findings: number; matches: number }> {
  let [findings, matches] = [0, 0];
  const result = await timed(server, "sboms", releases, async (release) => {
    const text = sbomOf(release, catalogue);
    return async () => {
      const receipt = await call<SbomReceipt>(server, "POST", `/sboms?service=${release.service.name}&version=${release.version}`, { type: "application/json", text });
      findings += receipt.findingsOpened;
      matches += receipt.matches;
    };
  });
  return { ...result, findings, matches };
}

/** A step that returns a function has prepared something: only that function is timed. */
async function timed<T>(server: ServerUnderTest, what: string, items: readonly T[], step: (item: T) => Promise<unknown>): Promise<Timed> {
  const progress = showProgress(what, items.length);
  const ms: number[] = [];
  const startedAt = performance.now();
  const cpuBefore = server.cpuMs() ?? Number.NaN;
  for (const item of items) {
    let from = performance.now();
    const prepared = await step(item);
    if (typeof prepared === "function") { from = performance.now(); await prepared(); }
    ms.push(performance.now() - from);
    progress.step(ms.length);
  }
  progress.end();
  return { ms, seconds: (performance.now() - startedAt) / 1000, cpuMs: ((server.cpuMs() ?? Number.NaN) - cpuBefore) / items.length };
}

/** Until the first load of the feed has ended: seconds, as the feed's own status tells it. */
export async function firstLoad(server: ServerUnderTest, records: number): Promise<number> {
  const startedAt = performance.now();
  const progress = showProgress("advisories", records);
  for (;;) {
    const { items } = await call<{ items: { id: string; lastSuccessAt: string | null; lastError: string | null; progress: { done: number } | null }[] }>(server, "GET", "/feeds");
    const osv = items.find(({ id }) => id === "osv");
    if (typeof osv?.lastError === "string") throw new Error(`the first load failed: ${osv.lastError}`);
    if (typeof osv?.lastSuccessAt === "string") break;
    progress.step(osv?.progress?.done ?? 0);
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  progress.end();
  return (performance.now() - startedAt) / 1000;
}

/** Until everything that was queued has been delivered. */
export async function drained(server: ServerUnderTest, atMostMs = 120_000): Promise<void> {
  const until = performance.now() + atMostMs;
  for (;;) {
    const { waiting, sending, dead } = await server.ask({ kind: "outbox" });
    if (dead > 0) throw new Error(`${dead} deliveries were given up`);
    if (waiting + sending === 0) return;
    if (performance.now() > until) throw new Error(`${waiting + sending} deliveries still wait after ${atMostMs} ms`);
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
}
