// Durations as playbooks write them: "90s", "15m", "4h", "2d", "1h30m".
import { dayMs, hourMs, minuteMs, secondMs } from "../../kernel/clock.ts";

const units: Readonly<Record<string, number>> = { s: secondMs, m: minuteMs, h: hourMs, d: dayMs };

/** Undefined when it is not one. */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d{1,6}[smhd])+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([smhd])/g)].reduce((sum, [, count = "0", unit = "s"]) => sum + Number(count) * (units[unit] ?? 0), 0);
}

export function durationText(ms: number): string {
  const parts: string[] = [];
  let rest = Math.round(ms / secondMs) * secondMs;
  for (const [unit, size] of Object.entries(units).toReversed()) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count}${unit}`);
    rest -= count * size;
  }
  return parts.join("") || "0s";
}
