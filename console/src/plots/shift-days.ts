// Days of a calendar in a zone, and where a shift lies among them; pure, so that clock changes can be tested.

export interface Day { startMs: number; endMs: number; isWeekend: boolean }

const dayMs = 86_400_000;

function partsIn(ms: number, timeZone: string): { year: number; month: number; day: number; asUtcMs: number } {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" });
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return { year, month, day, asUtcMs: Date.UTC(year, month - 1, day, hour, minute, second) };
}

/** Midnight of that day in the zone; where midnight is skipped, the first instant of the day. */
function midnight(year: number, month: number, day: number, timeZone: string): number {
  const wall = Date.UTC(year, month - 1, day);
  let ms = wall - (partsIn(wall, timeZone).asUtcMs - wall);
  ms -= partsIn(ms, timeZone).asUtcMs - wall;
  return ms;
}

/** The days from the one that holds `fromMs`, in the zone: 23, 24 or 25 hours long. */
export function daysFrom(fromMs: number, count: number, timeZone: string): Day[] {
  const { year, month, day } = partsIn(fromMs, timeZone);
  const starts = Array.from({ length: count + 1 }, (_, index) => midnight(year, month, day + index, timeZone));
  return starts.slice(0, count).map((startMs, index) => ({ startMs, endMs: starts[index + 1] ?? startMs + dayMs, isWeekend: [0, 6].includes(new Date(Date.UTC(year, month - 1, day + index)).getUTCDay()) }));
}

/** The Monday on or before it. */
export function mondayOf(ms: number, timeZone: string): number {
  const { year, month, day } = partsIn(ms, timeZone);
  const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
  return midnight(year, month, day - weekday, timeZone);
}

/** The first of its month, or of the one `months` later. */
export function firstOfMonth(ms: number, timeZone: string, months = 0): number {
  const { year, month } = partsIn(ms, timeZone);
  return midnight(year, month + months, 1, timeZone);
}

/** Left edge and width in percent of the span, cut at its ends; undefined when it lies outside. */
export function placeIn(fromMs: number, toMs: number, span: { startMs: number; endMs: number }): { left: number; width: number } | undefined {
  const [start, end] = [Math.max(fromMs, span.startMs), Math.min(toMs, span.endMs)];
  if (end <= start) return undefined;
  const whole = span.endMs - span.startMs;
  return { left: ((start - span.startMs) / whole) * 100, width: ((end - start) / whole) * 100 };
}
