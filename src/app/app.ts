// What the doors may call: Aftwatch as one object, made by app/open.ts from settings, registries and a store.
import type { FixState } from "../advisories/advisory.ts";
import type { AccessStore } from "../access/access-store.ts";
import type { VulnerabilityViews } from "../advisories/vulnerability-views.ts";
import type { Decision, DecisionKind, Justification } from "../findings/decision.ts";
import type { SeverityLevel } from "../findings/finding.ts";
import type { FindingViews } from "../findings/finding-views.ts";
import type { ComponentReject } from "../inventory/component.ts";
import type { Criticality, ExposureLevel } from "../inventory/inventory.ts";
import type { InventoryViews } from "../inventory/inventory-views.ts";
import type { Clock, Instant } from "../kernel/clock.ts";
import type { Log } from "../kernel/log.ts";
import type { Page, PageRequest } from "../kernel/page.ts";
import type { LedgerEntry, LedgerVerdict } from "../ledger/fact.ts";
import type { LedgerFilter } from "../ledger/ledger-store.ts";
import type { IncidentKind } from "../incidents/signal.ts";
import type { IncidentMeasureValue } from "../metrics/incident-measure.ts";
import type { MeasureValue } from "../metrics/measure.ts";
import type { WatchCounts } from "../store/views/watch-counts.ts";
import type { FleetViews } from "../store/views/fleet-views.ts";
import type { AlertDesk } from "./alerts/alert-desk.ts";
import type { IncidentDesk } from "./incidents/incident-desk.ts";
import type { NoticeDesk } from "./delivery/notice-desk.ts";
import type { OncallDesk } from "./oncall/oncall-desk.ts";
import type { RouteDesk } from "./alerts/route-desk.ts";
import type { SilenceDesk } from "./alerts/silence-desk.ts";
import type { DastDesk } from "./dast/dast-desk.ts";
import type { RuntimeDesk } from "./runtime/runtime-desk.ts";
import type { PlaybookDesk } from "./playbooks/playbook-desk.ts";
import type { ResponseDesk } from "./response/response-desk.ts";

/** Who does it, for the ledger: "token:ci", "session:admin", "feed:osv", "host". */
export type Actor = string;

export interface SbomPush { service: string; version: string; digest?: string | undefined; commit?: string | undefined; owner?: string | undefined; chunks: AsyncIterable<Uint8Array> }
export interface SbomReceipt {
  releaseId: string; service: string; version: string; digest: string; format: string; specVersion: string; components: number; duplicates: number;
  rejects: readonly ComponentReject[]; notCovered: number; matches: number; findingsOpened: number; unchanged: boolean;
}
export interface DeploymentReport {
  service: string; version?: string | undefined; endpoint: string; kind?: "started" | "ended" | undefined; at?: Instant | undefined; environment?: string | undefined;
  exposure?: ExposureLevel | undefined; criticality?: Criticality | undefined; owner?: string | undefined; digest?: string | undefined; commit?: string | undefined;
}
export interface DeploymentReceipt { deploymentId: string | undefined; continued: boolean; findingsOpened: number; findingsClosed: number; warnings: readonly string[] }
export interface DecisionRequest { vulnerability: string; packageKey?: string | undefined; service?: string | undefined; kind: DecisionKind; justification?: Justification | undefined; reason: string; untilAt?: Instant | undefined }
export interface FeedStatus {
  id: string; about: string; baseUrl: string; licence: string; enabled: boolean; state: "never" | "running" | "fresh" | "stale" | "failing";
  lastAttemptAt: Instant | undefined; lastSuccessAt: Instant | undefined; lastError: string | undefined; records: number; rejects: number;
  progress: { done: number; total: number | undefined } | undefined; staleAfterSeconds: number; pollSeconds: number;
}
export interface Coverage {
  evaluatedAt: Instant | undefined; liveDeployments: number; withoutSbom: number; staleFeeds: readonly string[]; starterOnly: boolean;
  uncoveredComponents: number; unknownExposure: number;
  /** Live deployments of services that nobody owns, and those services. */
  withoutOwner: number; servicesWithoutOwner: number;
}
/** compared: the version that was compared. order: the scheme that ordered it, and its standard. events: of the range that decided. */
export interface TraceRow {
  component: string; advisory: string; source: string; verdict: "affected" | "not-affected" | "unknown"; why: string; clearedBy: string | undefined; detectedAt: Instant | undefined;
  compared: string | undefined; order: string | undefined; events: readonly string[]; fixState: FixState | undefined;
}
/** clearsAll: the smallest version that no advisory on its package affects, whichever was asked for; undefined when none is named. */
export interface Explanation { traces: readonly TraceRow[]; clearsAll: string | undefined }
/** left: parts of the record that could not be read. undecided: components whose verdict cannot be told. */
export interface Preview {
  advisory: string; left: readonly string[]; components: number; undecided: readonly { purl: string; why: string }[];
  deployments: readonly { deploymentId: string; service: string; owner: string | undefined; version: string; endpoint: string; environment: string; exposure: ExposureLevel; component: string; why: string; clearedBy: string | undefined }[];
}
export type { WatchCounts } from "../store/views/watch-counts.ts";
export interface MetricsQuery { from: Instant; to: Instant; severity?: SeverityLevel | undefined; service?: string | undefined; environment?: string | undefined }
/** kind, service (by name) and the rest narrow the incidents; absent: all. */
export interface IncidentMetricsQuery { from: Instant; to: Instant; kind?: IncidentKind | undefined; severity?: SeverityLevel | undefined; service?: string | undefined; environment?: string | undefined; owner?: string | undefined }
export interface IncidentMetricsAnswer { measures: readonly IncidentMeasureValue[]; flow: readonly { at: Instant; open: number; opened: number; acknowledged: number; closed: number }[] }
export interface MetricsAnswer { measures: readonly MeasureValue[]; series: readonly { at: Instant; open: number; opened: number; fixed: number }[] }

export interface App {
  readonly version: string;
  /** The organisation of this installation's local people and host. */
  readonly org: string;
  readonly demo: boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** The base of links in messages. */
  readonly publicUrl: string;

  recordSbom(org: string, push: SbomPush, actor: Actor): Promise<SbomReceipt>;
  recordDeployment(org: string, report: DeploymentReport, actor: Actor): Promise<DeploymentReceipt>;
  editService(org: string, serviceId: string, change: { owner: string | undefined }, actor: Actor): Promise<void>;
  editEndpoint(org: string, endpointId: string, change: { environment?: string | undefined; exposure?: ExposureLevel | undefined; criticality?: Criticality | undefined }, actor: Actor): Promise<void>;
  acknowledge(org: string, findingId: string, actor: Actor): Promise<void>;
  decide(org: string, request: DecisionRequest, actor: Actor): Promise<Decision>;
  revokeDecision(org: string, decisionId: string, actor: Actor): Promise<void>;

  feedStatus(): Promise<readonly FeedStatus[]>;
  /** Starts a sync, or joins the one that runs; resolves when it has ended. */
  syncFeed(feedId: string, actor: Actor): Promise<FeedStatus>;
  coverage(org: string): Promise<Coverage>;
  /** Every advisory considered for a component, with its verdict; advisory narrows to one id or alias. */
  explain(org: string, purl: string, advisory: string | undefined): Promise<Explanation>;
  /** Where an OSV record that is not published would hit; nothing is stored. */
  preview(org: string, record: string): Promise<Preview>;
  metrics(org: string, query: MetricsQuery): Promise<MetricsAnswer>;
  incidentMetrics(org: string, query: IncidentMetricsQuery): Promise<IncidentMetricsAnswer>;
  /** What stands now, for gauges. */
  watchCounts(org: string): Promise<WatchCounts>;

  readonly inventory: InventoryViews;
  readonly findings: FindingViews;
  readonly vulnerabilities: VulnerabilityViews;
  readonly fleet: FleetViews;
  readonly incidents: IncidentDesk;
  readonly notices: NoticeDesk;
  readonly oncall: OncallDesk;
  readonly alerts: AlertDesk;
  readonly silences: SilenceDesk;
  readonly routes: RouteDesk;
  readonly response: ResponseDesk;
  readonly playbooks: PlaybookDesk;
  readonly runtime: RuntimeDesk;
  readonly dast: DastDesk;
  readonly access: AccessStore;
  readonly ledger: {
    list(org: string, filter: LedgerFilter, page: PageRequest): Promise<Page<LedgerEntry>>;
    verify(org: string): Promise<LedgerVerdict>;
    /** Entries after seq as they are appended; ends when the signal aborts. */
    follow(org: string, afterSeq: number, signal: AbortSignal): AsyncIterable<LedgerEntry>;
    append(org: string, kind: string, subject: string, actor: Actor, body: Record<string, string | number | boolean | null>): Promise<void>;
  };
  /** Answers kept for 24 h under an Idempotency-Key. */
  readonly idempotency: {
    find(org: string, key: string): Promise<{ digest: string; status: number; body: string } | undefined>;
    keep(org: string, key: string, answer: { digest: string; status: number; body: string }): Promise<void>;
  };
  backup(toFile: string): Promise<{ bytes: number }>;
  ready(): Promise<boolean>;
  close(): Promise<void>;
}
