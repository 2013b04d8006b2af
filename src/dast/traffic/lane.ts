// A lane to one host: who may send, and when: so many a second, so many at once, first come first served.

export interface Lane {
  /** Resolves when the caller may send; rejects when the lane is closed. Undefined: at once. */
  enter(): Promise<void> | undefined;
  leave(): void;
  /** Takes part in the rate, not in the queue: what must not wait behind a target that hangs. */
  overtake(): void;
  setPace(pace: Pace): void;
  /** Nobody enters for so long. */
  hold(forMs: number): void;
  close(reason: Error): void;
}

export interface Pace { requestsPerSecond: number; concurrency: number }

interface Waiting { enter(): void; refuse(reason: Error): void }

// What a stall of ours has held up may be caught up within this share of a second, never more.
const burstSeconds = 0.02;

export function createLane(first: Pace, elapsedMs: () => number): Lane {
  let pace = first;
  let [tokens, filledAt, heldUntil, underWay] = [1, elapsedMs(), 0, 0];
  let timer: NodeJS.Timeout | undefined;
  let closed: Error | undefined;
  const waiting: Waiting[] = [];

  const fill = (now: number): void => {
    tokens = Math.min(Math.max(1, pace.requestsPerSecond * burstSeconds), tokens + ((now - filledAt) * pace.requestsPerSecond) / 1000);
    filledAt = now;
  };
  const isFree = (now: number): boolean => now >= heldUntil && underWay < pace.concurrency && tokens >= 1;
  const take = (): void => { tokens -= 1; underWay += 1; };
  const pump = (): void => {
    const now = elapsedMs();
    fill(now);
    while (waiting.length > 0 && isFree(now)) { take(); waiting.shift()?.enter(); }
    if (waiting.length === 0 || underWay >= pace.concurrency) return;
    clearTimeout(timer);
    timer = setTimeout(pump, Math.max(1, heldUntil - now, ((1 - tokens) * 1000) / pace.requestsPerSecond));
  };
  return {
    enter() {
      if (closed !== undefined) return Promise.reject(closed);
      const now = elapsedMs();
      fill(now);
      if (waiting.length === 0 && isFree(now)) { take(); return undefined; }
      return new Promise((enter, refuse) => { waiting.push({ enter, refuse }); pump(); });
    },
    leave() { underWay -= 1; if (waiting.length > 0) pump(); },
    overtake() { fill(elapsedMs()); tokens -= 1; },
    setPace(next) { fill(elapsedMs()); pace = next; tokens = Math.min(tokens, Math.max(1, next.requestsPerSecond * burstSeconds)); pump(); },
    hold(forMs) { heldUntil = Math.max(heldUntil, elapsedMs() + forMs); },
    close(reason) {
      closed = reason;
      clearTimeout(timer);
      for (const { refuse } of waiting.splice(0)) refuse(reason);
    },
  };
}
