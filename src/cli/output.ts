// Data on stdout: a table for people, tab-separated text for pipes, and formats that programs read; nothing is cut.
import { styleText } from "node:util";
import type { TextSink } from "./io.ts";

export const formats = ["table", "wide", "json", "jsonl", "csv", "md", "tsv"] as const;
export type Format = (typeof formats)[number];

/** of: the cell as text; null and undefined are shown as "-", an unknown as "?". isWide: shown by -o wide only. */
export interface Column<Row> { head: string; isWide?: true; of(row: Row): string | number | boolean | null | undefined }

/** The shape of `-o json`; a change that breaks readers raises schemaVersion. */
const schemaVersion = 1;

export interface Output {
  readonly format: Format;
  /** kind names what the items are ("exposures"); more: further members of the JSON document. */
  rows<Row extends object>(kind: string, columns: readonly Column<Row>[], rows: readonly Row[], more?: Record<string, unknown>): void;
  /** One thing: its members as lines. */
  thing(kind: string, thing: object): void;
  /** A document for people (Markdown): as it is, its lines kept; JSON gives the thing behind it. */
  text(kind: string, text: string, thing: object): void;
  /** A line for people under a table; left out of every format that programs read. */
  note(text: string): void;
  /** One row now, for streams. */
  line<Row extends object>(columns: readonly Column<Row>[], row: Row): void;
}

export function createOutput(sink: TextSink, format: Format, color: boolean): Output {
  return {
    format,
    rows: (kind, columns, rows, more = {}) => {
      if (format === "json") sink.write(`${JSON.stringify({ schemaVersion, kind, ...more, items: rows }, null, 2)}\n`);
      else if (format === "jsonl") for (const row of rows) sink.write(`${JSON.stringify(row)}\n`);
      else sink.write(textOf(format, shownIn(format, columns), rows, color));
    },
    thing: (kind, thing) => {
      if (format === "json") sink.write(`${JSON.stringify({ schemaVersion, kind, ...thing }, null, 2)}\n`);
      else if (format === "jsonl") sink.write(`${JSON.stringify(thing)}\n`);
      else sink.write(textOf(format, memberColumns, membersOf(thing), color));
    },
    text: (kind, text, thing) => {
      if (format === "json") sink.write(`${JSON.stringify({ schemaVersion, kind, ...thing }, null, 2)}\n`);
      else if (format === "jsonl") sink.write(`${JSON.stringify(thing)}\n`);
      else sink.write(text.split("\n").map(plain).join("\n"));
    },
    note: (text) => { if (format === "table" || format === "wide" || format === "md") sink.write(format === "md" ? `\n${text}\n` : `${plain(text)}\n`); },
    line: (columns, row) => {
      const text = format === "json" || format === "jsonl" ? JSON.stringify(row) : format === "csv" ? csvLine(cellsOf(columns, row)) : cellsOf(columns, row).map(plain).join("\t");
      sink.write(`${text}\n`);
    },
  };
}

const shownIn = <Row>(format: Format, columns: readonly Column<Row>[]): readonly Column<Row>[] => (format === "wide" ? columns : columns.filter(({ isWide }) => !isWide));

interface Member { name: string; value: string }
const memberColumns: readonly Column<Member>[] = [{ head: "NAME", of: (member) => member.name }, { head: "VALUE", of: (member) => member.value }];
const membersOf = (thing: object): Member[] => Object.entries(thing).map(([name, value]) => ({ name, value: typeof value === "object" && value !== null ? JSON.stringify(value) : cell(value as Cell) }));

function textOf<Row>(format: Exclude<Format, "json" | "jsonl">, columns: readonly Column<Row>[], rows: readonly Row[], color: boolean): string {
  const heads = columns.map(({ head }) => head);
  const cells = rows.map((row) => cellsOf(columns, row));
  if (format === "csv") return [heads, ...cells].map((line) => `${csvLine(line)}\r\n`).join("");
  if (format === "md") return [heads, heads.map(() => "---"), ...cells].map((line) => `| ${line.map(mdCell).join(" | ")} |\n`).join("");
  // A pipe gets the rows only, so that `cut` and `wc -l` need no tail.
  if (format === "tsv") return cells.map((line) => `${line.map(plain).join("\t")}\n`).join("");
  return rows.length === 0 ? "" : tableText(heads, cells.map((line) => line.map(plain)), color);
}

function tableText(heads: readonly string[], cells: readonly (readonly string[])[], color: boolean): string {
  const widths = heads.map((head, place) => Math.max(head.length, ...cells.map((line) => line[place]?.length ?? 0)));
  const pad = (line: readonly string[]): string => line.map((text, place) => text.padEnd(widths[place] ?? 0)).join("  ").trimEnd();
  const head = color ? styleText("bold", pad(heads), { validateStream: false }) : pad(heads);
  return [head, ...cells.map(pad)].map((line) => `${line}\n`).join("");
}

type Cell = string | number | boolean | null | undefined;
const cell = (value: Cell): string => (value === null || value === undefined || value === "" ? "-" : value === "unknown" ? "?" : String(value));
const cellsOf = <Row>(columns: readonly Column<Row>[], row: Row): string[] => columns.map((column) => cell(column.of(row)));

/** Names come from other people's documents: control characters must not reach the terminal. */
export const plain = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, " ");

// RFC 4180 section 2.
const csvLine = (line: readonly string[]): string => line.map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(",");
const mdCell = (text: string): string => plain(text).replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("<", "&lt;");
