// Delivers what is due: claim, group, send, settle. At least once, each message under one key; it never sleeps, the caller calls it.
import { dayMs, secondMs } from "../kernel/clock.ts";
import type { Clock, Instant } from "../kernel/clock.ts";
import type { Http } from "../kernel/http.ts";
import type { Log } from "../kernel/log.ts";
import { retryDelayMs } from "./backoff.ts";
import type { Breaker } from "./breaker.ts";
import type { Channel, Delivery } from "./channel.ts";
import { messageFor } from "./grouping.ts";
import type { Claim, NoticeStore, Settlement } from "./notice-store.ts";

/** A configured channel. `settings` is what the channel's readSettings gave. */
export interface Receiver { receiverId: string; channel: Channel; settings: unknown }

export interface DeliveryContext {
  store: NoticeStore;
  findReceiver(org: string, receiverId: string): Promise<Receiver | undefined>;
  clock: Clock;
  log: Log;
  http: Http;
  publicHttp: Http;
  breaker: Breaker;
  /** Shutdown: what is on its way is given back, nothing new is begun. */
  signal: AbortSignal;
  /** In [0, 1), for the jitter. */
  random(): number;
  /** A signal that aborts after this time; in the server AbortSignal.timeout. */
  deadline(ms: number): AbortSignal;
  /** Unique among the workers of all processes. */
  worker: string;
  limits?: Partial<DeliveryLimits>;
}

export interface DeliveryLimits {
  /** Messages per call. */
  claims: number;
  leaseMs: number;
  /** For one attempt; well below leaseMs. */
  attemptMs: number;
  /** Counted from when the message was queued. */
  giveUpAfterMs: number;
  attempts: number;
}

/** Three days: over a weekend somebody sees the dead letter before the receiver is given up. */
export const defaultDeliveryLimits: DeliveryLimits = { claims: 32, leaseMs: 60 * secondMs, attemptMs: 20 * secondMs, giveUpAfterMs: 3 * dayMs, attempts: 100 };

/** Messages by what became of them. deferred: not tried now (host paused, lease nearly over, shutdown) or taken over by another worker. */
export interface DeliveryReport { sent: number; retried: number; refused: number; dead: number; deferred: number; nextDueAt: Instant | undefined }

type Outcome = Exclude<keyof DeliveryReport, "nextDueAt">;

/**
 * One round: takes what is due and sends it, hosts side by side, the messages of one host one after another. Every claim is
 * settled even when another fails; throws only when the store does, and then the leases bring the messages back.
 */
export async function deliverDue(context: DeliveryContext): Promise<DeliveryReport> {
  const limits = { ...defaultDeliveryLimits, ...context.limits };
  const report = { sent: 0, retried: 0, refused: 0, dead: 0, deferred: 0 };
  const claims = await context.store.claimDue(context.clock.now(), limits.claims, limits.leaseMs, context.worker);
  const jobs = await Promise.all(claims.map(async (claim) => ({ claim, receiver: await context.findReceiver(claim.org, claim.receiverId) })));
  const hosts = Map.groupBy(jobs, ({ claim, receiver }) => hostOf(claim, receiver));
  const rounds = await Promise.allSettled([...hosts].map(async ([host, queue]) => {
    for (const job of queue) report[await deliver(job, host, context, limits)] += 1;
  }));
  const failed = rounds.find((round) => round.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return { ...report, nextDueAt: await context.store.nextDueAt() };
}

// A receiver that is gone has no host; its messages are settled apart.
const hostOf = (claim: Claim, receiver: Receiver | undefined): string =>
  receiver === undefined ? `${claim.org}/${claim.receiverId}` : receiver.channel.hostOf(receiver.settings);

interface Job { claim: Claim; receiver: Receiver | undefined }

async function deliver({ claim, receiver }: Job, host: string, context: DeliveryContext, limits: DeliveryLimits): Promise<Outcome> {
  const log = context.log.bind({ org: claim.org, receiver: claim.receiverId, key: claim.key, attempt: claim.attempt, notices: claim.members.length });
  if (receiver === undefined) return settle({ kind: "refused", why: "the receiver no longer exists" }, claim, context, limits, log);
  const untried = whyNotNow(claim, host, context, limits);
  if (untried !== undefined) return putBack(untried, claim, context, log);
  const delivery = await attempt(claim, receiver, context, limits, log);
  // Shutdown says nothing about the host.
  if (!context.signal.aborted) context.breaker.record(host, { failed: delivery.kind === "retry" });
  return settle(delivery, claim, context, limits, log);
}

interface Untried { why: string; until: Instant }

function whyNotNow(claim: Claim, host: string, { clock, breaker, signal }: DeliveryContext, limits: DeliveryLimits): Untried | undefined {
  const now = clock.now();
  const pausedUntil = breaker.pausedUntil(host);
  if (signal.aborted) return { why: "shutting down", until: now };
  if (pausedUntil !== undefined) return { why: "the host is left alone for a while after failures in a row", until: pausedUntil };
  // Sent after the lease, it could overlap with another worker's attempt.
  if (now + limits.attemptMs > claim.leaseUntil) return { why: "the round took too long", until: now };
  return undefined;
}

async function putBack({ why, until }: Untried, claim: Claim, { store, clock }: DeliveryContext, log: Log): Promise<Outcome> {
  await store.settle(claim, { state: "waiting", why, nextAttemptAt: until, attempts: claim.attempt - 1, at: clock.now() });
  log.info("notice delivery deferred", { why });
  return "deferred";
}

// A channel cannot hold the round: the signal ends the wait even when the channel does not listen to it.
async function attempt(claim: Claim, { channel, settings }: Receiver, context: DeliveryContext, limits: DeliveryLimits, log: Log): Promise<Delivery> {
  const { clock, http, publicHttp } = context;
  const signal = AbortSignal.any([context.signal, context.deadline(limits.attemptMs)]);
  const stopped = Promise.withResolvers<Delivery>();
  const stop = (): void => stopped.resolve({ kind: "retry", why: "no answer in time" });
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    const message = messageFor(claim.members.map((member) => member.notice), claim.previous);
    return await Promise.race([channel.send(message, { settings, http, publicHttp, clock, signal, deliveryKey: claim.key }), stopped.promise]);
  } catch (cause) {
    // The runner of plug-ins turns a throw into a value. Where it was thrown is logged, not its message: that may quote settings.
    log.error("notice channel failed", { channel: channel.id, thrown: placeOf(cause) });
    return { kind: "retry", why: `the channel ${channel.id} failed; see the log` };
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

const placeOf = (thrown: unknown): readonly string[] =>
  thrown instanceof Error ? [thrown.name, ...(thrown.stack ?? "").split("\n").filter((line) => line.startsWith("    at ")).slice(0, 3).map((line) => line.trim())] : [typeof thrown];

const sentences = { sent: "notice sent", retried: "notice delivery failed, will be retried", refused: "notice refused", dead: "notice given up" } as const;

async function settle(delivery: Delivery, claim: Claim, { store, clock, random }: DeliveryContext, limits: DeliveryLimits, log: Log): Promise<Outcome> {
  const { outcome, settlement } = settlementOf(delivery, claim, clock.now(), random(), limits);
  const isHeld = await store.settle(claim, settlement);
  if (!isHeld) {
    log.warn("notice lease lost, another worker has taken the message", { outcome });
    return "deferred";
  }
  const level = outcome === "sent" ? "info" : outcome === "dead" ? "error" : "warn";
  log[level](sentences[outcome], { why: settlement.why, nextAttemptAt: settlement.nextAttemptAt });
  return outcome;
}

type Settled = { outcome: "sent" | "retried" | "refused" | "dead"; settlement: Settlement };

function settlementOf(delivery: Delivery, claim: Claim, at: Instant, draw: number, limits: DeliveryLimits): Settled {
  const final = { nextAttemptAt: undefined, attempts: claim.attempt, at };
  if (delivery.kind === "sent") return { outcome: "sent", settlement: { ...final, state: "sent", why: delivery.detail } };
  if (delivery.kind === "refused") return { outcome: "refused", settlement: { ...final, state: "refused", why: delivery.why } };
  const nextAttemptAt = at + retryDelayMs(claim.attempt, draw, delivery.afterMs);
  if (claim.attempt >= limits.attempts || nextAttemptAt > claim.queuedAt + limits.giveUpAfterMs) {
    const why = `given up after ${claim.attempt} attempts; the last one: ${delivery.why}`;
    return { outcome: "dead", settlement: { ...final, state: "dead", why } };
  }
  return { outcome: "retried", settlement: { ...final, state: "waiting", why: delivery.why, nextAttemptAt } };
}
