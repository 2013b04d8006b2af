// The detector as a whole: what it holds for, on any series, and what it sees on plain ones.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDetector } from "./detector.ts";
import type { DetectorState, Scored } from "./detector.ts";

const step = 300_000;
const values = fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 5 })), { minLength: 2, maxLength: 150 });
const scoresOf = (series: readonly number[], detector = createDetector(), from = 0): Scored[] => series.map((value, point) => detector.next((from + point) * step, value));
const kept = (state: DetectorState): DetectorState => JSON.parse(JSON.stringify(state)) as DetectorState;
const noise = (point: number): number => ((point * 2654435761) % 1000) / 1000;
const mixed = (point: number): number => ((Math.imul(point ^ (point >>> 3), 0x9e3779b1) ^ Math.imul(point, point)) >>> 8) / 2 ** 24;
const daily = (point: number): number => 50 + 40 * Math.sin((2 * Math.PI * point) / 288) + 3 * noise(point);

describe("runtime/rates/detector", () => {
  it("restored from JSON and continued it scores as if never cut", () => {
    fc.assert(fc.property(values, fc.nat(), (series, nth) => {
      const cut = nth % series.length;
      const first = createDetector();
      scoresOf(series.slice(0, cut), first);
      expect(scoresOf(series.slice(cut), createDetector(kept(first.save())), cut)).toEqual(scoresOf(series).slice(cut));
    }), { numRuns: 200 });
  });
  it("the score of a point is the same whatever follows", () => {
    fc.assert(fc.property(values, values, values, (past, one, other) => {
      expect(scoresOf([...past, ...one]).slice(0, past.length)).toEqual(scoresOf([...past, ...other]).slice(0, past.length));
    }), { numRuns: 200 });
  });
  it("scores are numbers, likelihoods lie in [0, 1]", () => {
    fc.assert(fc.property(values, (series) => {
      for (const { surprise, likelihood, expected } of scoresOf(series)) {
        expect(surprise).toBeGreaterThanOrEqual(0);
        expect(likelihood >= 0 && likelihood <= 1 && Number.isFinite(expected)).toBe(true);
      }
    }), { numRuns: 200 });
  });
  it("a saved state is not changed by going on", () => {
    const detector = createDetector();
    scoresOf(Array.from({ length: 100 }, (_, point) => daily(point)), detector);
    const saved = detector.save();
    const before = JSON.stringify(saved);
    detector.next(100 * step, 5);
    expect(JSON.stringify(saved)).toBe(before);
  });
  it("the state stays under 64 KB on a series that never repeats itself", () => {
    const detector = createDetector();
    for (let point = 0; point < 20_000; point += 1) detector.next(point * step, 1e6 * mixed(point) ** (1 + (point % 7)) * (mixed(~point) < 0.5 ? -1 : 1));
    expect(JSON.stringify(detector.save()).length).toBeLessThan(64 * 1024);
  });
});

describe("runtime/rates/detector: what is seen", () => {
  const series = Array.from({ length: 14 * 288 }, (_, point) => daily(point));
  const ordinary = Math.max(...scoresOf(series).slice(7 * 288).map(({ surprise }) => surprise));
  const at = 12 * 288 + 60;
  const changed = (length: number, to: (value: number, point: number) => number): number =>
    Math.max(...scoresOf(series.map((value, point) => (point >= at && point < at + length ? to(value, point) : value))).slice(at, at + length + 30).map(({ surprise }) => surprise));

  it.each([
    ["one value three times as high", changed(1, (value) => 3 * value)],
    ["the day's values at the wrong time", changed(144, (_, point) => daily(point + 144))],
    ["a value that stands still", changed(200, () => 88)],
    ["noise ten times as strong", changed(100, (value, point) => value + 30 * (noise(point * 31) - 0.5))],
    ["another level", changed(288, (value) => value + 25)],
  ])("%s surprises more than anything in the week before", (_what, surprise) => { expect(surprise).toBeGreaterThan(1.1 * ordinary); });

  it("the day's own height surprises nobody once days are known", () => {
    const scored = scoresOf(series).slice(7 * 288);
    expect(Math.max(...scored.map(({ parts }) => parts.daily))).toBeLessThan(4.5);
    expect(Math.max(...scored.map(({ expected }, point) => Math.abs(expected - (series[7 * 288 + point] ?? 0))))).toBeLessThan(12);
  });
  it("a value that stops moving is still, even where it is usual", () => {
    const still = scoresOf(Array.from({ length: 1500 }, (_, point) => (point < 1400 ? 50 + noise(point) : 50.5)));
    expect(still.at(-1)?.parts.still).toBeGreaterThan(2);
  });
  it("what goes on is told once", () => {
    const lifted = scoresOf(series.map((value, point) => (point >= at && point < at + 100 ? value + 300 : value))).slice(at, at + 60).filter(({ likelihood }) => likelihood > 0.9);
    expect(lifted.length).toBeGreaterThan(0);
    expect(lifted.length).toBeLessThan(8);
  });
});
