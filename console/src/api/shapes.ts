// The shapes of the REST contract as types only: nothing of the schema library reaches the browser.
import type { Static } from "typebox";
import type { FeedStatus, Vulnerability } from "../../../src/contract/advisories.ts";
import type { Decision, Exposure, Finding, FindingDetail as FindingDetailSchema, FindingLabel as FindingLabelSchema, FindingState as FindingStateSchema, SlaClock as SlaClockSchema, Trace } from "../../../src/contract/findings.ts";
import type { ComponentReject as ComponentRejectSchema } from "../../../src/contract/inventory.ts";
import type { Fact, TokenMade as TokenMadeSchema, TokenRequest as TokenRequestSchema } from "../../../src/contract/operations.ts";
import type { Criticality as CriticalitySchema, ExposureLevel as ExposureLevelSchema, Outcome as OutcomeSchema, Problem as ProblemSchema, Severity as SeveritySchema } from "../../../src/contract/shapes.ts";

export type { Coverage, FeedStatus, Preview, Vulnerability, VulnerabilityRow } from "../../../src/contract/advisories.ts";
export type { Decision, DecisionRequest, Exposure, Finding, Fix, Trace } from "../../../src/contract/findings.ts";
export type { Component, Deployment, Endpoint, Release, Service } from "../../../src/contract/inventory.ts";
export type { Routes } from "../../../src/contract/alerts.ts";
export type { Delivery, Fact, IncidentMeasure, LedgerVerdict, Me, Measure, MetricsAnswer, Now, Receiver, StreamEvent, Token } from "../../../src/contract/operations.ts";

export type Problem = Static<typeof ProblemSchema>;
export type Severity = Static<typeof SeveritySchema>;
export type Outcome = Static<typeof OutcomeSchema>;
export type ExposureLevel = Static<typeof ExposureLevelSchema>;
export type Criticality = Static<typeof CriticalitySchema>;
export type FindingState = Static<typeof FindingStateSchema>;
export type FindingLabel = Static<typeof FindingLabelSchema>;
export type SlaClock = Static<typeof SlaClockSchema>;
export type ComponentReject = Static<typeof ComponentRejectSchema>;
export type TokenRequest = Static<typeof TokenRequestSchema>;
export type TokenMade = Static<typeof TokenMadeSchema>;
export type AdvisoryRecord = Vulnerability["advisories"][number];
export type FeedState = FeedStatus["state"];

/** The contract leaves decisions and timeline open; the server fills them with these. */
export type FindingDetail = Omit<Static<typeof FindingDetailSchema>, "finding" | "exposures" | "traces" | "decisions" | "timeline"> & { finding: Finding; exposures: Exposure[]; traces: Trace[]; decisions: Decision[]; timeline: Fact[] };

/** total counts the whole list, next is the cursor of the page after this one. */
export interface Page<T> { items: T[]; total: number; next: string | null }

/** What a feed could not read. */
export interface FeedReject { record: string; reason: string; at: string }
export interface Channel { id: string; about: string; fields: { name: string; secret: boolean; about: string; required: boolean }[] }
export interface SearchHit { kind: "vulnerability" | "service" | "release" | "component" | "endpoint" | "finding" | "incident"; id: string; title: string; detail: string; path: string }
