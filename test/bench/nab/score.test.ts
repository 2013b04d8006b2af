// The scorer against values worked out by hand from NAB's definition.
import { describe, expect, it } from "vitest";
import { fixed, optimised, probationOf, profiles, scaledSigmoid, worthsOf } from "./score.ts";
import type { Profile } from "./score.ts";

const [standard, lowFp, lowFn] = profiles as readonly [Profile, Profile, Profile];
const series = (alarms: readonly number[], length = 1000): Float64Array => Float64Array.from({ length }, (_, point) => (alarms.includes(point) ? 1 : 0));

describe("test/bench/nab/score", () => {
  it("nothing said is 0, the first point of each window 100", () => {
    const windows = [[300, 349], [600, 649]] as const;
    expect(fixed([{ scores: series([]), windows }], standard, 0.5).score).toBe(0);
    for (const profile of profiles) expect(optimised([{ scores: series([300, 600]), windows }], profile).score).toBeCloseTo(100, 10);
  });
  it("a second alarm in a window adds nothing, the earliest counts", () => {
    expect(fixed([{ scores: series([300, 310, 340]), windows: [[300, 349]] }], standard, 0.5).score).toBeCloseTo(100, 10);
  });
  it("a false alarm before any window costs the whole weight", () => {
    const corpus = [{ scores: series([200, 300]), windows: [[300, 349]] as const }];
    expect(fixed(corpus, standard, 0.5).score).toBeCloseTo(100 * (2 - 0.11) / 2, 10);
    expect(fixed(corpus, lowFp, 0.5).score).toBeCloseTo(100 * (2 - 0.22) / 2, 10);
  });
  it("a missed window costs double where misses count double", () => {
    const windows = [[300, 349], [600, 649]] as const;
    expect(fixed([{ scores: series([300]), windows }], standard, 0.5).score).toBeCloseTo(50, 10);
    expect(fixed([{ scores: series([300]), windows }], lowFn, 0.5).score).toBeCloseTo(50, 10);
  });
  it("late in a window is worth less, just behind it costs little", () => {
    const worths = worthsOf({ scores: series([]), windows: [[300, 399]] });
    expect(worths[300]).toEqual({ window: 0, worth: 1 });
    expect(worths[399]?.worth).toBeCloseTo(scaledSigmoid(-0.01) / scaledSigmoid(-1), 12);
    expect(worths[400]?.worth).toBeCloseTo(scaledSigmoid(1 / 99), 12);
    expect(worths[900]).toEqual({ window: -1, worth: -1 });
  });
  it("the probation is 15 %, at most 750 points", () => {
    expect([probationOf(1000), probationOf(4032), probationOf(22695)]).toEqual([150, 604, 750]);
    expect(fixed([{ scores: series([10, 300]), windows: [[300, 349]] }], standard, 0.5).falseAlarms).toBe(0);
  });
});
