// Durations as Prometheus writes them: 30s, 5m, 4h, 1d12h.
import { dayMs, hourMs, minuteMs, secondMs } from "../kernel/clock.ts";

const units = [["y", 365 * dayMs], ["w", 7 * dayMs], ["d", dayMs], ["h", hourMs], ["m", minuteMs], ["s", secondMs], ["ms", 1]] as const;

// prometheus/common model.ParseDuration: whole numbers, units from large to small, each at most once; 0 needs no unit.
const form = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** What a duration of Prometheus holds at most: 292 years. */
const longestMs = 292 * 365 * dayMs;

/** Milliseconds; undefined when it is no duration. */
export function parseDuration(text: string): number | undefined {
  if (text === "0") return 0;
  const found = text === "" ? null : form.exec(text);
  if (!found) return undefined;
  const sum = units.reduce((total, [, unitMs], index) => total + Number(found[index + 1] ?? 0) * unitMs, 0);
  return sum <= longestMs ? sum : undefined;
}

/** The shortest text that is read back as the same: 90000 -> "1m30s". */
export function durationText(ms: number): string {
  let left = ms;
  const parts = units.map(([unit, unitMs]) => {
    // As Prometheus does: years and weeks only when nothing is left over.
    const isWhole = left % unitMs === 0;
    const count = (unit === "w" || unit === "y") && !isWhole ? 0 : Math.floor(left / unitMs);
    left -= count * unitMs;
    return count > 0 ? `${count}${unit}` : "";
  });
  return parts.join("") || "0s";
}
