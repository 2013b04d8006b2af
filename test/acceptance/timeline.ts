// Time in an acceptance test: at("1d 2h 30m") moves the clock there, and never back.
import { dayMs, hourMs, minuteMs, secondMs } from "../../src/kernel/clock.ts";
import type { Instant } from "../../src/kernel/clock.ts";

const units: Readonly<Record<string, number>> = { d: dayMs, h: hourMs, m: minuteMs, s: secondMs };

/** "1d 2h 30m" in milliseconds; throws on anything else, because a misread time would test nothing. */
export function spanMs(text: string): number {
  if (!/^(?:\d+[dhms])(?: \d+[dhms])*$/.test(text)) throw new TypeError(`${JSON.stringify(text)} is no span of time such as "1d 2h 30m"`);
  return text.split(" ").reduce((total, part) => total + Number(part.slice(0, -1)) * (units[part.slice(-1)] ?? Number.NaN), 0);
}

export interface Timeline { at(text: string): Promise<Instant>; instant(text: string): Instant }

/** `due` runs whenever the clock has moved: what a server would do by itself. */
export function timelineOn(clock: { now(): Instant; set(at: Instant): void }, due: () => Promise<void>): Timeline {
  const startedAt = clock.now();
  const instant = (text: string): Instant => startedAt + spanMs(text);
  return {
    instant,
    at: async (text) => {
      if (instant(text) < clock.now()) throw new TypeError(`${text} is over`);
      clock.set(instant(text));
      await due();
      return clock.now();
    },
  };
}
