// Instants as versions: RFC 3339 date and time, compared by the moment they name.
import { compareKeys, defineScheme, versionLengthLimit } from "../scheme.ts";

const form = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** A version is its sort key: minutes since a day before year 0, seconds, then the fraction, as digits of one width. */
export const datetime = defineScheme<string>({
  id: "datetime",
  about: "Timestamps, for packages that are versioned by their date.",
  // No ecosystem of OSV; VERS names this order.
  ecosystems: [],
  standard: "RFC 3339, section 5.6; VERS, type datetime",
  parse: parseDatetime,
  compare: compareKeys,
});

function parseDatetime(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const parts = form.exec(text.trim());
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  if (day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 60) return undefined;
  const offset = offsetOf(parts[8], Number(parts[9] ?? 0), Number(parts[10] ?? 0));
  if (offset === undefined) return undefined;
  // One day more than there is, so that no offset makes it negative.
  const minutes = ((daysBefore(year, month, day) + 1) * 24 + hour) * 60 + minute - offset;
  return `${String(minutes).padStart(10, "0")}:${String(second).padStart(2, "0")}.${withoutZeros(parts[7] ?? "")}`;
}

/** In minutes; undefined for one that no clock has (RFC 3339, time-numoffset). */
function offsetOf(sign: string | undefined, hours: number, minutes: number): number | undefined {
  if (hours > 23 || minutes > 59) return undefined;
  return (sign === "-" ? -1 : 1) * (hours * 60 + minutes);
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
/** 0 for a month that is none. */
const daysIn = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (monthDays[month - 1] ?? 0));

/** Days since the first of January of year 0 (proleptic Gregorian). */
function daysBefore(year: number, month: number, day: number): number {
  const past = year - 1;
  const leapDays = year === 0 ? 0 : Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) + 1;
  let days = year * 365 + leapDays + day - 1;
  for (let before = 1; before < month; before++) days += daysIn(year, before);
  return days;
}

function withoutZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}
