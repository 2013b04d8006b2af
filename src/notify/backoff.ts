// When a failed delivery is tried again: exponential with full jitter, so that receivers that come back are not stampeded.
import { hourMs, secondMs } from "../kernel/clock.ts";

export const defaultRetryMs = 5 * secondMs;
const ceilingMs = 4 * hourMs;

/**
 * Milliseconds until the next attempt: drawn evenly from a fifth of `baseMs` up to `baseMs` doubled per attempt made, at most
 * 4 h; never before the receiver asked for (`afterMs`).
 * @param attempts made so far, from 1
 * @param draw in [0, 1)
 * @param baseMs 5 s unless the operator says otherwise
 */
export function retryDelayMs(attempts: number, draw: number, afterMs = 0, baseMs = defaultRetryMs): number {
  const spreadMs = Math.min(ceilingMs, baseMs * 2 ** (attempts - 1));
  return Math.max(afterMs, Math.ceil(baseMs / 5), Math.ceil(draw * spreadMs));
}
