// Exposures as people read them: the rows of one page, with the names of what they join.
import type { ExposureRow } from "../../findings/finding-views.ts";
import type { FindingState, Outcome } from "../../findings/finding.ts";
import type { Instant } from "../../kernel/clock.ts";
import { inChunks } from "../bulk.ts";
import type { Tx } from "../bulk.ts";
import { decisionsAbout } from "../decision-store.ts";
import { findingFrom } from "../finding-row.ts";
import { inventoryStore } from "../inventory-store.ts";
import type { DeploymentTable, ExposureTable, FindingTable } from "../tables.ts";
import { endSeen } from "./deployment-views.ts";
import { namesOfServices } from "./finding-rows.ts";
import { stateAt } from "./state-at.ts";

export type ExposedKey = Pick<ExposureTable, "finding_id" | "deployment_id" | "component_id" | "known_at">;
interface Shown { asof: Instant | undefined; component: number | undefined }

/** component: the one that was asked for, when it was one. State and end are as of asof; priority and due date are today's. */
export async function exposureRows(tx: Tx, org: string, keys: readonly ExposedKey[], { asof, component }: Shown): Promise<ExposureRow[]> {
  const findings = await findingsOf(tx, org, keys.map((key) => key.finding_id));
  const deployments = await deploymentsOf(tx, org, keys.map((key) => key.deployment_id));
  const rows = keys.flatMap((key) => { const [f, d] = [findings.get(key.finding_id), deployments.get(key.deployment_id)]; return f && d ? [{ key, f, d }] : []; });
  const [services, endpoints, versions, purls, states] = await Promise.all([
    namesOfServices(tx, org, rows.map(({ f }) => f.service_id)), inventoryStore(tx).endpointsById(org, rows.map(({ d }) => d.endpoint_id)),
    versionsOf(tx, org, rows.map(({ d }) => d.release_id)), purlsOf(tx, org, keys.map((key) => component ?? key.component_id)), statesOf(tx, org, [...findings.values()], asof),
  ]);
  return rows.map(({ key, f, d }) => {
    const [service, endpoint] = [services.get(f.service_id), endpoints.get(d.endpoint_id)];
    return {
      findingId: f.finding_id, vulnerability: f.vulnerability_id, deploymentId: d.deployment_id, serviceId: f.service_id, service: service?.name ?? f.service_id, owner: service?.owner ?? undefined,
      releaseId: d.release_id, version: versions.get(d.release_id) ?? "", endpointId: d.endpoint_id, endpoint: endpoint?.name ?? d.endpoint_id, environment: endpoint?.environment ?? "unknown",
      exposure: endpoint?.exposure ?? "unknown", criticality: endpoint?.criticality ?? "unknown", component: purls.get(component ?? key.component_id) ?? "", since: d.started_at, until: endSeen(d.ended_at, asof),
      knownAt: key.known_at, state: states.get(f.finding_id) ?? (f.state as FindingState), outcome: f.outcome as Outcome, dueAt: f.due_at ?? undefined, clause: f.clause, fixVersion: f.fix_version ?? undefined,
    };
  });
}

async function findingsOf(tx: Tx, org: string, ids: readonly string[]): Promise<Map<string, FindingTable>> {
  const rows = await inChunks(ids, (chunk) => tx.db.selectFrom("finding").selectAll().where("org_id", "=", org).where("finding_id", "in", chunk).execute());
  return new Map(rows.map((row) => [row.finding_id, row]));
}

async function deploymentsOf(tx: Tx, org: string, ids: readonly string[]): Promise<Map<string, DeploymentTable>> {
  const rows = await inChunks(ids, (chunk) => tx.db.selectFrom("deployment").selectAll().where("org_id", "=", org).where("deployment_id", "in", chunk).execute());
  return new Map(rows.map((row) => [row.deployment_id, row]));
}

async function versionsOf(tx: Tx, org: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await inChunks(ids, (chunk) => tx.db.selectFrom("release").select(["release_id", "version"]).where("org_id", "=", org).where("release_id", "in", chunk).execute());
  return new Map(rows.map((row) => [row.release_id, row.version]));
}

async function purlsOf(tx: Tx, org: string, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await inChunks(ids, (chunk) => tx.db.selectFrom("component").select(["component_id", "purl"]).where("org_id", "=", org).where("component_id", "in", chunk).execute());
  return new Map(rows.map((row) => [row.component_id, row.purl]));
}

async function statesOf(tx: Tx, org: string, rows: readonly FindingTable[], asof: Instant | undefined): Promise<Map<string, FindingState>> {
  if (asof === undefined) return new Map();
  const decisions = Map.groupBy(await decisionsAbout(tx, org, rows.map((row) => row.vulnerability_id)), (decision) => decision.scope.vulnerabilityId);
  return new Map(rows.map((row) => [row.finding_id, stateAt(findingFrom(row), decisions.get(row.vulnerability_id) ?? [], asof).state]));
}
