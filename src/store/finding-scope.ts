// Loads the intervals behind a set of findings: set-based, so that a fleet costs a few queries, not one a deployment.
import { sql } from "kysely";
import type { AffectedRelease, Scope, ScopeRows } from "../findings/finding-store.ts";
import type { Finding } from "../findings/finding.ts";
import { newFindingId } from "../findings/identity.ts";
import type { FindingKey } from "../findings/identity.ts";
import type { Deployment } from "../inventory/inventory.ts";
import { inChunks } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import { decisionsAbout } from "./decision-store.ts";
import { findingFrom } from "./finding-row.ts";
import { deploymentFrom, inventoryStore } from "./inventory-store.ts";
import { world } from "./world.ts";

export async function loadScope(tx: Tx, org: string, scope: Scope): Promise<ScopeRows> {
  const findings = "serviceIds" in scope ? await findingsWhere(tx, org, "service_id", scope.serviceIds) : await findingsWhere(tx, org, "vulnerability_id", scope.vulnerabilityIds);
  const byVulnerability = "vulnerabilityIds" in scope ? await affectedByVulnerability(tx, org, scope.vulnerabilityIds) : undefined;
  const services = "serviceIds" in scope ? scope.serviceIds : [...new Set([...findings.map(({ serviceId }) => serviceId), ...await servicesOfReleases(tx, org, byVulnerability?.map(({ releaseId }) => releaseId) ?? [])])];
  const deployments = await deploymentsOf(tx, org, services);
  const running = new Set(deployments.map(({ releaseId }) => releaseId));
  const releases = [...running];
  const affected = (byVulnerability ?? await affectedByRelease(tx, org, releases)).filter(({ releaseId }) => running.has(releaseId));
  const packageKeys = [...new Set([...findings.map(({ packageKey }) => packageKey), ...affected.map(({ packageKey }) => packageKey)])];
  const vulnerabilityIds = [...new Set([...findings.map(({ vulnerabilityId }) => vulnerabilityId), ...affected.map(({ vulnerabilityId }) => vulnerabilityId)])];
  return {
    deployments, affected, findings, taken: await takenIds(tx, org, newKeys(deployments, affected, findings)),
    evaluatedReleases: new Set((await inChunks(releases, (chunk) => tx.db.selectFrom("release").select("release_id").where("org_id", "=", org).where("release_id", "in", chunk).where("sbom_digest", "is not", null).execute())).map((row) => row.release_id)),
    holding: await holding(tx, org, releases, packageKeys),
    exposures: (await inChunks(findings.map(({ findingId }) => findingId), (chunk) => tx.db.selectFrom("exposure").selectAll().where("org_id", "=", org).where("finding_id", "in", chunk).execute()))
      .map((row) => ({ findingId: row.finding_id, deploymentId: row.deployment_id, knownAt: row.known_at, retractedAt: row.retracted_at ?? undefined })),
    decisions: await decisionsAbout(tx, org, vulnerabilityIds),
    endpoints: await inventoryStore(tx).endpointsById(org, deployments.map(({ endpointId }) => endpointId)),
    services: await inventoryStore(tx).servicesById(org, services),
  };
}

async function findingsWhere(tx: Tx, org: string, column: "service_id" | "vulnerability_id", ids: readonly string[]): Promise<Finding[]> {
  return (await inChunks(ids, (chunk) => tx.db.selectFrom("finding").selectAll().where("org_id", "=", org).where(column, "in", chunk).where("merged_into", "is", null).execute())).map(findingFrom);
}

/** What has no finding yet: affected packages of the services that run, or ran, them. */
function newKeys(deployments: readonly Deployment[], affected: readonly AffectedRelease[], findings: readonly Finding[]): FindingKey[] {
  const services = new Map(deployments.map(({ releaseId, serviceId }) => [releaseId, serviceId]));
  const textOf = ({ vulnerabilityId, packageKey, serviceId }: FindingKey): string => JSON.stringify([vulnerabilityId, packageKey, serviceId]);
  const known = new Set(findings.map(textOf));
  const keys = affected.map(({ releaseId, packageKey, vulnerabilityId }): FindingKey => ({ vulnerabilityId, packageKey, serviceId: services.get(releaseId) ?? "" }));
  return [...new Map(keys.map((key) => [textOf(key), key])).entries()].flatMap(([text, key]) => (known.has(text) ? [] : [key]));
}

async function takenIds(tx: Tx, org: string, keys: readonly FindingKey[]): Promise<Set<string>> {
  const taken = new Set<string>();
  for (let asked = keys.map((key) => newFindingId(org, key, taken)); asked.length > 0;) {
    const found = new Set((await inChunks(asked, (chunk) => tx.db.selectFrom("finding").select("finding_id").where("org_id", "=", org).where("finding_id", "in", chunk).execute())).map((row) => row.finding_id));
    for (const id of found) taken.add(id);
    // A second id may be taken as well: only those that just changed are asked for again.
    asked = found.size === 0 ? [] : keys.map((key) => newFindingId(org, key, taken)).filter((id) => !asked.includes(id));
  }
  return taken;
}

const deploymentsOf = async (tx: Tx, org: string, serviceIds: readonly string[]): Promise<Deployment[]> =>
  (await inChunks(serviceIds, (chunk) => tx.db.selectFrom("deployment").selectAll().where("org_id", "=", org).where("service_id", "in", chunk).execute())).map(deploymentFrom);

const servicesOfReleases = async (tx: Tx, org: string, releaseIds: readonly string[]): Promise<string[]> =>
  (await inChunks(releaseIds, (chunk) => tx.db.selectFrom("release").select("service_id").distinct().where("org_id", "=", org).where("release_id", "in", chunk).execute())).map((row) => row.service_id);

interface AffectedRow { release_id: string; component_id: number; package_key: string; vulnerability_id: string; cleared_by: string | null }
const affectedFrom = (row: AffectedRow): AffectedRelease =>
  ({ releaseId: row.release_id, componentId: row.component_id, packageKey: row.package_key, vulnerabilityId: row.vulnerability_id, clearedBy: row.cleared_by ?? undefined });

// The joins are written in the order they must run: PostgreSQL's planner knows it from its statistics, SQLite's takes "cross join" as an order.
async function affectedByRelease(tx: Tx, org: string, releaseIds: readonly string[]): Promise<AffectedRelease[]> {
  const rows = await inChunks(releaseIds, async (chunk) => (await sql<AffectedRow>`
    select rc.release_id, m.component_id, m.package_key, s.vulnerability_id, m.cleared_by
    from release_component rc cross join "match" m cross join subject s
    where rc.org_id = ${org} and rc.release_id in (${sql.join(chunk)})
      and m.org_id = ${org} and m.component_id = rc.component_id and m.retracted_at is null
      and s.org_id = ${world} and s.advisory_id = m.advisory_id`.execute(tx.db)).rows);
  return rows.map(affectedFrom);
}

async function affectedByVulnerability(tx: Tx, org: string, vulnerabilityIds: readonly string[]): Promise<AffectedRelease[]> {
  const rows = await inChunks(vulnerabilityIds, async (chunk) => (await sql<AffectedRow>`
    select rc.release_id, m.component_id, m.package_key, s.vulnerability_id, m.cleared_by
    from subject s cross join "match" m cross join release_component rc
    where s.org_id = ${world} and s.vulnerability_id in (${sql.join(chunk)})
      and m.org_id = ${org} and m.advisory_id = s.advisory_id and m.retracted_at is null
      and rc.org_id = ${org} and rc.component_id = m.component_id`.execute(tx.db)).rows);
  return rows.map(affectedFrom);
}

// About as many components as a release has.
const typicalComponents = 300;

async function holding(tx: Tx, org: string, releaseIds: readonly string[], packageKeys: readonly string[]): Promise<Set<string>> {
  if (releaseIds.length === 0) return new Set();
  const components = await inChunks(packageKeys, (chunk) => tx.db.selectFrom("component").select(["component_id", "package_key"]).where("org_id", "=", org).where("package_key", "in", chunk).execute());
  const keys = new Map(components.map((row) => [row.component_id, row.package_key ?? ""]));
  // A few components are asked for one by one; for many it is cheaper to read what the releases hold.
  const asked = keys.size <= typicalComponents ? [...keys.keys()] : undefined;
  const rows = await inChunks(releaseIds, async (chunk) => {
    const query = tx.db.selectFrom("release_component").select(["release_id", "component_id"]).where("org_id", "=", org).where("release_id", "in", chunk);
    return asked === undefined ? query.execute() : inChunks(asked, (ids) => query.where("component_id", "in", ids).execute());
  });
  return new Set(rows.flatMap((row) => (keys.has(row.component_id) ? [`${row.release_id} ${keys.get(row.component_id)}`] : [])));
}
