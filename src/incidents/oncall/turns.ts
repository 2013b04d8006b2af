// Turns of a rotation: when each begins, on the wall clock of a zone, and which number it has since the first.
//
// wall      milliseconds that the wall clock has advanced, read as if it were UTC
// grid      hand-overs on the wall clock: first + k * step; k is the place in the grid
// skipped   a hand-over that a jump of the clock makes coincide with another: it is none, so that nobody loses a turn
import { dayMs, hourMs, minuteMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { instantOf, offsetMsAt } from "../../kernel/zone.ts";
import { minutesOf, weekdays } from "./oncall.ts";
import type { Layer, LocalClock, LocalDate } from "./oncall.ts";

/** number: how many turns came before it. until: when the next one begins. */
export interface Turn { number: number; from: Instant; until: Instant }

export interface Grid { zone: string; firstWall: number; stepMs: number }

export const wallOf = (date: LocalDate, clock: LocalClock): number => Date.parse(`${date}T00:00:00Z`) + minutesOf(clock) * minuteMs;

/** The instant at which the wall clock shows this. */
export function instantOfWall(wall: number, zone: string): Instant {
  const at = new Date(wall);
  return instantOf({ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(), hour: at.getUTCHours(), minute: at.getUTCMinutes() }, zone);
}

/** What the wall clock shows at an instant. */
export const wallAt = (at: Instant, zone: string): number => at + offsetMsAt(at, zone);

/** Of whole weeks, the grid goes through the layer's weekday: a layer that starts on another day has a shorter first turn. */
export function gridOf({ startsOn, handoverAt, everyHours, weekday }: Layer, zone: string): Grid {
  const start = wallOf(startsOn, handoverAt);
  const daysBack = weekday === undefined || everyHours % 168 !== 0 ? 0 : (new Date(start).getUTCDay() - weekdays.indexOf(weekday) + 7) % 7;
  return { zone, firstWall: start - daysBack * dayMs, stepMs: everyHours * hourMs };
}

/** The turns that hold any instant of [from, to); the first one begins with the grid, so nothing comes before it. */
export function turnsBetween(grid: Grid, from: Instant, to: Instant): Turn[] {
  const skipped = skippedPlaces(grid, to);
  const turns: Turn[] = [];
  const startOf = (k: number): Instant => instantOfWall(grid.firstWall + k * grid.stepMs, grid.zone);
  // Two days back: a jump of the clock moves a hand-over by a day at most.
  const [low, high] = [placeOf(grid, from - 2 * dayMs), placeOf(grid, to + 2 * dayMs)];
  let number = low - skipped.filter((k) => k < low).length;
  for (let k = Math.max(0, low); k <= high + 1; k++) {
    if (skipped.includes(k)) continue;
    const begins = startOf(k);
    const last = turns.at(-1);
    if (last) last.until = begins;
    if (begins >= to) break;
    turns.push({ number: number++, from: begins, until: Infinity });
  }
  return turns.filter(({ until }) => until > from);
}

const placeOf = ({ zone, firstWall, stepMs }: Grid, at: Instant): number => Math.max(0, Math.floor((wallAt(at, zone) - firstWall) / stepMs));

/** Places of the grid up to `to` that are no hand-over of their own, in order. */
function skippedPlaces(grid: Grid, to: Instant): number[] {
  const { zone, firstWall, stepMs } = grid;
  // No clock ever jumped by more than a day: over the date line.
  if (stepMs > dayMs) return [];
  const fromYear = new Date(firstWall).getUTCFullYear();
  const years = Array.from({ length: Math.max(0, new Date(to + 2 * dayMs).getUTCFullYear() - fromYear + 1) }, (_, index) => fromYear + index);
  // The last stride of a year reaches into the next one: a jump there is found twice.
  return [...new Set(years.flatMap((year) => jumpsOf(zone, year, stepMs)).filter(({ gapMs }) => gapMs >= stepMs).flatMap((jump) => skippedAt(jump, grid)))];
}

/** Hand-overs within the gap move forward by it; one after it that does not come later than all of those is skipped. */
function skippedAt({ wall, gapMs }: Jump, { zone, firstWall, stepMs }: Grid): number[] {
  const skipped: number[] = [];
  let latest = -Infinity;
  for (let k = Math.max(0, Math.ceil((wall - firstWall) / stepMs)); firstWall + k * stepMs < wall + 2 * gapMs; k++) {
    const at = instantOfWall(firstWall + k * stepMs, zone);
    if (at <= latest) skipped.push(k);
    latest = Math.max(latest, at);
  }
  return skipped;
}

/** The clock shows `wall`, and in the same instant `wall + gapMs`. */
interface Jump { wall: number; gapMs: number }
const jumps = new Map<string, readonly Jump[]>();

// Summer time moves a clock by two hours at most; a jump of more goes over the date line, and stays.
const dateLineMs = 3 * hourMs;

/** Jumps forward of a zone's clock in a year of UTC, of at least this length: asked every week for summer time, every quarter for the date line. */
function jumpsOf(zone: string, year: number, leastMs: number): readonly Jump[] {
  const [strideMs, changeMs] = leastMs < dateLineMs ? [7 * dayMs, 1] : [91 * dayMs, dateLineMs];
  const key = `${zone} ${year} ${strideMs}`;
  const kept = jumps.get(key);
  if (kept) return kept;
  const found: Jump[] = [];
  for (let at = Date.UTC(year, 0); at < Date.UTC(year + 1, 0); at += strideMs) {
    const before = offsetMsAt(at, zone);
    if (offsetMsAt(at + strideMs, zone) - before >= changeMs) found.push(jumpIn(at, strideMs, zone, before + changeMs));
  }
  jumps.set(key, found);
  return found;
}

/** The first minute within the stride at which the offset is at least this. */
function jumpIn(at: Instant, strideMs: number, zone: string, offsetMs: number): Jump {
  let [low, high] = [0, strideMs / minuteMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMsAt(at + middle * minuteMs, zone) < offsetMs) low = middle; else high = middle;
  }
  const before = offsetMsAt(at + low * minuteMs, zone);
  return { wall: at + high * minuteMs + before, gapMs: offsetMsAt(at + high * minuteMs, zone) - before };
}
