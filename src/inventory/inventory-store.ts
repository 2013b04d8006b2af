// What the inventory asks of a store; every call stands in the caller's transaction.
import type { Instant } from "../kernel/clock.ts";
import type { Component, ComponentReject } from "./component.ts";
import type { Criticality, Deployment, DeploymentEvent, Endpoint, ExposureLevel, Release, SbomRecord, Service } from "./inventory.ts";

/** A component under its number in this organisation: small, because releases hold hundreds of thousands. */
export interface StoredComponent { componentId: number; purl: string; ecosystem: string | undefined; packageKey: string | undefined; packageVersion: string | undefined }

export interface LiveDeployment { componentId: number; deploymentId: string; releaseId: string; version: string; serviceId: string; endpointId: string }

export interface InventoryStore {
  organisations(): Promise<readonly string[]>;
  ensureOrganisation(org: string, name: string, at: Instant): Promise<void>;
  /** An owner given replaces the one that is stored; one not given leaves it. */
  ensureService(org: string, service: { name: string; owner: string | undefined; at: Instant }): Promise<{ service: Service; changed: boolean }>;
  ensureEndpoint(org: string, endpoint: { name: string; environment: string | undefined; exposure: ExposureLevel | undefined; criticality: Criticality | undefined; at: Instant }): Promise<{ endpoint: Endpoint; changed: boolean }>;
  /** Throws release.digest-differs when the version is known with another digest. */
  ensureRelease(org: string, release: { serviceId: string; service: string; version: string; digest: string | undefined; commit: string | undefined; at: Instant }): Promise<{ release: Release; changed: boolean }>;
  setOwner(org: string, serviceId: string, owner: string | undefined): Promise<void>;
  /** Services that run, or ran, on an endpoint. */
  servicesOn(org: string, endpointId: string): Promise<readonly string[]>;
  findServiceId(org: string, nameOrId: string): Promise<string | undefined>;
  endpointsById(org: string, ids: readonly string[]): Promise<ReadonlyMap<string, Endpoint>>;
  servicesById(org: string, ids: readonly string[]): Promise<ReadonlyMap<string, Service>>;

  /** Numbers for components; `fresh` are those never seen before in this organisation. otherKeys: package keys beside the first under which advisories may speak of it. */
  internComponents(org: string, components: readonly (Component & { packageKey: string | undefined; otherKeys?: readonly string[] })[], at: Instant): Promise<{ ids: readonly number[]; fresh: readonly StoredComponent[] }>;
  /** Makes this the content of the release: what was there before and is not in ids goes. */
  putSbom(org: string, releaseId: string, sbom: SbomRecord & { notCovered: number }, ids: readonly number[], rejects: readonly ComponentReject[]): Promise<void>;
  /** Components that go by one of these keys, first or other. */
  componentsOfPackages(org: string, packageKeys: readonly string[]): Promise<readonly StoredComponent[]>;
  /** Every live deployment whose release holds one of these components: one row for each of the two together. */
  liveDeploymentsOf(org: string, componentIds: readonly number[]): Promise<readonly LiveDeployment[]>;
  componentByPurl(org: string, purl: string): Promise<StoredComponent | undefined>;

  addDeploymentEvent(org: string, event: DeploymentEvent): Promise<void>;
  deploymentEvents(org: string, endpointId: string, serviceId: string): Promise<readonly DeploymentEvent[]>;
  deploymentsBetween(org: string, endpointId: string, serviceId: string): Promise<readonly Deployment[]>;
  /** Makes these the intervals of the service on the endpoint. */
  putDeployments(org: string, endpointId: string, serviceId: string, intervals: readonly Deployment[]): Promise<void>;
}
