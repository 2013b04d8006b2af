// Numbers, dates and spans as people read them, in their locale; the one file that knows Intl.
import type { Measure } from "../api/shapes.ts";

export type Zone = "utc" | "local";
const minute = 60_000, hour = 60 * minute, day = 24 * hour;

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "always", style: "narrow" });

const dates = (options: Intl.DateTimeFormatOptions) => {
  const local = new Intl.DateTimeFormat(undefined, options);
  const utc = new Intl.DateTimeFormat(undefined, { ...options, timeZone: "UTC" });
  return (ms: number, zone: Zone): string => (zone === "utc" ? utc : local).format(ms);
};
const minuteOf = dates({ year: "numeric", month: "short", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" });
const dayOf = dates({ year: "numeric", month: "short", day: "2-digit" });
const shortDayOf = dates({ month: "short", day: "numeric" });
const hourOf = dates({ weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const formatCount = (count: number): string => whole.format(count);
export const formatScore = (score: number): string => oneDigit.format(score);
export const formatShare = (share: number): string => percent.format(share);
export const formatInstant = (iso: string, zone: Zone): string => minuteOf(Date.parse(iso), zone);
export const formatDay = (iso: string, zone: Zone): string => dayOf(Date.parse(iso), zone);
export const formatHour = (ms: number, zone: Zone): string => hourOf(ms, zone);

/** A tick of a time axis: the day, or the time of day when ticks are closer than a day. */
export const formatTick = (ms: number, stepMs: number, zone: Zone): string => (stepMs >= day ? shortDayOf(ms, zone) : hourOf(ms, zone));

/** "3 h ago", "in 2 days": the largest unit that is at least one. */
export function formatAgo(iso: string, nowMs: number): string {
  const ms = Date.parse(iso) - nowMs;
  const size = Math.abs(ms);
  if (size < minute) return relative.format(Math.round(ms / 1000), "second");
  if (size < hour) return relative.format(Math.round(ms / minute), "minute");
  if (size < 2 * day) return relative.format(Math.round(ms / hour), "hour");
  if (size < 60 * day) return relative.format(Math.round(ms / day), "day");
  return size < 730 * day ? relative.format(Math.round(ms / (30.44 * day)), "month") : relative.format(Math.round(ms / (365.25 * day)), "year");
}

/** A span in its two largest units: "2 d 4 h", "3 min", "820 ms". */
export function formatSpan(ms: number): string {
  if (ms < 1000) return `${whole.format(ms)} ms`;
  if (ms < minute) return `${oneDigit.format(ms / 1000)} s`;
  const units = [["d", day], ["h", hour], ["min", minute]] as const;
  const first = units.findIndex(([, size]) => ms >= size);
  const parts = units.slice(first, first + 2).map(([name, size], index) => [Math.floor((index === 0 ? ms : ms % (units[first]?.[1] ?? 1)) / size), name] as const);
  return parts.filter(([count], index) => index === 0 || count > 0).map(([count, name]) => `${whole.format(count)} ${name}`).join(" ");
}

export function formatMeasure(value: number, unit: Measure["unit"]): string {
  switch (unit) {
    case "ms": return formatSpan(value);
    case "ratio": return formatShare(value);
    case "hours": return `${oneDigit.format(value)} h`;
    case "count": return oneDigit.format(value);
  }
}

/** "1 release", "1,204 releases". */
export const formatNoun = (count: number, one: string, many = `${one}s`): string => `${formatCount(count)} ${count === 1 ? one : many}`;

/** Enough of a digest to recognise it: the algorithm and twelve digits. */
export const shortDigest = (digest: string): string => digest.replace(/^((?:\w+:)?[0-9a-f]{12})[0-9a-f]+$/i, "$1…");
