// What is sent to the server that is going to be killed: SBOMs and deployments in no order, each until it is acknowledged.
import { createHash } from "node:crypto";
import type { Package } from "../bench/catalogue.ts";
import { between } from "../bench/chance.ts";
import type { Chance } from "../bench/chance.ts";
import { createFleet, sbomOf } from "../bench/fleet.ts";
import type { Fleet } from "../bench/fleet.ts";
import { call, json } from "../bench/server-under-test.ts";
import type { ServerUnderTest } from "../bench/server-under-test.ts";

interface Sent { service: string; version: string; owner: string }
export interface SbomItem extends Sent { kind: "sbom"; text: string; digest: string; components: number }
export interface DeploymentItem extends Sent { kind: "deployment"; endpoint: string; at: number }
export type Item = SbomItem | DeploymentItem;

/** waiting: not acknowledged, so sent again in the next life. acknowledged: answered with 2xx, so it may not be lost. */
export interface Workload { waiting: Item[]; acknowledged: Item[] }

export const fleetFor = (services: number, catalogue: readonly Package[], seed: number): Fleet =>
  createFleet({ services, releasesPerService: 3, componentsPerRelease: 25, deployments: services, endpoints: services, owners: services }, catalogue, seed);

export function createWorkload(fleet: Fleet, catalogue: readonly Package[], since: number, chance: Chance): Workload {
  const sboms = fleet.releases.map((release): SbomItem => {
    const text = sbomOf(release, catalogue);
    return { kind: "sbom", service: release.service.name, owner: release.service.owner, version: release.version, text, digest: `sha256:${createHash("sha256").update(text).digest("hex")}`, components: release.steps.length };
  });
  return { waiting: shuffled([...sboms, ...fleet.services.flatMap(({ name, owner }, index) => rollOut(name, owner, since + index * 1000))], chance), acknowledged: [] };
}

/** The first version in two places, the second after it in both, the third in one: so some fixes are whole and some are half. */
const rollOut = (service: string, owner: string, at: number): DeploymentItem[] => ([["1.0.0", "a", 0], ["1.0.0", "b", 0], ["1.1.0", "a", 1], ["1.1.0", "b", 1], ["1.2.0", "a", 2]] as const)
  .map(([version, place, hour]) => ({ kind: "deployment", service, owner, version, endpoint: `${service}-${place}`, at: at + hour * 3_600_000 }));

function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = between(chance, 0, last + 1);
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}

export async function send(server: ServerUnderTest, item: Item): Promise<void> {
  const { service, version, owner } = item;
  if (item.kind === "sbom") await call(server, "POST", `/sboms?${new URLSearchParams({ service, version, owner }).toString()}`, { type: "application/json", text: item.text });
  else await call(server, "POST", "/deployments", json({ service, version, owner, endpoint: item.endpoint, at: new Date(item.at).toISOString(), environment: "production", exposure: "internet", criticality: "high" }));
}

/** Sends what waits, at most so many, until the signal; two at a time, as two pipelines would. Resolves when nothing is under way any more. */
export async function sendUntil(server: ServerUnderTest, workload: Workload, signal: AbortSignal, most = Infinity): Promise<{ cutOff: number }> {
  let [cutOff, sent] = [0, 0];
  const pipeline = async (): Promise<void> => {
    while (sent < most && !signal.aborted) {
      const item = workload.waiting.shift();
      if (item === undefined) return;
      sent++;
      try { await send(server, item); } catch (cause) {
        workload.waiting.push(item);
        // A refusal is a defect of this script or of the server; a cut connection is what it is all about.
        if (!signal.aborted) throw cause;
        cutOff++;
        return;
      }
      workload.acknowledged.push(item);
    }
  };
  await Promise.all([pipeline(), pipeline()]);
  return { cutOff };
}
