// Time intervals: Alertmanager's meaning by table, zones and changes of the clocks, and the end of a mute by stepping through the minutes.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayMs, minuteMs } from "../kernel/clock.ts";
import { endOfMute, isWithin, muteHorizonMs, startOfTimes } from "./time-interval.ts";
import type { Range, TimeInterval } from "./time-interval.ts";

const range = (from: number, to = from): Range => ({ from, to });
const nights: TimeInterval[] = [{ times: [range(0, 360), range(1320, 1440)], location: "Europe/Berlin" }];

describe("notify/time-interval", () => {
  it.each<[string, TimeInterval, string, boolean]>([
    ["no field holds always", {}, "2026-11-22T13:00:00Z", true],
    ["the start is in", { times: [range(540, 1020)] }, "2026-11-22T09:00:00Z", true],
    ["the end is not", { times: [range(540, 1020)] }, "2026-11-22T17:00:00Z", false],
    ["its last second is", { times: [range(540, 1020)] }, "2026-11-22T16:59:59Z", true],
    ["24:00 is the end of the day", { times: [range(1320, 1440)] }, "2026-11-22T23:59:59Z", true],
    ["a Sunday is weekday 0", { weekdays: [range(0)] }, "2026-11-22T13:00:00Z", true],
    ["Monday to Friday", { weekdays: [range(1, 5)] }, "2026-11-22T13:00:00Z", false],
    ["the last day of a short month", { daysOfMonth: [range(-1)] }, "2026-02-28T13:00:00Z", true],
    ["the last three days", { daysOfMonth: [range(-3, -1)] }, "2026-11-27T13:00:00Z", false],
    ["from the 29th on, in February", { daysOfMonth: [range(29, 31)] }, "2026-02-28T13:00:00Z", false],
    ["up to the 31st, in February", { daysOfMonth: [range(25, 31)] }, "2026-02-28T13:00:00Z", true],
    ["from the 25th to the last but one", { daysOfMonth: [range(25, -2)] }, "2026-11-30T13:00:00Z", false],
    ["31st from the end, in a month of 28", { daysOfMonth: [range(-31, -28)] }, "2026-02-01T13:00:00Z", true],
    ["months by number", { months: [range(1, 3), range(11)] }, "2026-11-22T13:00:00Z", true],
    ["years", { years: [range(2020, 2025)] }, "2026-01-01T00:00:00Z", false],
    ["all fields must hold", { times: [range(540, 1020)], weekdays: [range(1, 5)] }, "2026-11-23T20:00:00Z", false],
    ["the zone's clock counts", { times: [range(540, 1020)], location: "America/New_York" }, "2026-11-23T14:00:00Z", true],
    ["and the zone's day", { weekdays: [range(1)], location: "Pacific/Auckland" }, "2026-11-22T13:00:00Z", true],
    ["and the zone's year", { years: [range(2027)], location: "Pacific/Kiritimati" }, "2026-12-31T12:00:00Z", true],
    ["an empty list of ranges holds never", { weekdays: [] }, "2026-11-23T14:00:00Z", false],
  ])("%s", (_claim, interval, iso, within) => {
    expect(isWithin([interval], Date.parse(iso))).toBe(within);
  });

  it.each([
    ["2026-11-22T23:30:00Z", "2026-11-23T05:00:00Z", "a night in winter, over midnight"],
    ["2026-03-28T23:30:00Z", "2026-03-29T04:00:00Z", "the night that is an hour shorter"],
    ["2026-10-24T22:30:00Z", "2026-10-25T05:00:00Z", "the night that is an hour longer"],
    ["2026-11-22T12:00:00Z", "2026-11-22T12:00:00Z", "by day it is over at once"],
  ])("a mute at %s ends at %s: %s", (from, to, _why) => {
    expect(new Date(endOfMute(nights, Date.parse(from))).toISOString()).toBe(new Date(to).toISOString());
  });

  it("one that begins where another ends does not let anything through", () => {
    const times = [{ weekdays: [range(6)] }, { weekdays: [range(0)] }, { times: [range(0, 480)], weekdays: [range(1)] }];
    expect(endOfMute(times, Date.parse("2026-11-21T10:00:00Z"))).toBe(Date.parse("2026-11-23T08:00:00Z"));
    expect(startOfTimes(times, Date.parse("2026-11-23T08:00:00Z"))).toBe(Date.parse("2026-11-28T00:00:00Z"));
  });

  it("one without end is asked again after the horizon", () => {
    expect(endOfMute([{}], 1000)).toBe(1000 + muteHorizonMs);
    expect(startOfTimes([], 1000)).toBe(1000 + muteHorizonMs);
  });

  const span = (least: number, most: number): fc.Arbitrary<Range[]> => fc.array(fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most })).map(([a, b]) => range(Math.min(a, b), Math.max(a, b))), { minLength: 1, maxLength: 2 });
  const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
  const interval = fc.record({
    times: optional(span(0, 1440)), weekdays: optional(span(0, 6)), daysOfMonth: optional(span(1, 31)),
    location: fc.constantFrom("UTC", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns", "Antarctica/Troll", "Pacific/Apia"),
  }).map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as TimeInterval);
  const turns = ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-10-03T15:30:00Z", "2026-04-04T15:00:00Z", "2026-03-08T05:30:00Z", "2011-12-30T10:00:00Z", "2026-06-15T12:00:00Z"].map((iso) => Date.parse(iso));
  const at = fc.tuple(fc.constantFrom(...turns), fc.integer({ min: -2 * dayMs, max: dayMs })).map(([turn, by]) => turn + by);

  it("the end of a mute is the first minute outside, found by stepping", () => {
    fc.assert(fc.property(fc.array(interval, { minLength: 1, maxLength: 3 }), at, (times, from) => {
      let stepped = from;
      const limit = from + 3 * dayMs;
      while (stepped < limit && isWithin(times, stepped)) stepped = Math.floor(stepped / minuteMs) * minuteMs + minuteMs;
      expect(Math.min(endOfMute(times, from), limit)).toBe(Math.min(stepped, limit));
    }), { numRuns: 300 });
  });

  it("the start is the first minute inside, found by stepping", () => {
    fc.assert(fc.property(fc.array(interval, { minLength: 1, maxLength: 3 }), at, (times, from) => {
      let stepped = from;
      const limit = from + 3 * dayMs;
      while (stepped < limit && !isWithin(times, stepped)) stepped = Math.floor(stepped / minuteMs) * minuteMs + minuteMs;
      expect(Math.min(startOfTimes(times, from), limit)).toBe(Math.min(stepped, limit));
    }), { numRuns: 300 });
  });

  it("a year of muted weekdays is walked through quickly enough to be done for each notice", () => {
    const busy: TimeInterval[] = [{ weekdays: [range(0, 6)], times: [range(0, 720), range(720, 1440)], location: "Europe/Berlin" }];
    expect(endOfMute(busy, 0)).toBe(muteHorizonMs);
    expect(endOfMute([{ years: [range(2026)], location: "Europe/Berlin" }], Date.parse("2026-01-02T00:00:00Z"))).toBe(Date.parse("2026-12-31T23:00:00Z"));
  });
});
