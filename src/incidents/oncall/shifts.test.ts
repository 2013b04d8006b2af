// The schedule engine, held against Temporal and its own laws.
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { dayMs, hourMs, toIso } from "../../kernel/clock.ts";
import type { Layer, Schedule } from "./oncall.ts";
import type { Override } from "./shift.ts";
import { onCallAt, shiftsOf } from "./shifts.ts";
import { gridOf, turnsBetween } from "./turns.ts";

const oddZones = ["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo", "Africa/Casablanca", "Antarctica/Troll", "Asia/Kolkata", "America/St_Johns", "America/Santiago", "UTC"];
const people = ["ana", "ben", "cem", "dee", "eve"];
const daily: Layer = { name: "1", rotation: people.slice(0, 2), everyHours: 24, handoverAt: "09:00", weekday: undefined, startsOn: "2026-01-05", endsOn: undefined, restrict: [] };
const schedule = (zone: string, ...layers: Partial<Layer>[]): Schedule => ({ name: "primary", zone, layers: layers.map((layer, index) => ({ ...daily, name: String(index + 1), ...layer })) });
const at = (text: string): number => Date.parse(text);
const override = (more: Partial<Override>): Override => ({ overrideId: "ovr_1", schedule: "primary", person: "zoe", from: 0, to: 1, reason: undefined, createdAt: 0, createdBy: "t", removedAt: undefined, removedBy: undefined, ...more });
const told = (one: Schedule, from: string, to: string, overrides: Override[] = []): string[] =>
  shiftsOf(one, overrides, at(from), at(to)).map((shift) => `${shift.person ?? "-"} ${toIso(shift.from)} ${(shift.to - shift.from) / hourMs} h`);

describe("src/incidents/oncall/shifts: hand-overs by the clock on the wall", () => {
  it("a daily hand-over at 09:00 in Berlin stays there when the clocks go forward and back: shifts of 23 and 25 h", () => {
    expect(told(schedule("Europe/Berlin", {}), "2026-03-28T08:00:00Z", "2026-03-30T07:00:00Z")).toEqual(["ana 2026-03-28T08:00:00Z 23 h", "ben 2026-03-29T07:00:00Z 24 h"]);
    expect(told(schedule("Europe/Berlin", {}), "2026-10-24T07:00:00Z", "2026-10-25T08:00:00Z")).toEqual(["ana 2026-10-24T07:00:00Z 25 h"]);
  });

  it("a weekly rotation hands over on its weekday; the first turn is the rest of its week", () => {
    const weekly = schedule("Europe/Berlin", { everyHours: 168, weekday: "mon", startsOn: "2026-03-18", rotation: people });
    expect(told(weekly, "2026-03-17T00:00:00Z", "2026-04-06T07:00:00Z")).toEqual([
      "- 2026-03-17T00:00:00Z 32 h", "ana 2026-03-18T08:00:00Z 120 h", "ben 2026-03-23T08:00:00Z 167 h", "cem 2026-03-30T07:00:00Z 168 h",
    ]);
  });

  it("a hand-over at a time that the spring gap skips moves forward by the gap, and one that comes twice is the earlier", () => {
    expect(told(schedule("Europe/Berlin", { handoverAt: "02:30" }), "2026-03-29T00:00:00Z", "2026-03-30T00:30:00Z").map((row) => row.split(" ")[1])).toEqual(["2026-03-29T00:00:00Z", "2026-03-29T01:30:00Z"]);
    expect(told(schedule("Europe/Berlin", { handoverAt: "02:30" }), "2026-10-25T00:00:00Z", "2026-10-26T01:30:00Z").map((row) => row.split(" ")[1])).toEqual(["2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z"]);
  });

  it("Apia had no 30 December 2011: that day's turn falls away and nobody loses theirs", () => {
    const rows = told(schedule("Pacific/Apia", { startsOn: "2011-12-01", rotation: people }), "2011-12-28T20:00:00Z", "2012-01-01T19:00:00Z");
    const names = rows.map((row) => row.split(" ")[0] ?? "");
    for (const [index, name] of names.entries()) if (index > 0) expect(name).toBe(people[(people.indexOf(names[index - 1] ?? "") + 1) % 5]);
    expect(rows.map((row) => row.split(" ")[2])).toEqual(["23", "24", "24", "24"]);
  });

  it("hourly turns in Troll, whose clock jumps two hours: 22 of them that day, in order", () => {
    const jump = schedule("Antarctica/Troll", { everyHours: 1, handoverAt: "00:00", rotation: people });
    const rows = shiftsOf(jump, [], at("2026-03-29T00:00:00Z"), at("2026-03-29T22:00:00Z"));
    expect(rows).toHaveLength(22);
    expect(new Set(rows.map(({ from, to }) => to - from))).toEqual(new Set([hourMs]));
  });
});

describe("src/incidents/oncall/shifts: layers, restrictions, overrides", () => {
  it("a later layer lies over an earlier one where it is on duty, and ends on its day", () => {
    const two = schedule("UTC", { rotation: ["ana"], everyHours: 168 }, { rotation: ["ben"], everyHours: 168, startsOn: "2026-02-01", endsOn: "2026-02-08", restrict: [{ days: ["mon"], from: "22:00", to: "06:00" }] });
    expect(told(two, "2026-02-02T12:00:00Z", "2026-02-03T12:00:00Z")).toEqual(["ana 2026-02-02T12:00:00Z 10 h", "ben 2026-02-02T22:00:00Z 8 h", "ana 2026-02-03T06:00:00Z 6 h"]);
    expect(told(two, "2026-02-09T21:00:00Z", "2026-02-09T23:00:00Z")).toEqual(["ana 2026-02-09T21:00:00Z 2 h"]);
  });

  it("what no layer covers is a gap that is shown", () => {
    const office = schedule("UTC", { rotation: ["ana"], restrict: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: "09:00", to: "17:00" }] });
    expect(told(office, "2026-01-09T16:00:00Z", "2026-01-12T10:00:00Z")).toEqual(["ana 2026-01-09T16:00:00Z 1 h", "- 2026-01-09T17:00:00Z 64 h", "ana 2026-01-12T09:00:00Z 1 h"]);
    expect(onCallAt(office, [], at("2026-01-10T12:00:00Z"))).toMatchObject({ shift: { person: undefined, from: at("2026-01-09T17:00:00Z"), to: at("2026-01-12T09:00:00Z") }, next: { person: "ana" } });
  });

  it("an override lies over all, the later made over the earlier, and a removed one over nothing", () => {
    const one = schedule("UTC", { rotation: ["ana"] });
    const span = { from: at("2026-01-10T00:00:00Z"), to: at("2026-01-10T06:00:00Z") };
    const later = override({ overrideId: "ovr_2", person: "yan", createdAt: 5, from: at("2026-01-10T04:00:00Z"), to: at("2026-01-10T08:00:00Z") });
    expect(told(one, "2026-01-10T00:00:00Z", "2026-01-10T09:00:00Z", [later, override(span)])).toEqual(["zoe 2026-01-10T00:00:00Z 4 h", "yan 2026-01-10T04:00:00Z 4 h", "ana 2026-01-10T08:00:00Z 1 h"]);
    expect(told(one, "2026-01-10T00:00:00Z", "2026-01-10T09:00:00Z", [override({ ...span, removedAt: 1 })])).toEqual(["ana 2026-01-10T00:00:00Z 9 h"]);
  });

  it("on call with the whole of their time, however long ago it began", () => {
    const long = schedule("UTC", { everyHours: 9 * 168, rotation: ["ana", "ben"] });
    expect(onCallAt(long, [], at("2026-03-01T00:00:00Z"))).toMatchObject({ shift: { person: "ana", from: at("2026-01-05T09:00:00Z"), to: at("2026-03-09T09:00:00Z") }, next: { person: "ben" }, isOpenEnded: false });
    expect(onCallAt(schedule("UTC", { rotation: ["ana"] }), [], at("2026-03-01T00:00:00Z"))).toMatchObject({ shift: { person: "ana" }, next: undefined, isOpenEnded: true });
  });
});

const days = fc.uniqueArray(fc.constantFrom("sun", "mon", "tue", "wed", "thu", "fri", "sat" as const), { minLength: 1 });
const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 30)).map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
const layers = fc.record({
  rotation: fc.array(fc.constantFrom(...people), { minLength: 1, maxLength: 4 }), everyHours: fc.constantFrom(1, 2, 5, 8, 12, 24, 36, 48, 168, 336), handoverAt: clock,
  startsOn: fc.integer({ min: 0, max: 700 }).map((day) => toIso(Date.UTC(2010, 6, 1) + day * dayMs).slice(0, 10)),
  restrict: fc.array(fc.record({ days, from: clock, to: clock }), { maxLength: 2 }),
});
const schedules = fc.record({ zone: fc.constantFrom(...oddZones), layers: fc.array(layers, { minLength: 1, maxLength: 3 }) }).map(({ zone, layers: some }) => schedule(zone, ...(some as Partial<Layer>[])));
const spans = fc.record({ start: fc.integer({ min: 0, max: 900 * 24 }), length: fc.integer({ min: 1, max: 40 * 24 }) }).map(({ start, length }) => ({ from: Date.UTC(2010, 6, 1) + start * hourMs, to: Date.UTC(2010, 6, 1) + (start + length) * hourMs }));
const overrides = fc.array(fc.record({ from: fc.integer({ min: 0, max: 900 * 24 }), hours: fc.integer({ min: 1, max: 200 }), person: fc.constantFrom("zoe", "yan"), createdAt: fc.integer({ min: 0, max: 9 }) }), { maxLength: 4 })
  .map((some) => some.map(({ from, hours, person, createdAt }, index) => override({ overrideId: `ovr_${index}`, person, createdAt, from: Date.UTC(2010, 6, 1) + from * hourMs, to: Date.UTC(2010, 6, 1) + (from + hours) * hourMs })));

describe("src/incidents/oncall/shifts: laws", () => {
  it("shifts tile their time without holes or overlaps", () => {
    fc.assert(fc.property(schedules, spans, overrides, (one, { from, to }, over) => {
      const shifts = shiftsOf(one, over, from, to);
      expect([shifts[0]?.from, shifts.at(-1)?.to]).toEqual([from, to]);
      expect(shifts.filter((shift, index) => shift.to <= shift.from || (index > 0 && shift.from !== shifts[index - 1]?.to))).toEqual([]);
    }), { numRuns: 300 });
  });

  it("who is on call at an instant is who has the shift that holds it", () => {
    fc.assert(fc.property(schedules, spans, overrides, fc.double({ min: 0, max: 0.999, noNaN: true }), (one, { from, to }, over, part) => {
      const instant = Math.floor(from + part * (to - from));
      const shift = shiftsOf(one, over, from, to).find((candidate) => candidate.from <= instant && instant < candidate.to);
      const found = onCallAt(one, over, instant).shift;
      expect([found.person, found.from <= instant && instant < found.to]).toEqual([shift?.person, true]);
    }), { numRuns: 200 });
  });

  it("a window in a window says the same: what is asked for does not change who is on call", () => {
    fc.assert(fc.property(schedules, spans, overrides, (one, { from, to }, over) => {
      const middle = Math.floor((from + to) / 2);
      const whole = shiftsOf(one, over, from, to).filter((shift) => shift.to > middle).map((shift) => ({ ...shift, from: Math.max(shift.from, middle) }));
      expect(shiftsOf(one, over, middle, to)).toEqual(whole);
    }), { numRuns: 200 });
  });

  it.each(oddZones)("over 15 years in %s no turn is skipped, doubled or of no length", (zone) => {
    for (const everyHours of [1, 2, 8, 24, 168]) {
      const layer = { ...daily, everyHours, startsOn: "2009-06-01", handoverAt: everyHours === 1 ? "00:00" : "02:30" };
      const turns = turnsBetween(gridOf(layer, zone), at("2009-06-02T00:00:00Z"), at(everyHours < 8 ? "2013-01-01T00:00:00Z" : "2024-06-01T00:00:00Z"));
      expect(turns.filter((turn, index) => turn.until <= turn.from || (index > 0 && (turn.number !== (turns[index - 1]?.number ?? 0) + 1 || turn.from !== turns[index - 1]?.until)))).toEqual([]);
    }
  });

  it("numbers of turns do not depend on where one begins to count", () => {
    fc.assert(fc.property(fc.constantFrom(...oddZones), fc.constantFrom(1, 2, 5, 24, 168), fc.integer({ min: 0, max: 900 }), (zone, everyHours, day) => {
      const grid = gridOf({ ...daily, everyHours, startsOn: "2010-07-01", handoverAt: "02:30" }, zone);
      const from = Date.UTC(2010, 6, 3) + day * dayMs;
      const near = turnsBetween(grid, from, from + 2 * dayMs);
      const far = turnsBetween(grid, Date.UTC(2010, 6, 3), from + 2 * dayMs).filter(({ until }) => until > from);
      expect(near.map((turn) => [turn.number, turn.from])).toEqual(far.map((turn) => [turn.number, turn.from]));
    }), { numRuns: 60 });
  });

  it("hand-overs are the instants that Temporal computes", () => {
    fc.assert(fc.property(fc.constantFrom(...oddZones), fc.constantFrom(8, 12, 24, 36, 168), clock, fc.integer({ min: 0, max: 5000 }), (zone, everyHours, handoverAt, day) => {
      const from = Date.UTC(2005, 0, 3) + day * dayMs;
      const wall = Temporal.PlainDateTime.from(`2005-01-01T${handoverAt}`);
      const instants: number[] = [];
      const first = Math.floor((from - 5 * dayMs - Date.UTC(2005, 0, 1)) / (everyHours * hourMs));
      for (let k = Math.max(0, first); ; k++) {
        const instant = wall.add({ hours: k * everyHours }).toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
        if (instant >= from + 20 * dayMs) break;
        if (instant >= from && instant > (instants.at(-1) ?? 0)) instants.push(instant);
      }
      const turns = turnsBetween(gridOf({ ...daily, everyHours, handoverAt, startsOn: "2005-01-01" }, zone), from, from + 20 * dayMs);
      expect(turns.map((turn) => turn.from).filter((instant) => instant >= from)).toEqual(instants);
    }), { numRuns: 300 });
  });

  it("a year of a day-and-night schedule takes less than 50 ms once its zone is known", () => {
    const year = schedule("Europe/Berlin", { rotation: people }, { rotation: people, restrict: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: "09:00", to: "17:00" }] });
    shiftsOf(year, [], at("2026-01-05T08:00:00Z"), at("2027-01-05T08:00:00Z"));
    const from = performance.now();
    shiftsOf(year, [], at("2026-01-05T08:00:00Z"), at("2027-01-05T08:00:00Z"));
    expect(performance.now() - from).toBeLessThan(50);
  });
});
