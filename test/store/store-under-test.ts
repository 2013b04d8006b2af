// An empty store for one test, on either dialect, with a way past its ports to break things on purpose.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeClock } from "../../src/kernel/clock.ts";
import { databaseFile, openStore } from "../../src/store/store.ts";
import type { Store, StorePlace } from "../../src/store/store.ts";
import { openSqliteFile } from "../../src/store/sqlite.ts";

export const startAt = Date.UTC(2026, 0, 1);

export interface Ground {
  readonly dialect: "sqlite" | "postgres";
  /** A place where nothing was ever stored. */
  fresh(): Promise<StorePlace>;
  /** A place with an empty store of this version, where that is quicker to have than to make. */
  ready?(): Promise<StorePlace>;
  /** SQL past the ports; the store may be open or not. */
  execute(place: StorePlace, sql: string): Promise<readonly Record<string, unknown>[]>;
  remove(place: StorePlace): Promise<void>;
}

export interface StoreUnderTest { store: Store; clock: ReturnType<typeof fakeClock>; place: StorePlace; close(): Promise<void> }

export async function openUnderTest(ground: Ground): Promise<StoreUnderTest> {
  const place = await (ground.ready ?? ground.fresh)();
  const clock = fakeClock(startAt);
  const store = await openStore(place, clock);
  return { store, clock, place, close: async () => { await store.close(); await ground.remove(place); } };
}

// Thousands of commits, each synchronised: in memory where the system has such a folder, since no test outlives its machine.
const memoryFolder = "/dev/shm";
export const emptyFolder = (): string => mkdtempSync(join(existsSync(memoryFolder) ? memoryFolder : tmpdir(), "aftwatch-store-"));

const directoryOf = (place: StorePlace): string => (place.kind === "sqlite" ? place.directory : "");

export const sqliteGround: Ground = {
  dialect: "sqlite",
  fresh: async () => ({ kind: "sqlite", directory: emptyFolder(), cacheMiB: 8 }),
  async execute(place, sql) {
    const database = openSqliteFile(databaseFile(directoryOf(place)));
    try {
      if (/^\s*select/i.test(sql)) return database.prepare(sql).all();
      database.exec(sql);
      return [];
    } finally { database.close(); }
  },
  remove: async (place) => { rmSync(directoryOf(place), { recursive: true, force: true }); },
};
