// Functions that look random and come from the scan's seed.
import { DslError, fail, numberFrom, textFrom } from "./value.ts";
import type { DslFunction, Surroundings, Value } from "./value.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const digits = "0123456789";
const longest = 100_000;

function textOfSet(length: Value, set: string, around: Surroundings): string {
  const count = Math.trunc(numberFrom(length));
  if (count < 0 || count > longest || set === "") return fail(`a random text has up to ${longest} characters of a set that is not empty`);
  return Array.from({ length: count }, () => set[around.random(set.length)] ?? "").join("");
}

const without = (set: string, bad: Value): string => Array.from(set).filter((char) => !textFrom(bad).includes(char)).join("");
const setFrom = (set: Value): string => (textFrom(set).trim() === "" ? letters + digits : textFrom(set));

export const randomFunctions: Readonly<Record<string, DslFunction>> = {
  rand_char: { least: 0, most: 1, run: ([set], around) => textOfSet(1, setFrom(set), around) },
  rand_base: { least: 1, most: 3, run: ([length, set], around) => textOfSet(length, setFrom(set), around) },
  rand_text_alphanumeric: { least: 1, most: 2, run: ([length, bad], around) => textOfSet(length, without(letters + digits, bad), around) },
  rand_text_alpha: { least: 1, most: 2, run: ([length, bad], around) => textOfSet(length, without(letters, bad), around) },
  rand_text_numeric: { least: 1, most: 2, run: ([length, bad], around) => textOfSet(length, without(digits, bad), around) },
  rand_int: { least: 0, most: 2, run: ([from, to], around) => between(from === undefined ? 0 : numberFrom(from), to === undefined ? 2 ** 31 - 1 : numberFrom(to), around) },
  rand_ip: { least: 1, most: 20, run: (ranges, around) => addressOf(textFrom(ranges[around.random(ranges.length)]), around) },
};

function between(from: number, to: number, around: Surroundings): number {
  if (!(to > from)) throw new DslError("rand_int needs a highest number above the lowest");
  return Math.trunc(from) + around.random(Math.trunc(to - from));
}

function addressOf(range: string, around: Surroundings): string {
  const [, a, b, c, d, size = "32"] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(range) ?? [];
  if (d === undefined || Number(size) > 32) return fail(`${range} is no range of IPv4 addresses`);
  const block = 2 ** (32 - Number(size));
  const whole = ((Number(a) * 256 + Number(b)) * 256 + Number(c)) * 256 + Number(d);
  const address = Math.floor(whole / block) * block + around.random(block);
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
