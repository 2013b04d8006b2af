// Exposures as people read them: the rows of one page, with the names of what they join.
import type { ExposureRow } from "../../findings/finding-views.ts";
import type { CloseReason, FindingState, Outcome } from "../../findings/finding.ts";
import type { Instant } from "../../kernel/clock.ts";
import { inChunks } from "../bulk.ts";
import type { Tx } from "../bulk.ts";
import { decisionsAbout } from "../decision-store.ts";
import { periodsFrom } from "../finding-row.ts";
import { inventoryStore } from "../inventory-store.ts";
import type { DeploymentTable, ExposureTable, FindingTable } from "../tables.ts";
import { endSeen } from "./deployment-views.ts";
import { namesOfServices } from "./finding-rows.ts";
import { stateAt } from "./state-at.ts";

export type ExposedRow = Pick<FindingTable, "finding_id" | "vulnerability_id" | "package_key" | "service_id" | "state" | "outcome" | "due_at" | "clause" | "fix_version" | "periods" | "close_reason" | "closed_at">
  & Pick<ExposureTable, "deployment_id" | "component_id" | "known_at"> & Pick<DeploymentTable, "release_id" | "endpoint_id" | "started_at" | "ended_at">;

/** component: the one that was asked for, when it was one. State and end are as of asof; priority and due date are today's. */
export async function exposureRows(tx: Tx, org: string, rows: readonly ExposedRow[], { asof, component }: { asof: Instant | undefined; component: number | undefined }): Promise<ExposureRow[]> {
  const [services, endpoints, versions, purls, states] = await Promise.all([
    namesOfServices(tx, org, rows.map((row) => row.service_id)), inventoryStore(tx).endpointsById(org, rows.map((row) => row.endpoint_id)),
    versionsOf(tx, org, rows.map((row) => row.release_id)), purlsOf(tx, org, rows.map((row) => component ?? row.component_id)), statesOf(tx, org, rows, asof),
  ]);
  return rows.map((row) => {
    const service = services.get(row.service_id);
    const endpoint = endpoints.get(row.endpoint_id);
    return {
      findingId: row.finding_id, vulnerability: row.vulnerability_id, deploymentId: row.deployment_id, serviceId: row.service_id, service: service?.name ?? row.service_id, owner: service?.owner ?? undefined,
      releaseId: row.release_id, version: versions.get(row.release_id) ?? "", endpointId: row.endpoint_id, endpoint: endpoint?.name ?? row.endpoint_id, environment: endpoint?.environment ?? "unknown",
      exposure: endpoint?.exposure ?? "unknown", criticality: endpoint?.criticality ?? "unknown", component: purls.get(component ?? row.component_id) ?? "", since: row.started_at, until: endSeen(row.ended_at, asof),
      knownAt: row.known_at, state: states.get(row.finding_id) ?? (row.state as FindingState), outcome: row.outcome as Outcome, dueAt: row.due_at ?? undefined, clause: row.clause, fixVersion: row.fix_version ?? undefined,
    };
  });
}

async function versionsOf(tx: Tx, org: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await inChunks(ids, (chunk) => tx.db.selectFrom("release").select(["release_id", "version"]).where("org_id", "=", org).where("release_id", "in", chunk).execute());
  return new Map(rows.map((row) => [row.release_id, row.version]));
}

async function purlsOf(tx: Tx, org: string, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await inChunks(ids, (chunk) => tx.db.selectFrom("component").select(["component_id", "purl"]).where("org_id", "=", org).where("component_id", "in", chunk).execute());
  return new Map(rows.map((row) => [row.component_id, row.purl]));
}

async function statesOf(tx: Tx, org: string, rows: readonly ExposedRow[], asof: Instant | undefined): Promise<Map<string, FindingState>> {
  if (asof === undefined) return new Map();
  const decisions = Map.groupBy(await decisionsAbout(tx, org, rows.map((row) => row.vulnerability_id)), (decision) => decision.scope.vulnerabilityId);
  return new Map(rows.map((row) => [row.finding_id, stateAt({
    vulnerabilityId: row.vulnerability_id, packageKey: row.package_key, serviceId: row.service_id, periods: periodsFrom(row.periods),
    closeReason: (row.close_reason ?? undefined) as CloseReason | undefined, closedAt: row.closed_at ?? undefined,
  }, decisions.get(row.vulnerability_id) ?? [], asof).state]));
}
