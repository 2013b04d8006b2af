// Runtime detection as the doors see it: events in, detections and rules out, and what people say of them.
import type { Instant } from "../../kernel/clock.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { Detection, Sample, Verdict } from "../../runtime/detection.ts";
import type { DetectionFilter, DetectionStore, HourCell, RuleCount } from "../../runtime/detection-store.ts";
import type { EventSource } from "../../runtime/event-source.ts";
import type { Exception } from "../../runtime/exception.ts";
import type { VulnerableComponent } from "../../runtime/exploit.ts";
import type { RuleReject, SigmaCorrelation, SigmaFile, SigmaRule } from "../../runtime/sigma/rule.ts";
import type { ExceptionDesk } from "./exception-desk.ts";
import type { LoadedDesk } from "./loaded.ts";
import type { ProfileDesk } from "./profile-desk.ts";
import type { EventPush, EventReceipt } from "./receive-events.ts";

export interface DetectionRow extends Detection { incident: { id: string; number: number } | undefined }
export interface DetectionWhole extends DetectionRow { samples: readonly Sample[]; components: readonly VulnerableComponent[] }
export interface RuleRow { rule: SigmaRule | SigmaCorrelation; counts: RuleCount | undefined }
export interface RuleFilter { word: string | undefined; kind: "rule" | "correlation" | undefined; product: string | undefined; fired: boolean | undefined }

export interface RuntimeDesk {
  /** Resolves when the detections are durable. */
  receive(org: string, push: EventPush): Promise<EventReceipt>;
  /** Asks the engines what time alone has brought to light. */
  tick(org: string): Promise<void>;
  detections(org: string, filter: DetectionFilter, page: PageRequest): Promise<Page<DetectionRow>>;
  find(org: string, detectionId: string): Promise<DetectionWhole | undefined>;
  /** A person's word on it; "true-positive" leaves it open, the others dismiss it. */
  judge(org: string, detectionId: string, judgement: { verdict: Verdict; note: string | undefined }, actor: string): Promise<void>;
  reopen(org: string, detectionId: string, actor: string): Promise<void>;
  hours(org: string, from: Instant, to: Instant): Promise<readonly HourCell[]>;
  counts(org: string, since: Instant): ReturnType<DetectionStore["counts"]>;
  sources(org: string): Promise<readonly EventSource[]>;
  /** Sends a canary to every source now. */
  testSources(org: string): Promise<number>;
  rules(org: string, filter: RuleFilter, page: PageRequest): Promise<Page<RuleRow>>;
  findRule(org: string, ruleId: string): Promise<RuleRow | undefined>;
  rejectedRules(): Promise<readonly RuleReject[]>;
  exceptions(org: string): Promise<readonly Exception[]>;
  readonly exceptionDesk: ExceptionDesk;
  readonly profiles: ProfileDesk;
  /** Detections with the incidents they belong to. */
  withIncidents(org: string, items: readonly Detection[]): Promise<readonly DetectionRow[]>;
  /** Reads the rule folders again. */
  reloadRules(org: string, actor: string): Promise<Pick<SigmaFile, "rejects"> & { rules: number; correlations: number; filters: number }>;
  ruleBook(): Promise<SigmaFile>;
  /** Which components of a release are in use by a process. */
  readonly loaded: LoadedDesk;
}
