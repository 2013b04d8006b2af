// How rare: fading counts, rates, bursts.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayMs, hourMs } from "../../kernel/clock.ts";
import { addLagged, addTo, burstOf, countAt, hoursSeen, laggedAt, rarityOf } from "./rarity.ts";

describe("src/incidents/storm/rarity.ts", () => {
  it("a count halves every half-life", () => {
    const count = { n: 0, at: 0 };
    addTo(count, 0, dayMs, 8);
    expect([countAt(count, dayMs, dayMs), countAt(count, 3 * dayMs, dayMs)]).toEqual([4, 1]);
  });

  it("a late alert does not turn time back", () => {
    const count = { n: 4, at: dayMs };
    addTo(count, 0, dayMs);
    expect(count).toEqual({ n: 5, at: dayMs });
  });

  it("hours seen grow like time at first, and never beyond what is remembered", () => {
    expect(hoursSeen(0, hourMs, 100 * dayMs)).toBeCloseTo(1, 2);
    expect(hoursSeen(0, 1000 * dayMs, dayMs)).toBeCloseTo(24 / Math.LN2, 5);
  });

  it.each([[0.5, 99, 1, 2], [9.5, 9, 1, 0], [0, 76, 24, Math.log10(200)]])("%d times in %d hours with %d before: 10^%d", (count, hours, prior, power) => expect(rarityOf(count, hours, prior)).toBeCloseTo(power, 10));

  it("a burst of news does not make itself ordinary: it counts an hour later", () => {
    const count = { n: 0, at: 0, waiting: [] };
    for (let n = 0; n < 50; n += 1) addLagged(count, hourMs + n);
    expect(laggedAt(count, hourMs + 30_000, dayMs)).toBe(0);
    expect(laggedAt(count, 2.2 * hourMs, dayMs)).toBeGreaterThan(45);
    expect(count.waiting).toEqual([]);
  });

  it("burst: one is none, and more at once is always rarer", () => {
    expect(burstOf(1, 0.001)).toBe(0);
    // 0.1^3 e^-0.1 / 3! = 1.51e-4.
    expect(burstOf(3, 0.1)).toBeCloseTo(3.82, 2);
    fc.assert(fc.property(fc.integer({ min: 2, max: 60 }), fc.double({ min: 1e-4, max: 2, noNaN: true }), (count, mean) => { expect(burstOf(count + 1, mean)).toBeGreaterThanOrEqual(burstOf(count, mean)); }));
  });
});
