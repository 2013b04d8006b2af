// Wall clocks against the Temporal polyfill as the oracle, in zones with odd rules.
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs } from "./clock.ts";
import { instantOf, isZone, localTimeOf, offsetMsAt } from "./zone.ts";

const odd = ["Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo", "Africa/Casablanca", "Antarctica/Troll", "Asia/Kolkata", "America/St_Johns", "Europe/Berlin", "America/New_York", "Asia/Gaza", "Pacific/Kiritimati", "America/Caracas", "Asia/Kathmandu", "UTC"];
const zone = fc.constantFrom(...odd);
const from = Date.UTC(1990, 0, 1);
const to = Date.UTC(2040, 0, 1);

// Half of the instants lie around a change of the clocks, where things go wrong.
function changes(name: string): number[] {
  const found: number[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(name);
  for (;;) {
    const next = at.getTimeZoneTransition("next");
    if (!next || next.epochMilliseconds > to) return found;
    found.push(next.epochMilliseconds);
    at = next;
  }
}
const changesOf = new Map(odd.map((name) => [name, changes(name)]));
const placed = zone.chain((name) => {
  const near = changesOf.get(name) ?? [];
  const anywhere = fc.integer({ min: from, max: to });
  const around = near.length === 0 ? anywhere : fc.tuple(fc.constantFrom(...near), fc.integer({ min: -26 * hourMs, max: 26 * hourMs })).map(([at, by]) => at + by);
  return fc.tuple(fc.constant(name), fc.oneof(anywhere, around, fc.constantFrom(...near, from)));
});

describe("kernel/zone", () => {
  it("the wall clock is Temporal's, 1990 to 2040", () => {
    fc.assert(fc.property(placed, ([name, at]) => {
      const told = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name);
      const { year, month, day, hour, minute, second } = told;
      expect(localTimeOf(at, name)).toEqual({ year, month, day, hour, minute, second, weekday: told.dayOfWeek % 7 });
    }), { numRuns: 4000 });
  });

  it("the instant of a wall clock is Temporal's with disambiguation compatible", () => {
    fc.assert(fc.property(placed, ([name, at]) => {
      // A wall clock that may not exist: the digits of another zone.
      const { year, month, day, hour, minute } = localTimeOf(at, name);
      const skewed = localTimeOf(at + hourMs, name);
      for (const local of [{ year, month, day, hour, minute }, { ...skewed, minute }, { year, month, day, hour: (hour + 1) % 24, minute }]) {
        const { second: _second, weekday: _weekday, ...parts } = { second: 0, weekday: 0, ...local };
        const told = Temporal.ZonedDateTime.from({ ...parts, timeZone: name }, { disambiguation: "compatible" });
        expect(instantOf(local, name), `${name} ${JSON.stringify(local)}`).toBe(told.epochMilliseconds);
      }
    }), { numRuns: 4000 });
  });

  it.each([
    ["Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00Z", "is skipped: an hour on"],
    ["Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z", "comes twice: the first"],
    ["Australia/Lord_Howe", "2026-10-04T02:10", "2026-10-03T15:40:00Z", "is skipped by half an hour"],
    ["Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00:00Z", "a day that never was"],
    ["Antarctica/Troll", "2026-03-29T01:30", "2026-03-29T01:30:00Z", "is skipped by two hours"],
  ])("%s %s is %s (%s)", (name, wall, iso) => {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = wall.split(/[-T:]/).map(Number);
    expect(new Date(instantOf({ year, month, day, hour, minute }, name)).toISOString()).toBe(new Date(iso).toISOString());
  });

  it("fields beyond their range carry over", () => {
    expect(instantOf({ year: 2026, month: 12, day: 31, hour: 24, minute: 0 }, "UTC")).toBe(Date.UTC(2027, 0, 1));
    expect(instantOf({ year: 2026, month: 3, day: 0, hour: 0, minute: 0 }, "UTC")).toBe(Date.UTC(2026, 1, 28));
  });

  it.each([["UTC", true], ["Europe/Paris", true], ["Etc/GMT+5", true], ["Europe/Atlantis", false], ["+02:00", false], ["", false], [" UTC", false]])("%j is a zone: %s", (name, is) => {
    expect(isZone(name)).toBe(is);
  });

  it("a zone that does not exist is a RangeError, also the second time", () => {
    for (let time = 0; time < 2; time++) expect(() => localTimeOf(0, "Europe/Atlantis")).toThrow(RangeError);
  });

  it("keeps answering right after more days than it keeps", () => {
    const at = Date.UTC(2026, 6, 1);
    for (let day = 0; day < 25_000; day++) offsetMsAt(Date.UTC(1970, 0, 1) + day * dayMs, "UTC");
    expect(offsetMsAt(at, "UTC")).toBe(0);
    expect(offsetMsAt(at, "Asia/Kolkata")).toBe(330 * minuteMs);
  });
});
