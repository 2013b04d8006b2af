// When a host is left alone, and when it is tried again.
import { describe, expect, it } from "vitest";
import { fakeClock, minuteMs } from "../kernel/clock.ts";
import { createBreaker } from "./breaker.ts";

const failing = (count: number, clock = fakeClock(0)) => {
  const breaker = createBreaker(clock);
  for (let n = 0; n < count; n += 1) breaker.record("a", { failed: true });
  return { breaker, clock };
};

describe("src/notify/breaker.ts", () => {
  it("four failures in a row do not pause a host, five do, and only that host", () => {
    expect(failing(4).breaker.pausedUntil("a")).toBeUndefined();
    const { breaker } = failing(5);
    expect([breaker.pausedUntil("a"), breaker.pausedUntil("b")]).toEqual([minuteMs, undefined]);
  });

  it("an answer in between starts the count again", () => {
    const { breaker } = failing(4);
    breaker.record("a", { failed: false });
    breaker.record("a", { failed: true });
    expect(breaker.pausedUntil("a")).toBeUndefined();
  });

  it("after the pause one may try: a failure pauses again, an answer ends it", () => {
    const { breaker, clock } = failing(5);
    clock.advance(minuteMs);
    expect(breaker.pausedUntil("a")).toBeUndefined();
    breaker.record("a", { failed: true });
    expect(breaker.pausedUntil("a")).toBe(2 * minuteMs);
    clock.advance(minuteMs);
    breaker.record("a", { failed: false });
    breaker.record("a", { failed: true });
    expect(breaker.pausedUntil("a")).toBeUndefined();
  });
});
