// The global time range as text in the URL: "30d", or two instants "from..to"; pure, so that links mean the same everywhere.

export const presets = ["1h", "6h", "24h", "3d", "7d", "30d", "90d", "180d", "1y", "2y"] as const;
export const defaultRange = "30d";
export interface Range { fromMs: number; toMs: number; label: string; absolute: boolean }

const unitMs: Record<string, number> = { h: 3_600_000, d: 86_400_000, y: 365 * 86_400_000 };
const unitName: Record<string, string> = { h: "hours", d: "days", y: "years" };

/** Undefined when the text is neither a preset-like span nor two instants in order. */
export function parseRange(text: string, nowMs: number): Range | undefined {
  const span = /^(\d{1,4})([hdy])$/.exec(text);
  if (span) return relativeRange(Number(span[1]), span[2] ?? "d", nowMs);
  const [from = "", to = ""] = text.split("..");
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  return fromMs < toMs ? { fromMs, toMs, label: `${from.slice(0, 10)} to ${to.slice(0, 10)}`, absolute: true } : undefined;
}

function relativeRange(count: number, unit: string, nowMs: number): Range | undefined {
  if (count === 0) return undefined;
  const name = unitName[unit] ?? "";
  return { fromMs: nowMs - count * (unitMs[unit] ?? 0), toMs: nowMs, label: `last ${count === 1 ? name.slice(0, -1) : `${count} ${name}`}`, absolute: false };
}

export const rangeText = (fromMs: number, toMs: number): string => `${iso(fromMs)}..${iso(toMs)}`;

/** One width earlier (-1) or later (+1); always absolute, and never later than now. */
export function shiftRange({ fromMs, toMs }: Range, steps: -1 | 1, nowMs: number): string {
  const width = toMs - fromMs;
  const end = Math.min(toMs + steps * width, nowMs);
  return rangeText(end - width, end);
}

const iso = (ms: number): string => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace(".000Z", "Z");
