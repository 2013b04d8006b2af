// Exports the whole list, not the part on screen: walks the cursor to the end and writes RFC 4180 CSV.
import { ask } from "../api/client.ts";
import type { Query } from "../api/client.ts";
import type { List } from "../api/queries.ts";
import type { Page } from "../api/shapes.ts";
import type { Column } from "./column.ts";

export async function exportCsv<Row>(list: List<Row>, columns: readonly Column<Row>[], fileName: string): Promise<number> {
  const rows = list.held ? list.items : await readAll<Row>(list.path, list.query);
  download(csvOf(rows, columns), `${fileName}.csv`);
  return rows.length;
}

async function readAll<Row>(path: string, query: Query): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | undefined;
  do {
    const page: Page<Row> = await ask(path, { query: { ...query, limit: "500", after } });
    rows.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return rows;
}

export function csvOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const exported = columns.filter((column) => column.text !== undefined);
  const lines = [exported.map((column) => quoted(column.title)), ...rows.map((row) => exported.map((column) => quoted(column.text?.(row) ?? "")))];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}

// A cell that starts like a formula is run by spreadsheets; the apostrophe makes it text (OWASP, CSV injection).
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function download(text: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: fileName });
  link.click();
  URL.revokeObjectURL(url);
}
