// Migrations go forward only, each in a transaction of its own; a newer store is refused.
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { Fault } from "../kernel/fault.ts";
import { statements as foundation } from "./migrations/0001-foundation.ts";
import { statements as delivery } from "./migrations/0002-delivery.ts";
import { statements as alerts } from "./migrations/0003-alerts.ts";
import { statements as incidents } from "./migrations/0004-incidents.ts";
import { statements as oncall } from "./migrations/0005-oncall.ts";
import { statements as playbooks } from "./migrations/0006-playbooks.ts";
import { statements as response } from "./migrations/0007-response.ts";
import { statements as incidentWords } from "./migrations/0008-incident-words.ts";
import { statements as runtime } from "./migrations/0009-runtime.ts";
import { statements as dast } from "./migrations/0010-dast.ts";
import { seedStatistics } from "./planner-hints.ts";
import type { Tables } from "./tables.ts";

export type DialectName = "sqlite" | "postgres";

export const migrations: readonly { number: number; name: string; statements(dialect: DialectName): readonly string[] }[] = [
  { number: 1, name: "foundation", statements: foundation },
  { number: 2, name: "delivery", statements: delivery },
  { number: 3, name: "alerts", statements: alerts },
  { number: 4, name: "incidents", statements: incidents },
  { number: 5, name: "oncall", statements: oncall },
  { number: 6, name: "playbooks", statements: playbooks },
  { number: 7, name: "response", statements: response },
  { number: 8, name: "incident-words", statements: incidentWords },
  { number: 9, name: "runtime", statements: runtime },
  { number: 10, name: "dast", statements: dast },
];

/** Brings a store to this version; several servers may call it at once on PostgreSQL. */
export async function migrate(db: Kysely<Tables>, dialect: DialectName): Promise<void> {
  await sql`create table if not exists schema_version (number integer primary key, name text not null)`.execute(db).catch(concurrentCreate);
  const at = await versionOf(db);
  const newest = migrations.at(-1)?.number ?? 0;
  if (at > newest) throw new Fault("store.newer", { detail: `it is at migration ${at}; this program knows ${newest}` });
  for (const migration of migrations.filter(({ number }) => number > at)) await apply(db, dialect, migration);
  if (dialect === "sqlite" && at < newest) await seedStatistics(db);
}

async function apply(db: Kysely<Tables>, dialect: DialectName, migration: (typeof migrations)[number]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (dialect === "postgres") await sql`lock table schema_version in exclusive mode`.execute(tx);
    if ((await versionOf(tx)) >= migration.number) return;
    for (const statement of migration.statements(dialect)) await sql.raw(statement).execute(tx);
    await sql`insert into schema_version (number, name) values (${migration.number}, ${migration.name})`.execute(tx);
  });
}

async function versionOf(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ number: number | null }>`select max(number) as number from schema_version`.execute(db);
  return rows[0]?.number ?? 0;
}

// PostgreSQL: "if not exists" still races; the loser sees a unique violation, and the table is there.
function concurrentCreate(cause: unknown): void {
  if ((cause as { code?: string }).code !== "23505") throw cause;
}
