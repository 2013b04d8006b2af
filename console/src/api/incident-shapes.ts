// The shapes of incidents, clocks, reviews and playbooks as types only, and their words in the order people meet them.
import type { Static } from "typebox";
import type {
  EntityKind as EntityKindSchema, HeldSignal, Incident, IncidentCounts, IncidentDetail, IncidentEntity, IncidentKind as IncidentKindSchema, IncidentMember, IncidentPhase as IncidentPhaseSchema, IncidentRole as IncidentRoleSchema, StoryEntry,
} from "../../../src/contract/incidents.ts";
import type { IncidentPage, OnCallNow } from "../../../src/contract/oncall.ts";
import type { Approval, Playbook, PlaybookCheck, PlaybookInput as PlaybookInputSchema, Proposal, Run, RunAnswer, RunDetail, RunPreview, StepAttempt as StepAttemptSchema, Touched } from "../../../src/contract/playbooks.ts";
import type { Action, Clock, ClocksAnswer, Draft, Review } from "../../../src/contract/response.ts";

export type { Action, Approval, Clock, ClocksAnswer, Draft, HeldSignal, Incident, IncidentCounts, IncidentDetail, IncidentEntity, IncidentMember, IncidentPage, OnCallNow, Playbook, PlaybookCheck, Proposal, Review, Run, RunAnswer, RunDetail, RunPreview, StoryEntry, Touched };
export type EntityKind = Static<typeof EntityKindSchema>;
export type IncidentKind = Static<typeof IncidentKindSchema>;
export type IncidentPhase = Static<typeof IncidentPhaseSchema>;
export type IncidentRole = Static<typeof IncidentRoleSchema>;
export type PlaybookInput = Static<typeof PlaybookInputSchema>;
export type StepAttempt = Static<typeof StepAttemptSchema>;
export type Attention = Incident["attention"][number];

/** In the order of a response (NIST SP 800-61r3). */
export const phases: readonly IncidentPhase[] = ["detected", "triaged", "contained", "eradicated", "recovered", "closed", "reviewed"];
export const kinds: readonly IncidentKind[] = ["exploited-vulnerability", "malicious-package", "attack", "web-shell", "leaked-credential", "crypto-miner", "integrity", "blind-source", "manual"];
export const severities: readonly Incident["severity"][] = ["critical", "high", "medium", "low", "unknown"];
export const roles: readonly IncidentRole[] = ["commander", "responder", "communications", "scribe"];
export const entityKinds: readonly EntityKind[] = ["service", "release", "deployment", "endpoint", "workload", "host", "ip", "user", "vulnerability", "source"];
