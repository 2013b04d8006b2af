// What follows from how an attempt ended: sent, tried again, refused, given up; and who is told instead. Pure.
import type { Instant } from "../kernel/clock.ts";
import { retryDelayMs } from "./backoff.ts";
import type { Delivery } from "./delivery.ts";
import { fallbackFor } from "./fallback.ts";
import type { Claim, Settlement } from "./notice-store.ts";
import type { ReceiverCommon } from "./receiver-settings.ts";

export interface RetryLimits {
  /** Counted from when the message was queued. */
  giveUpAfterMs: number;
  attempts: number;
  /** The first pause between two attempts. */
  retryMs: number;
}

export interface Attempted { delivery: Delivery; startedAt: Instant; endedAt: Instant; pausedUntil: Instant | undefined }

export type Outcome = "sent" | "retried" | "refused" | "dead";
export interface Settled { outcome: Outcome; settlement: Settlement }

/** draw: in [0, 1), for the jitter. */
export function settlementOf({ delivery, startedAt, endedAt, pausedUntil }: Attempted, claim: Claim, common: ReceiverCommon, draw: number, limits: RetryLimits): Settled {
  const { outcome, ...ended } = endOf(delivery, claim, endedAt, draw, limits);
  const fallback = fallbackFor(claim, ended.state, ended.why, common);
  const off = delivery.kind === "refused" && delivery.gone === true ? { off: delivery.why } : {};
  return { outcome, settlement: { ...ended, attempts: claim.attempt, at: endedAt, startedAt, pausedUntil, ...(fallback === undefined ? {} : { fallback }), ...off } };
}

type End = { outcome: Outcome } & Pick<Settlement, "state" | "why" | "nextAttemptAt" | "ref">;

function endOf(delivery: Delivery, claim: Claim, at: Instant, draw: number, limits: RetryLimits): End {
  if (delivery.kind === "sent") return { outcome: "sent", state: "sent", why: delivery.detail, nextAttemptAt: undefined, ref: delivery.ref };
  if (delivery.kind === "refused") return { outcome: "refused", state: "refused", why: delivery.why, nextAttemptAt: undefined };
  const nextAttemptAt = at + retryDelayMs(claim.attempt, draw, delivery.afterMs, limits.retryMs);
  if (claim.attempt < limits.attempts && nextAttemptAt <= claim.queuedAt + limits.giveUpAfterMs) return { outcome: "retried", state: "waiting", why: delivery.why, nextAttemptAt };
  return { outcome: "dead", state: "dead", why: `given up after ${claim.attempt} attempts; the last one: ${delivery.why}`, nextAttemptAt: undefined };
}
