// Receivers and deliveries: who can be told, how each fares, and what became of every message.
import Type from "typebox";
import type { Static } from "typebox";
import { Nullable, Time } from "./shapes.ts";

export const Limit = Type.Object({ messages: Type.Integer(), perMs: Type.Integer() });

export const Receiver = Type.Object({
  id: Type.String(), channel: Type.String(), settings: Type.Record(Type.String(), Type.String()), 
  common: Type.Any({ description: "The settings that every receiver has: fallback, fallbackAfterMinutes, messagesPerMinute, heartbeatMinutes, failingAfterMinutes, sendResolved, and templates" }), createdAt: Time,
  state: Type.Enum(["good", "unused", "paused", "failing", "off"], { description: "paused: its host is left alone for a moment after failures in a row; failing: nothing arrives while something waits; off: it is gone" }),
  waiting: Type.Integer(), oldestAt: Nullable(Time), dead: Type.Integer(), refused: Type.Integer(),
  lastSentAt: Nullable(Time), lastFailureAt: Nullable(Time), lastFailure: Nullable(Type.String()), openSince: Nullable(Time), resumeAt: Nullable(Time), failingSince: Nullable(Time),
  offSince: Nullable(Time), offWhy: Nullable(Type.String()), heartbeatAt: Nullable(Time),
  p50Ms: Nullable(Type.Number({ description: "Latency of the last 100 messages that arrived" })), p99Ms: Nullable(Type.Number()), limit: Nullable(Limit),
});
export type Receiver = Static<typeof Receiver>;

export const ReceiverRequest = Type.Object({
  id: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,62}$" }), channel: Type.String(), settings: Type.Record(Type.String(), Type.Any()),
  common: Type.Optional(Type.Record(Type.String(), Type.Any(), { description: "As it was, when left out" })),
}, { additionalProperties: false });

export const PreviewRequest = Type.Object({
  notice: Type.Optional(Type.String({ maxLength: 100, description: "A past notice; a sample when left out" })),
  common: Type.Optional(Type.Record(Type.String(), Type.Any(), { description: "As if these were the receiver's settings: titleTemplate and the like" })),
}, { additionalProperties: false });

export const Preview = Type.Object({
  message: Type.Any({ description: "The notice in the receiver's words" }), text: Type.String({ description: "The same as lines" }),
  payload: Nullable(Type.Object({ to: Type.String({ description: "The host" }), body: Type.String() }, { description: "What the channel would send, secrets blanked; null where that takes an answer of the far side first" })),
});
export type Preview = Static<typeof Preview>;

export const deliveryStates = ["waiting", "sending", "sent", "refused", "dead", "suppressed", "no-receiver"] as const;

/** message: the key under which it went, which the deliveries of one message share. because: why it went here when no route says so. handedAt: when the fallback got it too. */
export const Delivery = Type.Object({
  id: Type.String(), noticeId: Type.String(), title: Type.String(), kind: Type.String(), severity: Type.String(), receiver: Nullable(Type.String()), state: Type.String(), attempts: Type.Integer(),
  nextAttemptAt: Nullable(Time), why: Nullable(Type.String()), createdAt: Time, sentAt: Nullable(Time), groupKey: Type.String(), message: Nullable(Type.String()), because: Nullable(Type.String()), handedAt: Nullable(Time),
});
export type Delivery = Static<typeof Delivery>;

/** outcome: sent, retry, refused, or lost (its worker did not come back); null while it is under way. */
export const Attempt = Type.Object({ number: Type.Integer(), at: Time, endedAt: Nullable(Time), latencyMs: Nullable(Type.Number()), outcome: Nullable(Type.String()), why: Nullable(Type.String()), worker: Type.String() });

export const DeliveryDetail = Type.Object({ delivery: Delivery, attempts: Type.Array(Attempt), together: Type.Array(Type.Object({ id: Type.String(), title: Type.String() }), { description: "The deliveries that went in the same message" }) });
export type DeliveryDetail = Static<typeof DeliveryDetail>;

export const DeliveryCounts = Type.Object(Object.fromEntries(deliveryStates.map((state) => [state, Type.Integer()])) as Record<(typeof deliveryStates)[number], Type.TInteger>);
export type DeliveryCounts = Static<typeof DeliveryCounts>;

export const Replayed = Type.Object({ deliveries: Type.Integer() });
