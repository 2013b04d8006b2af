// Times of day and of the week, learned as they pass.
import { describe, expect, it } from "vitest";
import { dayMs, hourMs } from "../../kernel/clock.ts";
import { emptySeason, learn, residualsOf } from "./season.ts";
import type { Season } from "./season.ts";

const start = Date.UTC(2026, 0, 5); // a Monday
function learned(days: number, valueAt: (at: number) => number): Season {
  const season = emptySeason();
  for (let at = start; at < start + days * dayMs; at += hourMs) learn(season, at, valueAt(at));
  return season;
}
const isSunday = (at: number): boolean => new Date(at).getUTCDay() === 0;

describe("runtime/rates/season", () => {
  it("knows nothing until a time of day was seen twice", () => {
    expect(residualsOf(learned(1, () => 5), start + dayMs, 5)).toBeUndefined();
    expect(residualsOf(learned(2, () => 5), start + 2 * dayMs, 5)).toEqual({ daily: 0, weekly: 0, expected: 5 });
  });
  it("expects of an hour what that hour brought", () => {
    const season = learned(5, (at) => (at % dayMs) / hourMs);
    expect(residualsOf(season, start + 5 * dayMs + 14 * hourMs, 14)?.expected).toBeCloseTo(14, 5);
    expect(residualsOf(season, start + 5 * dayMs + 14 * hourMs, 20)?.daily).toBeCloseTo(6, 5);
  });
  it("a Sunday like the last ones is near by the week, though far by the day", () => {
    const season = learned(20, (at) => (isSunday(at) ? 10 : 100));
    const { daily = 0, weekly = 99 } = residualsOf(season, Date.UTC(2026, 0, 25, 12), 10) ?? {};
    expect(daily).toBeGreaterThan(40);
    expect(weekly).toBeLessThan(1);
  });
  it("a level that moved this morning is taken off this afternoon", () => {
    const season = learned(3, () => 5);
    for (let hour = 0; hour < 12; hour += 1) learn(season, start + 3 * dayMs + hour * hourMs, 8);
    expect(residualsOf(season, start + 3 * dayMs + 14 * hourMs, 8)?.expected).toBeGreaterThan(5.5);
  });
  it("times before 1970 have a time of day too", () => {
    const season = emptySeason();
    for (const day of [3, 2]) learn(season, -day * dayMs + hourMs, 7);
    expect(residualsOf(season, -dayMs + hourMs, 7)?.daily).toBe(0);
  });
});
