// How many messages a receiver may be given now: an exact sliding window over its attempts, so that it holds over a restart.
import { minuteMs } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";

/** At most `messages` attempts begin in any `perMs` milliseconds. */
export interface RateLimit { messages: number; perMs: number }

/** The limit of a receiver that has due messages; undefined: none. */
export type ReceiverLimits = (org: string, receiverId: string) => RateLimit | undefined;

/** free: messages that may begin now. resumeAt: when the next one may, when none may now. */
export interface Allowance { free: number; resumeAt: Instant | undefined }

/**
 * Attempts are counted by their end, and one under way counts whatever its age: an attempt begins at or after its claim and
 * before its end, so no window can ever hold more beginnings than were counted. A worker that dies leaves its attempts under
 * way until their lease has ended, so a restart cannot exceed the limit either.
 * @param ended when attempts ended, within the last `perMs` at least
 * @param underWay attempts that have not ended
 */
export function allowanceOf({ messages, perMs }: RateLimit, now: Instant, ended: readonly Instant[], underWay: number): Allowance {
  const counted = ended.filter((at) => at > now - perMs).toSorted((a, b) => a - b);
  const free = messages - counted.length - underWay;
  if (free > 0) return { free, resumeAt: undefined };
  // The one whose end makes room; when all are under way, none of them makes room before it ends and the window is over.
  const leaving = counted[-free];
  return { free: 0, resumeAt: (leaving ?? now) + perMs };
}

/**
 * Beyond so many due stories a receiver's messages would take over a minute at its limit: what waits is then told in one
 * message instead of one after the other.
 */
export const pileSize = ({ messages, perMs }: RateLimit): number => Math.max(1, Math.floor((messages * minuteMs) / perMs));
