// The inventory's store, on Kysely for both dialects.
import { sql } from "kysely";
import type { InventoryStore, LiveDeployment, StoredComponent } from "../inventory/inventory-store.ts";
import type { Criticality, Deployment, DeploymentEvent, Endpoint, ExposureLevel, Release, Service } from "../inventory/inventory.ts";
import { Fault } from "../kernel/fault.ts";
import { derivedId } from "../kernel/id.ts";
import { chunksOf, inChunks, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import { takeNumbers } from "./counter.ts";
import type { ComponentTable, DeploymentEventTable, DeploymentTable, EndpointTable, ReleaseTable, SbomTable, ServiceTable } from "./tables.ts";

export function inventoryStore(tx: Tx): InventoryStore {
  return {
    organisations: async () => (await tx.db.selectFrom("organisation").select("org_id").where("org_id", "!=", "world").orderBy("org_id").execute()).map((row) => row.org_id),
    ensureOrganisation: async (org, name, at) => {
      await tx.db.insertInto("organisation").values({ org_id: org, name, created_at: at }).onConflict((conflict) => conflict.doNothing()).execute();
    },
    ensureService: (org, service) => ensureService(tx, org, service),
    ensureEndpoint: (org, endpoint) => ensureEndpoint(tx, org, endpoint),
    ensureRelease: (org, release) => ensureRelease(tx, org, release),
    setOwner: async (org, serviceId, owner) => {
      await tx.db.updateTable("service").set((set) => ({ owner: owner ?? null, version: set("version", "+", 1) })).where("org_id", "=", org).where("service_id", "=", serviceId).execute();
    },
    servicesOn: async (org, endpointId) =>
      (await tx.db.selectFrom("deployment").select("service_id").distinct().where("org_id", "=", org).where("endpoint_id", "=", endpointId).execute()).map((row) => row.service_id),
    findServiceId: async (org, nameOrId) =>
      (await tx.db.selectFrom("service").select("service_id").where("org_id", "=", org).where((where) => where.or([where("name", "=", nameOrId), where("service_id", "=", nameOrId)])).executeTakeFirst())?.service_id,
    endpointsById: async (org, ids) => new Map((await manyById(tx, "endpoint", "endpoint_id", org, ids)).map((row) => [row.endpoint_id, endpointFrom(row)])),
    servicesById: async (org, ids) => new Map((await manyById(tx, "service", "service_id", org, ids)).map((row) => [row.service_id, serviceFrom(row)])),
    internComponents: (org, components, at) => internComponents(tx, org, components, at),
    putSbom: (org, releaseId, sbom, ids, rejects) => putSbom(tx, org, releaseId, sbom, ids, rejects),
    componentsOfPackages: (org, keys) => componentsOfPackages(tx, org, keys),
    liveDeploymentsOf: (org, ids) => liveDeploymentsOf(tx, org, ids),
    componentByPurl: async (org, purl) => (await componentsWhere(tx, org, "purl", [purl]))[0],
    addDeploymentEvent: async (org, event) => {
      await insertMany(tx, "deployment_event", eventColumns, [[org, event.endpointId, event.serviceId, event.at, event.kind, event.releaseId ?? "", event.recordedAt]], { key: ["org_id", "endpoint_id", "service_id", "at", "kind", "release_id"] });
    },
    deploymentEvents: async (org, endpointId, serviceId) =>
      (await tx.db.selectFrom("deployment_event").selectAll().where("org_id", "=", org).where("endpoint_id", "=", endpointId).where("service_id", "=", serviceId).execute()).map(eventFrom),
    deploymentsBetween: async (org, endpointId, serviceId) =>
      (await tx.db.selectFrom("deployment").selectAll().where("org_id", "=", org).where("endpoint_id", "=", endpointId).where("service_id", "=", serviceId).orderBy("started_at").execute()).map(deploymentFrom),
    putDeployments: (org, endpointId, serviceId, intervals) => putDeployments(tx, org, endpointId, serviceId, intervals),
  };
}

const eventColumns = ["org_id", "endpoint_id", "service_id", "at", "kind", "release_id", "recorded_at"] as const;
const deploymentColumns = ["org_id", "deployment_id", "endpoint_id", "service_id", "release_id", "started_at", "ended_at", "recorded_at"] as const;
const componentColumns = ["org_id", "component_id", "purl", "name", "version", "ecosystem", "package_key", "package_version", "created_at"] as const;

async function manyById<T extends "endpoint" | "service">(tx: Tx, table: T, column: string, org: string, ids: readonly string[]): Promise<(T extends "endpoint" ? EndpointTable : ServiceTable)[]> {
  const rows: unknown[] = [];
  for (const chunk of chunksOf([...new Set(ids)])) {
    rows.push(...(await sql`select * from ${sql.table(table)} where org_id = ${org} and ${sql.ref(column)} in (${sql.join(chunk)})`.execute(tx.db)).rows);
  }
  return rows as (T extends "endpoint" ? EndpointTable : ServiceTable)[];
}

async function ensureService(tx: Tx, org: string, { name, owner, at }: Parameters<InventoryStore["ensureService"]>[1]): ReturnType<InventoryStore["ensureService"]> {
  const found = await tx.db.selectFrom("service").selectAll().where("org_id", "=", org).where("name", "=", name).executeTakeFirst();
  if (!found) {
    const row: ServiceTable = { org_id: org, service_id: derivedId("svc", org, name), name, owner: owner ?? null, created_at: at, version: 1 };
    await tx.db.insertInto("service").values(row).execute();
    return { service: serviceFrom(row), changed: true };
  }
  if (owner === undefined || owner === found.owner) return { service: serviceFrom(found), changed: false };
  await tx.db.updateTable("service").set({ owner, version: found.version + 1 }).where("org_id", "=", org).where("service_id", "=", found.service_id).execute();
  return { service: serviceFrom({ ...found, owner }), changed: true };
}

async function ensureEndpoint(tx: Tx, org: string, { name, at, ...given }: Parameters<InventoryStore["ensureEndpoint"]>[1]): ReturnType<InventoryStore["ensureEndpoint"]> {
  const found = await tx.db.selectFrom("endpoint").selectAll().where("org_id", "=", org).where("name", "=", name).executeTakeFirst();
  if (!found) {
    const row: EndpointTable = { org_id: org, endpoint_id: derivedId("end", org, name), name, environment: given.environment ?? "unknown", exposure: given.exposure ?? "unknown", criticality: given.criticality ?? "unknown", created_at: at, version: 1 };
    await tx.db.insertInto("endpoint").values(row).execute();
    return { endpoint: endpointFrom(row), changed: true };
  }
  const next = { environment: given.environment ?? found.environment, exposure: given.exposure ?? found.exposure, criticality: given.criticality ?? found.criticality };
  const changed = next.environment !== found.environment || next.exposure !== found.exposure || next.criticality !== found.criticality;
  if (changed) await tx.db.updateTable("endpoint").set({ ...next, version: found.version + 1 }).where("org_id", "=", org).where("endpoint_id", "=", found.endpoint_id).execute();
  return { endpoint: endpointFrom({ ...found, ...next }), changed };
}

async function ensureRelease(tx: Tx, org: string, { serviceId, service, version, digest, commit, at }: Parameters<InventoryStore["ensureRelease"]>[1]): ReturnType<InventoryStore["ensureRelease"]> {
  const found = await tx.db.selectFrom("release").selectAll().where("org_id", "=", org).where("service_id", "=", serviceId).where("version", "=", version).executeTakeFirst();
  if (!found) {
    const row: ReleaseTable = { org_id: org, release_id: derivedId("rel", org, serviceId, version), service_id: serviceId, version, digest: digest ?? null, commit_id: commit ?? null, created_at: at, sbom_digest: null };
    await tx.db.insertInto("release").values(row).execute();
    return { release: releaseFrom(row, undefined), changed: true };
  }
  if (digest !== undefined && found.digest !== null && digest !== found.digest) {
    throw new Fault("release.digest-differs", { detail: `${service} ${version} is known as ${found.digest}; now it is said to be ${digest}`, places: [{ at: "/digest", rule: "a version of a service has one digest" }] });
  }
  const next = { digest: found.digest ?? digest ?? null, commit_id: found.commit_id ?? commit ?? null };
  const changed = next.digest !== found.digest || next.commit_id !== found.commit_id;
  if (changed) await tx.db.updateTable("release").set(next).where("org_id", "=", org).where("release_id", "=", found.release_id).execute();
  const sbom = found.sbom_digest === null ? undefined : await tx.db.selectFrom("sbom").selectAll().where("org_id", "=", org).where("release_id", "=", found.release_id).where("digest", "=", found.sbom_digest).executeTakeFirst();
  return { release: releaseFrom({ ...found, ...next }, sbom), changed };
}

async function internComponents(tx: Tx, org: string, components: Parameters<InventoryStore["internComponents"]>[1], at: number): ReturnType<InventoryStore["internComponents"]> {
  const known = new Map((await componentsWhere(tx, org, "purl", components.map(({ purl }) => purl))).map((row) => [row.purl, row.componentId]));
  const unknown = components.filter(({ purl }) => !known.has(purl));
  const first = await takeNumbers(tx, org, "component", unknown.length);
  const fresh = unknown.map((component, index): StoredComponent => ({ componentId: first + index, purl: component.purl, ecosystem: component.ecosystem, packageKey: component.packageKey, packageVersion: component.packageVersion }));
  await insertMany(tx, "component", componentColumns, unknown.map((component, index) =>
    [org, first + index, component.purl, component.name, component.version ?? null, component.ecosystem ?? null, component.packageKey ?? null, component.packageVersion ?? null, at]));
  await insertMany(tx, "component_name", ["org_id", "package_key", "component_id"], unknown.flatMap(({ otherKeys = [] }, index) => otherKeys.map((key) => [org, key, first + index])));
  for (const { purl, componentId } of fresh) known.set(purl, componentId);
  return { ids: components.map(({ purl }) => known.get(purl) ?? 0), fresh };
}

async function putSbom(tx: Tx, org: string, releaseId: string, sbom: Parameters<InventoryStore["putSbom"]>[2], ids: readonly number[], rejects: Parameters<InventoryStore["putSbom"]>[4]): Promise<void> {
  const before = await tx.db.selectFrom("release_component").select("component_id").where("org_id", "=", org).where("release_id", "=", releaseId).execute();
  const wanted = new Set(ids);
  const gone = before.map((row) => row.component_id).filter((id) => !wanted.has(id));
  for (const chunk of chunksOf(gone)) await tx.db.deleteFrom("release_component").where("org_id", "=", org).where("release_id", "=", releaseId).where("component_id", "in", chunk).execute();
  const present = new Set(before.map((row) => row.component_id));
  const added = [...wanted].filter((id) => !present.has(id)).toSorted((a, b) => a - b);
  await insertMany(tx, "release_component", ["org_id", "release_id", "component_id"], added.map((id) => [org, releaseId, id]));
  await insertMany(tx, "sbom", ["org_id", "release_id", "digest", "format", "spec_version", "received_at", "components", "rejects", "duplicates", "not_covered", "reject_list"],
    [[org, releaseId, sbom.digest, sbom.format, sbom.specVersion, sbom.receivedAt, sbom.components, sbom.rejects, sbom.duplicates, sbom.notCovered, JSON.stringify(rejects)]],
    { key: ["org_id", "release_id", "digest"], update: ["received_at", "not_covered"] });
  await tx.db.updateTable("release").set({ sbom_digest: sbom.digest }).where("org_id", "=", org).where("release_id", "=", releaseId).execute();
}

async function componentsOfPackages(tx: Tx, org: string, keys: readonly string[]): Promise<StoredComponent[]> {
  const others = await inChunks(keys, (chunk) => tx.db.selectFrom("component_name").select("component_id").where("org_id", "=", org).where("package_key", "in", chunk).execute());
  const found = [...await componentsWhere(tx, org, "package_key", keys), ...await componentsNumbered(tx, org, others.map((row) => row.component_id))];
  return others.length === 0 ? found : [...new Map(found.map((component) => [component.componentId, component])).values()];
}

const componentsWhere = async (tx: Tx, org: string, column: "purl" | "package_key", values: readonly string[]): Promise<StoredComponent[]> =>
  (await inChunks([...new Set(values)], (chunk) => selectComponents(tx, org).where(column, "in", chunk).execute())).map(storedFrom);

const componentsNumbered = async (tx: Tx, org: string, ids: readonly number[]): Promise<StoredComponent[]> =>
  (await inChunks([...new Set(ids)], (chunk) => selectComponents(tx, org).where("component_id", "in", chunk).execute())).map(storedFrom);

// Written in the order the joins must run, as in finding-scope.ts.
const liveDeploymentsOf = (tx: Tx, org: string, ids: readonly number[]): Promise<LiveDeployment[]> => inChunks(ids, async (chunk) =>
  (await sql<{ component_id: number; deployment_id: string; release_id: string; version: string; service_id: string; endpoint_id: string }>`
    select rc.component_id, d.deployment_id, d.release_id, r.version, d.service_id, d.endpoint_id from release_component rc cross join deployment d cross join release r
    where rc.org_id = ${org} and rc.component_id in (${sql.join(chunk)}) and d.org_id = ${org} and d.release_id = rc.release_id and d.ended_at is null
      and r.org_id = ${org} and r.release_id = d.release_id
    order by d.deployment_id, rc.component_id`.execute(tx.db)).rows.map((row) => ({ componentId: row.component_id, deploymentId: row.deployment_id, releaseId: row.release_id, version: row.version, serviceId: row.service_id, endpointId: row.endpoint_id })));

const selectComponents = (tx: Tx, org: string) => tx.db.selectFrom("component").select(["component_id", "purl", "ecosystem", "package_key", "package_version"]).where("org_id", "=", org);

async function putDeployments(tx: Tx, org: string, endpointId: string, serviceId: string, intervals: readonly Deployment[]): Promise<void> {
  const ids = intervals.map(({ deploymentId }) => deploymentId);
  let gone = tx.db.deleteFrom("deployment").where("org_id", "=", org).where("endpoint_id", "=", endpointId).where("service_id", "=", serviceId);
  if (ids.length > 0) gone = gone.where("deployment_id", "not in", ids);
  await gone.execute();
  await insertMany(tx, "deployment", deploymentColumns, intervals.map((interval) =>
    [org, interval.deploymentId, interval.endpointId, interval.serviceId, interval.releaseId, interval.startedAt, interval.endedAt ?? null, interval.recordedAt]),
  { key: ["org_id", "deployment_id"], update: ["ended_at", "recorded_at"] });
}

const storedFrom = (row: Pick<ComponentTable, "component_id" | "purl" | "ecosystem" | "package_key" | "package_version">): StoredComponent =>
  ({ componentId: row.component_id, purl: row.purl, ecosystem: row.ecosystem ?? undefined, packageKey: row.package_key ?? undefined, packageVersion: row.package_version ?? undefined });
export const serviceFrom = (row: ServiceTable): Service => ({ serviceId: row.service_id, name: row.name, owner: row.owner ?? undefined, createdAt: row.created_at });
export const endpointFrom = (row: EndpointTable): Endpoint =>
  ({ endpointId: row.endpoint_id, name: row.name, environment: row.environment, exposure: row.exposure as ExposureLevel, criticality: row.criticality as Criticality, createdAt: row.created_at });
export const releaseFrom = (row: ReleaseTable, sbom: SbomTable | undefined): Release => ({
  releaseId: row.release_id, serviceId: row.service_id, version: row.version, digest: row.digest ?? undefined, commit: row.commit_id ?? undefined, createdAt: row.created_at,
  sbom: sbom && { digest: sbom.digest, format: sbom.format, specVersion: sbom.spec_version, receivedAt: sbom.received_at, components: sbom.components, rejects: sbom.rejects, duplicates: sbom.duplicates },
});
export const deploymentFrom = (row: DeploymentTable): Deployment =>
  ({ deploymentId: row.deployment_id, endpointId: row.endpoint_id, serviceId: row.service_id, releaseId: row.release_id, startedAt: row.started_at, endedAt: row.ended_at ?? undefined, recordedAt: row.recorded_at });
function eventFrom(row: DeploymentEventTable): DeploymentEvent {
  const place = { endpointId: row.endpoint_id, serviceId: row.service_id, at: row.at, recordedAt: row.recorded_at };
  return row.kind === "ended" ? { ...place, kind: "ended", releaseId: undefined } : { ...place, kind: "started", releaseId: row.release_id };
}
