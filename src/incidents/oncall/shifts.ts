// The schedule engine: layers over layers, overrides over all, and what is left are gaps.
import { dayMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Layer, Schedule } from "./oncall.ts";
import { allowedSpans } from "./restriction.ts";
import type { Override, Shift } from "./shift.ts";
import { gridOf, instantOfWall, turnsBetween, wallOf } from "./turns.ts";

/** The shifts of [from, to), in order and without holes or overlaps; the first and the last are cut to it. Gaps are shifts of nobody. */
export function shiftsOf(schedule: Schedule, overrides: readonly Override[], from: Instant, to: Instant): Shift[] {
  if (to <= from) return [];
  const gap: Shift = { person: undefined, from, to, layer: undefined, overrideId: undefined };
  const layered = schedule.layers.reduce((below, layer) => over(below, layerShifts(layer, schedule.zone, from, to)), [gap]);
  return overridesOf(schedule, overrides, from, to).reduce((below, shift) => over(below, [shift]), layered);
}

/** Later made ones last, so that they come to lie over earlier ones. */
function overridesOf({ name }: Schedule, overrides: readonly Override[], from: Instant, to: Instant): Shift[] {
  return overrides.filter((one) => one.schedule === name && one.removedAt === undefined && one.from < to && one.to > from)
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.overrideId < b.overrideId ? -1 : 1))
    .map((one) => ({ person: one.person, from: Math.max(one.from, from), to: Math.min(one.to, to), layer: undefined, overrideId: one.overrideId }));
}

function layerShifts(layer: Layer, zone: string, from: Instant, to: Instant): Shift[] {
  const begins = Math.max(from, instantOfWall(wallOf(layer.startsOn, layer.handoverAt), zone));
  const ends = layer.endsOn === undefined ? to : Math.min(to, instantOfWall(wallOf(layer.endsOn, layer.handoverAt), zone));
  if (ends <= begins) return [];
  const spans = allowedSpans(layer.restrict, zone, begins, ends);
  const shifts: Shift[] = [];
  let next = 0;
  for (const { number, from: turnFrom, until } of turnsBetween(gridOf(layer, zone), begins, ends)) {
    while ((spans[next]?.to ?? Infinity) <= turnFrom) next++;
    for (let at = next; (spans[at]?.from ?? Infinity) < until; at++) {
      const span = spans[at];
      const shift = { person: layer.rotation[number % layer.rotation.length], from: Math.max(turnFrom, span?.from ?? 0), to: Math.min(until, span?.to ?? 0), layer: layer.name, overrideId: undefined };
      if (shift.to > shift.from) shifts.push(shift);
    }
  }
  return shifts;
}

/** Both in order and free of overlaps; what lies below shows where nothing lies over it. */
function over(below: readonly Shift[], top: readonly Shift[]): Shift[] {
  if (top.length === 0) return [...below];
  const seen: Shift[] = [];
  let next = 0;
  for (const shift of below) {
    while ((top[next]?.to ?? Infinity) <= shift.from) next++;
    let at = shift.from;
    for (let index = next; at < shift.to; index++) {
      const cover = top[index];
      const until = Math.min(shift.to, cover?.from ?? Infinity);
      if (until > at) seen.push({ ...shift, from: at, to: until });
      at = Math.max(at, cover?.to ?? Infinity);
    }
  }
  return [...seen, ...top].toSorted((a, b) => a.from - b.from);
}

// Looked around an instant for where its shift begins and ends; a longer one is said to have no end.
const looks = [8 * dayMs, 40 * dayMs, 400 * dayMs];

export interface OnCall { shift: Shift; /** The next shift that is another's; undefined when none comes within a year. */ next: Shift | undefined; isOpenEnded: boolean }

/** Who is on call at an instant, with the whole of their time (several turns in a row are one), and who comes next. */
export function onCallAt(schedule: Schedule, overrides: readonly Override[], at: Instant): OnCall {
  for (const look of looks) {
    const shifts = joinSame(shiftsOf(schedule, overrides, at - look, at + look));
    const place = shifts.findIndex((shift) => shift.from <= at && at < shift.to);
    const shift = shifts[place];
    if (!shift) break;
    const isWhole = shift.from > at - look && shift.to < at + look;
    if (isWhole || look === looks.at(-1)) return { shift, next: shifts[place + 1], isOpenEnded: shift.to >= at + look };
  }
  throw new TypeError("shifts hold every instant of their time");
}

/** Shifts of one person in a row as one; what put the first one there is kept. */
function joinSame(shifts: readonly Shift[]): Shift[] {
  const out: Shift[] = [];
  for (const shift of shifts) {
    const last = out.at(-1);
    if (last && last.person === shift.person && last.overrideId === shift.overrideId) last.to = shift.to;
    else out.push({ ...shift });
  }
  return out;
}
