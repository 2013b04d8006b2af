// What runs now, in fixed statements: for an index in memory that is filled once and kept in step.
import type { InventoryViews, RunningRow } from "../../inventory/inventory-views.ts";
import type { ExposureLevel } from "../../inventory/inventory.ts";
import { rowsOf, rowsOfKeys } from "../alert-select.ts";
import type { Tx } from "../bulk.ts";

export function runningViews(tx: Tx): Pick<InventoryViews, "runningAfter" | "runningOf"> {
  return {
    runningAfter: async (org, afterId, limit) => (await rowsOf<Row>(tx, `${selected} deployment d cross join service s cross join release r cross join endpoint n where d.org_id = ? and d.deployment_id > ? ${linked} order by d.deployment_id limit ?`, [org, afterId ?? "", limit])).map(rowFrom),
    async runningOf(org, { services, endpoints }) {
      const ofServices = await rowsOfKeys<Row>(tx, { before: `${selected} service s cross join deployment d cross join release r cross join endpoint n where d.org_id = ? ${linked} and s.name`, given: [org] }, services);
      const onEndpoints = await rowsOfKeys<Row>(tx, { before: `${selected} endpoint n cross join deployment d cross join service s cross join release r where d.org_id = ? ${linked} and n.name`, given: [org] }, endpoints);
      return [...new Map([...ofServices, ...onEndpoints].map((row) => [row.deployment_id, row])).values()].map(rowFrom);
    },
  };
}

interface Row { deployment_id: string; service_id: string; service: string; owner: string | null; release_id: string; version: string; digest: string | null; endpoint_id: string; endpoint: string; environment: string; exposure: string; started_at: number }

const selected = "select d.deployment_id, d.service_id, s.name as service, s.owner, d.release_id, r.version, r.digest, d.endpoint_id, n.name as endpoint, n.environment, n.exposure, d.started_at from";
// In the order in which they must be joined: SQLite takes "cross join" as an order.
const linked = "and d.ended_at is null and s.org_id = d.org_id and s.service_id = d.service_id and r.org_id = d.org_id and r.release_id = d.release_id and n.org_id = d.org_id and n.endpoint_id = d.endpoint_id";

const rowFrom = (row: Row): RunningRow => ({
  deploymentId: row.deployment_id, serviceId: row.service_id, service: row.service, owner: row.owner ?? undefined, releaseId: row.release_id, version: row.version, digest: row.digest ?? undefined,
  endpointId: row.endpoint_id, endpoint: row.endpoint, environment: row.environment, exposure: row.exposure as ExposureLevel, startedAt: Number(row.started_at),
});
