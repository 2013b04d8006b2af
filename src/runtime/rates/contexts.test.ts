// Runs of levels: what was never seen is news, what comes back is not, and the memory is bounded.
import { describe, expect, it } from "vitest";
import { emptyContexts, noveltyOf } from "./contexts.ts";

describe("runtime/rates/contexts", () => {
  it("a rhythm that comes back is no news, its breach is", () => {
    const contexts = emptyContexts();
    const novelties = Array.from({ length: 400 }, (_, point) => noveltyOf(contexts, [0, 0, 10, 5][point % 4] ?? 0));
    expect(Math.max(...novelties.slice(100))).toBeLessThan(0.05);
    expect(noveltyOf(contexts, 10)).toBe(1);
  });
  it("the same values in another order are news", () => {
    const contexts = emptyContexts();
    for (let point = 0; point < 400; point += 1) noveltyOf(contexts, [0, 5, 10][point % 3] ?? 0);
    expect([10, 5, 0].map((value) => noveltyOf(contexts, value) > 0.5)).toContain(true);
  });
  it("values that never repeat hold no more than 2,400 runs, and the frequent ones stay", () => {
    const contexts = emptyContexts();
    for (let point = 0; point < 30_000; point += 1) noveltyOf(contexts, (Math.imul(point ^ (point >>> 3), 0x9e3779b1) ^ Math.imul(point, point)) >>> 16);
    expect(contexts.held).toBe(Object.keys(contexts.runs).length);
    expect(contexts.held).toBeLessThanOrEqual(2400);
    expect(contexts.held).toBeGreaterThan(100);
  });
  it("a series of one value has one run of each length", () => {
    const contexts = emptyContexts();
    for (let point = 0; point < 50; point += 1) noveltyOf(contexts, 3);
    expect(noveltyOf(contexts, 3)).toBeLessThan(0.05);
  });
});
