// Ledger, metrics, notices, access, checklist: the shapes of running Aftwatch itself.
import Type from "typebox";
import type { Static } from "typebox";
import { Coverage } from "./advisories.ts";
import { Finding } from "./findings.ts";
import { Nullable, Time } from "./shapes.ts";

export { Delivery, Receiver, ReceiverRequest } from "./deliveries.ts";

export const Fact = Type.Object({ seq: Type.Integer(), at: Time, kind: Type.String(), subject: Type.String(), actor: Type.String(), body: Type.Any(), hash: Type.String() });
export type Fact = Static<typeof Fact>;

export const LedgerVerdict = Type.Object({ whole: Type.Boolean(), entries: Type.Integer(), head: Nullable(Type.String()), broken: Nullable(Type.Object({ seq: Type.Integer(), why: Type.String(), expected: Type.String(), found: Type.String() })) });
export type LedgerVerdict = Static<typeof LedgerVerdict>;

/** A figure over time: empty is null, never 0. */
export const Measure = Type.Object({
  id: Type.String(), about: Type.String(), unit: Type.Enum(["ms", "ratio", "hours", "count"]), formula: Type.String(), better: Type.Enum(["lower", "higher"]),
  n: Type.Integer(), median: Nullable(Type.Number()), p90: Nullable(Type.Number()), value: Nullable(Type.Number({ description: "For ratios and sums" })),
});
export type Measure = Static<typeof Measure>;
const MeasurePart = Type.Object({ key: Type.String(), n: Type.Integer(), value: Nullable(Type.Number()) });
const MeasureCase = Type.Object({ label: Type.String(), id: Nullable(Type.String({ description: "The incident's, where it is one" })), value: Type.Number() });
/** Beside the figures of any measure: between which facts, what still waits, and where it falls. */
export const IncidentMeasure = Type.Object({
  ...Measure.properties, starts: Type.String(), stops: Type.String(),
  waiting: Type.Object({ n: Type.Integer(), oldestMs: Nullable(Type.Number()) }, { description: "Cases that have not ended: in no median" }), without: Type.Integer({ description: "Cases that ended without it, or that cannot be judged" }),
  parts: Type.Array(MeasurePart), cases: Type.Array(MeasureCase, { description: "The cases themselves, when they are fewer than five" }),
  spread: Type.Array(Type.Object({ upToMs: Nullable(Type.Number()), n: Type.Integer() }), { description: "Of durations: how many took up to so long; null: longer than all" }),
});
export type IncidentMeasure = Static<typeof IncidentMeasure>;
const IncidentFlow = Type.Array(Type.Object({ at: Time, open: Type.Integer(), opened: Type.Integer(), acknowledged: Type.Integer(), closed: Type.Integer() }));
export const MetricsAnswer = Type.Object({
  about: Type.Enum(["findings", "incidents"]), from: Time, to: Time, filters: Type.Record(Type.String(), Type.String()), measures: Type.Array(Measure, { description: "About findings; empty when asked about incidents" }), series: Type.Array(Type.Object({ at: Time, open: Type.Integer(), opened: Type.Integer(), fixed: Type.Integer() })),
  incidentMeasures: Type.Optional(Type.Array(IncidentMeasure)), incidentFlow: Type.Optional(IncidentFlow),
});
export type MetricsAnswer = Static<typeof MetricsAnswer>;



export const Token = Type.Object({ id: Type.String(), name: Type.String(), scopes: Type.Array(Type.String()), prefix: Type.String(), createdAt: Time, expiresAt: Nullable(Time), lastUsedAt: Nullable(Time), revokedAt: Nullable(Time) });
export type Token = Static<typeof Token>;
export const TokenRequest = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }), scopes: Type.Array(Type.Enum(["read", "write", "admin"]), { minItems: 1 }), expiresAt: Type.Optional(Time) }, { additionalProperties: false });
export const TokenMade = Type.Object({ token: Token, secret: Type.String({ description: "Shown once" }) });

export const Me = Type.Object({ name: Type.String(), scopes: Type.Array(Type.String()), organisation: Type.String(), version: Type.String(), demo: Type.Boolean() });
export type Me = Static<typeof Me>;

export const ChecklistStep = Type.Object({ id: Type.String(), title: Type.String(), done: Type.Boolean(), detail: Type.String(), command: Nullable(Type.String()) });
/** What needs someone now, and what the emptiness of a list rests on. */
export const Now = Type.Object({
  coverage: Coverage, due: Type.Array(Finding), counts: Type.Object({ open: Type.Integer(), act: Type.Integer(), attend: Type.Integer(), overdue: Type.Integer(), dueIn72h: Type.Integer(), unacknowledged: Type.Integer(), deadNotices: Type.Integer() }),
  checklist: Type.Array(ChecklistStep), pulse: Type.Array(Type.Object({ at: Time, facts: Type.Integer() })),
});
export type Now = Static<typeof Now>;

/** One line of GET /api/v1/stream (server-sent events): `event` is the fact's kind, `id` its seq, `data` this. */
export const StreamEvent = Type.Object({ seq: Type.Integer(), at: Time, kind: Type.String(), subject: Type.String(), body: Type.Any() });
export type StreamEvent = Static<typeof StreamEvent>;
