// Durations as people write them in policies and flags.
import { dayMs, hourMs, minuteMs } from "../kernel/clock.ts";

const units: Readonly<Record<string, number>> = { m: minuteMs, h: hourMs, d: dayMs, w: 7 * dayMs };

/** Milliseconds; undefined for text that is no duration. @example durationMs("24h") === 86_400_000 */
export function durationMs(text: unknown): number | undefined {
  const [, number = "", unit = ""] = typeof text === "string" ? (/^(\d{1,6})([mhdw])$/.exec(text.trim()) ?? []) : [];
  return number === "" ? undefined : Number(number) * (units[unit] ?? 0);
}
