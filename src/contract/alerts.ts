// Alerts, silences, suppressions and routes on the wire.
import Type from "typebox";
import type { Static } from "typebox";
import { Nullable, Time } from "./shapes.ts";

const Labels = Type.Record(Type.String(), Type.String());

export const Matcher = Type.Object({ name: Type.String(), op: Type.Enum(["=", "!=", "=~", "!~"]), value: Type.String() });
export const SuppressionKind = Type.Enum(["silence", "inhibition", "mute", "route", "duplicate", "resolved", "receiver"]);
export const Holder = Type.Object({ by: SuppressionKind, byId: Type.String(), why: Type.String() });

export const Alert = Type.Object({
  fingerprint: Type.String(), state: Type.Enum(["firing", "resolved", "suppressed"]), labels: Labels, annotations: Labels, startsAt: Time,
  endsAt: Nullable(Time), updatedAt: Time, generatorUrl: Type.String(), receivers: Type.Array(Type.String()), routes: Type.Array(Type.String()),
  groups: Type.Array(Type.String({ description: "Group keys" })), suppressedBy: Type.Array(Holder),
});
export type Alert = Static<typeof Alert>;
export const AlertGroup = Type.Object({
  groupKey: Type.String(), route: Type.String(), labels: Labels, receivers: Type.Array(Type.String()), createdAt: Time, flushedAt: Nullable(Time), nextFlushAt: Time, alerts: Type.Array(Alert), alertCount: Type.Optional(Type.Integer({ description: "All of its alerts, shown or not" })),
});
export type AlertGroup = Static<typeof AlertGroup>;
export const AlertReceipt = Type.Object({
  received: Type.Integer(), fired: Type.Integer(), resolved: Type.Integer(), rejects: Type.Array(Type.Object({ at: Type.String(), rule: Type.String() })),
});
export type AlertReceipt = Static<typeof AlertReceipt>;

/** times: how often it held; an alert is held again at every flush of its group. */
export const Suppression = Type.Object({
  by: SuppressionKind, byId: Type.String(), subject: Type.String({ description: "An alert's fingerprint, or a group key" }), target: Type.String(), title: Type.String(), why: Type.String(),
  times: Type.Integer(), firstAt: Time, lastAt: Time,
});
export type Suppression = Static<typeof Suppression>;

export const Silence = Type.Object({
  id: Type.String(), state: Type.Enum(["pending", "active", "expired"]), matchers: Type.Array(Matcher), matchersText: Type.String(), startsAt: Time, endsAt: Time, createdBy: Type.String(), comment: Type.String(),
  updatedAt: Time, remindAt: Nullable(Time), lastHeldAt: Nullable(Time),
});
export type Silence = Static<typeof Silence>;
/** matchers: texts such as `severity="low"`, one text of several, or Alertmanager's objects. startsAt: now when absent. */
export const SilenceRequest = Type.Object({
  matchers: Type.Any(), startsAt: Type.Optional(Time), endsAt: Time, createdBy: Type.Optional(Type.String()), comment: Type.String(), reminder: Type.Optional(Type.String({ maxLength: 20, description: "How long before its end it is told that it ends, as 2h" })),
}, { additionalProperties: false });
export const SilencePreview = Type.Object({ covers: Type.Integer(), firing: Type.Integer(), note: Type.String(), alerts: Type.Array(Type.Object({ fingerprint: Type.String(), labels: Labels, startsAt: Time })) });
export type SilencePreview = Static<typeof SilencePreview>;

export const RouteNode = Type.Object({
  id: Type.String(), depth: Type.Integer(), matchers: Type.Array(Matcher), continue: Type.Boolean(), receivers: Type.Array(Type.String()), groupBy: Type.Any(), groupWaitMs: Type.Integer(), groupIntervalMs: Type.Integer(), repeatIntervalMs: Type.Integer(),
  muteTimes: Type.Array(Type.String()), activeTimes: Type.Array(Type.String()),
});
/** saved: false while every receiver simply gets everything. */
export const Routes = Type.Object({ text: Type.String(), routing: Type.Any(), saved: Type.Boolean(), version: Type.Integer(), nodes: Type.Array(RouteNode) });
export type Routes = Static<typeof Routes>;
export const RoutesRequest = Type.Object({ text: Type.Optional(Type.String({ description: "YAML or JSON; kept as it is, comments and all" })), routing: Type.Optional(Type.Any()) }, { additionalProperties: false });

export const ImportRequest = Type.Object({ text: Type.String(), apply: Type.Optional(Type.Boolean({ description: "false: only show what would be made" })) }, { additionalProperties: false });
export const Import = Type.Object({
  applied: Type.Boolean(), text: Type.String(), routing: Type.Any(), left: Type.Array(Type.Object({ at: Type.String(), why: Type.String() })),
  receivers: Type.Array(Type.Object({ id: Type.String(), channel: Type.String(), settings: Labels, exists: Type.Boolean(), problem: Nullable(Type.String()) })),
});
export type Import = Static<typeof Import>;

export const SimulateRequest = Type.Object({
  labels: Type.Optional(Labels), since: Type.Optional(Time), text: Type.Optional(Type.String()), routing: Type.Optional(Type.Any()),
}, { additionalProperties: false });
export const RouteStep = Type.Object({ id: Type.String(), depth: Type.Integer(), outcome: Type.String(), why: Type.String(), failed: Type.Optional(Type.String()) });
export const RouteHistory = Type.Object({
  alerts: Type.Integer(), notices: Type.Integer(), different: Type.Integer(), receivers: Type.Array(Type.Object({ receiver: Type.String(), before: Type.Integer(), after: Type.Integer() })),
  differences: Type.Array(Type.Object({ what: Type.String(), before: Type.Array(Type.String()), after: Type.Array(Type.String()) })),
});
/** steps and receivers for labels; history for since. */
export const Simulation = Type.Object({
  steps: Type.Array(RouteStep), receivers: Type.Array(Type.String()),
  groups: Type.Array(Type.Object({ leafId: Type.String(), receivers: Type.Array(Type.String()), muted: Nullable(Type.String()) })), history: Nullable(RouteHistory),
});
export type Simulation = Static<typeof Simulation>;

export const AlertSettings = Type.Object({
  longestSilence: Type.String({ description: "How long a silence may last: 90d, 12h" }),
  entityLabels: Type.Array(Type.String(), { description: "Labels that place an alert, the first found is judged" }),
});
export type AlertSettings = Static<typeof AlertSettings>;
export const AlertSettingsRequest = Type.Partial(AlertSettings);
