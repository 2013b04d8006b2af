// How long a retry waits: growing, jittered, and never shorter than the receiver asked.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hourMs } from "../kernel/clock.ts";
import { retryDelayMs } from "./backoff.ts";

const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("src/notify/backoff.ts", () => {
  it.each([[1, 2_500], [2, 5_000], [3, 10_000], [8, 320_000], [20, 2 * hourMs], [1000, 2 * hourMs]])("attempt %i waits %i ms on a middling draw", (attempts, ms) => expect(retryDelayMs(attempts, 0.5)).toBe(ms));

  it("stays between 1 s and 4 h, and waits as long as the receiver asks", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 10_000 }), draw, fc.integer({ min: 0, max: 9 * hourMs }), (attempts, chance, afterMs) => {
      expect(retryDelayMs(attempts, chance)).toBeGreaterThanOrEqual(1000);
      expect(retryDelayMs(attempts, chance)).toBeLessThanOrEqual(4 * hourMs);
      expect(retryDelayMs(attempts, chance, afterMs)).toBe(Math.max(afterMs, retryDelayMs(attempts, chance)));
    }));
  });
});
