// Runs of a met condition: how they join, and that of two that can still become one only one is told.
import { describe, expect, it } from "vitest";
import { mark, toTell, waitsFor } from "./episode.ts";
import type { Episode } from "./episode.ts";

const run = (begin: number, end: number, isTold: boolean): Episode => ({ begin, end, peak: 1, isTold });
const timespan = 10;

describe("runtime/correlation/episode", () => {
  it.each([
    ["nothing is told: the first is, at once", [run(0, 5, false)], 0, [0]],
    ["the one before is told and may still reach it: it waits", [run(0, 10, true), run(25, 25, false)], 20, []],
    ["the one before can never reach it any more", [run(0, 10, true), run(25, 25, false)], 21, [25]],
    ["the one after is told and may still be reached: it waits", [run(0, 10, false), run(25, 25, true)], 20, []],
    ["the one after can never be reached any more", [run(0, 10, false), run(25, 25, true)], 21, [0]],
    ["of two that may become one, one", [run(0, 10, false), run(25, 25, false)], 15, [0]],
  ])("%s", (_claim, episodes, frontier, told) => {
    expect(toTell(episodes, timespan, frontier).map(({ begin }) => begin)).toEqual(told);
    expect(toTell(episodes, timespan, frontier)).toEqual([]);
  });

  it("an instant between two runs makes them one, told when either was", () => {
    const episodes = [run(0, 0, false), run(20, 20, true)];
    mark(episodes, { begin: 10, end: 10, peak: 7 }, timespan);
    expect(episodes).toEqual([{ begin: 0, end: 20, peak: 7, isTold: true }]);
  });

  it("an instant farther away than the timespan is a run of its own, in order", () => {
    const episodes = [run(0, 0, true), run(40, 40, true)];
    mark(episodes, { begin: 20, end: 20, peak: 1 }, timespan);
    expect(episodes.map(({ begin }) => begin)).toEqual([0, 20, 40]);
  });

  it("what waits is looked at again when the first run can grow no more", () => {
    expect([waitsFor([run(0, 10, true), run(25, 25, false)], timespan, 15), waitsFor([run(0, 10, true)], timespan, 15)]).toEqual([20, Infinity]);
  });
});
