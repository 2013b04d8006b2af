// An event source: one sender in one format, when it was last heard, and whether its path is proven to work.
//
// canary   a harmless event of our own that goes the same way as its events do
// stale    nothing came for much longer than usual: what it does not tell is not "nothing happened"
import { hourMs, minuteMs } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";

export interface EventSource {
  sourceId: string;
  decoder: string;
  /** The sender's name: ?source=, the token's name, or the decoder. */
  name: string;
  firstAt: Instant;
  /** Of receipt, of anything but canaries. */
  lastAt: Instant;
  events: number;
  rejected: number;
  detections: number;
  /** The usual pause between two receipts, milliseconds: a mean that forgets. */
  usualPauseMs: number;
  /** The newest rejects, for people. */
  lastReject: string | undefined;
  /** Of the canary that is under way, or was last. */
  canaryToken: string | undefined;
  canarySentAt: Instant | undefined;
  canarySeenAt: Instant | undefined;
  /** From event to committed detection, as measured by the last canary. */
  canaryMs: number | undefined;
  /** Since when it counts as stale; undefined while it is heard. */
  staleSince: Instant | undefined;
}

const leastSilenceMs = 15 * minuteMs;
const longestSilenceMs = 24 * hourMs;
const pausesOfSilence = 10;

/** Ten usual pauses, at least a quarter of an hour, at most a day. */
export const silenceAfterMs = ({ usualPauseMs }: Pick<EventSource, "usualPauseMs">): number => Math.min(longestSilenceMs, Math.max(leastSilenceMs, pausesOfSilence * usualPauseMs));

export const isSilent = (source: EventSource, now: Instant): boolean => now - source.lastAt > silenceAfterMs(source);

// The last thirty pauses or so.
const weight = 1 / 30;

/** A receipt of events of this sender. */
export function heard(source: EventSource, at: Instant, got: { events: number; rejected: number; detections: number; lastReject: string | undefined }): EventSource {
  const pauseMs = Math.max(0, at - source.lastAt);
  return {
    ...source, lastAt: Math.max(source.lastAt, at), events: source.events + got.events, rejected: source.rejected + got.rejected, detections: source.detections + got.detections,
    usualPauseMs: Math.round(source.usualPauseMs + weight * (pauseMs - source.usualPauseMs)), lastReject: got.lastReject ?? source.lastReject, staleSince: undefined,
  };
}

export const newSource = (sourceId: string, decoder: string, name: string, at: Instant): EventSource => ({
  sourceId, decoder, name, firstAt: at, lastAt: at, events: 0, rejected: 0, detections: 0, usualPauseMs: minuteMs, lastReject: undefined,
  canaryToken: undefined, canarySentAt: undefined, canarySeenAt: undefined, canaryMs: undefined, staleSince: undefined,
});
