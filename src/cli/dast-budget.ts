// Limits as people write them: requests=20000,rate=10,time=30m,bytes=500M,concurrency=2.
import type { Budget } from "../dast/profile.ts";
import { Fault } from "../kernel/fault.ts";

const unitsOfTime: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const unitsOfSize: Readonly<Record<string, number>> = { "": 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** "90s", "30m", "24h", "7d". Undefined: it is none. */
export function timeMs(text: string): number | undefined {
  const [, number, unit = ""] = /^(\d{1,7}(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const each = unitsOfTime[unit.toLowerCase()];
  return number === undefined || each === undefined || Number(number) <= 0 ? undefined : Number(number) * each;
}

/** "500M", "2GiB", "4096". Undefined: it is none. */
function sizeBytes(text: string): number | undefined {
  const [, number, unit = ""] = /^(\d{1,15}(?:\.\d+)?)\s*([kmg]?)i?b?$/i.exec(text.trim()) ?? [];
  const each = unitsOfSize[unit.toLowerCase()];
  return number === undefined || each === undefined || Number(number) <= 0 ? undefined : Math.round(Number(number) * each);
}

const amount = (text: string): number | undefined => (/^\d{1,9}(?:\.\d+)?$/.test(text) && Number(text) > 0 ? Number(text) : undefined);
const whole = (text: string): number | undefined => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined);

const members: Readonly<Record<string, readonly [keyof Budget, (text: string) => number | undefined]>> = { requests: ["requests", whole], rate: ["requestsPerSecond", amount], time: ["totalMs", timeMs], bytes: ["bytes", sizeBytes], concurrency: ["concurrency", whole] };

/** Throws cli.usage for a limit that is none. */
export function budgetFrom(text: string | undefined): Partial<Budget> {
  if (text === undefined) return {};
  return Object.fromEntries(text.split(",").map((part) => {
    const [name = "", value = ""] = part.split("=").map((one) => one.trim());
    const known = Object.hasOwn(members, name) ? members[name] : undefined;
    const limit = known?.[1](value);
    if (known === undefined || limit === undefined) throw new Fault("cli.usage", { detail: `--budget ${part} is no limit; there are requests=20000, rate=10 (a second), time=30m, bytes=500M and concurrency=2.` });
    return [known[0], limit];
  }));
}
