// When a failed delivery is tried again: exponential with full jitter, so that receivers that come back are not stampeded.
import { hourMs, secondMs } from "../kernel/clock.ts";

const baseMs = 5 * secondMs;
const ceilingMs = 4 * hourMs;
const leastMs = secondMs;

/**
 * Milliseconds until the next attempt: drawn evenly from 1 s up to 5 s doubled per attempt made, at most 4 h; never before
 * the receiver asked for (`afterMs`).
 * @param attempts made so far, from 1
 * @param draw in [0, 1)
 */
export function retryDelayMs(attempts: number, draw: number, afterMs = 0): number {
  const spreadMs = Math.min(ceilingMs, baseMs * 2 ** (attempts - 1));
  return Math.max(afterMs, leastMs, Math.ceil(draw * spreadMs));
}
