// Rates of workloads over days on a given clock: warm-up, zeros, small numbers, explanations, limits, restarts.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs } from "../../kernel/clock.ts";
import type { RuntimeEvent } from "../event.ts";
import type { StateRow } from "../state.ts";
import { createRates } from "./rates.ts";
import type { RateAnomaly, Rates } from "./rates.ts";

const start = Date.UTC(2026, 0, 5);
const event = (at: number): RuntimeEvent => ({ id: undefined, at, isTimed: true, decoder: "test", logsource: { category: "webserver" }, origin: { host: "web-1" }, fields: {}, raw: "" });
const chance = (at: number, salt = 0): number => (((Math.imul((at / minuteMs) | 0, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b)) >>> 8) % 65_536) / 65_536;
const around = (mean: number, at: number): number => Math.max(0, Math.round(mean + Math.sqrt(mean) * 1.7 * (chance(at) + chance(at, 1) + chance(at, 2) - 1.5) * 1.2));

/** Minutes [from, until) with these counts; what was told. */
function run(rates: Rates, from: number, until: number, countOf: (at: number) => number, isLive = (_workload: string, _at: number): boolean => true): RateAnomaly[] {
  const told: RateAnomaly[] = [];
  for (let at = from; at < until; at += minuteMs) {
    const count = countOf(at);
    if (count > 0) rates.observe(event(at + 1000), "shop", () => [{ series: "requests", amount: count }]);
    told.push(...rates.tick(at + 90_000, isLive));
  }
  return told;
}

describe("runtime/rates/rates", () => {
  const steady = (at: number): number => around(40, at);
  it("learns for a day in silence, says so, and then sees a flood", () => {
    const rates = createRates();
    expect(run(rates, start, start + hourMs, (at) => (at === start + 30 * minuteMs ? 4000 : steady(at)))).toEqual([]);
    expect(rates.views()).toMatchObject([{ workload: "shop", series: "requests", state: "learning" }]);
    expect(run(rates, start + hourMs, start + 2 * dayMs, steady)).toEqual([]);
    expect(rates.views()).toMatchObject([{ state: "watching", coverage: 1 }]);
    const told = run(rates, start + 2 * dayMs, start + 2 * dayMs + 10 * minuteMs, (at) => 5 * steady(at));
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(3);
    expect(told[0]).toMatchObject({ workload: "shop", series: "requests", direction: "higher", hit: { kind: "rate", ruleId: "rate:requests", subject: "higher", tags: ["attack.impact", "attack.t1499"] } });
  });
  it("an anomaly says value, range, quantile, last similar day and what it rests on", () => {
    const rates = createRates();
    run(rates, start, start + 14 * dayMs, steady);
    const [told] = run(rates, start + 14 * dayMs, start + 14 * dayMs + 5 * minuteMs, () => 400);
    expect(told?.hit.why.sentences).toEqual([
      "400 requests in the 60 s from 2026-01-19T00:00:00Z: higher than 100 % of Mondays 00:00-01:00 UTC.",
      expect.stringMatching(/^Expected \d+ to \d+ \(98 % of 120 bins\), \d+ in the middle\.$/),
      expect.stringMatching(/^The last similar day, 2026-01-12, had [\d.]+ on average and \d+ at most\.$/),
      "It rests on 14 days; the source was live in 100 % of their bins.",
    ]);
    expect(told?.hit.event).toMatchObject({ id: `rate/shop/requests/${start + 14 * dayMs}`, origin: { host: "web-1" }, fields: { value: 400 } });
  });
  it("six where three are usual is nothing", () => {
    const rates = createRates();
    expect(run(rates, start, start + 3 * dayMs, (at) => (at > start + 2 * dayMs ? 6 : around(3, at)))).toEqual([]);
  });
  it("a handful where none or one is usual is nothing, forty is", () => {
    const rates = createRates();
    const usual = (at: number): number => (at / minuteMs) % 2;
    expect(run(rates, start, start + 2 * dayMs, (at) => (at === start + 1.5 * dayMs ? 4 : usual(at)))).toEqual([]);
    expect(run(rates, start + 2 * dayMs, start + 2 * dayMs + minuteMs, () => 40)).toHaveLength(1);
  });
  it("a live source that falls silent is told, as lower; a source that is not live is not", () => {
    const silent = (isLive: boolean): RateAnomaly[] => {
      const rates = createRates();
      run(rates, start, start + 2 * dayMs, steady);
      return run(rates, start + 2 * dayMs, start + 2 * dayMs + hourMs, () => 0, () => isLive);
    };
    expect(silent(true)).toMatchObject([{ direction: "lower", value: 0, hit: { level: "medium" } }]);
    expect(silent(false)).toEqual([]);
  });
  it("bins of a source that was not live are gaps in the coverage", () => {
    const rates = createRates();
    run(rates, start, start + hourMs, steady);
    run(rates, start + hourMs, start + 2 * hourMs, () => 0, () => false);
    expect(rates.views()[0]?.coverage).toBeCloseTo(0.5, 1);
  });
  it("a flood of errors is seen although there was never one before", () => {
    const rates = createRates();
    const told: RateAnomaly[] = [];
    for (let at = start; at < start + 2 * dayMs; at += minuteMs) {
      for (const status of at === start + 2 * dayMs - 10 * minuteMs ? Array.from({ length: 60 }, () => "503") : ["200", "200"]) rates.observe({ ...event(at), fields: { "sc-status": status } }, "shop");
      told.push(...rates.tick(at + 90_000, () => true));
    }
    expect(told.filter(({ series }) => series === "errors")).toMatchObject([{ value: 60, direction: "higher" }]);
  });
  it("late events and series beyond the limit are counted, never hidden", () => {
    const rates = createRates({ mostSeries: 1 });
    run(rates, start, start + 10 * minuteMs, steady);
    rates.observe(event(start), "shop", () => [{ series: "requests", amount: 7 }]);
    rates.observe(event(start), "other", () => [{ series: "requests", amount: 1 }]);
    expect(rates.views()).toMatchObject([{ late: 7 }]);
    expect(rates.refused()).toBe(1);
  });
  it("a bin closes 30 s after its end, with what came late in it", () => {
    const rates = createRates();
    rates.observe(event(start), "shop", () => [{ series: "requests", amount: 1 }]);
    rates.tick(start + 89_999, () => true);
    rates.observe(event(start + 59_999), "shop", () => [{ series: "requests", amount: 1 }]);
    expect(rates.views()).toMatchObject([{ bins: 0, late: 0 }]);
    rates.tick(start + 90_000, () => true);
    expect(rates.views()).toMatchObject([{ bins: 1, late: 0 }]);
  });
  it("years without an event are one gap, not a million bins", () => {
    const rates = createRates();
    run(rates, start, start + hourMs, steady);
    rates.tick(start + 3 * 365 * dayMs, () => false);
    expect(rates.views()[0]?.coverage).toBeLessThan(0.001);
    expect(rates.views()[0]?.bins).toBe(60);
  });
});

/** Rows as a store would keep them. */
function keep(kept: Map<string, StateRow>, rates: Rates): void {
  for (const row of rates.take().put) kept.set(`${row.kind} ${row.key}`, row);
}

describe("runtime/rates/rates: restart", () => {
  it("a minute writes a small row, an hour one checkpoint under 64 KB", () => {
    const rates = createRates();
    const sizes = { rate: [] as number[], "rate-bin": [] as number[] };
    for (let at = start; at < start + 8 * dayMs; at += minuteMs) {
      run(rates, at, at + minuteMs, (one) => around(1000, one));
      for (const { kind, body } of rates.take().put) sizes[kind as "rate" | "rate-bin"].push(body.length);
    }
    expect(sizes.rate).toHaveLength(8 * 24);
    expect(Math.max(...sizes.rate)).toBeLessThan(64 * 1024);
    expect(Math.max(...sizes["rate-bin"])).toBeLessThan(600);
  });
  it("a gap of years survives a restart", () => {
    const rates = createRates();
    const kept = new Map<string, StateRow>();
    run(rates, start, start + 10 * minuteMs, () => 3);
    keep(kept, rates);
    rates.tick(start + 3 * 365 * dayMs, () => false);
    keep(kept, rates);
    const again = createRates();
    again.restore(kept.values());
    expect(again.views()).toEqual(rates.views());
    expect(rates.take()).toEqual({ put: [], remove: [] });
  });
  it("restored at any minute it tells the same as if it had never stopped", () => {
    const counts = (at: number): number => (chance(at, 9) < 0.003 ? 300 : chance(at, 8) < 0.01 ? 0 : around(30 + 20 * Math.sin(at / hourMs), at));
    const isLive = (_workload: string, at: number): boolean => chance(at, 7) > 0.3;
    const end = start + 1.5 * dayMs;
    const whole = run(createRates(), start, end, counts, isLive);
    expect(whole.length).toBeGreaterThan(0);
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 1.5 * 1440 - 1 }), { minLength: 1, maxLength: 4 }), (cuts) => {
      const kept = new Map<string, StateRow>();
      const told: RateAnomaly[] = [];
      const edges = [0, ...cuts.toSorted((a, b) => a - b), 1.5 * 1440].map((minute) => start + minute * minuteMs);
      edges.slice(1).forEach((until, nth) => {
        const rates = createRates();
        rates.restore(kept.values());
        for (let at = edges[nth] ?? 0; at < until; at += minuteMs) { told.push(...run(rates, at, at + minuteMs, counts, isLive)); keep(kept, rates); }
      });
      expect(told).toEqual(whole);
    }), { numRuns: 6 });
  }, 60_000);
});
