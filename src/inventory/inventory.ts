// What runs where: services, releases, endpoints and the intervals between them.
import type { Instant } from "../kernel/clock.ts";

export const exposures = ["internet", "internal", "unknown"] as const;
export type ExposureLevel = (typeof exposures)[number];
export const criticalities = ["critical", "high", "medium", "low", "unknown"] as const;
export type Criticality = (typeof criticalities)[number];

/** A logical application with an owner; undefined owner is shown as "(none)", never guessed. */
export interface Service { serviceId: string; name: string; owner: string | undefined; createdAt: Instant }

/** A place where releases run. An unknown exposure is not "internal". */
export interface Endpoint { endpointId: string; name: string; environment: string; exposure: ExposureLevel; criticality: Criticality; createdAt: Instant }

/** One built version of a service. sbom is undefined until one was received: such a release cannot be evaluated. */
export interface Release {
  releaseId: string; serviceId: string; version: string;
  digest: string | undefined; commit: string | undefined; createdAt: Instant;
  sbom: SbomRecord | undefined;
}
export interface SbomRecord { digest: string; format: string; specVersion: string; receivedAt: Instant; components: number; rejects: number; duplicates: number }

/** A release on an endpoint over [startedAt, endedAt); endedAt undefined = it runs. */
export interface Deployment {
  deploymentId: string; endpointId: string; serviceId: string; releaseId: string;
  startedAt: Instant; endedAt: Instant | undefined; recordedAt: Instant;
}

/** What a deployer or a probe reported: from `at` on this release ran here, or nothing of this service did. */
export type DeploymentEvent =
  | { kind: "started"; endpointId: string; serviceId: string; releaseId: string; at: Instant; recordedAt: Instant }
  | { kind: "ended"; endpointId: string; serviceId: string; releaseId: undefined; at: Instant; recordedAt: Instant };
