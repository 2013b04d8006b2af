// Texts as they go out: well formed, on one line, of a stated length; and objects without what is empty.
import { cut, oneLine } from "../notify/message.ts";

const usual = 2000;

/** undefined for what is absent or empty. */
export function text(value: unknown, limit = usual): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const whole = typeof value === "string" ? value : typeof value === "object" ? JSON.stringify(value) : String(value);
  return cut(oneLine(whole), limit) || undefined;
}

/** The same without undefined members, empty lists and empty objects, however deep. */
export function filled<T extends Readonly<Record<string, unknown>>>(record: T): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).flatMap(([name, value]) => { const kept = keptOf(value); return kept === undefined ? [] : [[name, kept]]; }));
}

function keptOf(value: unknown): unknown {
  if (Array.isArray(value)) { const kept = value.map(keptOf).filter((one) => one !== undefined); return kept.length === 0 ? undefined : kept; }
  if (typeof value !== "object" || value === null) return value ?? undefined;
  const kept = filled(value as Readonly<Record<string, unknown>>);
  return Object.keys(kept).length === 0 ? undefined : kept;
}
