// Reads by many keys in a few fixed sizes, so that their statements stay compiled; a text for every count of keys would be compiled anew each time.
import { CompiledQuery } from "kysely";
import type { Tx } from "./bulk.ts";

const sizes = [4, 32, 256];
const largest = 256;

/** before and after: SQL around `in (...)`, with the fixed values that each needs. */
export interface KeyedRead { before: string; given: readonly (string | number)[]; after?: string; givenAfter?: readonly (string | number)[] }

/** The rows of all keys; each key is asked once. Values are written `?` in both dialects. */
export async function rowsOfKeys<R>(tx: Tx, { before, given, after = "", givenAfter = [] }: KeyedRead, keys: readonly string[]): Promise<R[]> {
  const distinct = [...new Set(keys)];
  const rows: R[] = [];
  for (let from = 0; from < distinct.length; from += largest) {
    const part = distinct.slice(from, from + largest);
    const size = sizes.find((candidate) => candidate >= part.length) ?? largest;
    // The same key again finds nothing more.
    while (part.length < size) part.push(part[0] ?? "");
    const answer = await tx.db.executeQuery<R>(CompiledQuery.raw(textOf(tx, `${before} in (`, size, `) ${after}`), [...given, ...part, ...givenAfter]));
    for (const row of answer.rows) rows.push(row);
  }
  return rows;
}

/** One statement with fixed text. */
export const rowsOf = async <R>(tx: Tx, text: string, values: readonly (string | number)[]): Promise<R[]> =>
  (await tx.db.executeQuery<R>(CompiledQuery.raw(textOf(tx, text, 0, ""), [...values]))).rows;

const texts = new Map<string, string>();

function textOf({ dialect }: Tx, before: string, size: number, after: string): string {
  const id = `${dialect} ${size} ${before}${after}`;
  let text = texts.get(id);
  if (text === undefined) {
    text = `${before}${Array.from({ length: size }, () => "?").join(",")}${after}`;
    if (dialect === "postgres") { let number = 0; text = text.replaceAll("?", () => `$${++number}`); }
    texts.set(id, text);
  }
  return text;
}
