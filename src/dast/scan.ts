// A scan: one run of the checks against a target, with what was asked, how far it came and what it could not see.
import type { Instant } from "../kernel/clock.ts";
import type { FoundWeakness, Retest, ScanOutcome } from "./finding.ts";
import type { IdentitySpec } from "./identities/identity.ts";
import type { Budget, ProfileId } from "./profile.ts";
import type { Risk } from "./risk.ts";
import type { Scope } from "./scope.ts";

/** Times of day in which anything may be sent; days 0 = Sunday; zone: IANA. */
export interface ChangeWindow { from: string; to: string; zone: string; days: readonly number[] }

/** A description of an API: a file or URL, and its format when it is not to be told by its content. */
export interface DescriptionSource { from: string; format: string | undefined }

/** Everything that was asked of a scan. The same spec and seed on the same target sends the same requests. */
export interface ScanSpec {
  url: string;
  profile: ProfileId;
  /** Classes beyond the profile, each asked for by name. */
  optIn: readonly Risk[];
  scope: Omit<Scope, "start">;
  budget: Partial<Budget>;
  seed: string;
  /** Ids; only empty: all that the profile allows. */
  checks: { only: readonly string[]; except: readonly string[] };
  identities: readonly IdentitySpec[];
  descriptions: readonly DescriptionSource[];
  /** Routes that are known otherwise: real traffic, an earlier scan. "GET /path?x=1". */
  known: readonly string[];
  /** A folder or zip of test templates; cves: run those that name one of these first. */
  templates: { from: string; tags: readonly string[]; cves: readonly string[]; onlyCves: boolean } | undefined;
  browser: "auto" | "off" | { executable: string };
  window: ChangeWindow | undefined;
  /** Where our own listener stands, and by which name the target reaches it. */
  outOfBand: { host: string; port: number; publicName: string; dns: { port: number; domain: string } | undefined } | undefined;
  /** Prefixes of routes that changed: tested first. */
  first: readonly string[];
  /** Findings of before that this scan shall look at again. */
  retests: readonly (Retest & { findingId: string; fingerprint: string; at: string | undefined; about: string | undefined })[];
  limits: { routes: number; pages: number; depth: number };
  /** Only the retests: no crawl, no new points. */
  replayOnly: boolean;
}

export const scanStates = ["queued", "running", "done", "stopped", "failed"] as const;
export type ScanState = (typeof scanStates)[number];
export const scanPhases = ["authorise", "login", "crawl", "checks", "templates", "replay", "done"] as const;
export type ScanPhase = (typeof scanPhases)[number];

/** Told at least every second while a scan runs. etaMs: undefined until it can be said. */
export interface ScanProgress { phase: ScanPhase; done: number; total: number; routes: number; requests: number; requestsPerSecond: number; findings: number; backingOff: boolean; etaMs: number | undefined; at: string }

/** How a check fared: units are the points, routes or origins that it fits. unable: why units were not tested. */
export interface CheckCoverage { check: string; planned: number; done: number; proofs: number; unrepeated: number; requests: number; unable: Readonly<Record<string, number>> }
/** How routes answered an identity: counts of routes by status class of their baseline. */
export interface IdentityCoverage { identity: string; state: string; routes: number; reached: number; denied: number; missing: number; failed: number; redirectedToLogin: number; says: string }
export interface RouteCoverage { routeId: string; method: string; origin: string; template: string; source: string; depth: number; foundOn: string | undefined; status: number | undefined; mediaType: string | undefined; parameters: number; points: number; done: number; planned: number; findings: number }

export interface ScanCoverage { checks: readonly CheckCoverage[]; identities: readonly IdentityCoverage[]; routes: readonly RouteCoverage[]; sockets: readonly string[]; phases: Readonly<Record<string, number>> }

/** What a replay said. why: of what was not retested, and of what passed. */
export interface RetestAnswer { findingId: string; fingerprint: string; outcome: "still" | "fixed" | "not-retested"; why: string; weakness: FoundWeakness | undefined }

export interface ScanReport {
  endedBecause: "complete" | "stopped" | "budget" | "window" | "distress" | "refused";
  detail: string | undefined;
  startedAt: Instant;
  endedAt: Instant;
  requests: number;
  bytes: number;
  peakMemoryBytes: number;
  authorisedBy: string | undefined;
  coverage: ScanCoverage;
  weaknesses: readonly FoundWeakness[];
  retests: readonly RetestAnswer[];
  /** What people should know: what could not be seen or tested, and why. */
  notes: readonly string[];
}

export interface ScanFinding { scanId: string; findingId: string; outcome: ScanOutcome; why: string | undefined; at: Instant }

/** A system that may be tested. testable: a person with the right to do so has said so, which is the authorisation. */
export interface DastTarget {
  targetId: string;
  name: string;
  url: string;
  endpointId: string | undefined;
  serviceId: string | undefined;
  testable: boolean;
  testableBy: string | undefined;
  testableAt: Instant | undefined;
  /** How every scan of it starts out; the url and what only a scan has are left out. */
  defaults: Partial<Omit<ScanSpec, "url" | "retests" | "first" | "known" | "replayOnly">>;
  /** Every so many hours; undefined: only when asked. */
  everyHours: number | undefined;
  afterDeployment: boolean;
  createdAt: Instant;
  createdBy: string;
  lastScanId: string | undefined;
  lastScanAt: Instant | undefined;
}

export interface DastScan {
  scanId: string; targetId: string; url: string; state: ScanState; profile: ProfileId; startedBy: string; reason: "asked" | "schedule" | "deployment" | "replay" | "drill" | "import";
  queuedAt: Instant; startedAt: Instant | undefined; endedAt: Instant | undefined;
  spec: ScanSpec; progress: ScanProgress | undefined;
  /** Without routes, which stand in the scan's folder. */
  report: Omit<ScanReport, "weaknesses" | "retests"> | undefined;
  counts: Readonly<Record<ScanOutcome, number>>;
  failure: string | undefined;
  /** A person asked it to stop; the server that runs it sees that within a second. */
  stopAskedBy: string | undefined;
  /** The server that runs it, and until when it may be taken for alive without a word. */
  lease: { owner: string; untilAt: Instant } | undefined;
}
