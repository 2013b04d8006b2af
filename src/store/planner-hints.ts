// Tells SQLite's planner what it cannot know of a new store: that one organisation holds nearly every row.
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

// Without statistics, "org_id = ?" looks as selective as any other equality, and whole tables are read by it.
const rows = 1_000_000;
const coarse = new Set(["state", "kind", "source", "retracted_at", "ended_at"]);

interface IndexRow { tbl: string; idx: string; name: string; unique: number; origin: string }

/** Writes plausible statistics where there are none; a real `analyze` replaces them. */
export async function seedStatistics(db: Kysely<Tables>): Promise<void> {
  await sql`analyze`.execute(db);
  const { rows: known } = await sql<{ idx: string }>`select idx from sqlite_stat1`.execute(db);
  const have = new Set(known.map(({ idx }) => idx));
  const { rows: indexes } = await sql<IndexRow>`
    select m.name as tbl, i.name as idx, i.name as name, i."unique" as "unique", i.origin as origin
    from sqlite_schema m, pragma_index_list(m.name) i where m.type = 'table' and m.name not like 'sqlite_%' and m.name <> 'schema_version'`.execute(db);
  for (const index of indexes) {
    const { rows: columns } = await sql<{ name: string }>`select name from pragma_index_info(${index.name}) order by seqno`.execute(db);
    // A table without rowid is its primary key, and goes by the table's name (analyze.c, analyzeOneTable).
    const idx = index.origin === "pk" ? index.tbl : index.idx;
    if (!have.has(idx)) await sql`insert into sqlite_stat1 (tbl, idx, stat) values (${index.tbl}, ${idx}, ${statOf(columns.map(({ name }) => name), index.unique === 1)})`.execute(db);
  }
  await sql`analyze sqlite_schema`.execute(db);
}

/** "rows, then how many rows share the first column, the first two, ...": sqlite.org/fileformat2.html, section 2.6.3. */
function statOf(columns: readonly string[], unique: boolean): string {
  let left = rows;
  const shared = columns.map((column, index) => {
    if (unique && index === columns.length - 1) return 1;
    left = column === "org_id" ? left : coarse.has(column) ? Math.ceil(left / 3) : Math.min(left, Math.max(2, 20 - 6 * index));
    return left;
  });
  return [rows, ...shared].join(" ");
}
