// Findings, exposures and fixes as people read them.
import type { Instant } from "../kernel/clock.ts";
import type { Page, PageRequest } from "../kernel/page.ts";
import type { Criticality, ExposureLevel } from "../inventory/inventory.ts";
import type { Decision } from "./decision.ts";
import type { Finding, FindingLabel, FindingState, Outcome, Period, PriorityInput, SeverityLevel, SlaClock } from "./finding.ts";

export interface FindingRow {
  id: string; vulnerability: string; title: string; packageKey: string; serviceId: string; service: string; owner: string | undefined; environments: readonly string[];
  state: FindingState; closeReason: Finding["closeReason"]; labels: readonly FindingLabel[]; severity: SeverityLevel; cvss: number | undefined; epss: number | undefined; kev: boolean;
  outcome: Outcome; priorityInputs: readonly PriorityInput[]; clock: SlaClock; fixVersion: string | undefined; live: Finding["live"]; periods: readonly Period[];
  detectedAt: Instant; exposedSince: Instant; closedAt: Instant | undefined; acknowledgedAt: Instant | undefined; acknowledgedBy: string | undefined; updatedAt: Instant;
}

export interface ExposureRow {
  findingId: string; vulnerability: string; deploymentId: string; serviceId: string; service: string; owner: string | undefined; releaseId: string; version: string;
  endpointId: string; endpoint: string; environment: string; exposure: ExposureLevel; criticality: Criticality; component: string;
  since: Instant; until: Instant | undefined; knownAt: Instant; state: FindingState; outcome: Outcome; dueAt: Instant | undefined; clause: string; fixVersion: string | undefined;
}

export interface FixRow {
  key: string; packageKey: string; fixVersion: string | undefined; findings: number; deployments: number; services: number; internet: number; kev: number;
  maxEpss: number | undefined; outcome: Outcome; dueAt: Instant | undefined; owners: readonly string[];
}

export interface DecisionRow {
  id: string; vulnerability: string; packageKey: string | undefined; serviceId: string | undefined; service: string | undefined; kind: Decision["kind"]; justification: string | undefined;
  reason: string; actor: string; fromAt: Instant; untilAt: Instant | undefined; revokedAt: Instant | undefined; holds: boolean;
}

export interface FindingFilter {
  q?: string | undefined; state?: FindingState | undefined; severity?: SeverityLevel | undefined; outcome?: Outcome | undefined; kev?: boolean | undefined; service?: string | undefined; owner?: string | undefined;
  environment?: string | undefined; vulnerability?: string | undefined; packageKey?: string | undefined; label?: FindingLabel | undefined;
  sort?: "due" | "priority" | "detected" | "-detected" | undefined; asof?: Instant | undefined;
}
/** live: only what runs (at asof). */
export interface ExposureFilter { vulnerability?: string | undefined; purl?: string | undefined; service?: string | undefined; endpoint?: string | undefined; release?: string | undefined; environment?: string | undefined; findingId?: string | undefined; live?: boolean | undefined; asof?: Instant | undefined }
export interface FixFilter { q?: string | undefined; owner?: string | undefined; environment?: string | undefined; severity?: SeverityLevel | undefined; kev?: boolean | undefined }

/** now: for labels that depend on the time (new, overdue) and for decisions that hold. */
export interface FindingViews {
  findings(org: string, filter: FindingFilter, page: PageRequest, now: Instant): Promise<Page<FindingRow>>;
  findFinding(org: string, id: string, now: Instant): Promise<FindingRow | undefined>;
  exposures(org: string, filter: ExposureFilter, page: PageRequest, now: Instant): Promise<Page<ExposureRow>>;
  fixes(org: string, filter: FixFilter, page: PageRequest, now: Instant): Promise<Page<FixRow>>;
  decisions(org: string, page: PageRequest, now: Instant): Promise<Page<DecisionRow>>;
  decisionsOf(org: string, findingId: string, now: Instant): Promise<readonly DecisionRow[]>;
  counts(org: string, now: Instant): Promise<{ open: number; act: number; attend: number; overdue: number; dueIn72h: number; unacknowledged: number }>;
}
