// Time zones: what the clock on the wall says at an instant, and which instant a wall clock means (IANA names, by Intl).
import { dayMs, secondMs } from "./clock.ts";
import type { Instant } from "./clock.ts";

/** The wall clock of a zone. month 1-12, hour 0-23, weekday 0 = Sunday. */
export interface LocalTime { year: number; month: number; day: number; hour: number; minute: number; second: number; weekday: number }

/** A minute on a wall clock; fields beyond their range carry over (hour 24 is 0 of the next day, day 0 the last of the month before). */
export type LocalMinute = Pick<LocalTime, "year" | "month" | "day" | "hour" | "minute">;

/** Whether the name is one of a time zone: "Europe/Paris", "UTC"; a bare offset such as "+02:00" is none, for it knows no summer. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return formatterOf(name) !== undefined;
  } catch (thrown) {
    if (thrown instanceof RangeError) return false;
    throw thrown;
  }
}

/** The wall clock of the zone at an instant; a RangeError when there is no such zone. */
export function localTimeOf(at: Instant, zone: string): LocalTime {
  const local = new Date(at + offsetMsAt(at, zone));
  return {
    year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate(),
    hour: local.getUTCHours(), minute: local.getUTCMinutes(), second: local.getUTCSeconds(), weekday: local.getUTCDay(),
  };
}

/**
 * The instant at which the zone's wall clock shows this minute. A minute that a change of the clocks skips moves forward by
 * the gap; one that comes twice is the earlier (RFC 5545 section 3.3.5, "compatible" of Temporal).
 */
export function instantOf({ year, month, day, hour, minute }: LocalMinute, zone: string): Instant {
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const before = offsetMsAt(wall - dayMs, zone);
  const earlier = wall - before;
  if (offsetMsAt(earlier, zone) === before) return earlier;
  const after = offsetMsAt(wall + dayMs, zone);
  const later = wall - after;
  // In a gap neither offset is the right one: the one before it moves the minute forward by as much as is skipped.
  return offsetMsAt(later, zone) === after ? later : earlier;
}

/** What is added to UTC to get the wall clock of the zone, in milliseconds; a RangeError when there is no such zone. */
export function offsetMsAt(at: Instant, zone: string): number {
  const days = daysOf(zone);
  const number = Math.floor(at / dayMs);
  let day = days.get(number);
  if (!day) {
    if (days.size >= mostDays) days.clear();
    days.set(number, (day = offsetsOfDay(number * dayMs, zone)));
  }
  return at < day.changeAt ? day.beforeMs : day.afterMs;
}

/** A day in UTC: the offset up to the change of the clocks, and from it on. */
interface DayOffsets { beforeMs: number; changeAt: Instant; afterMs: number }

// Two changes within one day have never been made since clocks run by the second; a day is kept because Intl takes microseconds.
function offsetsOfDay(startAt: Instant, zone: string): DayOffsets {
  const beforeMs = measuredOffsetMs(startAt, zone);
  const afterMs = measuredOffsetMs(startAt + dayMs, zone);
  if (beforeMs === afterMs) return { beforeMs, changeAt: Infinity, afterMs };
  let [low, high] = [startAt / secondMs, (startAt + dayMs) / secondMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (measuredOffsetMs(middle * secondMs, zone) === beforeMs) low = middle;
    else high = middle;
  }
  return { beforeMs, changeAt: high * secondMs, afterMs };
}

function measuredOffsetMs(at: Instant, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - at;
}

// For each zone: 55 years of days; then it starts anew.
const mostDays = 20_000;
const zones = new Map<string, Map<number, DayOffsets>>();

function daysOf(zone: string): Map<number, DayOffsets> {
  let days = zones.get(zone);
  if (!days) {
    formatterOf(zone);
    zones.set(zone, (days = new Map()));
  }
  return days;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" });
    formatters.set(zone, formatter);
  }
  return formatter;
}
