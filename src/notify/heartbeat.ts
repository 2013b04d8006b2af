// What is told about receivers themselves: that Aftwatch lives, that one of them fails, recovers or is gone. Pure.
import { minuteMs, toIso } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Notice, NoticeSeverity, NoticeState } from "./notice.ts";
import type { ReceiverHealth } from "./receiver-health.ts";
import type { ReceiverCommon } from "./receiver-settings.ts";

/** The next heartbeat is due: an interval after the last one, the first at once. */
export const isHeartbeatDue = ({ heartbeatAt, offSince }: ReceiverHealth, { heartbeatMs }: ReceiverCommon, now: Instant): boolean =>
  heartbeatMs !== undefined && offSince === undefined && (heartbeatAt === undefined || now - heartbeatAt >= heartbeatMs);

/**
 * "fails": nothing has arrived for long while something waited all the time. A rate limit that makes messages wait is no
 * failure, nor is a message that is held for quiet hours: only what was tried in vain counts. "recovers": something arrived since.
 */
export function turnOf({ oldestAt, lastSentAt = 0, lastFailureAt, failingSince, offSince }: ReceiverHealth, { failingAfterMs }: ReceiverCommon, now: Instant): "fails" | "recovers" | undefined {
  if (failingSince !== undefined) return lastSentAt >= failingSince ? "recovers" : undefined;
  // That it is gone was told when it was switched off.
  if (offSince !== undefined || oldestAt === undefined || lastFailureAt === undefined || lastFailureAt < lastSentAt) return undefined;
  return now - Math.max(oldestAt, lastSentAt) >= failingAfterMs ? "fails" : undefined;
}

interface Words { kind: string; severity: NoticeSeverity; state: NoticeState; title: string; what: string; why: string; due: string; label: string }

const noticeOf = (receiverId: string, at: Instant, publicUrl: string, groupKey: string, { label, ...words }: Words): Notice => ({
  ...words, groupKey, at, where: `The receiver ${receiverId}.`, action: { label, url: `${publicUrl}/settings` },
  labels: { services: [], owner: undefined, environments: [], vulnerability: undefined }, items: [],
});

/** Whoever expects it every `heartbeatMs` learns from its absence that nothing else would come through either. */
export const heartbeatNotice = (receiverId: string, everyMs: number, at: Instant, publicUrl: string): Notice => noticeOf(receiverId, at, publicUrl, `heartbeat|${receiverId}`, {
  kind: "heartbeat", severity: "low", state: "open", title: `Aftwatch is alive and reaches ${receiverId}`, what: `A heartbeat; the next one is due at ${toIso(at + everyMs)}.`,
  why: "When it does not come, Aftwatch or the way to this receiver is down.", due: "Nothing is due.", label: "Open Aftwatch",
});

export const failingNotice = ({ receiverId, waiting, lastSentAt, lastFailure }: ReceiverHealth, at: Instant, publicUrl: string): Notice => noticeOf(receiverId, at, publicUrl, `receiver|${receiverId}`, {
  kind: "receiver.failing", severity: "high", state: "open", title: `Nothing reaches ${receiverId}`,
  what: `${waiting} deliveries wait; ${lastSentAt === undefined ? "none ever arrived" : `the last one arrived at ${toIso(lastSentAt)}`}.`,
  why: `Who is told there is told of nothing. The last failure: ${lastFailure ?? "unknown"}.`, due: "Now: what waits is given up after three days.", label: "Mend the receiver",
});

export const recoveredNotice = ({ receiverId, waiting, failingSince }: ReceiverHealth, at: Instant, publicUrl: string): Notice => noticeOf(receiverId, at, publicUrl, `receiver|${receiverId}`, {
  kind: "receiver.recovered", severity: "high", state: "resolved", title: `${receiverId} is reached again`,
  what: `${waiting} deliveries still wait and follow.`, why: failingSince === undefined ? "Messages arrive again." : `Nothing had arrived for ${Math.ceil((at - failingSince) / minuteMs)} min.`, due: "Nothing is due.", label: "See the deliveries",
});

/** Closes what a summary opened where messages have a state: a page, a ticket. */
export const summaryOverNotice = (receiverId: string, groupKey: string, at: Instant, publicUrl: string): Notice => ({
  ...noticeOf(receiverId, at, publicUrl, groupKey, {
    kind: "summary", severity: "low", state: "resolved", title: "Every story of the summary is resolved", what: "Each of them was told by itself as well.",
    why: "They came faster than this receiver takes messages.", due: "Nothing is due.", label: "See the deliveries",
  }), where: "The stories of the last summary.",
});

export const offNotice = (receiverId: string, why: string, at: Instant, publicUrl: string): Notice => noticeOf(receiverId, at, publicUrl, `receiver|${receiverId}`, {
  kind: "receiver.off", severity: "high", state: "open", title: `${receiverId} is gone and was switched off`,
  what: "What comes for it waits, and goes to its fallback when it has one.", why, due: "Now: nothing reaches it until it is saved or tested again.", label: "Mend the receiver",
});
