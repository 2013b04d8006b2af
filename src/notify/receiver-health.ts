// How a receiver fares: what the outbox knows of it, and the one word for it.
import type { Instant } from "../kernel/clock.ts";

export interface ReceiverHealth {
  receiverId: string;
  /** Deliveries that wait or are being sent, and when the oldest of them was queued. */
  waiting: number;
  oldestAt: Instant | undefined;
  dead: number;
  refused: number;
  lastSentAt: Instant | undefined;
  lastFailureAt: Instant | undefined;
  lastFailure: string | undefined;
  /** Since when its host is left alone after failures in a row, and until when. */
  openSince: Instant | undefined;
  resumeAt: Instant | undefined;
  failingSince: Instant | undefined;
  offSince: Instant | undefined;
  offWhy: string | undefined;
  heartbeatAt: Instant | undefined;
  /** Of the last 100 messages that were sent, in ms; undefined before the first. */
  p50Ms: number | undefined;
  p99Ms: number | undefined;
}

/**
 * off: switched off because it is gone. failing: nothing arrived for long while something waited. paused: its host is left
 * alone for a moment. unused: nothing was ever sent to it.
 */
export const receiverStates = ["good", "unused", "paused", "failing", "off"] as const;
export type ReceiverState = (typeof receiverStates)[number];

export function receiverStateOf({ offSince, failingSince, openSince, lastSentAt }: Pick<ReceiverHealth, "offSince" | "failingSince" | "openSince" | "lastSentAt">): ReceiverState {
  if (offSince !== undefined) return "off";
  if (failingSince !== undefined) return "failing";
  if (openSince !== undefined) return "paused";
  return lastSentAt === undefined ? "unused" : "good";
}

/** The latencies' quantiles by nearest rank: values that were measured. */
export function latenciesOf(ms: readonly number[]): Pick<ReceiverHealth, "p50Ms" | "p99Ms"> {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number): number | undefined => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

export const healthUnknown = (receiverId: string): ReceiverHealth => ({
  receiverId, waiting: 0, oldestAt: undefined, dead: 0, refused: 0, lastSentAt: undefined, lastFailureAt: undefined, lastFailure: undefined, openSince: undefined, resumeAt: undefined,
  failingSince: undefined, offSince: undefined, offWhy: undefined, heartbeatAt: undefined, p50Ms: undefined, p99Ms: undefined,
});
