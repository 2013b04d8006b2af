// Detections, rules, exceptions, event sources and profiles on the wire.
import Type from "typebox";
import type { Static } from "typebox";
import { Nullable, Time } from "./shapes.ts";

export const Level = Type.Enum(["informational", "low", "medium", "high", "critical"]);
export const HitKind = Type.Enum(["rule", "correlation", "sensor", "baseline", "rate", "canary"]);
export const DetectionState = Type.Enum(["open", "dismissed", "excepted"]);
export const Verdict = Type.Enum(["true-positive", "false-positive", "benign", "test"]);
export const EvidenceState = Type.Enum(["confirmed", "present", "lowered", "unknown", "none"]);
const Text = Type.String();

export const Placement = Type.Object({
  workload: Text, joinedBy: Type.Enum(["digest", "image", "service", "labels", "host", "nothing"]), because: Text, serviceId: Nullable(Text), service: Nullable(Text), owner: Nullable(Text), releaseId: Nullable(Text), version: Nullable(Text),
  endpointId: Nullable(Text), endpoint: Nullable(Text), environment: Nullable(Text), exposure: Nullable(Text), deploymentId: Nullable(Text), deployedAt: Nullable(Time),
});
export const Evidence = Type.Object({ state: EvidenceState, vulnerability: Nullable(Text), component: Nullable(Text), because: Text });
const IncidentRef = Nullable(Type.Object({ id: Text, number: Type.Integer() }));

/** One row of the list; count says how many hits it stands for. */
export const Detection = Type.Object({
  id: Text, kind: HitKind, ruleId: Text, title: Text, ruleLevel: Level, level: Level, tags: Type.Array(Text), decoder: Text, source: Text, actor: Nullable(Text), subject: Text, placement: Placement, evidence: Evidence,
  firstAt: Time, lastAt: Time, detectedAt: Time, count: Type.Integer(), state: DetectionState, exceptionId: Nullable(Text), verdict: Nullable(Verdict), note: Nullable(Text), judgedBy: Nullable(Text), incident: IncidentRef,
});
export type Detection = Static<typeof Detection>;

export const SampleEvent = Type.Object({ slot: Type.Integer(), id: Nullable(Text), at: Time, decoder: Text, logsource: Type.Any(), origin: Type.Any(), fields: Type.Any(), raw: Text });
/** why: sentences for people, proof for drawing (condition: the tree with each leaf's truth; processes: the lineage, nearest first; quantiles and similar days of baselines). */
export const DetectionDetail = Type.Object({
  ...Detection.properties, why: Type.Object({ sentences: Type.Array(Text), proof: Type.Any() }), samples: Type.Array(SampleEvent),
  components: Type.Array(Type.Object({ purl: Text, vulnerability: Text, outcome: Text, fixVersion: Nullable(Text), findingId: Text, loaded: Nullable(Type.Boolean()) }), { description: "Vulnerable components of the release that runs there, worst first, at most 50" }),
});
export type DetectionDetail = Static<typeof DetectionDetail>;
export const JudgementRequest = Type.Object({ verdict: Verdict, note: Type.Optional(Type.String({ maxLength: 4000 })) }, { additionalProperties: false });

export const HeatCell = Type.Object({ workload: Text, hour: Time, events: Type.Integer(), detections: Type.Integer(), worst: Nullable(Level) });
export const RuntimeOverview = Type.Object({
  from: Time, to: Time, cells: Type.Array(HeatCell), counts: Type.Array(Type.Object({ level: Level, state: DetectionState, detections: Type.Integer() })),
  rules: Type.Integer(), correlations: Type.Integer(), rejectedRules: Type.Integer(), exceptions: Type.Integer(), lastCanaryAt: Nullable(Time), lastCanaryMs: Nullable(Type.Integer()), staleSources: Type.Integer(),
});
export type RuntimeOverview = Static<typeof RuntimeOverview>;

/** canary: ok = the last one was seen; missing = it was sent over a minute ago and never seen. */
export const EventSource = Type.Object({
  id: Text, decoder: Text, name: Text, state: Type.Enum(["live", "stale"]), firstAt: Time, lastAt: Time, staleSince: Nullable(Time), staleAfterMs: Type.Integer(), events: Type.Integer(), rejected: Type.Integer(), detections: Type.Integer(), lastReject: Nullable(Text),
  canary: Type.Enum(["ok", "missing", "waiting", "never"]), canarySentAt: Nullable(Time), canarySeenAt: Nullable(Time), canaryMs: Nullable(Type.Integer()),
});
export type EventSource = Static<typeof EventSource>;

/** As an ingest door answers: what was taken is durable; what was not is named. */
export const EventReceipt = Type.Object({ events: Type.Integer(), opened: Type.Integer(), repeats: Type.Integer(), rejected: Type.Integer(), rejects: Type.Array(Type.Object({ at: Text, rule: Text })) });
export type EventReceipt = Static<typeof EventReceipt>;

export const Rule = Type.Object({
  id: Text, kind: Type.Enum(["rule", "correlation"]), title: Text, level: Level, status: Nullable(Text), description: Text, author: Nullable(Text), tags: Type.Array(Text), falsePositives: Type.Array(Text), references: Type.Array(Text),
  logsource: Type.Object({ category: Nullable(Text), product: Nullable(Text), service: Nullable(Text) }), file: Text, line: Type.Integer(), detections: Type.Integer(), hits: Type.Integer(), dismissed: Type.Integer(), excepted: Type.Integer(), lastAt: Nullable(Time),
});
export type Rule = Static<typeof Rule>;
export const RuleDetail = Type.Object({ ...Rule.properties, text: Text });
export type RuleDetail = Static<typeof RuleDetail>;
export const RuleReject = Type.Object({ file: Text, line: Type.Integer(), title: Nullable(Text), rule: Text });
export const RuleRejects = Type.Object({ rejects: Type.Array(RuleReject) });

export const Exception = Type.Object({
  id: Text, title: Text, text: Text, owner: Text, reason: Text, createdBy: Text, createdAt: Time, expiresAt: Time, revokedAt: Nullable(Time), revokedBy: Nullable(Text), state: Type.Enum(["in-force", "expired", "revoked"]), hits: Type.Integer(), lastHitAt: Nullable(Time), forced: Nullable(Text),
  idle: Type.Boolean({ description: "In force, and it left nothing out for 90 days" }),
});
export type Exception = Static<typeof Exception>;
/** What an exception would do: drafted from detections, or as a person edited it. */
export const ExceptionDraftRequest = Type.Object({ detections: Type.Optional(Type.Array(Text, { minItems: 1, maxItems: 100 })), text: Type.Optional(Type.String({ maxLength: 100_000 })) }, { additionalProperties: false });
export const ExceptionDraft = Type.Object({
  title: Text, text: Text, removes: Type.Array(Detection), removesTotal: Type.Integer({ description: "Of the detections of the last 30 days" }), asked: Type.Integer({ description: "How many were chosen" }), covered: Type.Integer({ description: "How many of the chosen ones it removes" }),
  hides: Type.Array(Type.Object({ rule: Text, title: Text, sample: Text, why: Text })), problems: Type.Array(Text),
});
export type ExceptionDraft = Static<typeof ExceptionDraft>;
export const ExceptionRequest = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 200 }), text: Type.String({ maxLength: 100_000 }), owner: Type.String({ minLength: 1, maxLength: 200 }), reason: Type.String({ minLength: 1, maxLength: 4000 }), expiresAt: Time,
  force: Type.Optional(Type.String({ minLength: 1, maxLength: 4000, description: "Why it may hide samples of attacks" })),
}, { additionalProperties: false });

/** A fact of behaviour: what a workload's release was seen to do. */
export const FactKind = Type.Enum(["process", "parent", "written-executable", "file-write", "destination", "listen", "route", "user", "verb"]);
export const FactOrigin = Type.Enum(["learned", "inherited", "approved", "pending"]);
export const ProfileFact = Type.Object({ kind: FactKind, value: Text, origin: FactOrigin, firstAt: Time, lastAt: Time, count: Type.Integer(), approvedBy: Nullable(Text) });
export const Profile = Type.Object({
  id: Text, workload: Text, service: Nullable(Text), releaseId: Nullable(Text), version: Nullable(Text), state: Type.Enum(["learning", "watching", "paused"]), because: Text, learningSince: Time, learnsUntil: Time, inheritedFrom: Nullable(Text),
  events: Type.Integer(), facts: Type.Integer(), pending: Type.Integer(), coverage: Type.Array(Type.Object({ kind: FactKind, facts: Type.Integer(), events: Type.Integer(), lastNewAt: Nullable(Time), unseenShare: Type.Number({ description: "Chance that the next event of this kind is one never seen (Good-Turing)" }) })),
});
export type Profile = Static<typeof Profile>;
export const ProfileDetail = Type.Object({ ...Profile.properties, items: Type.Array(ProfileFact), difference: Type.Object({ from: Nullable(Text), sentences: Type.Array(Text), began: Type.Array(ProfileFact), ceased: Type.Array(ProfileFact) }) });
export type ProfileDetail = Static<typeof ProfileDetail>;
export const ApproveRequest = Type.Object({ facts: Type.Array(Type.Object({ kind: FactKind, value: Text }, { additionalProperties: false }), { minItems: 1, maxItems: 1000 }), reason: Type.String({ minLength: 1, maxLength: 4000 }) }, { additionalProperties: false });

export const RateSeries = Type.Object({
  id: Text, workload: Text, measure: Text, state: Type.Enum(["learning", "watching"]), coverage: Text, points: Type.Array(Type.Object({ at: Time, value: Type.Number(), low: Nullable(Type.Number()), high: Nullable(Type.Number()), score: Nullable(Type.Number()) })),
});
export type RateSeries = Static<typeof RateSeries>;
