// The port to the outbox: every outgoing message is a row before it is a packet. src/store implements it.
//
// lane      the deliveries of one (org, receiver, group key); sent one message at a time, in order
// message   the deliveries of a lane that were first taken together; they stay together and carry one key for ever
// summary   a message of many lanes of one receiver, made when they pile up beyond its rate limit
// attempt   one try to send a message: begun, ended, and how; its log is kept
// lease     who is sending a message, until when; after that anybody may take it again
import type { Instant } from "../kernel/clock.ts";
import type { Notice, NoticeState } from "./notice.ts";
import type { DeliveryRow, DeliveryState, OutboxRows } from "./outbox-rows.ts";
import type { ReceiverLimits } from "./rate-limit.ts";
import type { ReceiverHealth } from "./receiver-health.ts";

export { outboxRows } from "./outbox-rows.ts";
export type { DeliveryRow, DeliveryState, NoticeRow, OutboxRows } from "./outbox-rows.ts";

/** because: why it came to this receiver when no route says so. */
export interface ClaimMember { deliveryId: string; noticeId: string; notice: Notice; because: string | undefined }

/** A message taken to be sent, with the lease that allows it. */
export interface Claim {
  org: string;
  receiverId: string;
  /** Of its lane; summary|<receiver> for a summary. */
  groupKey: string;
  /** Its members come from many lanes. */
  isSummary: boolean;
  /** The message key. */
  key: string;
  /** 1 for the first since it was queued. With leaseOwner and the key, it fences: settle refuses a claim that was taken over. */
  attempt: number;
  /** Its number in the log: 1 for the first ever. */
  number: number;
  /** Of the first member: what the time to give up is counted from. */
  queuedAt: Instant;
  leaseOwner: string;
  leaseUntil: Instant;
  /** In the order of queueing; never empty. */
  members: readonly ClaimMember[];
  /** The notices of the message sent last in this lane; empty when this is the first, and for a summary. */
  previous: readonly Notice[];
  /** The ref of the message sent last in this lane; of an earlier one when that had none. */
  previousRef: string | undefined;
  /** How the story stands for the receiver: the state in the message sent last in this lane; undefined before the first, and for a summary. */
  told: NoticeState | undefined;
}

/** What becomes of all members of a claim. */
export interface Settlement {
  state: "waiting" | "sent" | "refused" | "dead" | "suppressed";
  why: string | undefined;
  /** Only for waiting. */
  nextAttemptAt: Instant | undefined;
  /** What `attempts` becomes: one less than the claim's when nothing was tried. */
  attempts: number;
  at: Instant;
  /** What the far side calls the message; only for sent. */
  ref?: string | undefined;
  /** When the attempt began; when the claim was made, if not given. */
  startedAt?: Instant | undefined;
  /** Nothing was tried: the attempt leaves the log. */
  isUntried?: boolean;
  /** The receiver's host is left alone until then. */
  pausedUntil?: Instant | undefined;
  /** The receiver is gone: it is switched off, and why. */
  off?: string | undefined;
  /** This receiver gets the notices as well, and why. */
  fallback?: { receiverId: string; because: string } | undefined;
}

/** The writing half, bound to the caller's transaction: the notice commits with the state it tells of, or not at all. */
export interface NoticeOutbox {
  /** Rows that are there already (same noticeId, same deliveryId) stay as they are. */
  enqueue(rows: OutboxRows): Promise<void>;
  /** The same for many, in a few statements. */
  enqueueAll(rows: readonly OutboxRows[]): Promise<void>;
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

/** How an attempt ended. lost: its worker did not come back before the lease was over; nobody knows whether it arrived. */
export type AttemptOutcome = "sent" | "retry" | "refused" | "lost";

/** endedAt and outcome undefined: under way. */
export interface AttemptRow { number: number; at: Instant; endedAt: Instant | undefined; outcome: AttemptOutcome | undefined; why: string | undefined; worker: string }

/** The most members of one message; the rest of a longer lane follows in the next one. */
export const messageMemberLimit = 500;

/** Of a message's log the first few and the newest are kept: how it began and how it goes. */
export const attemptLogLimit = { first: 10, newest: 40 } as const;

export interface ReceiverName { org: string; receiverId: string }

export interface NoticeStore extends NoticeOutbox {
  /** Receivers with something due, those due longest first: whose settings a claim needs. */
  dueReceivers(now: Instant, limit: number): Promise<ReceiverName[]>;
  /**
   * Takes up to `limit` messages and leases them in one transaction, the receivers in turns, of each the lanes due longest
   * first. A lane is due when its first unsettled delivery is: waiting with nextAttemptAt <= now, or sending with leaseUntil
   * <= now. If that one has a messageKey, its members are taken again, all of them and no other; if not, it and all later
   * waiting ones of the lane without a messageKey become a message (at most messageMemberLimit). A lane with a running lease
   * gives nothing. A receiver gives no more than its limit allows, a summary when its lanes pile up, one message when its host
   * failed before, none while that is left alone or when it is switched off.
   */
  claimDue(now: Instant, limit: number, leaseMs: number, owner: string, limits?: ReceiverLimits): Promise<Claim[]>;
  /** False, and nothing written, when the lease was lost: another claim has taken the message since. */
  settle(claim: Claim, settlement: Settlement): Promise<boolean>;
  /** When the next message is due (may be past); undefined when nothing waits and nothing is being sent. */
  nextDueAt(): Promise<Instant | undefined>;
  /** Newest notice first (noticeId, then deliveryId, descending). */
  listDeliveries(query: DeliveryQuery): Promise<{ deliveries: DeliveryRow[]; next: string | undefined }>;
  findDelivery(org: string, deliveryId: string): Promise<DeliveryRow | undefined>;
  /** The log of a message by its key, first attempt first. */
  attempts(org: string, messageKey: string): Promise<AttemptRow[]>;
  /**
   * Queues a dead or refused delivery again, with all members of its message and the same key, at the end of its lane;
   * attempts start at 0.
   */
  requeue(org: string, deliveryId: string, now: Instant): Promise<"requeued" | "not-found" | "not-requeueable">;
  /** The same for every dead or refused delivery of a receiver; how many there were. */
  requeueReceiver(org: string, receiverId: string, now: Instant): Promise<number>;
  counts(org: string): Promise<Readonly<Record<DeliveryState, number>>>;

  /** Receivers that ever had a delivery or a state. */
  receiverHealth(org: string): Promise<ReceiverHealth[]>;
  /** Off: nothing is claimed for it, what comes waits. On: it is tried at once, whatever its host did before. */
  switchReceiver(org: string, receiverId: string, off: { at: Instant; why: string } | undefined): Promise<void>;
  /** Notes when a heartbeat went out or since when the receiver fails; null takes a note away. */
  noteReceiver(org: string, receiverId: string, note: { heartbeatAt?: Instant; failingSince?: Instant | null }): Promise<void>;
  /** A summary was told here as open, and every story that it told has been told as resolved since: nothing else would ever end it. */
  isSummaryOver(org: string, receiverId: string): Promise<boolean>;
  /** Waiting deliveries of a receiver queued before this instant that no fallback has got, oldest first. */
  overdue(org: string, receiverId: string, queuedBefore: Instant, limit: number): Promise<string[]>;
  /** Gives the notices of these deliveries to another receiver as well; how many it did not have yet. Heartbeats and tests are not handed over. */
  handOver(org: string, deliveryIds: readonly string[], receiverId: string, because: string, now: Instant): Promise<number>;
}
