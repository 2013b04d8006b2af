// PostgreSQL 15 and later behind Kysely, through `pg`.
import { PostgresDialect } from "kysely";
import type { Dialect } from "kysely";
import pg from "pg";

/** bigint (type 20) holds our instants and counts, all below 2^53: read as numbers. */
const numbers = (text: string): number => Number(text);

export function openPostgresPool(url: string, poolSize: number): pg.Pool {
  const types = { getTypeParser: (id: number, format?: string) => (id === 20 ? numbers : pg.types.getTypeParser(id, format as "text")) };
  const pool = new pg.Pool({ connectionString: url, max: poolSize, types: types as unknown as pg.CustomTypesConfig, application_name: "aftwatch" });
  // An idle connection that breaks must not end the process; the next query reports it.
  pool.on("error", () => {});
  return pool;
}

export const postgresDialect = (pool: pg.Pool): Dialect => new PostgresDialect({ pool });
