// The rows of the outbox: a notice, and a delivery for each receiver it goes to.
import type { Instant } from "../kernel/clock.ts";
import { derivedId } from "../kernel/id.ts";
import { defaultGroupWaitMs } from "./grouping.ts";
import type { Notice } from "./notice.ts";

export interface NoticeRow {
  noticeId: string;
  org: string;
  groupKey: string;
  notice: Notice;
  state: Destination["kind"];
  createdAt: Instant;
}

/**
 * waiting: to be sent at nextAttemptAt. sending: leased. sent, refused (the receiver does not want it), dead (given up
 * after days) and no-receiver (nobody to send it to) are final until somebody requeues. suppressed: not sent on purpose, by a
 * silence, an inhibition, or because it tells the end of what was never told; lastWhy says which.
 */
export const deliveryStates = ["waiting", "sending", "sent", "refused", "dead", "suppressed", "no-receiver"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface DeliveryRow {
  deliveryId: string;
  org: string;
  noticeId: string;
  /** "" in state no-receiver. */
  receiverId: string;
  groupKey: string;
  /** derived from (org, notice, receiver): the same however often the notice is enqueued. */
  key: string;
  /** The key of the message that carries this delivery: that of its first member. Set when first claimed, then kept. */
  messageKey: string | undefined;
  state: DeliveryState;
  /** Attempts of the message since it was queued. */
  attempts: number;
  /** Attempts of the message ever: the number of the last one in its log. */
  tried: number;
  /** When it was created or last requeued. With noticeId, the order of a lane. */
  queuedAt: Instant;
  nextAttemptAt: Instant | undefined;
  /** Why the last attempt did not end in "sent", or what the receiver remarked. Holds no secret. */
  lastWhy: string | undefined;
  createdAt: Instant;
  sentAt: Instant | undefined;
  leaseUntil: Instant | undefined;
  leaseOwner: string | undefined;
  /** Why it came to this receiver when no route says so: another one could not be reached. */
  because: string | undefined;
  /** When the fallback receiver got the notice as well; undefined: it did not. */
  handedAt: Instant | undefined;
}

export interface OutboxRows { notice: NoticeRow; deliveries: readonly DeliveryRow[] }

/** Where a notice goes, or why it goes nowhere. */
export type Destination =
  | { kind: "routed"; receivers: readonly string[] }
  | { kind: "no-receiver"; why: string }
  /** It would have gone to these. why names the silence or inhibition. */
  | { kind: "suppressed"; receivers: readonly string[]; why: string };

export interface OutboxInput {
  org: string;
  /** Text order is the order of making (Ids.next), or derived from the fact it tells of, when that fact may be handled twice. */
  noticeId: string;
  notice: Notice;
  routed: Destination;
  now: Instant;
  /** How long it waits for others of its group; 500 ms by default. */
  groupWaitMs?: number;
  /** Not before this instant: a mute time ends then. */
  heldUntil?: Instant;
}

/** The rows of a notice: one delivery for each receiver. */
export function outboxRows({ org, noticeId, notice, routed, now, groupWaitMs = defaultGroupWaitMs, heldUntil = now }: OutboxInput): OutboxRows {
  const shared = { org, noticeId, groupKey: notice.groupKey, createdAt: now };
  const row = { ...shared, messageKey: undefined, attempts: 0, tried: 0, queuedAt: now, sentAt: undefined, leaseUntil: undefined, leaseOwner: undefined, because: undefined, handedAt: undefined };
  const kept = { state: routed.kind, nextAttemptAt: undefined, lastWhy: routed.kind === "routed" ? undefined : routed.why } as const;
  const waiting = { state: "waiting", nextAttemptAt: Math.max(now + groupWaitMs, heldUntil), lastWhy: undefined } as const;
  const receivers = routed.kind === "no-receiver" ? [""] : routed.receivers;
  return {
    notice: { ...shared, notice, state: routed.kind },
    deliveries: receivers.map((receiverId): DeliveryRow => ({ ...row, ...deliveryIds(org, noticeId, receiverId), receiverId, ...(kept.state === "routed" ? waiting : { ...kept, state: kept.state }) })),
  };
}

/** One notice to one receiver has one delivery, however it comes to be sent there. */
export const deliveryIds = (org: string, noticeId: string, receiverId: string): { deliveryId: string; key: string } =>
  ({ deliveryId: derivedId("dlv", org, noticeId, receiverId), key: derivedId("msg", org, noticeId, receiverId) });
