// Parts of a time as an event writes it: nothing is converted between zones (modifiers appendix, "Time Modifiers").
import type { TimePart } from "./rule.ts";

interface Written { year: number; month: number; day: number; hour: number; minute: number }

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Undefined when the text is no time, or does not say this part. */
export function timePartOf(text: string, part: TimePart): number | undefined {
  const written = writtenTime(text.trim());
  if (!written) return undefined;
  return part === "week" ? isoWeek(written) : Number.isNaN(written[part]) ? undefined : written[part];
}

function writtenTime(text: string): Written | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/.exec(text);
  if (iso) { const [, year, month, day, hour, minute] = iso; return checked([year, month, day, hour, minute].map(Number)); }
  // Access logs: 22/Nov/2026:16:00:00 +0000.
  const clf = /^\[?(\d{1,2})\/([A-Za-z]{3})\/(\d{4}):(\d{2}):(\d{2})/.exec(text);
  if (clf) { const [, day, month = "", year, hour, minute] = clf; return checked([Number(year), months.indexOf(month.toLowerCase()) + 1, Number(day), Number(hour), Number(minute)]); }
  return /^\d{9,19}(?:\.\d+)?$/.test(text) ? ofEpoch(Number(text)) : undefined;
}

function checked([year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN]: readonly number[]): Written | undefined {
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= 31 && (Number.isNaN(hour) || hour <= 24) && (Number.isNaN(minute) || minute <= 59);
  return isDate ? { year, month, day, hour, minute } : undefined;
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, by their size; in UTC, having no zone. */
function ofEpoch(number: number): Written | undefined {
  const ms = number < 1e11 ? number * 1000 : number < 1e14 ? number : number < 1e17 ? number / 1000 : number / 1e6;
  const date = new Date(ms);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), hour: date.getUTCHours(), minute: date.getUTCMinutes() };
}

/** ISO 8601: weeks begin on Monday, and week 1 holds the year's first Thursday. */
function isoWeek({ year, month, day }: Written): number {
  const dayMs = 86_400_000;
  const date = Date.UTC(year, month - 1, day);
  const thursday = date + (3 - (new Date(date).getUTCDay() + 6) % 7) * dayMs;
  return 1 + Math.floor((thursday - Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1)) / dayMs / 7);
}
