// When a layer is on duty at all: its restrictions as spans of time.
import { dayMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { minutesOf, weekdays } from "./oncall.ts";
import type { Restriction } from "./oncall.ts";
import { instantOfWall, wallAt } from "./turns.ts";

/** [from, to). */
export interface Span { from: Instant; to: Instant }

/** The spans within [from, to) that any of the restrictions allows, in order, those that touch joined; all of it when there is none. */
export function allowedSpans(restrictions: readonly Restriction[], zone: string, from: Instant, to: Instant): Span[] {
  if (restrictions.length === 0) return [{ from, to }];
  const spans: Span[] = [];
  // The day before may reach into the first one over midnight.
  for (let day = startOfDay(wallAt(from, zone)) - dayMs; day <= wallAt(to, zone) + dayMs; day += dayMs) {
    for (const restriction of restrictions) {
      const span = spanOn(restriction, day, zone);
      if (span && span.to > from && span.from < to) spans.push({ from: Math.max(span.from, from), to: Math.min(span.to, to) });
    }
  }
  return joined(spans.toSorted((a, b) => a.from - b.from));
}

export const startOfDay = (wall: number): number => Math.floor(wall / dayMs) * dayMs;

function spanOn({ days, from, to }: Restriction, day: number, zone: string): Span | undefined {
  const weekday = weekdays[new Date(day).getUTCDay()];
  if (weekday === undefined || !days.includes(weekday)) return undefined;
  const [begins, ends] = [minutesOf(from), minutesOf(to)];
  const at = (minutes: number): Instant => instantOfWall(day + minutes * 60_000, zone);
  const span = { from: at(begins), to: at(ends > begins ? ends : ends + 24 * 60) };
  // A jump of the clock may swallow it whole.
  return span.to > span.from ? span : undefined;
}

function joined(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else out.push({ ...span });
  }
  return out;
}
