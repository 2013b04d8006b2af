// A small shop in a real SQLite, for cases about queries: rows with seeded words, and statements that may fail.
import { DatabaseSync } from "node:sqlite";
import type { RangeNames } from "./case.ts";

export interface Row { id: number; name: string; kind: string; price: number }
export interface Shop {
  rows: readonly Row[];
  /** Runs a statement as it stands. Errors come through. */
  all(sql: string, ...values: (string | number)[]): Record<string, unknown>[];
  run(sql: string): void;
  close(): void;
}

const userPassword = "keep-it-closed";

/** A table of things with the given name, and one of users. Words of the rows are letters only. */
export function openShop(names: RangeNames, table: string): Shop {
  const db = new DatabaseSync(":memory:");
  const rows = Array.from({ length: 12 }, (_, at): Row => ({ id: 100 + at * 7, name: names.word(`thing/${at}`), kind: names.word(`kind/${at % 3}`), price: 5 + ((at * 37) % 50) }));
  db.exec(`CREATE TABLE ${table} (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, price INTEGER); CREATE TABLE people (login TEXT, password TEXT, note TEXT)`);
  const insert = db.prepare(`INSERT INTO ${table} VALUES (?, ?, ?, ?)`);
  for (const { id, name, kind, price } of rows) insert.run(id, name, kind, price);
  db.prepare("INSERT INTO people VALUES (?, ?, ?)").run("anna", userPassword, names.word("note"));
  return { rows, all: (sql, ...values) => db.prepare(sql).all(...values), run: (sql) => { db.exec(sql); }, close: () => { db.close(); } };
}
