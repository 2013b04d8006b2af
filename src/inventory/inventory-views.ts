// Lists of the inventory as people read them: one row a thing, with what it is part of and what runs.
import type { Instant } from "../kernel/clock.ts";
import type { Page, PageRequest } from "../kernel/page.ts";
import type { ComponentReject } from "./component.ts";
import type { Criticality, ExposureLevel, SbomRecord } from "./inventory.ts";

/** Open findings by outcome. */
export type RiskCounts = Record<"act" | "attend" | "track*" | "track", number>;

export interface ServiceRow { id: string; name: string; owner: string | undefined; liveDeployments: number; releases: number; openFindings: number; risk: RiskCounts; createdAt: Instant }
export interface ReleaseRow {
  id: string; serviceId: string; service: string; version: string; digest: string | undefined; commit: string | undefined; createdAt: Instant;
  sbom: SbomRecord | undefined; liveDeployments: number; openFindings: number;
}
export interface EndpointRow { id: string; name: string; environment: string; exposure: ExposureLevel; criticality: Criticality; liveDeployments: number; openFindings: number; createdAt: Instant }
export interface DeploymentRow {
  id: string; serviceId: string; service: string; owner: string | undefined; releaseId: string; version: string; endpointId: string; endpoint: string;
  environment: string; exposure: ExposureLevel; startedAt: Instant; endedAt: Instant | undefined; hasSbom: boolean; openFindings: number;
}
export interface ComponentRow { purl: string; name: string; version: string | undefined; ecosystem: string | undefined; packageKey: string | undefined; releases: number; liveDeployments: number; openFindings: number }

/** One live deployment, as an index in memory needs it. */
export interface RunningRow {
  deploymentId: string; serviceId: string; service: string; owner: string | undefined; releaseId: string; version: string; digest: string | undefined;
  endpointId: string; endpoint: string; environment: string; exposure: ExposureLevel; startedAt: Instant;
}

/** component: the purl of a component that the release holds. */
export interface DeploymentFilter { component?: string | undefined; serviceId?: string | undefined; endpointId?: string | undefined; releaseId?: string | undefined; live?: boolean | undefined; asof?: Instant | undefined }

/** ids may also be names (services, endpoints) or digests (releases): look-ups take either. */
export interface InventoryViews {
  services(org: string, filter: { q?: string | undefined; sort?: "name" | "risk" | "-created" | undefined }, page: PageRequest): Promise<Page<ServiceRow>>;
  findService(org: string, idOrName: string): Promise<ServiceRow | undefined>;
  releases(org: string, filter: { serviceId?: string | undefined; q?: string | undefined }, page: PageRequest): Promise<Page<ReleaseRow>>;
  findRelease(org: string, idOrDigest: string): Promise<ReleaseRow | undefined>;
  releaseComponents(org: string, releaseId: string, filter: { q?: string | undefined }, page: PageRequest): Promise<Page<ComponentRow>>;
  releaseRejects(org: string, releaseId: string, page: PageRequest): Promise<Page<ComponentReject>>;
  components(org: string, filter: { q?: string | undefined; ecosystem?: string | undefined }, page: PageRequest): Promise<Page<ComponentRow>>;
  findComponent(org: string, purl: string): Promise<ComponentRow | undefined>;
  endpoints(org: string, filter: { q?: string | undefined; environment?: string | undefined }, page: PageRequest): Promise<Page<EndpointRow>>;
  findEndpoint(org: string, idOrName: string): Promise<EndpointRow | undefined>;
  deployments(org: string, filter: DeploymentFilter, page: PageRequest): Promise<Page<DeploymentRow>>;
  /** Live deployments in the order of their ids, from the first one after `afterId`. */
  runningAfter(org: string, afterId: string | undefined, limit: number): Promise<readonly RunningRow[]>;
  /** Those of these services, and those on these endpoints, by their names. */
  runningOf(org: string, names: { services: readonly string[]; endpoints: readonly string[] }): Promise<readonly RunningRow[]>;
}
