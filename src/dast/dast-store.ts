// The port to what tests from outside keep: targets, scans, findings and what each scan said of them.
import type { Page, PageRequest } from "../kernel/page.ts";
import type { DastSeverity } from "./check.ts";
import type { Confidence } from "./evidence.ts";
import type { Drill } from "./drill.ts";
import type { DastFinding, DastState, ScanOutcome } from "./finding.ts";
import type { DastScan, DastTarget, ScanFinding, ScanState } from "./scan.ts";

export interface DastFindingFilter {
  targetId: string | undefined; state: DastState | undefined; check: string | undefined; severity: DastSeverity | undefined; confidence: Confidence | undefined; outcome: ScanOutcome | undefined; word: string | undefined;
  /** Findings of which this scan said something; outcome is then what this scan said. */
  scanId: string | undefined;
}
export interface ScanFilter { targetId: string | undefined; state: ScanState | undefined; reason: DastScan["reason"] | undefined }

export interface DastStore {
  putTargets(org: string, targets: readonly DastTarget[]): Promise<void>;
  findTarget(org: string, targetId: string): Promise<DastTarget | undefined>;
  /** By name. */
  listTargets(org: string): Promise<readonly DastTarget[]>;
  removeTarget(org: string, targetId: string): Promise<void>;

  putScans(org: string, scans: readonly DastScan[]): Promise<void>;
  findScan(org: string, scanId: string): Promise<DastScan | undefined>;
  /** Newest first. */
  listScans(org: string, filter: ScanFilter, page: PageRequest): Promise<Page<DastScan>>;
  /** Queued and running, the oldest first, of every organisation. */
  pendingScans(): Promise<readonly { org: string; scan: DastScan }[]>;

  putFindings(org: string, findings: readonly DastFinding[]): Promise<void>;
  findFinding(org: string, findingId: string): Promise<DastFinding | undefined>;
  findingsOfTarget(org: string, targetId: string): Promise<readonly DastFinding[]>;
  /** Worst first, then the latest. */
  listFindings(org: string, filter: DastFindingFilter, page: PageRequest): Promise<Page<DastFinding>>;
  countFindings(org: string): Promise<readonly { targetId: string; severity: DastSeverity; state: DastState; outcome: ScanOutcome; findings: number }[]>;

  putScanFindings(org: string, rows: readonly ScanFinding[]): Promise<void>;
  scanFindings(org: string, scanId: string): Promise<readonly ScanFinding[]>;
  /** Newest first. */
  historyOf(org: string, findingId: string): Promise<readonly ScanFinding[]>;
  organisations(): Promise<readonly string[]>;

  putDrills(org: string, drills: readonly Drill[]): Promise<void>;
  findDrill(org: string, drillId: string): Promise<Drill | undefined>;
  /** Newest first; of one target, or of all. */
  listDrills(org: string, targetId: string | undefined, page: PageRequest): Promise<Page<Drill>>;
  /** Sending and watching, of every organisation. */
  openDrills(): Promise<readonly { org: string; drill: Drill }[]>;
}
