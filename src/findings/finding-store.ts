// What findings ask of a store: the intervals behind a set of findings, and where to keep the answer.
import type { Instant } from "../kernel/clock.ts";
import type { Deployment, Endpoint, Service } from "../inventory/inventory.ts";
import type { Decision } from "./decision.ts";
import type { Exposure, Finding } from "./finding.ts";

/** Whose findings to work out again: everything of these services, or of these vulnerabilities. */
export type Scope = { serviceIds: readonly string[] } | { vulnerabilityIds: readonly string[] };

/** A release holds a component that an advisory about this vulnerability affects. */
export interface AffectedRelease { releaseId: string; componentId: number; packageKey: string; vulnerabilityId: string; clearedBy: string | undefined }

/** Everything a fold over the scope's findings needs. */
export interface ScopeRows {
  deployments: readonly Deployment[];
  /** Releases among the deployments that have an SBOM: only these were evaluated. */
  evaluatedReleases: ReadonlySet<string>;
  affected: readonly AffectedRelease[];
  /** "releaseId packageKey" of releases that hold the package at all. */
  holding: ReadonlySet<string>;
  findings: readonly Finding[];
  /** Of the ids that new findings of this scope would get: those that others have (see identity.ts). */
  taken: ReadonlySet<string>;
  exposures: readonly Exposure[];
  decisions: readonly Decision[];
  endpoints: ReadonlyMap<string, Endpoint>;
  services: ReadonlyMap<string, Service>;
}

export interface FindingStore {
  load(org: string, scope: Scope): Promise<ScopeRows>;
  save(org: string, findings: readonly Finding[], environments: ReadonlyMap<string, readonly string[]>): Promise<void>;
  putExposures(org: string, exposures: readonly (Exposure & { componentId: number })[]): Promise<void>;
  /** The match behind these no longer holds. */
  retractExposures(org: string, pairs: readonly { findingId: string; deploymentId: string }[], at: Instant): Promise<void>;
  /** Deployments that a corrected report made disappear. */
  removeExposures(org: string, pairs: readonly { findingId: string; deploymentId: string }[]): Promise<void>;
  find(org: string, findingId: string): Promise<Finding | undefined>;
  acknowledge(org: string, findingId: string, at: Instant, actor: string): Promise<boolean>;
  /** Which of these vulnerabilities have findings. */
  withFindings(org: string, vulnerabilityIds: readonly string[]): Promise<readonly string[]>;
  /** Clusters changed: findings of `from` now speak of `to`; where both exist, the older one stays and the other points to it. */
  repoint(org: string, from: string, to: string): Promise<void>;
  /** Findings whose decision ends, or begins, until this instant. */
  turning(org: string, until: Instant): Promise<readonly string[]>;

  addDecision(org: string, decision: Decision): Promise<void>;
  findDecision(org: string, decisionId: string): Promise<Decision | undefined>;
  revokeDecision(org: string, decisionId: string, at: Instant): Promise<void>;
}
