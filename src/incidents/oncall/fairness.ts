// Who carries how much: hours on call, at night, on weekends and holidays, on the clock where each person lives.
import { dayMs, hourMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { LocalDate, OncallDocument } from "./oncall.ts";
import { startOfDay } from "./restriction.ts";
import type { Shift } from "./shift.ts";
import { instantOfWall, wallAt } from "./turns.ts";

/** person undefined: hours when nobody was on call. Hours are elapsed ones: a day of 25 hours counts 25. */
export interface Fairness { person: string | undefined; hours: number; nightHours: number; weekendHours: number; holidayHours: number; shifts: number }

// Night is 22:00 to 07:00.
const [nightEnds, nightBegins] = [7 * hourMs, 22 * hourMs];

/** One row a person, most hours first, those with none among them; the gaps last. */
export function fairnessOf(shifts: readonly Shift[], scheduleZone: string, { people, holidays }: Pick<OncallDocument, "people" | "holidays">, members: readonly string[]): Fairness[] {
  const byPerson = Map.groupBy(shifts, ({ person }) => person);
  const free = new Set(holidays);
  const rows = [...new Set([...members, ...byPerson.keys()])].map((person) => {
    const zone = people.find(({ name }) => name === person)?.zone ?? scheduleZone;
    return rowOf(person, byPerson.get(person) ?? [], zone, free);
  });
  return rows.toSorted((a, b) => Number(a.person === undefined) - Number(b.person === undefined) || b.hours - a.hours || ((a.person ?? "") < (b.person ?? "") ? -1 : 1));
}

function rowOf(person: string | undefined, shifts: readonly Shift[], zone: string, holidays: ReadonlySet<LocalDate>): Fairness {
  const parts = shifts.flatMap((shift) => partsOf(shift, zone));
  const hours = (isCounted: (part: Part) => boolean): number => parts.filter(isCounted).reduce((sum, { from, to }) => sum + (to - from) / hourMs, 0);
  return {
    person, shifts: shifts.length, hours: hours(() => true), nightHours: hours(({ isNight }) => isNight),
    weekendHours: hours(({ day }) => [0, 6].includes(new Date(day).getUTCDay())), holidayHours: hours(({ day }) => holidays.has(new Date(day).toISOString().slice(0, 10))),
  };
}

/** A piece of a shift within one day and on one side of the night's bounds. day: its midnight on the wall clock. */
interface Part { from: Instant; to: Instant; day: number; isNight: boolean }

function partsOf(shift: Shift, zone: string): Part[] {
  const parts: Part[] = [];
  for (let day = startOfDay(wallAt(shift.from, zone)); day <= wallAt(shift.to, zone); day += dayMs) {
    const bounds = [0, nightEnds, nightBegins, dayMs].map((wall) => Math.min(Math.max(instantOfWall(day + wall, zone), shift.from), shift.to));
    for (const [index, from] of bounds.entries()) {
      const to = bounds[index + 1] ?? from;
      if (to > from) parts.push({ from, to, day, isNight: index !== 1 });
    }
  }
  return parts;
}
