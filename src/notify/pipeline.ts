// Delivers what is due: claim, group, send, settle. At least once, each message under one key; it never sleeps, the caller calls it.
import { dayMs, secondMs } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Log } from "../kernel/log.ts";
import { defaultRetryMs } from "./backoff.ts";
import type { Breaker } from "./breaker.ts";
import type { Claim, NoticeStore, Settlement } from "./notice-store.ts";
import { attempt } from "./pipeline-attempt.ts";
import type { AttemptContext, Receiver } from "./pipeline-attempt.ts";
import { whyNothingToSay } from "./pipeline-message.ts";
import { settlementOf } from "./pipeline-settlement.ts";
import type { Attempted, Outcome, RetryLimits } from "./pipeline-settlement.ts";
import type { RateLimit } from "./rate-limit.ts";
import { defaultCommon } from "./receiver-settings.ts";

export type { Receiver } from "./pipeline-attempt.ts";

/** signal: at shutdown what is on its way is given back, nothing new is begun. */
export interface DeliveryContext extends AttemptContext {
  store: NoticeStore;
  findReceiver(org: string, receiverId: string): Promise<Receiver | undefined>;
  log: Log;
  breaker: Breaker;
  /** In [0, 1), for the jitter. */
  random(): number;
  /** Unique among the workers of all processes. */
  worker: string;
  limits?: Partial<DeliveryLimits>;
}

export interface DeliveryLimits extends RetryLimits {
  /** Messages per call. */
  claims: number;
  leaseMs: number;
  /** For one attempt; well below leaseMs. */
  attemptMs: number;
}

/** Three days: over a weekend somebody sees the dead letter before the receiver is given up. */
export const defaultDeliveryLimits: DeliveryLimits = { claims: 32, leaseMs: 60 * secondMs, attemptMs: 20 * secondMs, giveUpAfterMs: 3 * dayMs, attempts: 100, retryMs: defaultRetryMs };

/**
 * Messages by what became of them. suppressed: there was nothing to say any more. deferred: not tried now (host paused, lease
 * nearly over, shutdown) or taken over by another worker.
 */
export interface DeliveryReport extends Record<Outcome | "suppressed" | "deferred", number> { nextDueAt: Instant | undefined }

/**
 * One round: takes what is due and sends it, hosts side by side, the messages of one host one after another. Every claim is
 * settled even when another fails; throws only when the store does, and then the leases bring the messages back.
 */
export async function deliverDue(context: DeliveryContext): Promise<DeliveryReport> {
  const limits = { ...defaultDeliveryLimits, ...context.limits };
  const report = { sent: 0, retried: 0, refused: 0, dead: 0, suppressed: 0, deferred: 0 };
  const hosts = Map.groupBy(await claimJobs(context, limits), ({ host }) => host);
  const rounds = await Promise.allSettled([...hosts.values()].map(async (queue) => {
    // A host gets its messages one after another; what became of them is written side by side, so that they share commits.
    const settling: Promise<void>[] = [];
    for (const job of queue) settling.push(counted(report, await deliver(job, context, limits)));
    await allOf(settling);
  }));
  const failed = rounds.find((round) => round.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return { ...report, nextDueAt: await context.store.nextDueAt() };
}

type Ended = Exclude<keyof DeliveryReport, "nextDueAt">;

function counted(report: Record<Ended, number>, { settled }: Delivered): Promise<void> {
  const counting = settled.then((outcome) => { report[outcome] += 1; });
  // Somebody awaits it later; until then a failure has a handler.
  counting.catch(() => undefined);
  return counting;
}

/** Every one has ended; then the first failure is thrown. */
async function allOf(settling: readonly Promise<void>[]): Promise<void> {
  for (const ended of await Promise.allSettled(settling)) if (ended.status === "rejected") throw ended.reason;
}

/** A message that was sent, or will not be: what becomes of it is being written. */
interface Delivered { settled: Promise<Ended> }

interface Job { claim: Claim; receiver: Receiver | undefined; host: string }

// The receivers' settings are read before the claim, which needs their limits and holds the store while it runs.
async function claimJobs({ store, clock, worker, findReceiver }: DeliveryContext, limits: DeliveryLimits): Promise<Job[]> {
  const due = await store.dueReceivers(clock.now(), limits.claims);
  if (due.length === 0) return [];
  const receivers = new Map(await Promise.all(due.map(async ({ org, receiverId }) => [nameOf(org, receiverId), await findReceiver(org, receiverId)] as const)));
  const limitOf = (org: string, receiverId: string): RateLimit | undefined => (receivers.has(nameOf(org, receiverId)) ? rateLimitOf(receivers.get(nameOf(org, receiverId))) : notNow);
  const claims = await store.claimDue(clock.now(), limits.claims, limits.leaseMs, worker, limitOf);
  return claims.map((claim) => {
    const receiver = receivers.get(nameOf(claim.org, claim.receiverId));
    return { claim, receiver, host: hostOf(claim, receiver) };
  });
}

const nameOf = (org: string, receiverId: string): string => JSON.stringify([org, receiverId]);

// A receiver that became due in between: its limit is not known, so it waits for the next round.
const notNow: RateLimit = { messages: 0, perMs: 1 };

const rateLimitOf = (receiver: Receiver | undefined): RateLimit | undefined => receiver?.common?.limit ?? receiver?.channel.limit;

// A receiver that is gone has no host; its messages are settled apart.
const hostOf = (claim: Claim, receiver: Receiver | undefined): string =>
  receiver === undefined ? `${claim.org}/${claim.receiverId}` : receiver.channel.hostOf(receiver.settings);

async function deliver({ claim, receiver, host }: Job, context: DeliveryContext, limits: DeliveryLimits): Promise<Delivered> {
  const { clock, breaker, signal } = context;
  const log = context.log.bind({ org: claim.org, receiver: claim.receiverId, key: claim.key, attempt: claim.attempt, notices: claim.members.length });
  if (receiver === undefined) return { settled: settle({ ...triedAt(clock.now()), delivery: { kind: "refused", why: "the receiver no longer exists" } }, { claim, receiver, host }, context, limits, log) };
  const nothing = whyNothingToSay(claim, receiver.common ?? defaultCommon) ?? whyNotWanted(claim, receiver);
  if (nothing !== undefined) return { settled: suppress(nothing, claim, context, log) };
  const untried = whyNotNow(claim, host, context, limits);
  if (untried !== undefined) return { settled: putBack(untried, claim, context, log) };
  const startedAt = clock.now();
  const delivery = await attempt(claim, receiver, context, limits.attemptMs, log);
  // Shutdown says nothing about the host.
  if (!signal.aborted) breaker.record(host, { failed: delivery.kind === "retry" });
  return { settled: settle({ delivery, startedAt, endedAt: clock.now(), pausedUntil: breaker.pausedUntil(host) }, { claim, receiver, host }, context, limits, log) };
}

/** A receiver may take some kinds only, whatever the routes say. */
function whyNotWanted({ members, isSummary }: Claim, { channel, settings }: Receiver): string | undefined {
  if (isSummary || channel.wants === undefined || members.some(({ notice }) => channel.wants?.(notice.kind, settings) !== false)) return undefined;
  return `this receiver does not take ${[...new Set(members.map(({ notice }) => notice.kind))].join(", ")}`;
}

const triedAt = (at: Instant): Omit<Attempted, "delivery"> => ({ startedAt: at, endedAt: at, pausedUntil: undefined });

async function suppress(why: string, claim: Claim, { store, clock }: DeliveryContext, log: Log): Promise<"suppressed" | "deferred"> {
  const settlement: Settlement = { state: "suppressed", why, nextAttemptAt: undefined, attempts: claim.attempt - 1, at: clock.now(), isUntried: true };
  if (!await store.settle(claim, settlement)) return "deferred";
  log.info("notice not sent, there is nothing to say any more", { why });
  return "suppressed";
}

interface Untried { why: string; until: Instant; pausedUntil: Instant | undefined }

function whyNotNow(claim: Claim, host: string, { clock, breaker, signal }: DeliveryContext, limits: DeliveryLimits): Untried | undefined {
  const now = clock.now();
  const pausedUntil = breaker.pausedUntil(host);
  if (signal.aborted) return { why: "shutting down", until: now, pausedUntil: undefined };
  if (pausedUntil !== undefined) return { why: "the host is left alone for a while after failures in a row", until: pausedUntil, pausedUntil };
  // Sent after the lease, it could overlap with another worker's attempt.
  if (now + limits.attemptMs > claim.leaseUntil) return { why: "the round took too long", until: now, pausedUntil: undefined };
  return undefined;
}

async function putBack({ why, until, pausedUntil }: Untried, claim: Claim, { store, clock }: DeliveryContext, log: Log): Promise<"deferred"> {
  await store.settle(claim, { state: "waiting", why, nextAttemptAt: until, attempts: claim.attempt - 1, at: clock.now(), isUntried: true, pausedUntil });
  log.info("notice delivery deferred", { why });
  return "deferred";
}

const sentences = { sent: "notice sent", retried: "notice delivery failed, will be retried", refused: "notice refused", dead: "notice given up" } as const;

async function settle(attempted: Attempted, { claim, receiver }: Job, { store, random }: DeliveryContext, limits: DeliveryLimits, log: Log): Promise<Outcome | "deferred"> {
  const { outcome, settlement } = settlementOf(attempted, claim, receiver?.common ?? defaultCommon, random(), limits);
  const isHeld = await store.settle(claim, settlement);
  if (!isHeld) {
    log.warn("notice lease lost, another worker has taken the message", { outcome });
    return "deferred";
  }
  const level = outcome === "sent" ? "info" : outcome === "dead" ? "error" : "warn";
  log[level](sentences[outcome], { why: settlement.why, nextAttemptAt: settlement.nextAttemptAt });
  return outcome;
}
