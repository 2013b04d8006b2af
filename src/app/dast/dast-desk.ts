// Tests from outside as the doors see them: targets, scans, findings, replays, and what people say of them.
import type { Check } from "../../dast/check.ts";
import type { DastFindingFilter, ScanFilter } from "../../dast/dast-store.ts";
import type { DastFinding, DastVerdict } from "../../dast/finding.ts";
import type { Profile } from "../../dast/profile.ts";
import type { DastScan, DastTarget, RouteCoverage, ScanFinding, ScanSpec } from "../../dast/scan.ts";
import type { LogFilter, LogPage } from "../../dast/traffic/log-reader.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { DrillDesk } from "./drills.ts";
import type { ServedBy } from "./served-by.ts";

export type FindingTally = Readonly<Record<"critical" | "high" | "medium" | "low" | "info", number>>;
/** open: findings by severity. notRetested: open ones that the last scan could not say anything about. nextAt: when its schedule is due. */
export interface TargetRow extends DastTarget { served: ServedBy; open: FindingTally; notRetested: number; regressed: number; lastScan: DastScan | undefined; nextAt: Instant | undefined }
/** What a person gives to register or change a target; endpoint and service by name or id. */
export interface TargetRequest { name: string; url: string; endpoint?: string | undefined; service?: string | undefined; testable: boolean; defaults: DastTarget["defaults"]; everyHours: number | undefined; afterDeployment: boolean }
/** How a target proves that it may be tested, without anybody's word: a file on it, or a record of its name. */
export interface AuthorisationWays { fileUrl: string; fileText: string; txtName: string; txtText: string }

/** target: id, name, or a URL, which is registered when it is new. Members of spec stand before the target's defaults. */
export interface ScanRequest { target: string; spec: Partial<Omit<ScanSpec, "url" | "retests">>; reason: DastScan["reason"] }
export interface FindingRow extends DastFinding { target: string; url: string }
export interface FindingWhole extends FindingRow { served: ServedBy; history: readonly ScanFinding[]; vulnerabilities: readonly { id: string; severity: string; fixVersion: string | undefined; findingId: string | undefined }[] }
/** Two scans of one target: what each says of every finding. */
export interface ScanDiff { before: DastScan | undefined; after: DastScan; rows: readonly { finding: DastFinding; before: ScanFinding["outcome"] | undefined; after: ScanFinding["outcome"]; why: string | undefined }[] }

export interface DastDesk {
  targets(org: string): Promise<readonly TargetRow[]>;
  findTarget(org: string, idOrName: string): Promise<TargetRow | undefined>;
  /** By id, or a new one. Whoever marks a target as testable is its authorisation, and named in every scan. */
  putTarget(org: string, targetId: string | undefined, request: TargetRequest, actor: string): Promise<DastTarget>;
  removeTarget(org: string, targetId: string, actor: string): Promise<void>;
  authorisation(org: string, targetId: string): Promise<AuthorisationWays>;

  startScan(org: string, request: ScanRequest, actor: string): Promise<DastScan>;
  /** Everything under way is aborted; the scan ends within two seconds. */
  stopScan(org: string, scanId: string, actor: string): Promise<DastScan>;
  scans(org: string, filter: ScanFilter, page: PageRequest): Promise<Page<DastScan>>;
  findScan(org: string, scanId: string): Promise<DastScan | undefined>;
  /** The routes with their coverage; empty when the scan ran on another server or its folder has been removed: then why says so. */
  site(org: string, scanId: string): Promise<{ routes: readonly RouteCoverage[]; why: string | undefined }>;
  /** Newest first. */
  requests(org: string, scanId: string, filter: LogFilter, page: PageRequest): Promise<LogPage & { why: string | undefined }>;
  diff(org: string, scanId: string, beforeId: string | undefined): Promise<ScanDiff>;
  /** json, sarif, html or junit. */
  report(org: string, scanId: string, format: string): Promise<{ text: string; mediaType: string }>;

  findings(org: string, filter: DastFindingFilter, page: PageRequest): Promise<Page<FindingRow>>;
  finding(org: string, findingId: string): Promise<FindingWhole | undefined>;
  /** Takes it off the list; `until`: only until then. */
  judge(org: string, findingId: string, judgement: { verdict: DastVerdict; untilAt: Instant | undefined; note: string | undefined }, actor: string): Promise<void>;
  reopen(org: string, findingId: string, actor: string): Promise<void>;
  /** A scan of nothing but this finding. */
  replay(org: string, findingId: string, actor: string): Promise<DastScan>;
  /** Findings of another tool's report of a target, kept beside our own. */
  importReport(org: string, targetId: string, text: string, actor: string): Promise<{ scan: DastScan; format: string; rejected: readonly { at: string; rule: string }[] }>;

  /** Whether the runtime room sees attacks on a target, measured. */
  readonly drills: DrillDesk;

  checks(): readonly Check[];
  profiles(): readonly Profile[];
}
