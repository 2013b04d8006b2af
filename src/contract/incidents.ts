// Incidents: the shapes of one story with its members, its two lanes and what people do with it.
import Type from "typebox";
import type { Static } from "typebox";
import { Nullable, Severity, Time } from "./shapes.ts";

export const IncidentPhase = Type.Enum(["detected", "triaged", "contained", "eradicated", "recovered", "closed", "reviewed"], { description: "In the order of a response (NIST SP 800-61r3)" });
export const IncidentKind = Type.Enum(["exploited-vulnerability", "malicious-package", "attack", "web-shell", "leaked-credential", "crypto-miner", "integrity", "blind-source", "manual"]);
export const IncidentRole = Type.Enum(["commander", "responder", "communications", "scribe"]);
export const IncidentState = Type.Enum(["open", "closed", "all"]);
export const SignalKind = Type.Enum(["finding", "detection", "alert"]);
export const EntityKind = Type.Enum(["service", "release", "deployment", "endpoint", "workload", "host", "ip", "user", "vulnerability", "source"]);
export const Entity = Type.Object({ kind: EntityKind, value: Type.String() });

const phaseTimes = Type.Object({
  detected: Nullable(Time), triaged: Nullable(Time), contained: Nullable(Time), eradicated: Nullable(Time), recovered: Nullable(Time), closed: Nullable(Time), reviewed: Nullable(Time),
}, { description: "When each phase was first reached in this episode; null: not reached, or passed over" });

export const Incident = Type.Object({
  id: Type.String(), number: Type.Integer({ description: "31 of INC-31" }), kind: IncidentKind, title: Type.String(), severity: Severity, phase: IncidentPhase, phaseAt: phaseTimes,
  open: Type.Boolean(), startedAt: Time, openedAt: Time, acknowledgedAt: Nullable(Time), acknowledgedBy: Nullable(Type.String()), closedAt: Nullable(Time), closedBecause: Nullable(Type.String()), reopened: Type.Integer(),
  owner: Nullable(Type.String()), roles: Type.Array(Type.Object({ role: IncidentRole, person: Type.String() })),
  services: Type.Array(Type.String()), environments: Type.Array(Type.String()), tactics: Type.Array(Type.String(), { description: "ATT&CK tactics seen, in the order of the kill chain" }),
  entities: Type.Array(Entity, { description: "At most 100; all of them at /incidents/:id/entities" }),
  why: Type.String({ description: "Why it was opened" }), next: Nullable(Type.Object({ text: Type.String(), dueAt: Nullable(Time) })),
  mergedInto: Nullable(Type.String()), linked: Type.Array(Type.String()), members: Type.Integer(), live: Type.Integer({ description: "Members that are not over" }), lastSignalAt: Time,
  quietSince: Nullable(Type.String({ format: "date-time", description: "Every member is over since then: recovery is proposed, a person closes it" })),
  attention: Type.Array(Type.Enum(["unacknowledged", "no-owner", "no-next-action", "overdue", "stale", "quiet"]), { description: "What is missing or late" }),
  version: Type.Integer({ description: "Counts every change; the ETag of GET /incidents/:id stands for it" }),
});
export type Incident = Static<typeof Incident>;

export const Signal = Type.Object({
  kind: SignalKind, ref: Type.String({ description: "A finding's id, a detection's id, an alert's fingerprint" }), title: Type.String(), severity: Severity, at: Time, entities: Type.Array(Entity),
  services: Type.Array(Type.String()), owner: Nullable(Type.String()), environments: Type.Array(Type.String()), tactics: Type.Array(Type.String()), because: Nullable(Type.String()), ended: Type.Boolean(),
});
export const IncidentMember = Type.Object({ incidentId: Type.String(), signal: Signal, joinedAt: Time, why: Type.String(), leftAt: Nullable(Time), leftWhy: Nullable(Type.String()), count: Type.Integer(), lastAt: Time });
export type IncidentMember = Static<typeof IncidentMember>;
export const IncidentEntity = Type.Object({ entity: Entity, firstAt: Time, lastAt: Time });
export type IncidentEntity = Static<typeof IncidentEntity>;
export const HeldSignal = Type.Object({ signal: Signal, heldAt: Time, until: Time, why: Type.String() });
export type HeldSignal = Static<typeof HeldSignal>;
export const StoryEntry = Type.Object({
  id: Type.String(), incidentId: Type.String(), at: Time, text: Type.String(), author: Type.String(), factSeq: Nullable(Type.Integer({ description: "The fact of the ledger that it retells" })), writtenAt: Time, editedAt: Nullable(Time), removedAt: Nullable(Time),
});
export type StoryEntry = Static<typeof StoryEntry>;

export const IncidentDetail = Type.Object({
  incident: Incident, verdict: Type.String({ description: "One sentence in plain words" }), story: Type.Array(StoryEntry),
  links: Type.Array(Type.Object({ id: Type.String(), number: Type.Integer(), title: Type.String(), phase: IncidentPhase, severity: Severity })),
  asof: Nullable(Time),
});
export type IncidentDetail = Static<typeof IncidentDetail>;
export const IncidentCounts = Type.Object({
  open: Type.Integer(), critical: Type.Integer(), unacknowledged: Type.Integer(), withoutOwner: Type.Integer(), withoutNext: Type.Integer(), overdue: Type.Integer({ description: "The next action was due" }), quiet: Type.Integer({ description: "Every member is over" }), held: Type.Integer({ description: "Loose signals" }),
});
export type IncidentCounts = Static<typeof IncidentCounts>;

const strict = { additionalProperties: false } as const;
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const reason = Type.String({ minLength: 3, maxLength: 4000 });
const comment = Type.Optional(text(4000));
const member = Type.Object({ kind: SignalKind, ref: text(300) }, strict);

export const IncidentSettings = Type.Object({
  windowHours: Type.Number({ exclusiveMinimum: 0, maximum: 720, description: "How long after its last sighting an entity still ties a signal to an incident" }),
  reopenDays: Type.Number({ minimum: 0, maximum: 365, description: "How long after closing the same cause reopens an incident" }),
  hubServices: Type.Integer({ minimum: 1, maximum: 10_000, description: "An entity seen with more services than this within a day ties nothing by itself" }),
  stagesToOpen: Type.Integer({ minimum: 2, maximum: 12, description: "Stages of the kill chain, on one entity, that open an incident from loose signals" }),
  heldHours: Type.Number({ exclusiveMinimum: 0, maximum: 720, description: "How long a loose signal waits for others" }),
  closeWhenQuietHours: Nullable(Type.Number({ minimum: 0, maximum: 8760, description: "Closes an incident by itself when every member has been over for so long; null: only a person closes" })),
  acknowledgeMinutes: Type.Number({ minimum: 1, maximum: 10_080, description: "An incident that nobody acknowledged for so long is shown and told" }),
  staleHours: Type.Number({ minimum: 1, maximum: 8760, description: "An open incident without any change for so long is shown and told" }),
}, strict);
export type IncidentSettings = Static<typeof IncidentSettings>;

export const OpenIncidentRequest = Type.Object({ title: text(300), severity: Severity, kind: Type.Optional(IncidentKind), why: Type.Optional(text(4000)), services: Type.Optional(Type.Array(text(500), { maxItems: 100 })), environments: Type.Optional(Type.Array(text(200), { maxItems: 20 })), entities: Type.Optional(Type.Array(Entity, { maxItems: 100 })), owner: Type.Optional(text(200)) }, strict);
export const AcknowledgeRequest = Type.Object({ comment }, strict);
export const AssignRequest = Type.Object({ owner: Type.Optional(Nullable(text(200))), roles: Type.Optional(Type.Array(Type.Object({ role: IncidentRole, person: text(200) }, strict), { maxItems: 50 })) }, strict);
export const SeverityRequest = Type.Object({ severity: Severity, reason }, strict);
export const PhaseRequest = Type.Object({ phase: Type.Enum(["detected", "triaged", "contained", "eradicated", "recovered", "reviewed"]), comment }, strict);
export const NextRequest = Type.Object({ text: Nullable(text(1000)), dueAt: Type.Optional(Nullable(Time)) }, strict);
export const CloseRequest = Type.Object({ reason, force: Type.Optional(Type.Boolean({ description: "Closes although members are not over" })) }, strict);
export const ReasonRequest = Type.Object({ reason }, strict);
export const MergeRequest = Type.Object({ into: text(100), reason }, strict);
export const SplitRequest = Type.Object({ members: Type.Array(member, { minItems: 1, maxItems: 500 }), title: Type.Optional(text(300)), reason }, strict);
export const MoveRequest = Type.Object({ member, to: text(100), reason }, strict);
export const LinkRequest = Type.Object({ to: text(100), reason }, strict);
export const NoteRequest = Type.Object({ text: text(10_000), at: Type.Optional(Time), factSeq: Type.Optional(Type.Integer({ minimum: 1 })) }, strict);
export const NoteEdit = Type.Object({ text: Type.Optional(text(10_000)), at: Type.Optional(Time) }, strict);
