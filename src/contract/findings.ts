// Findings, exposures, fixes, decisions: the shapes of what people triage.
import Type from "typebox";
import type { Static } from "typebox";
import { Criticality, ExposureLevel, Nullable, Outcome, Severity, Time } from "./shapes.ts";

export const FindingState = Type.Enum(["open", "not-affected", "accepted", "snoozed", "closed"]);
export const FindingLabel = Type.Enum(["new", "regressed", "overdue", "partly-fixed", "unconfirmed", "kev", "malicious"], { description: "`kev`: exploited in the wild; `malicious`: the package is itself the attack; `unconfirmed`: it also runs where no SBOM tells" });
export const PriorityInput = Type.Object({ name: Type.String(), value: Type.String(), from: Type.String(), assumed: Type.Boolean() });
export const SlaClock = Type.Object({ policy: Type.String(), clause: Type.String(), startedAt: Time, dueAt: Nullable(Time), stoppedAt: Nullable(Time) });
export const LiveCounts = Type.Object({ affected: Type.Integer(), unconfirmed: Type.Integer(), fixed: Type.Integer(), total: Type.Integer() });

export const Finding = Type.Object({
  id: Type.String(), vulnerability: Type.String(), title: Type.String(), packageKey: Type.String(),
  serviceId: Type.String(), service: Type.String(), owner: Nullable(Type.String()), environments: Type.Array(Type.String()),
  state: FindingState, closeReason: Nullable(Type.Enum(["fixed", "component-removed", "retired", "withdrawn"])),
  labels: Type.Array(FindingLabel), severity: Severity, cvss: Nullable(Type.Number()), epss: Nullable(Type.Number()), kev: Type.Boolean(),
  outcome: Outcome, priorityInputs: Type.Array(PriorityInput), clock: SlaClock, fixVersion: Nullable(Type.String()),
  live: LiveCounts, detectedAt: Time, exposedSince: Time, closedAt: Nullable(Time), acknowledgedAt: Nullable(Time), acknowledgedBy: Nullable(Type.String()), updatedAt: Time,
});
export type Finding = Static<typeof Finding>;

/** One live (or past) deployment at risk: the row people act on. */
export const Exposure = Type.Object({
  findingId: Type.String(), vulnerability: Type.String(), deploymentId: Type.String(),
  serviceId: Type.String(), service: Type.String(), owner: Nullable(Type.String()), releaseId: Type.String(), version: Type.String(),
  endpointId: Type.String(), endpoint: Type.String(), environment: Type.String(), exposure: ExposureLevel, criticality: Criticality,
  component: Type.String({ description: "purl" }), since: Time, until: Nullable(Time), knownAt: Time,
  state: FindingState, outcome: Outcome, dueAt: Nullable(Time), clause: Type.String(), fixVersion: Nullable(Type.String()),
});
export type Exposure = Static<typeof Exposure>;

/** Why a component is or is not affected: one advisory's verdict. */
export const Trace = Type.Object({ component: Type.String(), advisory: Type.String(), source: Type.String(), verdict: Type.Enum(["affected", "not-affected", "unknown"]), why: Type.String(), clearedBy: Nullable(Type.String()), detectedAt: Nullable(Time),
  compared: Nullable(Type.String({ description: "The version that was compared: the source package's where the distribution uses that" })), order: Nullable(Type.String({ description: "The scheme that ordered the versions, and its standard" })),
  events: Type.Array(Type.String(), { description: "Of the range that decided" }), fixState: Nullable(Type.String({ description: "What the source says of a fix" })) });
export type Trace = Static<typeof Trace>;

export const Explanation = Type.Object({ items: Type.Array(Trace), clearsAll: Nullable(Type.String({ description: "The smallest version that clears every advisory on the package" })) });
export type Explanation = Static<typeof Explanation>;

export const FindingDetail = Type.Object({
  finding: Finding, verdict: Type.String({ description: "One sentence in plain words" }),
  environmental: Nullable(Type.Object({ score: Type.Number(), vector: Type.String(), because: Type.Array(Type.String()) }, { description: "CVSS with the environment of the live deployment where it scores highest" })),
  exposures: Type.Array(Exposure), traces: Type.Array(Trace),
  periods: Type.Array(Type.Object({ openedAt: Time, closedAt: Nullable(Time), reason: Nullable(Type.String()) })),
  decisions: Type.Array(Type.Any()), timeline: Type.Array(Type.Any()),
  incident: Nullable(Type.Object({ incidentId: Type.String(), number: Type.Integer({ description: "31 of INC-31" }) }, { description: "The open incident that it is a member of" })),
});

/** A single change that removes findings: package A to version B. */
export const Fix = Type.Object({
  key: Type.String(), packageKey: Type.String(), fixVersion: Nullable(Type.String()), findings: Type.Integer(), deployments: Type.Integer(), services: Type.Integer(),
  internet: Type.Integer(), kev: Type.Integer(), maxEpss: Nullable(Type.Number()), outcome: Outcome, dueAt: Nullable(Time), owners: Type.Array(Type.String()),
});
export type Fix = Static<typeof Fix>;

export const Decision = Type.Object({
  id: Type.String(), vulnerability: Type.String(), packageKey: Nullable(Type.String()), serviceId: Nullable(Type.String()), service: Nullable(Type.String()),
  kind: Type.Enum(["not-affected", "affected", "under-investigation", "fixed", "accepted", "snoozed"]), justification: Nullable(Type.String()),
  reason: Type.String(), actor: Type.String(), fromAt: Time, untilAt: Nullable(Time), revokedAt: Nullable(Time), holds: Type.Boolean(),
});
export type Decision = Static<typeof Decision>;

export const DecisionRequest = Type.Object({
  vulnerability: Type.String({ minLength: 1 }), packageKey: Type.Optional(Type.String()), service: Type.Optional(Type.String()),
  kind: Type.Enum(["not-affected", "affected", "under-investigation", "fixed", "accepted", "snoozed"]),
  justification: Type.Optional(Type.Enum(["component_not_present", "vulnerable_code_not_present", "vulnerable_code_not_in_execute_path", "vulnerable_code_cannot_be_controlled_by_adversary", "inline_mitigations_already_exist"])),
  reason: Type.String({ minLength: 3, maxLength: 4000 }), untilAt: Type.Optional(Time),
}, { additionalProperties: false });
export type DecisionRequest = Static<typeof DecisionRequest>;
