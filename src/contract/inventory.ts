// Services, releases, components, endpoints, deployments: the shapes of the inventory resources.
import Type from "typebox";
import type { Static } from "typebox";
import { Criticality, ExposureLevel, Nullable, Time } from "./shapes.ts";

/** Open findings by outcome, counted over live deployments. */
export const RiskCounts = Type.Object({ act: Type.Integer(), attend: Type.Integer(), "track*": Type.Integer(), track: Type.Integer() });

export const Service = Type.Object({
  id: Type.String(), name: Type.String(), owner: Nullable(Type.String()),
  liveDeployments: Type.Integer(), releases: Type.Integer(), openFindings: Type.Integer(), risk: RiskCounts, createdAt: Time,
});
export type Service = Static<typeof Service>;

export const Sbom = Type.Object({ digest: Type.String(), format: Type.String(), specVersion: Type.String(), receivedAt: Time, components: Type.Integer(), rejects: Type.Integer(), duplicates: Type.Integer() });

export const Release = Type.Object({
  id: Type.String(), serviceId: Type.String(), service: Type.String(), version: Type.String(),
  digest: Nullable(Type.String()), commit: Nullable(Type.String()), createdAt: Time,
  /** null: no SBOM was received, so nothing can be said about this release. */
  sbom: Nullable(Sbom), liveDeployments: Type.Integer(), openFindings: Type.Integer(),
});
export type Release = Static<typeof Release>;

export const Endpoint = Type.Object({
  id: Type.String(), name: Type.String(), environment: Type.String(), exposure: ExposureLevel, criticality: Criticality,
  liveDeployments: Type.Integer(), openFindings: Type.Integer(), createdAt: Time,
});
export type Endpoint = Static<typeof Endpoint>;

export const Deployment = Type.Object({
  id: Type.String(), serviceId: Type.String(), service: Type.String(), owner: Nullable(Type.String()), releaseId: Type.String(), version: Type.String(),
  endpointId: Type.String(), endpoint: Type.String(), environment: Type.String(), exposure: ExposureLevel,
  startedAt: Time, endedAt: Nullable(Time), hasSbom: Type.Boolean(), openFindings: Type.Integer(),
});
export type Deployment = Static<typeof Deployment>;

export const Component = Type.Object({
  purl: Type.String(), name: Type.String(), version: Nullable(Type.String()), ecosystem: Nullable(Type.String()), packageKey: Nullable(Type.String()),
  releases: Type.Integer(), liveDeployments: Type.Integer(), openFindings: Type.Integer(),
});
export type Component = Static<typeof Component>;

export const ComponentReject = Type.Object({ at: Type.String(), name: Nullable(Type.String()), reason: Type.String(), detail: Type.String() });

export const SbomReceipt = Type.Object({
  releaseId: Type.String(), service: Type.String(), version: Type.String(), digest: Type.String(), format: Type.String(), specVersion: Type.String(),
  components: Type.Integer(), duplicates: Type.Integer(), rejects: Type.Array(ComponentReject),
  /** Components in an ecosystem or of a kind no version scheme or feed covers yet: taken, but not matched. */
  notCovered: Type.Integer(), matches: Type.Integer(), findingsOpened: Type.Integer(), unchanged: Type.Boolean(),
});
export type SbomReceipt = Static<typeof SbomReceipt>;

/** What a pipeline says when it deploys: `started` (default) or `ended`. The release may be unknown yet; it is made, without SBOM. */
export const DeploymentReport = Type.Object({
  service: Type.String({ minLength: 1, maxLength: 200 }),
  version: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: "Needed unless kind is ended" })),
  endpoint: Type.String({ minLength: 1, maxLength: 200 }),
  kind: Type.Optional(Type.Enum(["started", "ended"])),
  at: Type.Optional(Time),
  environment: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  exposure: Type.Optional(ExposureLevel), criticality: Type.Optional(Criticality),
  owner: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  digest: Type.Optional(Type.String({ maxLength: 200 })), commit: Type.Optional(Type.String({ maxLength: 100 })),
}, { additionalProperties: false });
export type DeploymentReport = Static<typeof DeploymentReport>;

export const DeploymentReceipt = Type.Object({
  deployment: Nullable(Deployment), continued: Type.Boolean({ description: "The release already ran there: its interval continues" }),
  findingsOpened: Type.Integer(), findingsClosed: Type.Integer(), warnings: Type.Array(Type.String()),
});
export type DeploymentReceipt = Static<typeof DeploymentReceipt>;
