// Findings: what people triage. A vulnerability in a package of a service; nothing mutable is part of its identity.
import type { Instant } from "../kernel/clock.ts";

/**
 * open          something affected runs and no decision covers it
 * not-affected  a VEX decision says so, for as long as it holds
 * accepted      the risk is accepted until the decision expires
 * snoozed       out of sight until an instant
 * closed        see CloseReason
 */
export const findingStates = ["open", "not-affected", "accepted", "snoozed", "closed"] as const;
export type FindingState = (typeof findingStates)[number];

/**
 * fixed              a version evaluated as not affected was observed where the affected one ran
 * component-removed  the package is no longer part of what runs there
 * retired            nothing of the service runs there any more
 * withdrawn          no advisory says so any more: withdrawn, corrected or gone
 * Only `fixed` counts as fixed, and only `fixed` ends a clock.
 */
export const closeReasons = ["fixed", "component-removed", "retired", "withdrawn"] as const;
export type CloseReason = (typeof closeReasons)[number];

export const outcomes = ["act", "attend", "track*", "track"] as const;
export type Outcome = (typeof outcomes)[number];

export const severities = ["critical", "high", "medium", "low", "unknown"] as const;
export type SeverityLevel = (typeof severities)[number];

/** Derived, never set by hand. */
export const findingLabels = ["new", "regressed", "overdue", "partly-fixed", "unconfirmed", "kev", "malicious"] as const;
export type FindingLabel = (typeof findingLabels)[number];

/** An input of the priority decision, with where it came from; `assumed` when the source is silent and the default was used. */
export interface PriorityInput { name: "exploitation" | "automatable" | "technical-impact" | "exposure" | "mission"; value: string; from: string; assumed: boolean }

export interface Priority { outcome: Outcome; inputs: readonly PriorityInput[] }

/** (policy clause, start fact, due instant, stop fact). dueAt undefined = fix on the next upgrade. */
export interface SlaClock { policy: string; clause: string; startedAt: Instant; dueAt: Instant | undefined; stoppedAt: Instant | undefined }

/** [openedAt, closedAt): a time in which something affected ran. */
export interface Period { openedAt: Instant; closedAt: Instant | undefined; reason: CloseReason | undefined }

export interface Finding {
  findingId: string;
  vulnerabilityId: string;
  /** "npm:lodash": see packageKey in versions/ecosystem.ts. */
  packageKey: string;
  serviceId: string;
  state: FindingState;
  closeReason: CloseReason | undefined;
  /** When we first knew, in this episode (an episode ends only with a verified fix). */
  detectedAt: Instant;
  /** When the affected thing first ran in this episode. */
  exposedSince: Instant;
  closedAt: Instant | undefined;
  acknowledgedAt: Instant | undefined;
  acknowledgedBy: string | undefined;
  labels: readonly FindingLabel[];
  severity: SeverityLevel;
  cvss: number | undefined;
  epss: number | undefined;
  priority: Priority;
  clock: SlaClock;
  /** The smallest version that clears every affected component; undefined when no fix is known. */
  fixVersion: string | undefined;
  /** Live deployments of the service: affected; cannot be told (no SBOM) where it was affected before; cleared where it was affected; and all. */
  live: { affected: number; unconfirmed: number; fixed: number; total: number };
  periods: readonly Period[];
  decisionId: string | undefined;
  updatedAt: Instant;
}

/** match ∩ deployment: one affected deployment of a finding. knownAt: when we first knew; retractedAt: when the match no longer held. */
export interface Exposure { findingId: string; deploymentId: string; knownAt: Instant; retractedAt: Instant | undefined }
