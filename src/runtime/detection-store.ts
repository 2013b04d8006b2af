// The port to detections: rows of them, their samples, which events have counted, senders, hours and what engines remember.
import type { Instant } from "../kernel/clock.ts";
import type { Page, PageRequest } from "../kernel/page.ts";
import type { Detection, DetectionState, Sample, Verdict } from "./detection.ts";
import type { Level } from "./event.ts";
import type { HitKind } from "./hit.ts";
import type { Exception } from "./exception.ts";
import type { EventSource } from "./event-source.ts";
import type { StateChanges, StateRow } from "./state.ts";

export interface DetectionFilter {
  /** service: its id or name. */
  state: DetectionState | undefined; kind: HitKind | undefined; leastLevel: Level | undefined; ruleId: string | undefined; workload: string | undefined;
  service: string | undefined; actor: string | undefined; decoder: string | undefined; tag: string | undefined; evidence: string | undefined; word: string | undefined;
  since: Instant | undefined; until: Instant | undefined;
  verdict?: Verdict | undefined; exceptionId?: string | undefined;
}

/** One workload's hour: how much came, and what of it was a detection. */
export interface HourCell { workload: string; hour: Instant; events: number; detections: number; worst: Level | undefined }

export interface RuleCount { ruleId: string; detections: number; hits: number; lastAt: Instant; dismissed: number; useful: number; excepted: number }

export interface DetectionStore {
  /** By key, those that a hit at one of the times asked may continue: within collapseMs of it. The newest first. */
  near(org: string, asked: readonly { key: string; at: Instant }[]): Promise<ReadonlyMap<string, readonly Detection[]>>;
  put(org: string, detections: readonly Detection[]): Promise<void>;
  find(org: string, detectionId: string): Promise<Detection | undefined>;
  load(org: string, detectionIds: readonly string[]): Promise<readonly Detection[]>;
  /** Newest first by lastAt. */
  list(org: string, filter: DetectionFilter, page: PageRequest): Promise<Page<Detection>>;
  putSamples(org: string, samples: readonly Sample[]): Promise<void>;
  /** By time. */
  samplesOf(org: string, detectionIds: readonly string[]): Promise<readonly Sample[]>;

  /** Remembers which events have counted for which key and says which were new. */
  count(org: string, seen: readonly { eventKey: string; key: string; at: Instant }[]): Promise<readonly boolean[]>;
  forgetCountedBefore(at: Instant, limit: number): Promise<number>;
  removeBefore(org: string, at: Instant, limit: number): Promise<number>;

  addHours(org: string, cells: readonly HourCell[]): Promise<void>;
  hours(org: string, from: Instant, to: Instant): Promise<readonly HourCell[]>;
  ruleCounts(org: string, since: Instant): Promise<readonly RuleCount[]>;
  /** How many detections stand in each state and level since. */
  counts(org: string, since: Instant): Promise<readonly { level: Level; state: DetectionState; detections: number }[]>;

  putSources(org: string, sources: readonly EventSource[]): Promise<void>;
  listSources(org: string): Promise<readonly EventSource[]>;
  findSources(org: string, sourceIds: readonly string[]): Promise<readonly EventSource[]>;
  /** Who has event sources. */
  organisations(): Promise<readonly string[]>;

  putExceptions(org: string, exceptions: readonly Exception[]): Promise<void>;
  listExceptions(org: string): Promise<readonly Exception[]>;
  findException(org: string, exceptionId: string): Promise<Exception | undefined>;

  restore(org: string, kinds: readonly string[], after: Pick<StateRow, "kind" | "key"> | undefined, limit: number): Promise<readonly StateRow[]>;
  remember(org: string, changes: StateChanges): Promise<void>;
  forgetDue(org: string, now: Instant, limit: number): Promise<number>;
}
