// What an hour of the week usually brings, for people: quantiles of its bins, and the last day like it.
import { dayMs, hourMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";

/** JSON as it is. bins: quarter octave of 1 + value, and how often; now and before: the latest day with this hour, and the one before it. */
interface Hour { bins: Record<string, number>; count: number; now: DayOfHour; before?: DayOfHour }
interface DayOfHour { at: Instant; sum: number; count: number; most: number }

/** By hour of the week (0 = Thursday 00:00 UTC, as the epoch has it). */
export type SimilarHours = Record<string, Hour>;

/** Half as much weight for what is older than about this many bins of one hour: the habits of two months. */
const mostBins = 480;

const hourOf = (at: Instant): number => Math.floor(at / hourMs) % 168;
const binOf = (value: number): number => Math.round(4 * Math.log2(1 + Math.max(0, value)));
const valueOfBin = (bin: number): number => 2 ** (bin / 4) - 1;

export function addHour(hours: SimilarHours, at: Instant, value: number): void {
  const key = String(hourOf(at));
  const day = Math.floor(at / dayMs) * dayMs;
  const hour = hours[key] ??= { bins: {}, count: 0, now: { at: day, sum: 0, count: 0, most: 0 } };
  if (hour.now.at !== day) Object.assign(hour, { before: hour.now, now: { at: day, sum: 0, count: 0, most: 0 } });
  hour.now = { at: day, sum: hour.now.sum + value, count: hour.now.count + 1, most: Math.max(hour.now.most, value) };
  const bin = String(binOf(value));
  hour.bins[bin] = (hour.bins[bin] ?? 0) + 1;
  hour.count += 1;
  if (hour.count > mostBins) halve(hour);
}

function halve(hour: Hour): void {
  hour.bins = Object.fromEntries(Object.entries(hour.bins).flatMap(([bin, count]) => (count < 2 ? [] : [[bin, Math.floor(count / 2)] as const])));
  hour.count = Object.values(hour.bins).reduce((sum, count) => sum + count, 0);
}

export interface Similar {
  /** "Sundays 14:00-15:00 UTC", "days 14:00-15:00 UTC" or "hours". */
  name: string;
  /** Bins it rests on. */
  bins: number;
  /** Share of them below, and at or below, the value. */
  below: number;
  upTo: number;
  /** The middle 98 % and the median, to a quarter octave. */
  low: number; middle: number; high: number;
  /** The last day with this hour before today: its mean per bin and its greatest. */
  last: { at: Instant; mean: number; most: number } | undefined;
}

const days = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

/** The narrowest group of hours that has been seen on enough days (two of the same name, else two days at all, else every hour). */
export function similarTo(hours: SimilarHours, at: Instant, value: number): Similar | undefined {
  const hour = hourOf(at);
  const clock = `${String(hour % 24).padStart(2, "0")}:00-${String((hour % 24) + 1).padStart(2, "0")}:00 UTC`;
  const own = hours[String(hour)];
  const sameTime = Array.from({ length: 7 }, (_, day) => hours[String((hour % 24) + 24 * day)]).filter((one) => one !== undefined);
  const last = lastDayOf(sameTime, own, at);
  if (own !== undefined && own.count >= 100) return summed(`${days[Math.floor(hour / 24)] ?? ""}s ${clock}`, [own], value, last);
  if (sameTime.length >= 2) return summed(`days ${clock}`, sameTime, value, last);
  return summed("hours", Object.values(hours), value, last);
}

function lastDayOf(sameTime: readonly Hour[], own: Hour | undefined, at: Instant): Similar["last"] {
  const today = Math.floor(at / dayMs) * dayMs;
  const past = (hour: Hour): DayOfHour[] => [hour.now, ...(hour.before === undefined ? [] : [hour.before])].filter((day) => day.at < today);
  const sameDay = own === undefined ? [] : past(own);
  const day = (sameDay.length > 0 ? sameDay : sameTime.flatMap(past)).toSorted((a, b) => b.at - a.at)[0];
  return day === undefined ? undefined : { at: day.at, mean: day.sum / day.count, most: day.most };
}

function summed(name: string, hours: readonly Hour[], value: number, last: Similar["last"]): Similar | undefined {
  const counts = new Map<number, number>();
  for (const { bins } of hours) for (const [bin, count] of Object.entries(bins)) counts.set(Number(bin), (counts.get(Number(bin)) ?? 0) + count);
  const sorted = [...counts].toSorted(([a], [b]) => a - b);
  const bins = sorted.reduce((sum, [, count]) => sum + count, 0);
  if (bins === 0) return undefined;
  const shareUpTo = (limit: number): number => sorted.reduce((sum, [bin, count]) => (bin <= limit ? sum + count : sum), 0) / bins;
  const quantile = (share: number): number => Math.round(valueOfBin(sorted.find(([bin]) => shareUpTo(bin) >= share)?.[0] ?? 0));
  return { name, bins, below: shareUpTo(binOf(value) - 1), upTo: shareUpTo(binOf(value)), low: quantile(0.01), middle: quantile(0.5), high: quantile(0.99), last };
}
