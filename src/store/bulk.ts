// Many rows at once: multi-row inserts in a few fixed sizes, so that their statements stay compiled.
import { CompiledQuery } from "kysely";
import type { Kysely, Transaction } from "kysely";
import type { DialectName } from "./migrate.ts";
import type { Tables } from "./tables.ts";

export type Db = Kysely<Tables> | Transaction<Tables>;
/** A transaction and the words of its dialect. */
export interface Tx { db: Db; dialect: DialectName }

type Value = string | number | null;
const sizes = [256, 64, 16, 4, 1];

/**
 * Inserts rows given as arrays in the order of columns. onConflict: the key columns; with `update`, those columns take the new values,
 * without it the old row stays. Rows must not repeat a key within one call when `update` is given.
 */
export async function insertMany<T extends keyof Tables>(tx: Tx, table: T, columns: readonly (keyof Tables[T] & string)[], rows: readonly (readonly Value[])[], onConflict?: { key: readonly string[]; update?: readonly string[] }): Promise<void> {
  for (let from = 0; from < rows.length;) {
    const size = sizes.find((candidate) => candidate <= rows.length - from) ?? 1;
    const text = statementOf(tx.dialect, table, columns, size, onConflict);
    await tx.db.executeQuery(CompiledQuery.raw(text, rows.slice(from, from + size).flat()));
    from += size;
  }
}

const texts = new Map<string, string>();

function statementOf(dialect: DialectName, table: string, columns: readonly string[], size: number, onConflict?: { key: readonly string[]; update?: readonly string[] }): string {
  const id = `${dialect} ${table} ${columns.join()} ${size} ${onConflict?.key.join()} ${onConflict?.update?.join()}`;
  const kept = texts.get(id);
  if (kept) return kept;
  let number = 0;
  const row = (): string => `(${columns.map(() => (dialect === "postgres" ? `$${++number}` : "?")).join(",")})`;
  const values = Array.from({ length: size }, row).join(",");
  const text = `insert into ${table} (${columns.join(",")}) values ${values}${conflictOf(onConflict)}`;
  texts.set(id, text);
  return text;
}

function conflictOf(onConflict?: { key: readonly string[]; update?: readonly string[] }): string {
  if (!onConflict) return "";
  if (!onConflict.update) return ` on conflict (${onConflict.key.join(",")}) do nothing`;
  return ` on conflict (${onConflict.key.join(",")}) do update set ${onConflict.update.map((name) => `${name} = excluded.${name}`).join(", ")}`;
}

/** Splits a list so that each part fits into one statement's parameters. */
export function* chunksOf<T>(items: readonly T[], size = 500): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}

/** Runs a query for each part of a long list and joins the answers. */
export async function inChunks<T, R>(items: readonly T[], query: (chunk: readonly T[]) => Promise<readonly R[]>): Promise<R[]> {
  const rows: R[] = [];
  for (const chunk of chunksOf([...new Set(items)])) rows.push(...await query(chunk));
  return rows;
}
