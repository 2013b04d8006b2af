// Deployments as rows, those that started last first.
import { sql } from "kysely";
import type { DeploymentFilter, DeploymentRow, InventoryViews } from "../../inventory/inventory-views.ts";
import type { ExposureLevel } from "../../inventory/inventory.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Tx } from "../bulk.ts";
import type { DeploymentTable } from "../tables.ts";
import { given, listPage, byNumber, byText } from "./keyset.ts";
import type { Order, Sql } from "./keyset.ts";
import { openOfDeployments } from "./open-findings.ts";

export function deploymentViews(tx: Tx): Pick<InventoryViews, "deployments"> {
  return {
    async deployments(org, filter, page) {
      const { rows, ...rest } = await listPage<Joined>(tx, { columns, from: joined, where: conditions(org, filter), order: latestFirst }, page, sql`deployment d`);
      // What has ended is not at risk any more, whatever is still open elsewhere.
      const open = await openOfDeployments(tx, org, rows.filter((row) => row.ended_at === null).map((row) => row.deployment_id));
      return { items: rows.map((row) => deploymentRow(row, open.get(row.deployment_id) ?? 0, filter.asof)), ...rest };
    },
  };
}

interface Joined extends DeploymentTable { service: string; owner: string | null; version: string; sbom_digest: string | null; endpoint: string; environment: string; exposure: string }
const columns = sql`d.*, s.name as service, s.owner, r.version, r.sbom_digest, n.name as endpoint, n.environment, n.exposure`;
const joined = sql`deployment d join service s on s.org_id = d.org_id and s.service_id = d.service_id
  join release r on r.org_id = d.org_id and r.release_id = d.release_id join endpoint n on n.org_id = d.org_id and n.endpoint_id = d.endpoint_id`;
const latestFirst: Order = { name: "deployments", descending: true, keys: [byNumber(sql`d.started_at`), byText(sql`d.deployment_id`)] };

function conditions(org: string, { component, serviceId, endpointId, releaseId, live, asof }: DeploymentFilter): Sql[] {
  return [
    ...given(component, (purl) => sql`d.release_id in (select rc.release_id from component c cross join release_component rc where c.org_id = ${org} and c.purl = ${purl} and rc.org_id = ${org} and rc.component_id = c.component_id)`),
    sql`d.org_id = ${org}`, ...given(serviceId, (id) => sql`d.service_id = ${id}`), ...given(endpointId, (id) => sql`d.endpoint_id = ${id}`), ...given(releaseId, (id) => sql`d.release_id = ${id}`),
    ...given(asof, (at) => sql`d.started_at <= ${at} and d.recorded_at <= ${at}`), ...given(live, (runs) => (runs ? runsAt(asof) : endedAt(asof))),
  ];
}

/** It runs (at asof), or it has ended (by asof); [startedAt, endedAt), so at its end it runs no more. */
export const runsAt = (asof: Instant | undefined): Sql => (asof === undefined ? sql`d.ended_at is null` : sql`(d.started_at <= ${asof} and (d.ended_at is null or d.ended_at > ${asof}))`);
export const endedAt = (asof: Instant | undefined): Sql => (asof === undefined ? sql`d.ended_at is not null` : sql`d.ended_at <= ${asof}`);

/** An end that had not come yet at asof is not shown. */
export const endSeen = (endedAt: number | null, asof: Instant | undefined): Instant | undefined => (endedAt === null || (asof !== undefined && endedAt > asof) ? undefined : endedAt);

const deploymentRow = (row: Joined, openFindings: number, asof: Instant | undefined): DeploymentRow => ({
  id: row.deployment_id, serviceId: row.service_id, service: row.service, owner: row.owner ?? undefined, releaseId: row.release_id, version: row.version, endpointId: row.endpoint_id, endpoint: row.endpoint,
  environment: row.environment, exposure: row.exposure as ExposureLevel, startedAt: row.started_at, endedAt: endSeen(row.ended_at, asof), hasSbom: row.sbom_digest !== null, openFindings,
});
