// modified_id.csv of the OSV bucket: what changed when, newest first (https://google.github.io/osv.dev/data/).
import { parseInstant } from "../../../kernel/clock.ts";
import type { Instant } from "../../../kernel/clock.ts";
import { linesOf } from "../../feed-reply.ts";
import type { Expectation } from "../../feed-reply.ts";
import { isOsvId } from "./read.ts";
import { isEcosystemFolder } from "./settings.ts";

/** `at` is -Infinity for a zero time (year 1): older than everything. `text` is the row as it stands and tells two changes within a millisecond apart. */
export type CsvRow =
  | { kind: "row"; at: Instant; ecosystem: string; id: string; text: string }
  | { kind: "unreadable"; line: number; text: string };

export const csvExpected: Expectation = { what: "CSV rows of time and id", begins: (head) => /^\d{4}-\d{2}-\d{2}T/.test(head) };

/** Rows as they come, a batch for each chunk, so that a reader can stop at its cursor without the rest being read. */
export async function* csvRows(bytes: AsyncIterable<Uint8Array>, url: string): AsyncGenerator<CsvRow[]> {
  let line = 0;
  for await (const lines of linesOf(bytes, url)) {
    const rows: CsvRow[] = [];
    for (const text of lines) {
      line++;
      if (text.trim() !== "") rows.push(rowOf(text, line));
    }
    yield rows;
  }
}

// The root listing has "<time>,<folder>/<id>". Ids have no "/", so the last one divides.
export function rowOf(text: string, line: number): CsvRow {
  const comma = text.indexOf(",");
  const slash = text.lastIndexOf("/");
  const time = text.slice(0, comma);
  const at = parseInstant(time) ?? (/^000[01]-/.test(time) ? -Infinity : undefined);
  const ecosystem = text.slice(comma + 1, slash);
  const id = text.slice(slash + 1).trim();
  if (comma < 0 || slash < comma || at === undefined || !isEcosystemFolder(ecosystem) || !isOsvId(id)) return { kind: "unreadable", line, text: text.slice(0, 120) };
  return { kind: "row", at, ecosystem, id, text };
}
