// What a time of day, and of the week, is used to: a mean per quarter hour of the day and per half hour of the week, learned as they pass.
import { dayMs, minuteMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";

/** JSON as it is. counts: how often the slot was seen. bias: how far the series stands from its day at present. */
export interface Season { day: Slots; week: Slots; bias: number }
interface Slots { means: number[]; counts: number[] }

const daySlots = 96;
const weekSlots = 336;
const slots = (count: number): Slots => ({ means: Array.from({ length: count }, () => 0), counts: Array.from({ length: count }, () => 0) });

export const emptySeason = (): Season => ({ day: slots(daySlots), week: slots(weekSlots), bias: 0 });

const dayOf = (at: Instant): number => Math.floor((((at % dayMs) + dayMs) % dayMs) / (15 * minuteMs));
const weekOf = (at: Instant): number => Math.floor((((at % (7 * dayMs)) + 7 * dayMs) % (7 * dayMs)) / (30 * minuteMs));

/** Distances from what this time of day is used to (the present bias taken off), and from the nearer of day and week; undefined until the time of day was seen twice. */
export function residualsOf({ day, week, bias }: Season, at: Instant, value: number): { daily: number; weekly: number; expected: number } | undefined {
  const [daySlot, weekSlot] = [dayOf(at), weekOf(at)];
  if ((day.counts[daySlot] ?? 0) < 2) return undefined;
  const usual = day.means[daySlot] ?? 0;
  const fromDay = Math.abs(value - usual);
  const weekly = (week.counts[weekSlot] ?? 0) === 0 ? fromDay : Math.min(fromDay, Math.abs(value - (week.means[weekSlot] ?? 0)));
  return { daily: Math.abs(value - usual - bias), weekly, expected: usual + bias };
}

export function learn(season: Season, at: Instant, value: number): void {
  const daySlot = dayOf(at);
  if ((season.day.counts[daySlot] ?? 0) > 0) season.bias += 0.02 * (value - (season.day.means[daySlot] ?? 0) - season.bias);
  put(season.day, daySlot, value, 0.25);
  put(season.week, weekOf(at), value, 0.5);
}

/** The first ones count alike, later ones by `least`. */
function put({ means, counts }: Slots, slot: number, value: number, least: number): void {
  const count = (counts[slot] ?? 0) + 1;
  counts[slot] = count;
  means[slot] = (means[slot] ?? 0) + Math.max(least, 1 / count) * (value - (means[slot] ?? 0));
}
