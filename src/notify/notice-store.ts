// The port to the outbox: every outgoing message is a row before it is a packet. src/store implements it.
//
// lane      the deliveries of one (org, receiver, group key); sent one message at a time, in order
// message   the deliveries of a lane that were first taken together; they stay together and carry one key for ever
// lease     who is sending a message, until when; after that anybody may take it again
import type { Instant } from "../kernel/clock.ts";
import { derivedId } from "../kernel/id.ts";
import { defaultGroupWaitMs } from "./grouping.ts";
import type { Notice } from "./notice.ts";
import type { Routed } from "./route.ts";

export interface NoticeRow {
  noticeId: string;
  org: string;
  groupKey: string;
  notice: Notice;
  state: "routed" | "no-receiver";
  createdAt: Instant;
}

/**
 * waiting: to be sent at nextAttemptAt. sending: leased. sent, refused (the receiver does not want it), dead (given up
 * after days) and no-receiver (nobody to send it to) are final until somebody requeues.
 */
export type DeliveryState = "waiting" | "sending" | "sent" | "refused" | "dead" | "no-receiver";

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
  /** When it was created or last requeued. With noticeId, the order of a lane. */
  queuedAt: Instant;
  nextAttemptAt: Instant | undefined;
  /** Why the last attempt did not end in "sent", or what the receiver remarked. Holds no secret. */
  lastWhy: string | undefined;
  createdAt: Instant;
  sentAt: Instant | undefined;
  leaseUntil: Instant | undefined;
  leaseOwner: string | undefined;
}

/** A message taken to be sent, with the lease that allows it. */
export interface Claim {
  org: string;
  receiverId: string;
  groupKey: string;
  /** The message key. */
  key: string;
  /** 1 for the first. With leaseOwner and the key, it fences: settle refuses a claim that was taken over. */
  attempt: number;
  /** Of the first member: what the time to give up is counted from. */
  queuedAt: Instant;
  leaseOwner: string;
  leaseUntil: Instant;
  /** In lane order; never empty. */
  members: readonly { deliveryId: string; noticeId: string; notice: Notice }[];
  /** The notices of the message sent last in this lane; empty when this is the first. */
  previous: readonly Notice[];
}

/** What becomes of all members of a claim. */
export interface Settlement {
  state: "waiting" | "sent" | "refused" | "dead";
  why: string | undefined;
  /** Only for waiting. */
  nextAttemptAt: Instant | undefined;
  /** What `attempts` becomes: one less than the claim's when nothing was tried. */
  attempts: number;
  at: Instant;
}

export interface OutboxRows { notice: NoticeRow; deliveries: readonly DeliveryRow[] }

/** The writing half, bound to the caller's transaction: the notice commits with the state it tells of, or not at all. */
export interface NoticeOutbox {
  /** Rows that are there already (same noticeId, same deliveryId) stay as they are. */
  enqueue(rows: OutboxRows): Promise<void>;
}

export interface DeliveryQuery {
  org: string;
  state?: DeliveryState;
  receiverId?: string;
  noticeId?: string;
  limit: number;
  /** `next` of the page before. */
  after?: string;
}

/** The most members of one message; the rest of a longer lane follows in the next one. */
export const messageMemberLimit = 500;

export interface NoticeStore extends NoticeOutbox {
  /**
   * Takes up to `limit` messages, those due longest first, and leases them in one transaction. A lane is due when its first unsettled delivery is:
   * waiting with nextAttemptAt <= now, or sending with leaseUntil <= now. If that one has a messageKey, its members
   * are taken again, all of them and no other; if not, it and all later waiting ones of the lane without a messageKey
   * become a message (at most messageMemberLimit). A lane with a running lease gives nothing.
   */
  claimDue(now: Instant, limit: number, leaseMs: number, owner: string): Promise<Claim[]>;
  /** False, and nothing written, when the lease was lost: another claim has taken the message since. */
  settle(claim: Claim, settlement: Settlement): Promise<boolean>;
  /** When the next lane is due (may be past); undefined when nothing waits and nothing is being sent. */
  nextDueAt(): Promise<Instant | undefined>;
  /** Newest notice first (noticeId, then deliveryId, descending). */
  listDeliveries(query: DeliveryQuery): Promise<{ deliveries: DeliveryRow[]; next: string | undefined }>;
  /**
   * Queues a dead or refused delivery again, with all members of its message and the same key, at the end of its lane;
   * attempts start at 0.
   */
  requeue(org: string, deliveryId: string, now: Instant): Promise<"requeued" | "not-found" | "not-requeueable">;
  counts(org: string): Promise<Readonly<Record<DeliveryState, number>>>;
}

/**
 * The rows of a notice. noticeId: text order is the order of making (Ids.next), or derived from the fact it tells of, when
 * that fact may be handled twice.
 */
export function outboxRows(input: { org: string; noticeId: string; notice: Notice; routed: Routed; now: Instant; groupWaitMs?: number }): OutboxRows {
  const { org, noticeId, notice, routed, now, groupWaitMs = defaultGroupWaitMs } = input;
  const shared = { org, noticeId, groupKey: notice.groupKey, createdAt: now };
  const row = { ...shared, messageKey: undefined, attempts: 0, queuedAt: now, sentAt: undefined, leaseUntil: undefined, leaseOwner: undefined };
  const ids = (receiverId: string) => ({ deliveryId: derivedId("dlv", org, noticeId, receiverId), key: derivedId("msg", org, noticeId, receiverId), receiverId });
  const deliveries: DeliveryRow[] = routed.kind === "routed"
    ? routed.receivers.map((receiverId) => ({ ...row, ...ids(receiverId), state: "waiting", nextAttemptAt: now + groupWaitMs, lastWhy: undefined }))
    : [{ ...row, ...ids(""), state: "no-receiver", nextAttemptAt: undefined, lastWhy: routed.why }];
  return { notice: { ...shared, notice, state: routed.kind }, deliveries };
}
