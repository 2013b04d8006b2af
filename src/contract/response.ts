// The end of a response: clocks, drafts of reports, reviews, actions.
import Type from "typebox";
import type { Static } from "typebox";
import { StoryEntry } from "./incidents.ts";
import { Nullable, Severity, Time } from "./shapes.ts";

const strict = { additionalProperties: false } as const;
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });

export const Clock = Type.Object({
  incidentId: Type.String(), number: Type.Integer(), severity: Severity, regime: Type.String(), stage: Type.String(), title: Type.String(), clause: Type.String(), because: Type.String(),
  state: Type.Enum(["running", "overdue", "done", "late", "not-applicable"]), startedAt: Time, dueAt: Time, stoppedAt: Nullable(Time), endWhy: Nullable(Type.String()), stoppedBy: Nullable(Type.String()),
  reportDigest: Nullable(Type.String({ description: "SHA-256 of the draft when it was said to be sent" })),
});
export type Clock = Static<typeof Clock>;
export const ClocksAnswer = Type.Object({
  clocks: Type.Array(Clock), waiting: Type.Array(Type.Object({ regime: Type.String(), stage: Type.String(), title: Type.String(), waitsFor: Type.String() })), painRating: Nullable(Type.Integer({ description: "FedRAMP's impact rating, 5 until somebody rates" })),
});
export type ClocksAnswer = Static<typeof ClocksAnswer>;
export const StopClockRequest = Type.Object({ end: Type.Enum(["done", "not-applicable"]), why: Type.Optional(text(4000)) }, strict);

export const Draft = Type.Object({
  regime: Type.String(), stage: Type.String(), title: Type.String(), clause: Type.String(),
  fields: Type.Array(Type.Object({ id: Type.String(), label: Type.String(), optional: Type.Boolean(), value: Nullable(Type.String()), from: Type.Enum(["known", "answered", "missing"]) })),
  missing: Type.Array(Type.String()), text: Type.String({ description: "Markdown" }), document: Nullable(Type.Any({ description: "In the rule-maker's own form, where there is one" })), digest: Type.String(),
});
export type Draft = Static<typeof Draft>;
export const AnswersRequest = Type.Record(Type.String({ pattern: "^[a-z][a-z-]{0,62}$" }), Type.String({ maxLength: 20_000 }), { description: "Field id to text; an empty text takes the answer back" });

export const RegimeRow = Type.Object({ id: Type.String(), about: Type.String(), clause: Type.String(), confidence: Type.String(), on: Type.Boolean(), byDefault: Type.Boolean() });
export type RegimeRow = Static<typeof RegimeRow>;
export const ReportSettings = Type.Object({
  organisation: Type.Optional(text(300)), contact: Type.Optional(text(500)), memberStates: Type.Optional(Type.Array(text(60), { maxItems: 40 })), sensitivity: Type.Optional(text(300)),
  fedramp: Type.Optional(Type.Object({ class: Type.Enum(["a", "b", "c", "d"]), packageUri: Type.Optional(text(1000)), coordinator: Type.Optional(text(300)) }, strict)),
  on: Type.Optional(Type.Array(text(60), { maxItems: 20 })), off: Type.Optional(Type.Array(text(60), { maxItems: 20 })),
}, strict);
export type ReportSettings = Static<typeof ReportSettings>;

export const Action = Type.Object({ id: Type.String(), incidentId: Type.String(), number: Type.Integer(), text: Type.String(), owner: Nullable(Type.String()), dueAt: Nullable(Time), createdAt: Time, doneAt: Nullable(Time), ticket: Nullable(Type.String()) });
export type Action = Static<typeof Action>;
export const ActionRequest = Type.Object({ text: text(2000), owner: Type.Optional(text(200)), dueAt: Type.Optional(Time), ticket: Type.Optional(text(500)) }, strict);
export const ActionEdit = Type.Object({ text: Type.Optional(text(2000)), owner: Type.Optional(Nullable(text(200))), dueAt: Type.Optional(Nullable(Time)), ticket: Type.Optional(Nullable(text(500))), done: Type.Optional(Type.Boolean()) }, strict);

export const Review = Type.Object({
  stretches: Type.Array(Type.Object({ id: Type.String(), about: Type.String(), from: Time, to: Nullable(Time), ms: Nullable(Type.Integer()) })), gap: Type.Object({ ms: Type.Integer(), sentence: Type.String() }),
  worked: Type.Array(Type.String()), didNot: Type.Array(Type.String()),
  questions: Type.Array(Type.Object({ id: Type.String(), task: Type.String(), label: Type.String(), hint: Type.String(), answer: Nullable(Type.String()) })), unanswered: Type.Integer(),
  story: Type.Array(StoryEntry), actions: Type.Array(Action), text: Type.String({ description: "Markdown" }), reviewed: Type.Boolean(),
});
export type Review = Static<typeof Review>;
