// docs/reference/tables.md: what every migration together leaves, read back from a database in memory.
import { DatabaseSync } from "node:sqlite";
import { migrations } from "../../src/store/migrate.ts";
import { code, table } from "./page.ts";
import type { Page } from "./page.ts";

interface Column { name: string; type: string; notnull: number; pk: number }

function tablesOf(database: DatabaseSync): { name: string; columns: Column[] }[] {
  const names = database.prepare("select name from sqlite_schema where type = 'table' order by name").all() as { name: string }[];
  return names.map(({ name }) => ({ name, columns: database.prepare(`pragma table_info(${name})`).all() as unknown as Column[] }));
}

const keyOf = (columns: readonly Column[]): string => columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk).map(({ name }) => name).join(", ");

function write(): string {
  const database = new DatabaseSync(":memory:");
  for (const migration of migrations) for (const statement of migration.statements("sqlite")) database.exec(statement);
  const tables = tablesOf(database);
  database.close();
  return `
# Tables

The same tables stand in SQLite and in PostgreSQL. The organisation leads every key; what the whole installation shares stands under the
organisation \`world\` ([ADR 0001](../adr/0001-storage.md)). Instants are milliseconds since 1970 (UTC), flags are 0 or 1, JSON is text.
A column with \`?\` may be null.

${table(["migration", "name"], migrations.map(({ number, name }) => [number, name]))}

${table(["table", "key", "other columns"], tables.map(({ name, columns }) => [code(name), keyOf(columns), columns.filter(({ pk }) => pk === 0).map((column) => `${column.name}${column.notnull === 1 ? "" : "?"}`).join(", ")]))}
`;
}

export const pages: readonly Page[] = [{ path: "docs/reference/tables.md", write }];
