// Playbooks, runs and approvals on the wire.
import Type from "typebox";
import type { Static } from "typebox";
import { Nullable, Severity, Time } from "./shapes.ts";

const Place = Type.Object({ at: Type.String({ description: "line 12 /steps/2/with/url" }), rule: Type.String(), mend: Type.Optional(Type.String()) });

export const PlaybookInput = Type.Object({
  id: Type.String(), about: Type.String(), type: Type.Enum(["text", "number", "boolean", "list"]), required: Type.Boolean(), choices: Type.Array(Type.String()),
  default: Type.Optional(Type.Any({ description: "May hold templates over the incident" })),
});
export const PlaybookStep = Type.Object({
  id: Type.String(), kind: Type.String(), about: Nullable(Type.String()), with: Type.Any(), when: Nullable(Type.String()), next: Nullable(Type.String()),
  onFailure: Type.String({ description: "stop, continue, or goto and a step" }), timeoutSeconds: Nullable(Type.Number()), retries: Type.Integer(), most: Type.Integer({ description: "How often a run may come by" }),
  destructive: Type.Boolean({ description: "Two people must approve it" }), idempotent: Type.Boolean({ description: "May be repeated after a restart without asking" }),
  undo: Type.String({ description: "kind, step or a reason why there is none" }),
});
export const PlaybookTrigger = Type.Object({ kinds: Type.Array(Type.String()), severities: Type.Array(Type.String()), on: Type.Array(Type.String()), when: Nullable(Type.String()) });

export const Playbook = Type.Object({
  id: Type.String(), name: Type.String(), about: Type.String(), source: Type.Enum(["shipped", "own"]), enabled: Type.Boolean(), start: Type.Enum(["automatic", "proposed"]),
  triggers: Type.Array(PlaybookTrigger), cooldown: Nullable(Type.Object({ seconds: Type.Number(), per: Type.Enum(["incident", "service", "playbook"]) })),
  inputs: Type.Array(PlaybookInput), steps: Type.Array(PlaybookStep), labels: Type.Array(Type.String()), warnings: Type.Array(Place),
  text: Type.String({ description: "As it was written, comments and all" }), version: Type.Integer({ description: "0 for a shipped one" }), updatedAt: Nullable(Time), updatedBy: Nullable(Type.String()), runs: Type.Integer(),
});
export type Playbook = Static<typeof Playbook>;

export const PlaybookCheckRequest = Type.Object({ text: Type.String({ maxLength: 262_144 }) }, { additionalProperties: false });
/** usable: it could be kept. errors and warnings name the line. */
export const PlaybookCheck = Type.Object({ usable: Type.Boolean(), id: Nullable(Type.String()), errors: Type.Array(Place), warnings: Type.Array(Place) });
export type PlaybookCheck = Static<typeof PlaybookCheck>;

export const CacaoImportRequest = Type.Object({ document: Type.Any({ description: "A CACAO 2.0 playbook, as an object" }), id: Type.Optional(Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,62}$" })), keep: Type.Optional(Type.Boolean({ description: "false: only show what it would become" })) }, { additionalProperties: false });
/** left: what was not taken over, or became something else, and why. */
export const CacaoImport = Type.Object({ text: Type.String(), check: PlaybookCheck, left: Type.Array(Place), kept: Type.Boolean() });
export type CacaoImport = Static<typeof CacaoImport>;

/** Things a step touches: a name, and what kind of thing. */
export const Touched = Type.Object({ kind: Type.Enum(["service", "deployment", "pod", "node", "workload", "finding", "incident", "receiver", "url", "person"]), name: Type.String() });
export type Touched = Static<typeof Touched>;

export const RunState = Type.Enum(["running", "waiting", "doubt", "done", "failed", "cancelled", "undoing", "undone"]);
export const AttemptState = Type.Enum(["begun", "waiting", "doubt", "done", "failed", "skipped"]);

export const StepAttempt = Type.Object({
  seq: Type.Integer(), step: Type.String(), kind: Type.String(), about: Nullable(Type.String()), attempt: Type.Integer({ description: "1 for the first" }), state: AttemptState, why: Nullable(Type.String()),
  with: Type.Any({ description: "What it was asked to do, after templates" }), output: Type.Any(), startedAt: Time, endedAt: Nullable(Time), dueAt: Nullable(Time),
  undoes: Nullable(Type.Integer({ description: "The seq that it takes back" })), repeated: Type.Boolean({ description: "Run again because a restart left the one before in doubt" }),
});
export type StepAttempt = Static<typeof StepAttempt>;

const RunIncident = Type.Object({ id: Type.String(), number: Type.Integer(), title: Type.String() });

export const Run = Type.Object({
  id: Type.String(), playbook: Type.String(), playbookName: Type.String(), playbookVersion: Type.Integer(), incident: RunIncident, state: RunState, why: Nullable(Type.String()),
  startedBy: Type.String(), startedAt: Time, endedAt: Nullable(Time), inputs: Type.Record(Type.String(), Type.Any()), step: Nullable(Type.String({ description: "Where it stands" })),
  waitsFor: Nullable(Type.Object({ kind: Type.Enum(["approval", "time", "condition", "doubt", "retry"]), about: Type.String(), approval: Nullable(Type.String()), until: Nullable(Time) })),
});
export type Run = Static<typeof Run>;
export const RunDetail = Type.Object({
  ...Run.properties, attempts: Type.Array(StepAttempt), steps: Type.Array(PlaybookStep), evidence: Type.Array(Type.Object({ id: Type.String(), digest: Type.String(), bytes: Type.Integer(), madeAt: Time })),
});
export type RunDetail = Static<typeof RunDetail>;

/** would: run; skip (its condition is false); unknown (its condition or values hang on what earlier steps find out); fail. */
export const StepPreview = Type.Object({
  step: Type.String(), kind: Type.String(), about: Nullable(Type.String()), would: Type.Enum(["run", "skip", "unknown", "fail"]), said: Type.String(), touches: Type.Array(Touched), destructive: Type.Boolean(), people: Type.Integer(),
});
export const RunPreview = Type.Object({
  playbook: Type.String(), incident: RunIncident, inputs: Type.Record(Type.String(), Type.Any()), refused: Nullable(Type.String({ description: "Why it could not be started now: a cooldown, a run that is under way" })), steps: Type.Array(StepPreview),
  blast: Type.Object({ services: Type.Array(Type.String()), deployments: Type.Array(Type.String()), workloads: Type.Array(Type.String()), pods: Type.Array(Type.String()), nodes: Type.Array(Type.String()), findings: Type.Array(Type.String()) }),
});
export type RunPreview = Static<typeof RunPreview>;

export const RunRequest = Type.Object({
  playbook: Type.String(), dryRun: Type.Optional(Type.Boolean()), inputs: Type.Optional(Type.Record(Type.String(), Type.Any())),
  again: Type.Optional(Type.Boolean({ description: "Also while a run of it is under way, or its cooldown lasts" })),
}, { additionalProperties: false });
export const RunAnswer = Type.Object({ run: Nullable(RunDetail), preview: Nullable(RunPreview) });
export type RunAnswer = Static<typeof RunAnswer>;
export const CommentRequest = Type.Object({ comment: Type.Optional(Type.String({ maxLength: 2000 })) }, { additionalProperties: false });
export const StepAnswerRequest = Type.Object({ action: Type.Enum(["retry", "done", "skip"]), comment: Type.Optional(Type.String({ maxLength: 2000 })) }, { additionalProperties: false });

/** A playbook that fits an incident and waits for somebody to start it. */
export const Proposal = Type.Object({ playbook: Type.String(), name: Type.String(), about: Type.String(), why: Type.String(), at: Time, state: Type.Enum(["proposed", "started", "dismissed"]), run: Nullable(Type.String()), destructive: Type.Integer({ description: "Steps that two people must approve" }), inputs: Type.Array(PlaybookInput) });
export type Proposal = Static<typeof Proposal>;

export const Approval = Type.Object({
  id: Type.String(), run: Type.String(), playbook: Type.String(), incident: RunIncident, severity: Severity, step: Type.String(), question: Type.String(), state: Type.Enum(["asked", "approved", "denied", "expired", "withdrawn"]),
  people: Type.Integer({ description: "How many different people must approve" }), startedBy: Type.String(), askedAt: Time, dueAt: Nullable(Time), decidedAt: Nullable(Time),
  subjects: Type.Array(Type.Object({ step: Type.String(), kind: Type.String(), said: Type.String(), touches: Type.Array(Touched) })),
  votes: Type.Array(Type.Object({ actor: Type.String(), verdict: Type.Enum(["approve", "deny"]), comment: Nullable(Type.String()), at: Time })),
  mine: Nullable(Type.Enum(["approve", "deny"])),
});
export type Approval = Static<typeof Approval>;
export const VoteRequest = Type.Object({ verdict: Type.Enum(["approve", "deny"]), comment: Type.Optional(Type.String({ maxLength: 2000 })) }, { additionalProperties: false });

export const StepKind = Type.Object({ id: Type.String(), about: Type.String(), destructive: Type.String(), idempotent: Type.String(), undo: Type.Boolean(), fields: Type.Array(Type.Object({ name: Type.String(), about: Type.String(), type: Type.String(), required: Type.Boolean() })) });
