// The last hour of a place: entries that grow, age and give way.
import { describe, expect, it } from "vitest";
import { hourMs, minuteMs } from "../../kernel/clock.ts";
import { addToTrail, trailSince } from "./trail.ts";
import type { TrailEntry } from "./trail.ts";

describe("src/incidents/storm/trail.ts", () => {
  it("the same within ten minutes is one entry with its first and last", () => {
    const trail: TrailEntry[] = [];
    for (const [minutes, ref] of [[0, "a"], [9, "b"], [18, "c"], [40, "d"]] as const) addToTrail(trail, { name: "x", at: minutes * minuteMs, ref }, hourMs);
    expect(trail).toEqual([{ name: "x", from: 0, to: 18 * minuteMs, count: 3, ref: "a", lastRef: "c" }, { name: "x", from: 40 * minuteMs, to: 40 * minuteMs, count: 1, ref: "d", lastRef: "d" }]);
    expect(trailSince(trail, 20 * minuteMs)).toHaveLength(1);
  });

  it("when it is full the most frequent goes, and that is counted", () => {
    const trail: TrailEntry[] = [];
    addToTrail(trail, { name: "often", at: 0, ref: "" }, hourMs);
    addToTrail(trail, { name: "often", at: 1, ref: "" }, hourMs);
    const lost = Array.from({ length: 60 }, (_, n) => addToTrail(trail, { name: `n${n}`, at: 2 + n, ref: "" }, hourMs)).reduce((sum, one) => sum + one, 0);
    expect([trail.length, lost, trail.some(({ name }) => name === "often")]).toEqual([48, 13, false]);
  });
});
