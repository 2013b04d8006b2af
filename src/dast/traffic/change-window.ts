// Change windows: the times of day in which a scan may send anything.
import { dayMs, minuteMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { instantOf, localTimeOf } from "../../kernel/zone.ts";
import type { ChangeWindow } from "../scan.ts";

/** Days are those on which a window begins: Friday 22:00 to 05:00 ends on Saturday. No days: every day. From and to alike: the whole day. */
export function isOpen(window: ChangeWindow, at: Instant): boolean {
  const { weekday, hour, minute } = localTimeOf(at, window.zone);
  const [now, from, to] = [hour * 60 + minute, minutesOf(window.from), minutesOf(window.to)];
  if (from < to) return now >= from && now < to && isDay(window, weekday);
  return (now >= from && isDay(window, weekday)) || (now < to && isDay(window, (weekday + 6) % 7)) || (from === to && now < from && isDay(window, weekday));
}

/** When it opens next; the same instant when it is open. Undefined: never (days that do not exist). */
export function opensAt(window: ChangeWindow, at: Instant): Instant | undefined {
  if (isOpen(window, at)) return at;
  const from = minutesOf(window.from);
  for (let day = 0; day <= 8; day += 1) {
    const local = localTimeOf(at + day * dayMs, window.zone);
    const opens = instantOf({ ...local, hour: Math.floor(from / 60), minute: from % 60 }, window.zone);
    if (opens > at && isOpen(window, opens)) return opens;
  }
  // A minute that a change of the clocks skips may lie just before the window: looked for the slow way.
  for (let later = at; later < at + 9 * dayMs; later += minuteMs) if (isOpen(window, later)) return later;
  return undefined;
}

const isDay = ({ days }: ChangeWindow, weekday: number): boolean => days.length === 0 || days.includes(weekday);

function minutesOf(text: string): number {
  const [hours = "0", minutes = "0"] = text.split(":");
  return (Number(hours) % 24) * 60 + Number(minutes);
}
