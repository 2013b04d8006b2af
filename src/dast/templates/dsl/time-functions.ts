// Functions of time: the scan's clock, Go's layouts and the short ones with percent signs.
import { fail, numberFrom, textFrom } from "./value.ts";
import type { DslFunction, Surroundings, Value } from "./value.ts";

const longestWaitS = 60;

export const timeFunctions: Readonly<Record<string, DslFunction>> = {
  unix_time: { least: 0, most: 1, run: ([seconds], around) => Math.floor(around.now() / 1000) + (seconds === undefined ? 0 : Math.trunc(numberFrom(seconds))) },
  to_unix_time: { least: 1, most: 2, run: ([text]) => toUnixTime(textFrom(text)) },
  date_time: { least: 1, most: 2, run: ([form, at], around) => written(textFrom(form), instantOf(at, around)) },
  wait_for: { least: 1, most: 1, run: ([seconds], around) => { around.waitMs(Math.min(longestWaitS, Math.max(0, numberFrom(seconds))) * 1000); return true; } },
};

function toUnixTime(text: string): number {
  if (/^[-+]?\d+(?:\.\d+)?$/.test(text)) return Math.trunc(Number(text));
  const zoned = /[Zz]|[-+]\d\d:?\d\d$|GMT|UTC/.test(text) ? text : `${text}Z`;
  const at = Date.parse(zoned);
  return Number.isNaN(at) ? fail(`${text.slice(0, 60)} is no time`) : Math.floor(at / 1000);
}

function instantOf(at: Value, around: Surroundings): Date {
  const ms = at === undefined ? around.now() : numberFrom(at) * 1000;
  return Math.abs(ms) < 8.64e15 ? new Date(ms) : fail("the time is beyond all calendars");
}

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const two = (value: number): string => String(value).padStart(2, "0");

const byPercent: Readonly<Record<string, (at: Date) => string>> = {
  Y: (at) => String(at.getUTCFullYear()), M: (at) => two(at.getUTCMonth() + 1), D: (at) => two(at.getUTCDate()),
  H: (at) => two(at.getUTCHours()), m: (at) => two(at.getUTCMinutes()), S: (at) => two(at.getUTCSeconds()),
};

const hour12 = (at: Date): number => at.getUTCHours() % 12 || 12;

// Go's reference time is Mon Jan 2 15:04:05 MST 2006; times are UTC here.
const byLayout: readonly (readonly [string, (at: Date) => string])[] = [
  ["January", (at) => months[at.getUTCMonth()] ?? ""], ["Jan", (at) => (months[at.getUTCMonth()] ?? "").slice(0, 3)],
  ["Monday", (at) => days[at.getUTCDay()] ?? ""], ["Mon", (at) => (days[at.getUTCDay()] ?? "").slice(0, 3)], ["MST", () => "UTC"],
  ["2006", (at) => String(at.getUTCFullYear())], ["Z07:00", () => "Z"], ["-07:00", () => "+00:00"], ["-0700", () => "+0000"], [".000", (at) => `.${String(at.getUTCMilliseconds()).padStart(3, "0")}`],
  ["01", (at) => two(at.getUTCMonth() + 1)], ["02", (at) => two(at.getUTCDate())], ["03", (at) => two(hour12(at))], ["04", (at) => two(at.getUTCMinutes())], ["05", (at) => two(at.getUTCSeconds())],
  ["06", (at) => two(at.getUTCFullYear() % 100)], ["15", (at) => two(at.getUTCHours())], ["PM", (at) => (at.getUTCHours() < 12 ? "AM" : "PM")], ["pm", (at) => (at.getUTCHours() < 12 ? "am" : "pm")],
  ["1", (at) => String(at.getUTCMonth() + 1)], ["2", (at) => String(at.getUTCDate())], ["3", (at) => String(hour12(at))], ["4", (at) => String(at.getUTCMinutes())], ["5", (at) => String(at.getUTCSeconds())],
];

function written(form: string, at: Date): string {
  if (/%[A-Za-z]/.test(form)) return form.replaceAll(/%([A-Za-z])/g, (_all, letter: string) => byPercent[letter]?.(at) ?? fail(`%${letter} is no part of a time`));
  let out = "";
  for (let place = 0; place < form.length;) {
    const part = byLayout.find(([mark]) => form.startsWith(mark, place));
    out += part ? part[1](at) : (form[place] ?? "");
    place += part ? part[0].length : 1;
  }
  return out;
}
