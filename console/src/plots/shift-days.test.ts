// Days of a calendar: a day is as long as the wall clock makes it.
import { describe, expect, it } from "vitest";
import { daysFrom, firstOfMonth, mondayOf, placeIn } from "./shift-days.ts";

const hours = (zone: string, from: string, count: number): number[] => daysFrom(Date.parse(from), count, zone).map(({ startMs, endMs }) => (endMs - startMs) / 3_600_000);

describe("console/src/plots/shift-days", () => {
  it.each([
    ["Europe/Berlin", "2026-03-28T12:00:00Z", [24, 23, 24]], ["Europe/Berlin", "2026-10-24T12:00:00Z", [24, 25, 24]], ["America/New_York", "2026-03-07T12:00:00Z", [24, 23, 24]],
    ["Asia/Kolkata", "2026-03-07T12:00:00Z", [24, 24, 24]], ["UTC", "2026-03-28T12:00:00Z", [24, 24, 24]], ["Australia/Lord_Howe", "2026-04-04T12:00:00Z", [24, 24.5, 24]],
  ])("%s from %s", (zone, from, expected) => { expect(hours(zone, from, 3)).toEqual(expected); });
  it("a day where midnight is skipped starts when it starts, and days touch each other", () => {
    const days = daysFrom(Date.parse("2026-09-04T12:00:00Z"), 4, "America/Santiago");
    expect(days.slice(1).map(({ startMs }) => startMs)).toEqual(days.slice(0, -1).map(({ endMs }) => endMs));
    expect(days.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)).toBe(95 * 3_600_000);
  });
  it("Monday and the first of the month are those of the zone", () => {
    expect(new Date(mondayOf(Date.parse("2026-11-22T23:30:00Z"), "UTC")).toISOString()).toBe("2026-11-16T00:00:00.000Z");
    expect(new Date(mondayOf(Date.parse("2026-11-22T23:30:00Z"), "Europe/Berlin")).toISOString()).toBe("2026-11-22T23:00:00.000Z");
    expect(new Date(firstOfMonth(Date.parse("2026-12-15T00:00:00Z"), "UTC", 1)).toISOString()).toBe("2027-01-01T00:00:00.000Z");
  });
  it("what lies outside has no place; what reaches over an end is cut", () => {
    const span = { startMs: 0, endMs: 100 };
    expect([placeIn(100, 120, span), placeIn(-50, 50, span), placeIn(25, 75, span)]).toEqual([undefined, { left: 0, width: 50 }, { left: 25, width: 50 }]);
  });
});
