// Whether ids can be foretold from those before: counters, times, digests of either, or too few signs by chance.
import { hash } from "node:crypto";

export interface Foretold { technique: "sequence" | "time" | "digest" | "short"; why: string }

/** OWASP ASVS 4.0 section 3.2.2 asks for 64 bits; what is below 40 can be tried out. */
const fewestBits = 40;
const hexDigest = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;
const algorithms: Readonly<Record<number, string>> = { 32: "md5", 40: "sha1", 64: "sha256" };

/** samples: in the order in which they were given, at least four. Undefined: they look as chance makes them. */
export function foretell(samples: readonly { value: string; at: number }[]): Foretold | undefined {
  const values = samples.map(({ value }) => decoded(value));
  if (samples.length < 4 || new Set(values).size < 2) return undefined;
  const times = samples.map(({ at }) => at);
  return byDigest(values, times) ?? byNumber(values, times) ?? byLength(values);
}

/** Out of percent signs and base64 when text comes out. */
function decoded(value: string): string {
  let plain = value;
  try { plain = decodeURIComponent(value); } catch { /* as it stands */ }
  const inner = /^[A-Za-z0-9+/_-]{4,}={0,2}$/.test(plain) && !/^\d+$/.test(plain) && !hexDigest.test(plain) ? Buffer.from(plain, "base64") : undefined;
  return inner !== undefined && inner.length >= 2 && /^[\x20-\x7e]+$/.test(inner.toString("latin1")) && inner.toString("base64").replace(/=+$/, "") === plain.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "") ? inner.toString("latin1") : plain;
}

const mostCounted = 20_000;

function byDigest(values: readonly string[], times: readonly number[]): Foretold | undefined {
  const [first = ""] = values;
  const algorithm = hexDigest.test(first) ? algorithms[first.length] : undefined;
  if (algorithm === undefined) return undefined;
  const digests = new Map(Array.from({ length: mostCounted }, (_, number) => [hash(algorithm, String(number), "hex"), number]));
  if (values.every((value) => digests.has(value.toLowerCase()))) return { technique: "digest", why: `each is the ${algorithm} of a small number (${values.slice(0, 3).map((value) => digests.get(value.toLowerCase())).join(", ")})` };
  const ofTime = values.every((value, at) => [-2, -1, 0, 1].some((around) => hash(algorithm, String(Math.floor((times[at] ?? 0) / 1000) + around), "hex") === value.toLowerCase()));
  return ofTime ? { technique: "digest", why: `each is the ${algorithm} of the time in seconds` } : undefined;
}

function byNumber(values: readonly string[], times: readonly number[]): Foretold | undefined {
  const inner = withoutCommon(values);
  const base = inner.every((one) => /^\d{1,30}$/.test(one)) ? 10 : inner.every((one) => /^[0-9a-f]{1,40}$/i.test(one)) ? 16 : undefined;
  if (base === undefined) return undefined;
  const numbers = inner.map((one) => (base === 10 ? BigInt(one) : BigInt(`0x${one}`)));
  const steps = numbers.slice(1).map((one, at) => one - (numbers[at] ?? 0n));
  const isRising = steps.every((step) => step > 0n) || steps.every((step) => step < 0n);
  if (isTime(values, times)) return { technique: "time", why: "each is the time at which it was given out" };
  // Chance rises ten times in a row once in millions; what has random digits behind a clock takes great steps.
  const mean = steps.reduce((sum, step) => sum + (step < 0n ? -step : step), 0n) / BigInt(steps.length);
  if (!isRising || steps.length < 3 || mean >= 2n ** BigInt(steps.length >= 8 ? 36 : 12)) return undefined;
  return { technique: "sequence", why: `each is a little ${(steps[0] ?? 0n) > 0n ? "more" : "less"} than the one before (by ${steps.slice(0, 4).join(", ")})` };
}

/** Seconds, milliseconds or microseconds since 1970, decimal or hexadecimal, with little behind them. */
function isTime(values: readonly string[], times: readonly number[]): boolean {
  return values.every((value, at) => {
    const now = times[at] ?? 0;
    return windowsOf(value).some(([text, base]) => { const number = Number.parseInt(text, base); return [1000, 1, 0.001].some((unit) => Math.abs(number * unit - now) < 120_000); });
  });
}

/** Every run of digits that is long enough for a time and leaves at most six other signs. */
function windowsOf(value: string): [text: string, base: 10 | 16][] {
  if (value.length > 24) return [];
  const lengths = [[10, 10], [13, 10], [16, 10], [8, 16], [11, 16], [13, 16]] as const;
  return lengths.flatMap(([length, base]) => (value.length - length > 6 ? [] : Array.from({ length: Math.max(0, value.length - length + 1) }, (_, from): [string, 10 | 16] => [value.slice(from, from + length), base]).filter(([text]) => (base === 10 ? /^\d+$/ : /^[0-9a-f]+$/i).test(text))));
}

/** Without the signs at both ends that all have; digits at the edge of what counts stay with it. */
function withoutCommon(values: readonly string[]): string[] {
  const [first = ""] = values;
  let [before, after] = [0, 0];
  const shortest = Math.min(...values.map(({ length }) => length));
  while (before < shortest && values.every((value) => value[before] === first[before])) before += 1;
  while (after < shortest - before && values.every((value) => value.at(-1 - after) === first.at(-1 - after))) after += 1;
  const alnum = /[0-9a-f]/i;
  while (before > 0 && alnum.test(first[before - 1] ?? "")) before -= 1;
  while (after > 0 && alnum.test(first.at(-after) ?? "")) after -= 1;
  return values.map((value) => value.slice(before, value.length - after));
}

/** By the places that change and what stands there: an estimate from above. */
function byLength(values: readonly string[]): Foretold | undefined {
  const longest = Math.max(...values.map(({ length }) => length));
  let bits = 0;
  for (let at = 0; at < longest; at += 1) {
    const signs = new Set(values.map((value) => value[at] ?? ""));
    if (signs.size > 1) bits += Math.log2(classOf([...signs]));
  }
  return bits < fewestBits && values.length >= 8 ? { technique: "short", why: `only ${Math.round(bits)} bits of them change from one to the next` } : undefined;
}

const classOf = (signs: readonly string[]): number => (signs.every((sign) => /^\d?$/.test(sign)) ? 10 : signs.every((sign) => /^[0-9a-f]?$/.test(sign)) ? 16 : signs.every((sign) => /^(?:[a-z0-9]?|[A-Z0-9]?)$/.test(sign)) ? 36 : 64);
