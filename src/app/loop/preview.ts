// An advisory that is not published yet, as a file: where it would hit, with nothing stored and nobody told.
import { readOsv } from "../../advisories/feeds/osv/read.ts";
import { Fault } from "../../kernel/fault.ts";
import type { Preview } from "../app.ts";
import type { LoopContext } from "./context.ts";
import { reachOf } from "./reach.ts";

/** text: one OSV record. Throws request.invalid naming what cannot be read. */
export async function preview({ store }: LoopContext, org: string, text: string): Promise<Preview> {
  const reading = readOsv(text, { source: "preview", label: "the record" });
  if (reading.kind === "reject") throw new Fault("request.invalid", { detail: `It is no OSV record: ${reading.reason}.`, places: [{ at: "/", rule: "one OSV record (OSV schema 1.7)" }] });
  const { inventory } = store.read;
  const { components, undecided, hits } = await reachOf({ inventory }, org, reading.advisory);
  const [services, endpoints] = await Promise.all([inventory.servicesById(org, unique(hits.map(({ serviceId }) => serviceId))), inventory.endpointsById(org, unique(hits.map(({ endpointId }) => endpointId)))]);
  return {
    advisory: reading.advisory.id, left: reading.left.map(({ at, reason }) => `${at} ${reason}`), components, undecided,
    deployments: hits.flatMap(({ deploymentId, serviceId, version, endpointId, purl, why, clearedBy }) => {
      const [service, endpoint] = [services.get(serviceId), endpoints.get(endpointId)];
      return service && endpoint ? [{ deploymentId, service: service.name, owner: service.owner, version, endpoint: endpoint.name, environment: endpoint.environment, exposure: endpoint.exposure, component: purl, why, clearedBy }] : [];
    }),
  };
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
