// Time intervals as people write them (Alertmanager's time_interval with names in camelCase), both ways.
import { isZone } from "../kernel/zone.ts";
import { isAbsent, itemsOf, membersOf, note, textOf } from "./raw-reader.ts";
import type { Raw } from "./raw-reader.ts";
import type { NamedTimes, Range, TimeInterval } from "./time-interval.ts";

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const months = ["", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/** The named times of a document; a name that comes twice is noted. */
export function readTimes(raw: Raw | undefined): NamedTimes[] {
  const seen = new Set<string>();
  return itemsOf(raw).map((item) => {
    const members = membersOf(item, ["name", "timeIntervals"], "a named time interval");
    const name = textOf(members.get("name"));
    if (name === undefined) note(item, "must have a name");
    else if (seen.has(name)) note(members.get("name") ?? item, `is ${name}, which is taken`);
    seen.add(name ?? "");
    return { name: name ?? "", intervals: itemsOf(members.get("timeIntervals")).map(readInterval) };
  });
}

function readInterval(raw: Raw): TimeInterval {
  const members = membersOf(raw, ["times", "weekdays", "daysOfMonth", "months", "years", "location"], "a time interval");
  const ranges = (name: string, read: (item: Raw) => Range | undefined): Range[] | undefined => {
    const list = members.get(name);
    if (!list || isAbsent(list)) return undefined;
    if (itemsOf(list).length === 0) note(list, "is an empty list and would hold never; leave it out to hold always");
    return itemsOf(list).flatMap((item) => read(item) ?? []);
  };
  const location = textOf(members.get("location"));
  const zone = members.get("location");
  if (location !== undefined && !isZone(location) && zone) note(zone, `is ${location}, which is no time zone; write one such as Europe/Paris`);
  return withoutAbsent({
    times: ranges("times", readTimeRange), weekdays: ranges("weekdays", readWeekdays), daysOfMonth: ranges("daysOfMonth", readDays),
    months: ranges("months", readMonths), years: ranges("years", readYears), location,
  });
}

type Absent<T> = { [K in keyof T]: T[K] | undefined };
const withoutAbsent = (interval: Absent<Required<TimeInterval>>): TimeInterval => Object.fromEntries(Object.entries(interval).filter(([, value]) => value !== undefined));

function readTimeRange(raw: Raw): Range | undefined {
  const members = membersOf(raw, ["startTime", "endTime"], "a range of times");
  const [from, to] = [minuteOf(members.get("startTime"), raw), minuteOf(members.get("endTime"), raw)];
  if (from === undefined || to === undefined) return undefined;
  if (from < to) return { from, to };
  note(raw, "starts at its end or after it; a night is two ranges, up to 24:00 and from 00:00");
  return undefined;
}

function minuteOf(raw: Raw | undefined, around: Raw): number | undefined {
  const text = textOf(raw);
  const found = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(text ?? "");
  if (!found) note(raw ?? around, "must have startTime and endTime as HH:MM, from 00:00 to 24:00");
  return found ? (found[1] === undefined ? 24 * 60 : Number(found[1]) * 60 + Number(found[2])) : undefined;
}

/** "a" or "a:b" with members read one by one. Ends that lie before their starts are noted. */
function rangeOf(raw: Raw, rule: string, member: (text: string) => number | undefined): Range | undefined {
  const [from, to, ...more] = (textOf(raw) ?? "").toLowerCase().split(":").map((text) => member(text));
  if (from !== undefined && more.length === 0 && (to !== undefined || !String(raw.value).includes(":"))) return { from, to: to ?? from };
  note(raw, rule);
  return undefined;
}

const inOrder = (raw: Raw, range: Range | undefined): Range | undefined => {
  if (!range || range.from <= range.to) return range;
  note(raw, "ends before it starts; write it as two ranges");
  return undefined;
};

const nameAt = (names: readonly string[]) => (text: string): number | undefined => (text !== "" && names.includes(text) ? names.indexOf(text) : undefined);
const wholeNumber = (text: string): number | undefined => (/^-?\d{1,4}$/.test(text) ? Number(text) : undefined);

const readWeekdays = (raw: Raw): Range | undefined => inOrder(raw, rangeOf(raw, `must be a weekday or a range such as monday:friday; the days are ${weekdays.join(", ")}`, nameAt(weekdays)));

function readMonths(raw: Raw): Range | undefined {
  const month = (text: string): number | undefined => nameAt(months)(text) ?? wholeNumber(text);
  const range = rangeOf(raw, "must be a month by name or number, or a range such as 1:3 or may:august", (text) => {
    const number = month(text);
    return number !== undefined && number >= 1 && number <= 12 ? number : undefined;
  });
  return inOrder(raw, range);
}

const readYears = (raw: Raw): Range | undefined => inOrder(raw, rangeOf(raw, "must be a year or a range such as 2026:2028", wholeNumber));

// Alertmanager's DayOfMonthRange: negative days count from the end; a range from the end may not end counted from the start.
function readDays(raw: Raw): Range | undefined {
  const rule = "must be a day from 1 to 31, one from the end from -1 to -31, or a range such as 1:5 or -3:-1";
  const range = rangeOf(raw, rule, (text) => {
    const day = wholeNumber(text);
    return day === undefined || day === 0 || Math.abs(day) > 31 ? undefined : day;
  });
  if (!range) return undefined;
  const inShortest = (day: number): number => (day < 0 ? 28 + day : day);
  if (range.from < 0 && range.to > 0) note(raw, "starts from the end of the month, so it must end there as well");
  else if (inShortest(range.from) > inShortest(range.to)) note(raw, "always ends before it starts");
  else return range;
  return undefined;
}

/** The form that readTimes reads back. */
export const showTimes = (times: readonly NamedTimes[]): Record<string, unknown>[] => times.map(({ name, intervals }) => ({ name, timeIntervals: intervals.map(showInterval) }));

function showInterval({ times, weekdays: days, daysOfMonth, months: inMonths, years, location }: TimeInterval): Record<string, unknown> {
  const text = (ranges: readonly Range[] | undefined, member: (value: number) => string) => ranges?.map(({ from, to }) => (from === to ? member(from) : `${member(from)}:${member(to)}`));
  const shown = {
    times: times?.map(({ from, to }) => ({ startTime: clock(from), endTime: clock(to) })),
    weekdays: text(days, (day) => weekdays[day] ?? ""), daysOfMonth: text(daysOfMonth, String), months: text(inMonths, (month) => months[month] ?? ""), years: text(years, String), location,
  };
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined));
}

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
