// On-call, pages and owners: who answers, who was told, and who owns what.
import Type from "typebox";
import type { Static } from "typebox";
import { Nullable, Severity, Time } from "./shapes.ts";

/** A place in the on-call document: JSON pointer, line of the text (from 1), the rule. */
export const OncallPlace = Type.Object({ at: Type.String(), line: Nullable(Type.Integer()), rule: Type.String() });
export type OncallPlace = Static<typeof OncallPlace>;

const Person = Type.Object({ name: Type.String(), email: Nullable(Type.String()), zone: Type.String(), receivers: Type.Array(Type.String()), aliases: Type.Array(Type.String()) });
const Team = Type.Object({ name: Type.String(), members: Type.Array(Type.String()), receivers: Type.Array(Type.String()), schedule: Nullable(Type.String()), policy: Nullable(Type.String()), aliases: Type.Array(Type.String()) });
const Restriction = Type.Object({ days: Type.Array(Type.Enum(["sun", "mon", "tue", "wed", "thu", "fri", "sat"])), from: Type.String(), to: Type.String() });
const Layer = Type.Object({
  name: Type.String(), rotation: Type.Array(Type.String()), handover: Type.String({ description: "In words: daily, weekly, every 12 hours" }), handoverAt: Type.String(),
  startsOn: Type.String(), endsOn: Nullable(Type.String()), restrict: Type.Array(Restriction),
});
const Schedule = Type.Object({ name: Type.String(), zone: Type.String(), layers: Type.Array(Layer) });
const PolicyStep = Type.Object({ notify: Type.Array(Type.String({ description: "schedule:x, person:y, team:z or receiver:r" })), afterMinutes: Type.Number({ description: "After the step before; for the first after the page began" }) });
const Policy = Type.Object({ name: Type.String(), steps: Type.Array(PolicyStep), giveUpAfterMinutes: Type.Number(), repeat: Type.Integer(), thenReceivers: Type.Array(Type.String()) });
const Rules = Type.Object({ minimumSeverity: Severity, alwaysKinds: Type.Array(Type.String()), defaultPolicy: Nullable(Type.String()), exceptions: Type.Integer({ description: "How many exceptions there are; the text shows them" }) });

/** The on-call document: its text with the comments people wrote, what was read from it, and what is doubtful about it. version 0: there is none yet. */
export const Oncall = Type.Object({
  text: Type.String(), version: Type.Integer(), writtenAt: Nullable(Time), writtenBy: Nullable(Type.String()),
  document: Type.Object({ people: Type.Array(Person), teams: Type.Array(Team), schedules: Type.Array(Schedule), policies: Type.Array(Policy), holidays: Type.Array(Type.String()), rules: Rules }),
  warnings: Type.Array(OncallPlace),
});
export type Oncall = Static<typeof Oncall>;
export const OncallText = Type.Object({ text: Type.String({ maxLength: 500_000, description: "YAML or JSON" }) }, { additionalProperties: false });
/** errors: why it would be refused. warnings: what would be kept and is doubtful: gaps, people who cannot be told. */
export const OncallCheck = Type.Object({ errors: Type.Array(OncallPlace), warnings: Type.Array(OncallPlace) });
export type OncallCheck = Static<typeof OncallCheck>;

/** person null: a gap, nobody is on call. by: "layer NAME", "override" or "gap". */
export const Shift = Type.Object({ schedule: Type.String(), person: Nullable(Type.String()), from: Time, to: Time, layer: Nullable(Type.String()), overrideId: Nullable(Type.String()) });
export type Shift = Static<typeof Shift>;
export const OnCallNow = Type.Object({
  schedule: Type.String(), zone: Type.String(), person: Nullable(Type.String()), since: Time, until: Nullable(Time), overrideId: Nullable(Type.String()), receivers: Type.Array(Type.String()),
  next: Nullable(Type.Object({ person: Nullable(Type.String()), from: Time })),
  /** Address of the calendar feed; whoever has it may read the schedule. */
  calendarUrl: Type.String(), warning: Nullable(Type.String()),
});
export type OnCallNow = Static<typeof OnCallNow>;
/** Hours a person is on call in a time; nights are 22:00 to 07:00, and weekends Saturday and Sunday, where that person lives. */
export const Fairness = Type.Object({ person: Nullable(Type.String({ description: "null: hours when nobody was" })), hours: Type.Number(), nightHours: Type.Number(), weekendHours: Type.Number(), holidayHours: Type.Number(), shifts: Type.Integer() });
export type Fairness = Static<typeof Fairness>;

export const Override = Type.Object({ id: Type.String(), schedule: Type.String(), person: Type.String(), from: Time, to: Time, reason: Nullable(Type.String()), createdAt: Time, createdBy: Type.String(), removedAt: Nullable(Time), removedBy: Nullable(Type.String()) });
export type Override = Static<typeof Override>;
/** Either from and to, or shiftAt: the whole (or, when it runs, the rest) of the shift that holds this instant is taken. */
export const OverrideRequest = Type.Object({
  schedule: Type.String({ minLength: 1, maxLength: 100 }), person: Type.String({ minLength: 1, maxLength: 100 }),
  from: Type.Optional(Time), to: Type.Optional(Time), shiftAt: Type.Optional(Time), reason: Type.Optional(Type.String({ maxLength: 500 })),
}, { additionalProperties: false });

export const PageState = Type.Enum(["running", "acknowledged", "ended", "exhausted"]);
/** Who was told in a step; receiver null: nobody could be, and why. */
export const Told = Type.Object({ at: Time, round: Type.Integer(), step: Type.Integer(), target: Type.String(), person: Nullable(Type.String()), receiver: Nullable(Type.String()), why: Nullable(Type.String()), noticeId: Nullable(Type.String()) });
/** An escalation that runs, or ran, for an incident. step: the next one, from 0. because: the rule that chose the policy. */
export const IncidentPage = Type.Object({
  id: Type.String(), incidentId: Type.String(), title: Type.String(), severity: Severity, policy: Type.String(), because: Type.String(), state: PageState,
  step: Type.Integer(), steps: Type.Integer(), round: Type.Integer(), rounds: Type.Integer(), nextAt: Nullable(Time), next: Nullable(Type.String({ description: "Who comes next, in words" })),
  startedAt: Time, endedAt: Nullable(Time), endedBy: Nullable(Type.String()), comment: Nullable(Type.String()), told: Type.Array(Told),
});
export type IncidentPage = Static<typeof IncidentPage>;
export const Acknowledgement = Type.Object({ comment: Type.Optional(Type.String({ maxLength: 2000 })) }, { additionalProperties: false });
/** Who would be paged for an incident like this, and why; policy null: nobody. */
export const PagePreview = Type.Object({ policy: Nullable(Type.String()), because: Type.String(), steps: Type.Array(Type.Object({ afterMinutes: Type.Number(), told: Type.Array(Type.Object({ target: Type.String(), person: Nullable(Type.String()), receiver: Nullable(Type.String()), why: Nullable(Type.String()) })) })) });
export type PagePreview = Static<typeof PagePreview>;

/** source: "hand", "import:FILE:LINE", "deployment" (a deployment or SBOM named the owner), or null without an owner. */
export const Ownership = Type.Object({
  serviceId: Type.String(), service: Type.String(), owner: Nullable(Type.String()), source: Nullable(Type.String()), since: Nullable(Time),
  /** "team", "person", or null: the owner is nobody that the on-call document knows. */
  known: Nullable(Type.Enum(["team", "person"])), policy: Nullable(Type.String()), because: Type.String(),
});
export type Ownership = Static<typeof Ownership>;
export const OwnersFormat = Type.Enum(["codeowners", "backstage", "settings"]);
export const OwnersImportRequest = Type.Object({
  files: Type.Array(Type.Object({ path: Type.String({ minLength: 1, maxLength: 500 }), text: Type.String({ maxLength: 2_000_000 }) }, { additionalProperties: false }), { minItems: 1, maxItems: 200 }),
  mapping: Type.Optional(Type.Record(Type.String(), Type.String(), { description: "Path in the repository to service name, for CODEOWNERS" })),
  dialect: Type.Optional(Type.Enum(["github", "gitlab"])),
}, { additionalProperties: false });
/** conflict: somebody set the owner otherwise since; it is kept unless forced. */
export const OwnerChange = Type.Object({ serviceId: Type.String(), service: Type.String(), before: Nullable(Type.String()), after: Type.String(), at: Type.String(), state: Type.Enum(["set", "same", "conflict", "forced"]), why: Nullable(Type.String()) });
export const OwnersImport = Type.Object({
  dryRun: Type.Boolean(), changes: Type.Array(OwnerChange), unknown: Type.Array(Type.Object({ service: Type.String(), owner: Type.String(), at: Type.String() })),
  unclaimed: Type.Array(Type.String({ description: "Services nobody claims" })), left: Type.Array(Type.Object({ at: Type.String(), why: Type.String() })),
  suggestion: Nullable(Type.String({ description: "People and teams of the files, as YAML to paste into the on-call document" })),
});
export type OwnersImport = Static<typeof OwnersImport>;
