// datetime-local inputs carry no zone: these two read and write them in the zone the console shows.
import type { Zone } from "./format.ts";

/** "2026-11-22T08:00" in the zone. */
export function toLocalInput(ms: number, zone: Zone): string {
  const shifted = zone === "utc" ? ms : ms - new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(shifted).toISOString().slice(0, 16);
}

/** Undefined while the input is empty or half typed. */
export function fromLocalInput(text: string, zone: Zone): number | undefined {
  const ms = Date.parse(zone === "utc" ? `${text}Z` : text);
  return Number.isNaN(ms) ? undefined : ms;
}
