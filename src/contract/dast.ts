// Targets, scans and findings of tests from outside on the wire.
import Type from "typebox";
import type { Static } from "typebox";
import { Nullable, Time } from "./shapes.ts";

const Text = Type.String();
const Whole = Type.Integer();
export const DastSeverity = Type.Enum(["critical", "high", "medium", "low", "info"]);
export const DastConfidence = Type.Enum(["confirmed", "firm", "tentative"]);
export const DastState = Type.Enum(["open", "fixed", "dismissed"]);
export const DastVerdict = Type.Enum(["false-positive", "accepted", "wont-fix"]);
export const ScanOutcome = Type.Enum(["new", "same", "regressed", "fixed", "not-retested"]);
export const ScanState = Type.Enum(["queued", "running", "done", "stopped", "failed"]);
export const ScanReason = Type.Enum(["asked", "schedule", "deployment", "replay", "drill", "import"]);
export const ProfileId = Type.Enum(["passive", "production", "staging", "full", "api"]);
export const Risk = Type.Enum(["passive", "marker", "payload", "timing", "out-of-band", "browser", "write", "stored", "upload", "smuggling", "credentials", "load"]);
const Header = Type.Array(Text);
const Outcomes = Type.Object({ new: Whole, same: Whole, regressed: Whole, fixed: Whole, "not-retested": Whole });
const Severities = Type.Object({ critical: Whole, high: Whole, medium: Whole, low: Whole, info: Whole });

export const ServedBy = Type.Object({
  endpointId: Nullable(Text), endpoint: Nullable(Text), environment: Nullable(Text), exposure: Nullable(Text), serviceId: Nullable(Text), service: Nullable(Text), owner: Nullable(Text), releaseId: Nullable(Text), version: Nullable(Text), deployedAt: Nullable(Time),
});

/** What a scan may be asked; what is left out comes from the target, then from the profile. */
export const ScanSettings = Type.Object({
  profile: Type.Optional(ProfileId), optIn: Type.Optional(Type.Array(Risk, { description: "Classes of risk beyond the profile, each by name" })),
  scope: Type.Optional(Type.Object({ origins: Type.Optional(Type.Array(Text)), include: Type.Optional(Type.Array(Text)), exclude: Type.Optional(Type.Array(Text)), addresses: Type.Optional(Type.Array(Text)) }, { additionalProperties: false })),
  budget: Type.Optional(Type.Object({ requests: Type.Optional(Type.Integer({ minimum: 1 })), bytes: Type.Optional(Type.Integer({ minimum: 1 })), totalMs: Type.Optional(Type.Integer({ minimum: 1000 })), requestsPerSecond: Type.Optional(Type.Number({ exclusiveMinimum: 0 })), concurrency: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) }, { additionalProperties: false })),
  seed: Type.Optional(Type.String({ maxLength: 200 })), checks: Type.Optional(Type.Object({ only: Type.Optional(Type.Array(Text)), except: Type.Optional(Type.Array(Text)) }, { additionalProperties: false })),
  identities: Type.Optional(Type.Array(Type.Any(), { description: "Who the scan is: name, login, assertion. Secrets by reference, `secret:NAME`, from the secrets file of the server" })),
  descriptions: Type.Optional(Type.Array(Type.Object({ from: Text, format: Type.Optional(Text) }, { additionalProperties: false }))), known: Type.Optional(Type.Array(Text)), first: Type.Optional(Type.Array(Text)),
  browser: Type.Optional(Type.Enum(["auto", "off"])), limits: Type.Optional(Type.Object({ routes: Type.Optional(Type.Integer({ minimum: 1 })), pages: Type.Optional(Type.Integer({ minimum: 0 })), depth: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false })),
  window: Type.Optional(Type.Object({ from: Text, to: Text, zone: Text, days: Type.Array(Type.Integer({ minimum: 0, maximum: 6 })) }, { additionalProperties: false })),
}, { additionalProperties: false });
export type ScanSettings = Static<typeof ScanSettings>;

export const ScanProgress = Type.Object({ phase: Text, done: Whole, total: Whole, routes: Whole, requests: Whole, requestsPerSecond: Type.Number(), findings: Whole, backingOff: Type.Boolean(), etaMs: Nullable(Type.Number()), at: Text });
export const CheckCoverage = Type.Object({ check: Text, planned: Whole, done: Whole, proofs: Whole, unrepeated: Whole, requests: Whole, unable: Type.Record(Type.String(), Whole) });
export const IdentityCoverage = Type.Object({ identity: Text, state: Text, routes: Whole, reached: Whole, denied: Whole, missing: Whole, failed: Whole, redirectedToLogin: Whole, says: Text });
export const RouteCoverage = Type.Object({ routeId: Text, method: Text, origin: Text, template: Text, source: Text, depth: Whole, foundOn: Nullable(Text), status: Nullable(Whole), mediaType: Nullable(Text), parameters: Whole, points: Whole, done: Whole, planned: Whole, findings: Whole });
export type RouteCoverage = Static<typeof RouteCoverage>;

export const Scan = Type.Object({
  id: Text, targetId: Text, target: Text, url: Text, state: ScanState, profile: ProfileId, reason: ScanReason, startedBy: Text, queuedAt: Time, startedAt: Nullable(Time), endedAt: Nullable(Time), progress: Nullable(ScanProgress), counts: Outcomes, failure: Nullable(Text),
  endedBecause: Nullable(Text), requests: Nullable(Whole), authorisedBy: Nullable(Text),
});
export type Scan = Static<typeof Scan>;
export const ScanDetail = Type.Object({
  ...Scan.properties, optIn: Type.Array(Risk), seed: Text, bytes: Nullable(Whole), peakMemoryBytes: Nullable(Whole), notes: Type.Array(Text), checks: Type.Array(CheckCoverage), identities: Type.Array(IdentityCoverage), sockets: Type.Array(Text), phases: Type.Record(Type.String(), Type.Number()), curlHeader: Text,
});
export type ScanDetail = Static<typeof ScanDetail>;

export const Target = Type.Object({
  id: Text, name: Text, url: Text, endpointId: Nullable(Text), serviceId: Nullable(Text), testable: Type.Boolean(), testableBy: Nullable(Text), testableAt: Nullable(Time), defaults: Type.Any(), everyHours: Nullable(Type.Number()), afterDeployment: Type.Boolean(),
  createdAt: Time, createdBy: Text, served: ServedBy, open: Severities, notRetested: Whole, regressed: Whole, lastScan: Nullable(Scan), nextAt: Nullable(Time),
});
export type Target = Static<typeof Target>;
export const TargetRequest = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }), url: Type.String({ minLength: 1, maxLength: 2000 }), endpoint: Type.Optional(Type.String({ maxLength: 200 })), service: Type.Optional(Type.String({ maxLength: 200 })),
  testable: Type.Boolean({ description: "Whoever sets it says that this system may be tested, and is named in every scan" }), defaults: Type.Optional(ScanSettings), everyHours: Type.Optional(Nullable(Type.Number({ exclusiveMinimum: 0, maximum: 8784 }))), afterDeployment: Type.Optional(Type.Boolean()),
}, { additionalProperties: false });
export const Authorisation = Type.Object({ fileUrl: Text, fileText: Text, txtName: Text, txtText: Text });

export const ScanRequest = Type.Object({ target: Type.String({ minLength: 1, maxLength: 2000, description: "Id or name of a target, or a URL" }), ...ScanSettings.properties }, { additionalProperties: false });
export const LoggedRequest = Type.Object({ seq: Whole, at: Time, method: Text, url: Text, identity: Nullable(Text), status: Whole, sizeBytes: Whole, headMs: Nullable(Type.Number()), totalMs: Nullable(Type.Number()), phase: Text, check: Nullable(Text), routeId: Nullable(Text), pointId: Nullable(Text), refused: Type.Boolean(), why: Nullable(Text) });
export type LoggedRequest = Static<typeof LoggedRequest>;

export const FindingPlace = Type.Object({ origin: Text, method: Nullable(Text), template: Nullable(Text), point: Nullable(Text), at: Nullable(Text) });
export const KeptExchange = Type.Object({ role: Type.Enum(["baseline", "control", "attack"]), shows: Text, at: Time, method: Text, url: Text, requestHeaders: Type.Array(Header), requestBody: Nullable(Text), status: Whole, headers: Type.Array(Header), body: Text, bodyBytes: Whole, cut: Type.Boolean(), totalMs: Nullable(Type.Number()), failure: Nullable(Text), curl: Text });
export const DastFinding = Type.Object({
  id: Text, targetId: Text, target: Text, url: Text, fingerprint: Text, check: Text, title: Text, place: FindingPlace, where: Text, about: Nullable(Text), severity: DastSeverity, confidence: DastConfidence, cwe: Whole, owasp: Type.Array(Text), component: Nullable(Text), technique: Text, because: Text,
  state: DastState, lastOutcome: ScanOutcome, notRetestedBecause: Nullable(Text), firstAt: Time, lastAt: Time, retestedAt: Nullable(Time), fixedAt: Nullable(Time), lastScanId: Text, count: Whole, verdict: Nullable(DastVerdict), verdictUntil: Nullable(Time), note: Nullable(Text), judgedBy: Nullable(Text),
});
export type DastFinding = Static<typeof DastFinding>;
export const DastFindingDetail = Type.Object({
  ...DastFinding.properties, remediation: Text, exchanges: Type.Array(KeptExchange), alsoAt: Type.Array(Text), replayCommand: Text, served: ServedBy,
  history: Type.Array(Type.Object({ scanId: Text, at: Time, outcome: ScanOutcome, why: Nullable(Text) })),
  vulnerabilities: Type.Array(Type.Object({ id: Text, severity: Text, fixVersion: Nullable(Text), findingId: Nullable(Text) }), { description: "Of the component that the answer gave away" }),
});
export type DastFindingDetail = Static<typeof DastFindingDetail>;
export const DastJudgementRequest = Type.Object({ verdict: DastVerdict, until: Type.Optional(Type.String({ format: "date-time" })), note: Type.Optional(Type.String({ maxLength: 4000 })) }, { additionalProperties: false });

export const ScanDiff = Type.Object({ before: Nullable(Scan), after: Scan, rows: Type.Array(Type.Object({ finding: DastFinding, before: Nullable(ScanOutcome), after: ScanOutcome, why: Nullable(Text) })) });
export type ScanDiff = Static<typeof ScanDiff>;
export const Check = Type.Object({ id: Text, title: Text, about: Text, cwe: Whole, owasp: Type.Array(Text), severity: DastSeverity, remediation: Text, risk: Risk, attackClass: Nullable(Text), looksAt: Type.Enum(["exchange", "point", "route", "origin"]), profiles: Type.Array(ProfileId) });
export type Check = Static<typeof Check>;
export const DastProfile = Type.Object({ id: ProfileId, about: Text, risks: Type.Array(Risk), methods: Type.Array(Text), budget: Type.Record(Type.String(), Type.Number()), backsOff: Type.Boolean(), guardsWords: Type.Boolean() });
export const ImportAnswer = Type.Object({ scan: Scan, format: Text, rejected: Type.Array(Type.Object({ at: Text, rule: Text })) });

export const DrillSighting = Type.Object({ detectionId: Text, ruleId: Text, title: Text, level: Text, workload: Text, seenAt: Time });
export const DrillProbe = Type.Object({ attackClass: Text, target: Type.String({ description: "Path and query as they were sent" }), sentAt: Nullable(Time), status: Nullable(Whole), why: Nullable(Text), sightings: Type.Array(DrillSighting) });
export const DrillClass = Type.Object({
  attackClass: Text, outcome: Type.Enum(["seen", "not-seen", "waiting", "not-sent"]), sentAt: Nullable(Time), seenAt: Nullable(Time), mttdMs: Nullable(Type.Number({ description: "From the probe that was seen until its detection was durable" })), rules: Type.Array(Type.Object({ ruleId: Text, title: Text })), probes: Whole, why: Nullable(Text),
});
export const Drill = Type.Object({
  id: Text, targetId: Text, target: Text, url: Text, state: Type.Enum(["sending", "watching", "done", "failed"]), startedBy: Text, startedAt: Time, watchUntil: Time, endedAt: Nullable(Time), authorisedBy: Nullable(Text), failure: Nullable(Text), classes: Type.Array(DrillClass),
  sent: Whole, seen: Whole, share: Nullable(Type.Number({ description: "Classes seen of classes sent, 0 to 1" })), meanMttdMs: Nullable(Type.Number()), worstMttdMs: Nullable(Type.Number()), curlHeader: Text,
});
export type Drill = Static<typeof Drill>;
export const DrillDetail = Type.Object({ ...Drill.properties, probes: Type.Array(DrillProbe) });
export type DrillDetail = Static<typeof DrillDetail>;
export const DrillRequest = Type.Object({ watchSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400, description: "How long the runtime may take to see them; 300" })) }, { additionalProperties: false });
