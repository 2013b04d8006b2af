// What changed since a mark, from modified_id.csv: the rows to fetch and the next mark.
import { minuteMs } from "../../../kernel/clock.ts";
import type { Instant } from "../../../kernel/clock.ts";
import type { CsvRow } from "./csv.ts";
import type { Mark } from "./cursor.ts";

export type ListedRow = Extract<CsvRow, { kind: "row" }>;
export type UnreadableRow = Extract<CsvRow, { kind: "unreadable" }>;

export interface Changes { rows: readonly ListedRow[]; unreadable: readonly UnreadableRow[]; mark: Mark; upTo: Instant }

// The exporter runs every 15 minutes and writes rows in no strict order of time: a row may appear late by as much.
export const overlapMs = 15 * minuteMs;
// Bounds the cursor. What passes it is fetched twice, never missed.
const knownRows = 1000;

/**
 * Reads newest first and stops at the first row before `since` (undefined: reads all).
 * `now` separates honest times from future ones: a record dated 2027 is fetched once and remembered, and moves no mark.
 * A record that changes without a new `modified` cannot be told from an unchanged one; only a full pull would see it.
 */
export async function changesSince(batches: AsyncIterable<CsvRow[]>, since: Mark | undefined, now: Instant): Promise<Changes> {
  const known = new Set(since?.known);
  const rows: ListedRow[] = [];
  const unreadable: UnreadableRow[] = [];
  const window: ListedRow[] = [];
  let upTo = since?.at ?? -Infinity;
  for await (const row of untilBefore(batches, since?.at ?? -Infinity)) {
    if (row.kind === "unreadable") { unreadable.push(row); continue; }
    if (row.at <= now && row.at > upTo) upTo = row.at;
    if (row.at >= upTo - overlapMs) window.push(row);
    if (!known.has(row.text)) rows.push(row);
  }
  return { rows, unreadable, mark: markOf(window, upTo, since), upTo };
}

/** For a first pull: how far the listing reaches and how many records of `selected` it names, in little memory. */
export async function surveyOf(batches: AsyncIterable<CsvRow[]>, selected: (ecosystem: string) => boolean, now: Instant): Promise<{ upTo: Instant; total: number }> {
  let upTo = 0;
  let total = 0;
  for await (const batch of batches) {
    for (const row of batch) {
      if (row.kind !== "row") continue;
      if (selected(row.ecosystem)) total++;
      if (row.at <= now && row.at > upTo) upTo = row.at;
    }
  }
  return { upTo, total };
}

async function* untilBefore(batches: AsyncIterable<CsvRow[]>, at: Instant): AsyncGenerator<CsvRow> {
  for await (const batch of batches) {
    for (const row of batch) {
      if (row.kind === "row" && row.at < at) return;
      yield row;
    }
  }
}

function markOf(window: readonly ListedRow[], upTo: Instant, since: Mark | undefined): Mark {
  const at = Math.max(upTo - overlapMs, since?.at ?? -Infinity);
  const inside = window.filter((row) => row.at >= at);
  if (inside.length <= knownRows) return { at: Number.isFinite(at) ? at : 0, known: inside.map(({ text }) => text) };
  const kept = inside.slice(0, knownRows);
  return { at: kept.reduce((oldest, row) => Math.min(oldest, row.at), upTo), known: kept.map(({ text }) => text) };
}
