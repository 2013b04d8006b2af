// Times that come again: Alertmanager's time intervals, and when a time that mutes is over.
import { dayMs, hourMs, minuteMs } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import { localTimeOf, offsetMsAt } from "../kernel/zone.ts";
import type { LocalTime } from "../kernel/zone.ts";

/** Inclusive at both ends; for `times` the end is not in it. */
export interface Range { from: number; to: number }

/**
 * Alertmanager's time_interval. Every field that is given must hold; within a field one range is enough.
 * times: minutes of the day, from inclusive, to exclusive (1440 = 24:00). weekdays: 0 = Sunday. daysOfMonth: 1-31, or
 * negative from the end (-1 = the last). months: 1-12. location: a zone, UTC when absent.
 */
export interface TimeInterval {
  times?: readonly Range[];
  weekdays?: readonly Range[];
  daysOfMonth?: readonly Range[];
  months?: readonly Range[];
  years?: readonly Range[];
  location?: string;
}

/** Intervals under the name that routes call them by: inside when any of them is. */
export interface NamedTimes { name: string; intervals: readonly TimeInterval[] }

/** Whether any of the intervals holds the instant (timeinterval.ContainsTime). */
export const isWithin = (times: readonly TimeInterval[], at: Instant): boolean => times.some((interval) => contains(interval, at));

function contains({ times, weekdays, daysOfMonth, months, years, location = utc }: TimeInterval, at: Instant): boolean {
  const local = localTimeOf(at, location);
  const minute = minuteOf(local);
  return (!times || times.some(({ from, to }) => from <= minute && minute < to))
    && (!daysOfMonth || daysOfMonth.some((range) => holdsDay(range, local)))
    && holds(months, local.month) && holds(weekdays, local.weekday) && holds(years, local.year);
}

const utc = "UTC";
const minuteOf = ({ hour, minute }: LocalTime): number => hour * 60 + minute;
const holds = (ranges: readonly Range[] | undefined, value: number): boolean => !ranges || ranges.some(({ from, to }) => from <= value && value <= to);

// Alertmanager 0.28 counts a day too few in a month that loses an hour; what its documentation says is meant, and done here.
function holdsDay({ from, to }: Range, { year, month, day }: LocalTime): boolean {
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const first = from < 0 ? days + from + 1 : from;
  const last = to < 0 ? days + to + 1 : to;
  // A range that begins after this month's last day has no days in it; one that ends there ends with the month.
  return first <= days && first <= day && day <= last;
}

/** How far ahead the end of a mute is looked for. */
export const muteHorizonMs = 366 * dayMs;

/** The first instant from `at` on that none of the intervals holds; at most muteHorizonMs later, when it is to be asked again. */
export const endOfMute = (times: readonly TimeInterval[], at: Instant): Instant => nextWhere(times, at, (now) => !isWithin(times, now));

/** The first instant from `at` on that one of the intervals holds; at most muteHorizonMs later, when it is to be asked again. */
export const startOfTimes = (times: readonly TimeInterval[], at: Instant): Instant => nextWhere(times, at, (now) => isWithin(times, now));

/** The first instant from `at` on at which the answer is yes, when the answer changes only where the intervals do. */
export function nextWhere(times: readonly TimeInterval[], at: Instant, isSo: (now: Instant) => boolean): Instant {
  let now = at;
  while (!isSo(now)) {
    if (now >= at + muteHorizonMs) return at + muteHorizonMs;
    now = Math.min(at + muteHorizonMs, ...times.map((interval) => nextEdge(interval, now)));
  }
  return now;
}

/** The first instant after `at` at which the interval may begin or end: an edge of its times, midnight, or a change of the clocks. */
function nextEdge({ times = [], location = utc }: TimeInterval, at: Instant): Instant {
  const local = localTimeOf(at, location);
  const minute = minuteOf(local);
  const edges = times.flatMap(({ from, to }) => [from, to]).filter((edge) => edge > minute);
  const ahead = Math.min(24 * 60, ...edges) - minute;
  const edgeAt = Math.floor(at / minuteMs) * minuteMs + ahead * minuteMs;
  return Math.min(edgeAt, nextClockChange(at, edgeAt, location));
}

// Within a day the wall clock runs evenly but for the hours in which it is changed: then every minute is looked at.
function nextClockChange(at: Instant, until: Instant, zone: string): Instant {
  const offset = offsetMsAt(at, zone);
  if (offsetMsAt(until, zone) === offset) return Infinity;
  let hour = at;
  while (offsetMsAt(Math.min(hour + hourMs, until), zone) === offset) hour += hourMs;
  let minute = Math.floor(hour / minuteMs) * minuteMs;
  while (offsetMsAt(minute, zone) === offset) minute += minuteMs;
  return minute;
}
