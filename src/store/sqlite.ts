// SQLite (node:sqlite) behind Kysely: one writer, one reader, WAL with full synchronisation.
import { DatabaseSync } from "node:sqlite";
import type { SQLInputValue, StatementSync } from "node:sqlite";
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, Kysely, QueryResult } from "kysely";

// 16384 pages: with the default of 1000, nearly every SBOM would checkpoint.
const pragmas = ["journal_mode = wal", "synchronous = full", "wal_autocheckpoint = 16384", "busy_timeout = 10000", "foreign_keys = on", "temp_store = memory"];

export function openSqliteFile(file: string, options: { readOnly?: boolean; cacheMiB?: number } = {}): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: options.readOnly ?? false });
  for (const pragma of options.readOnly ? ["busy_timeout = 10000"] : pragmas) database.exec(`pragma ${pragma}`);
  database.exec(`pragma cache_size = -${(options.cacheMiB ?? 64) * 1024}`);
  return database;
}

// node:sqlite answers at once, so a transaction of many statements would hold the event loop to its end.
// After this many the loop gets a turn: people's requests are answered while a feed is loaded.
const statementsPerTurn = 4;

// Statements are kept compiled: building a plan costs more than running most of them.
const keptStatements = 400;

class Connection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #sinceTurn = 0;
  constructor(database: DatabaseSync) { this.#database = database; }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    if (++this.#sinceTurn >= statementsPerTurn) {
      this.#sinceTurn = 0;
      await new Promise(setImmediate);
    }
    const statement = this.#prepare(sql);
    const values = parameters as SQLInputValue[];
    if (statement.columns().length > 0) return { rows: statement.all(...values) as R[] };
    const { changes } = statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    for (const row of this.#database.prepare(sql).iterate(...(parameters as SQLInputValue[]))) yield { rows: [row as R] };
  }

  exec(sql: string): void { this.#database.exec(sql); }

  #prepare(sql: string): StatementSync {
    const kept = this.#statements.get(sql);
    if (kept) return kept;
    if (this.#statements.size >= keptStatements) this.#statements.delete(this.#statements.keys().next().value ?? "");
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** One connection, lent to one caller at a time, in order of asking. */
class OneConnectionDriver implements Driver {
  readonly #database: DatabaseSync;
  readonly #connection: Connection;
  #free: Promise<void> = Promise.resolve();
  #release: () => void = () => {};
  constructor(database: DatabaseSync) { this.#database = database; this.#connection = new Connection(database); }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<Connection> {
    const before = this.#free;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#free = before.then(() => promise);
    await before;
    this.#release = resolve;
    return this.#connection;
  }
  async releaseConnection(): Promise<void> { this.#release(); }
  async beginTransaction(connection: Connection): Promise<void> { connection.exec("begin immediate"); }
  async commitTransaction(connection: Connection): Promise<void> { connection.exec("commit"); }
  async rollbackTransaction(connection: Connection): Promise<void> { connection.exec("rollback"); }
  async destroy(): Promise<void> { this.#database.close(); }
}

// Kysely takes SQLite's schema changes for not transactional; they are, and a half-run migration must not stay.
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean { return true; }
}

export const sqliteDialect = (database: DatabaseSync): Dialect => ({
  createAdapter: () => new TransactionalAdapter(),
  createDriver: () => new OneConnectionDriver(database),
  createIntrospector: (db: Kysely<never>) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});
