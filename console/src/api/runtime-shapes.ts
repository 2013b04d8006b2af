// The shapes of detections, rules, exceptions, event sources and profiles as types only, and their words in the order people meet them.
import type { Static } from "typebox";
import type {
  Detection, DetectionDetail, EventSource, EvidenceState as EvidenceStateSchema, Exception, ExceptionDraft, FactKind as FactKindSchema, FactOrigin as FactOriginSchema, HeatCell as HeatCellSchema, Level as LevelSchema, Placement as PlacementSchema,
  Profile, ProfileDetail, ProfileFact as ProfileFactSchema, Rule, RuleDetail, RuleReject as RuleRejectSchema, RuntimeOverview, SampleEvent as SampleEventSchema, Verdict as VerdictSchema,
} from "../../../src/contract/runtime.ts";

export type { Detection, DetectionDetail, EventSource, Exception, ExceptionDraft, Profile, ProfileDetail, Rule, RuleDetail, RuntimeOverview };
export type Level = Static<typeof LevelSchema>;
export type EvidenceState = Static<typeof EvidenceStateSchema>;
export type FactKind = Static<typeof FactKindSchema>;
export type FactOrigin = Static<typeof FactOriginSchema>;
export type HeatCell = Static<typeof HeatCellSchema>;
export type Placement = Static<typeof PlacementSchema>;
export type ProfileFact = Static<typeof ProfileFactSchema>;
export type RuleReject = Static<typeof RuleRejectSchema>;
export type SampleEvent = Static<typeof SampleEventSchema>;
export type Verdict = Static<typeof VerdictSchema>;
export type DetectionState = Detection["state"];
export type HitKind = Detection["kind"];
export type VulnerableComponent = DetectionDetail["components"][number];

/** The worst first. */
export const levels: readonly Level[] = ["critical", "high", "medium", "low", "informational"];
/** What a person meets in lists: canaries are never detections. */
export const hitKinds: readonly HitKind[] = ["rule", "correlation", "sensor", "baseline", "rate"];
export const detectionStates: readonly DetectionState[] = ["open", "dismissed", "excepted"];
export const verdicts: readonly Verdict[] = ["true-positive", "false-positive", "benign", "test"];
export const evidenceStates: readonly EvidenceState[] = ["confirmed", "present", "lowered", "unknown", "none"];
export const profileStates: readonly Profile["state"][] = ["learning", "watching", "paused"];
export const factKinds: readonly FactKind[] = ["process", "parent", "written-executable", "file-write", "destination", "listen", "route", "user", "verb"];
