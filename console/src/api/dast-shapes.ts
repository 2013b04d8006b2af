// The shapes of targets, scans, findings and checks of tests from outside as types only, and their words in the order people meet them.
import type { Static } from "typebox";
import type {
  Authorisation as AuthorisationSchema, Check, CheckCoverage as CheckCoverageSchema, DastConfidence as ConfidenceSchema, DastFinding, DastFindingDetail, DastProfile as ProfileSchema, Drill, DastSeverity as SeveritySchema, DastState as StateSchema, DastVerdict as VerdictSchema,
  IdentityCoverage as IdentitySchema, ImportAnswer as ImportSchema, KeptExchange as ExchangeSchema, LoggedRequest, ProfileId as ProfileIdSchema, Risk as RiskSchema, RouteCoverage, Scan, ScanDetail, ScanDiff, ScanOutcome as OutcomeSchema, ScanProgress as ProgressSchema,
  ScanSettings, ServedBy as ServedSchema, Target, TargetRequest as TargetRequestSchema,
} from "../../../src/contract/dast.ts";

export type { Check, DastFinding, DastFindingDetail, Drill, LoggedRequest, RouteCoverage, Scan, ScanDetail, ScanDiff, ScanSettings };
export type Authorisation = Static<typeof AuthorisationSchema>;
export type CheckCoverage = Static<typeof CheckCoverageSchema>;
export type DastConfidence = Static<typeof ConfidenceSchema>;
export type DastSeverity = Static<typeof SeveritySchema>;
export type DastState = Static<typeof StateSchema>;
export type DastVerdict = Static<typeof VerdictSchema>;
export type IdentityCoverage = Static<typeof IdentitySchema>;
export type ImportAnswer = Static<typeof ImportSchema>;
export type KeptExchange = Static<typeof ExchangeSchema>;
export type Profile = Static<typeof ProfileSchema>;
export type ProfileId = Static<typeof ProfileIdSchema>;
export type Risk = Static<typeof RiskSchema>;
export type ScanOutcome = Static<typeof OutcomeSchema>;
export type ScanProgress = Static<typeof ProgressSchema>;
export type ServedBy = Static<typeof ServedSchema>;
export type TargetRequest = Static<typeof TargetRequestSchema>;
/** The contract leaves the defaults open; what is kept of them is what a scan may be asked. */
export type { Target };
export type ScanState = Scan["state"];
export type ScanReason = Scan["reason"];

/** The worst first. */
export const dastSeverities: readonly DastSeverity[] = ["critical", "high", "medium", "low", "info"];
export const dastConfidences: readonly DastConfidence[] = ["confirmed", "firm", "tentative"];
export const dastStates: readonly DastState[] = ["open", "fixed", "dismissed"];
export const dastVerdicts: readonly DastVerdict[] = ["false-positive", "accepted", "wont-fix"];
/** What asks for someone first. */
export const scanOutcomes: readonly ScanOutcome[] = ["regressed", "new", "not-retested", "same", "fixed"];
export const scanStates: readonly ScanState[] = ["running", "queued", "done", "stopped", "failed"];
export const scanReasons: readonly ScanReason[] = ["asked", "schedule", "deployment", "replay", "drill", "import"];
/** From harmless to harmful. */
export const risks: readonly Risk[] = ["passive", "marker", "payload", "timing", "out-of-band", "browser", "write", "stored", "upload", "smuggling", "credentials", "load"];
export const profileIds: readonly ProfileId[] = ["passive", "production", "staging", "full", "api"];

export const isUnderWay = ({ state }: Pick<Scan, "state">): boolean => state === "queued" || state === "running";
