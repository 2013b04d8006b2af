// Opens the store: the rooms' ports on SQLite in a directory, or on PostgreSQL.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { backup as backupDatabase } from "node:sqlite";
import { Kysely, sql } from "kysely";
import type { AccessStore } from "../access/access-store.ts";
import type { DetectionStore } from "../runtime/detection-store.ts";
import type { LoadedStore } from "../runtime/loaded-store.ts";
import type { AdvisoryStore } from "../advisories/advisory-store.ts";
import type { VulnerabilityViews } from "../advisories/vulnerability-views.ts";
import type { FindingStore } from "../findings/finding-store.ts";
import type { FindingViews } from "../findings/finding-views.ts";
import type { AlertProfileStore } from "../incidents/alert-profile-store.ts";
import type { IncidentStore } from "../incidents/incident-store.ts";
import type { IncidentViews } from "../incidents/incident-views.ts";
import type { OncallStore } from "../incidents/oncall/oncall-store.ts";
import type { InventoryStore } from "../inventory/inventory-store.ts";
import type { InventoryViews } from "../inventory/inventory-views.ts";
import type { Clock } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import type { LedgerStore } from "../ledger/ledger-store.ts";
import type { PlaybookStore } from "../incidents/playbooks/playbook-store.ts";
import type { ResponseStore } from "../incidents/response-store.ts";
import type { MatchStore } from "../matching/match-store.ts";
import type { AlertStore } from "../notify/alert-store.ts";
import type { NoticeStore } from "../notify/notice-store.ts";
import type { SilenceStore } from "../notify/suppression-store.ts";
import { accessStore } from "./access-store.ts";
import { advisoryStore } from "./advisory-store.ts";
import { alertProfileStore } from "./alert-profile-store.ts";
import { alertStore } from "./alert-store.ts";
import type { Db, Tx } from "./bulk.ts";
import { detectionStore } from "./detection-store.ts";
import { findingStore } from "./finding-store.ts";
import { incidentStore } from "./incident-store.ts";
import { inventoryStore } from "./inventory-store.ts";
import { ledgerStore, lockedHead } from "./ledger-store.ts";
import { loadedStore } from "./loaded-store.ts";
import { dastStore } from "./dast-store.ts";
import type { DastStore } from "../dast/dast-store.ts";
import { lockDirectory } from "./lock.ts";
import { matchStore } from "./match-store.ts";
import { migrate } from "./migrate.ts";
import type { DialectName } from "./migrate.ts";
import { noticeStore } from "./notice-store.ts";
import { oncallStore } from "./oncall-store.ts";
import { openPostgresPool, postgresDialect } from "./postgres.ts";
import { playbookStore } from "./playbook-store.ts";
import { responseStore } from "./response-store.ts";
import { settingStore } from "./setting-store.ts";
import { silenceStore } from "./silence-store.ts";
import type { SettingStore } from "./setting-store.ts";
import { openSqliteFile, sqliteDialect } from "./sqlite.ts";
import type { Tables } from "./tables.ts";
import { findingViews } from "./views/finding-views.ts";
import { fleetViews } from "./views/fleet-views.ts";
import type { FleetViews } from "./views/fleet-views.ts";
import { incidentViews } from "./views/incident-views.ts";
import { inventoryViews } from "./views/inventory-views.ts";
import { vulnerabilityViews } from "./views/vulnerability-views.ts";
import { world } from "./world.ts";

/** Where the data is. directory also holds the files beside a PostgreSQL store (the local token). */
export type StorePlace = { kind: "sqlite"; directory: string; cacheMiB?: number } | { kind: "postgres"; url: string; poolSize?: number };

/** The ports, bound to one transaction (or, for reads, to none). */
export interface Ports { ledger: LedgerStore; inventory: InventoryStore; advisories: AdvisoryStore; matches: MatchStore; findings: FindingStore; incidents: IncidentStore; oncall: OncallStore; notices: NoticeStore; access: AccessStore; settings: SettingStore; alerts: AlertStore; silences: SilenceStore;
  response: ResponseStore;
  alertProfiles: AlertProfileStore;
  playbooks: PlaybookStore;
  detections: DetectionStore;
  loaded: LoadedStore;
  dast: DastStore;
  /** The lists as this transaction sees them; inside a write no other connection may be waited for. */
  readonly views: Views;
}
export interface Views { inventory: InventoryViews; findings: FindingViews; incidents: IncidentViews; vulnerabilities: VulnerabilityViews; fleet: FleetViews }

export interface Store {
  readonly dialect: DialectName;
  /** All of it or nothing, durable when it resolves. Writers go one after the other. */
  write<T>(work: (ports: Ports) => Promise<T>): Promise<T>;
  /** Reads outside a transaction: each statement sees the last commit. */
  readonly read: Ports;
  readonly views: Views;
  /** A consistent copy while the server runs. */
  backup(toFile: string): Promise<{ bytes: number }>;
  ready(): Promise<boolean>;
  close(): Promise<void>;
}

export async function openStore(place: StorePlace, clock: Clock): Promise<Store> {
  return place.kind === "sqlite" ? openSqlite(place, clock) : openPostgres(place, clock);
}

export const databaseFile = (directory: string): string => join(directory, "aftwatch.db");

async function openSqlite({ directory, cacheMiB }: Extract<StorePlace, { kind: "sqlite" }>, clock: Clock): Promise<Store> {
  // What runs where and how it can be attacked is nobody else's business.
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = lockDirectory(directory, `process ${process.pid}`);
  const cache = cacheMiB === undefined ? {} : { cacheMiB };
  const writerFile = openSqliteFile(databaseFile(directory), cache);
  const writer = new Kysely<Tables>({ dialect: sqliteDialect(writerFile) });
  await migrate(writer, "sqlite").catch((cause: unknown) => { writerFile.close(); lock.release(); throw cause; });
  const reader = new Kysely<Tables>({ dialect: sqliteDialect(openSqliteFile(databaseFile(directory), cache)) });
  return assemble({
    dialect: "sqlite", writer, reader, clock,
    backup: (toFile) => backupOf(databaseFile(directory), toFile),
    close: async () => { await reader.destroy(); await writer.destroy(); lock.release(); },
  });
}

// All pages in one step, on a connection of its own: a reader of a WAL is not disturbed by writers, while a copy in
// several steps begins again at every commit, and one on the writer's connection fails while a transaction is open.
const allPages = 2 ** 30;

async function backupOf(file: string, toFile: string): Promise<{ bytes: number }> {
  const source = openSqliteFile(file, { readOnly: true });
  try { await backupDatabase(source, toFile, { rate: allPages }); } finally { source.close(); }
  return { bytes: statSync(toFile).size };
}

async function openPostgres({ url, poolSize = 8 }: Extract<StorePlace, { kind: "postgres" }>, clock: Clock): Promise<Store> {
  const pool = openPostgresPool(url, poolSize);
  const db = new Kysely<Tables>({ dialect: postgresDialect(pool) });
  try { await migrate(db, "postgres"); } catch (cause) {
    await db.destroy();
    if (cause instanceof Fault) throw cause;
    throw new Fault("store.unreachable", { detail: (cause as Error).message }, cause);
  }
  return assemble({
    dialect: "postgres", writer: db, reader: db, clock,
    backup: async () => { throw new Fault("settings.invalid", { detail: "PostgreSQL is backed up with pg_dump or the tools of your operator, not through Aftwatch." }); },
    close: () => db.destroy(),
  });
}

interface Parts { dialect: DialectName; writer: Kysely<Tables>; reader: Kysely<Tables>; clock: Clock; backup: Store["backup"]; close(): Promise<void> }

function assemble({ dialect, writer, reader, clock, backup, close }: Parts): Store {
  const reading: Tx = { db: reader, dialect };
  return {
    dialect, backup, close,
    read: portsOn(reading, clock),
    views: viewsOn(reading),
    write: (work) => writer.transaction().execute(async (db: Db) => {
      const tx: Tx = { db, dialect };
      // One order for all writers: without it two PostgreSQL servers could each hold half of what the other needs.
      if (dialect === "postgres") await lockedHead(tx, world);
      return work(portsOn(tx, clock));
    }),
    ready: async () => (await sql`select 1`.execute(reader)).rows.length === 1,
  };
}

const viewsOn = (tx: Tx): Views => ({ inventory: inventoryViews(tx), findings: findingViews(tx), incidents: incidentViews(tx), vulnerabilities: vulnerabilityViews(tx), fleet: fleetViews(tx) });

const portsOn = (tx: Tx, clock: Clock): Ports => ({
  ledger: ledgerStore(tx, clock), inventory: inventoryStore(tx), advisories: advisoryStore(tx), matches: matchStore(tx), findings: findingStore(tx), incidents: incidentStore(tx), oncall: oncallStore(tx), notices: noticeStore(tx), access: accessStore(tx), settings: settingStore(tx), alerts: alertStore(tx), silences: silenceStore(tx),
  response: responseStore(tx),
  alertProfiles: alertProfileStore(tx),
  playbooks: playbookStore(tx),
  detections: detectionStore(tx),
  loaded: loadedStore(tx),
  dast: dastStore(tx),
  // Made when asked for: most writes read no list.
  get views() { return viewsOn(tx); },
});
