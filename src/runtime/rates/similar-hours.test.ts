// Which hours a value is compared with, and what they say of it.
import { describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs } from "../../kernel/clock.ts";
import { addHour, similarTo } from "./similar-hours.ts";
import type { SimilarHours } from "./similar-hours.ts";

const monday = Date.UTC(2026, 0, 5);
function hoursOf(days: number, valueAt: (at: number) => number): SimilarHours {
  const hours: SimilarHours = {};
  for (let at = monday; at < monday + days * dayMs; at += minuteMs) addHour(hours, at, valueAt(at));
  return hours;
}
const afternoon = 14 * hourMs;

describe("runtime/rates/similar-hours", () => {
  const hours = hoursOf(14, (at) => (at % dayMs < 12 * hourMs ? 10 : 100) + ((at / minuteMs) % 5));
  it("two Sundays make Sundays, two days make days, less is every hour", () => {
    expect(similarTo(hours, monday + 20 * dayMs + afternoon, 100)?.name).toBe("Sundays 14:00-15:00 UTC");
    expect(similarTo(hoursOf(2, () => 5), monday + 2 * dayMs + afternoon, 5)?.name).toBe("days 14:00-15:00 UTC");
    expect(similarTo(hoursOf(1, () => 5), monday + dayMs + afternoon, 5)).toMatchObject({ name: "hours", bins: 1440 });
    expect(similarTo({}, monday, 5)).toBeUndefined();
  });
  it("shares and ranges are those of that hour", () => {
    const { below = 0, upTo = 0, low = 0, high = 0 } = similarTo(hours, monday + 14 * dayMs + afternoon, 400) ?? {};
    expect([below, upTo]).toEqual([1, 1]);
    expect(low).toBeGreaterThan(85);
    expect(high).toBeLessThan(120);
    expect(similarTo(hours, monday + 14 * dayMs + afternoon, 10)).toMatchObject({ below: 0, upTo: 0 });
  });
  it("the last similar day is the last one of the same name, never today", () => {
    const at = monday + 14 * dayMs + afternoon;
    addHour(hours, at, 9999);
    expect(similarTo(hours, at, 100)?.last).toMatchObject({ at: monday + 7 * dayMs, most: 104 });
  });
  it("an hour keeps the habits of about two months", () => {
    const long = hoursOf(120, (at) => (at < monday + 60 * dayMs ? 10 : 1000));
    expect(similarTo(long, monday + 120 * dayMs, 500)?.below).toBeLessThan(0.3);
  });
});
