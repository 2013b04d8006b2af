// A whole Aftwatch for one test: a real store in a folder of its own, a clock that moves when told to, no host, no feed unless asked for.
import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openApp } from "../src/app/open.ts";
import type { OpenApp, World } from "../src/app/open.ts";
import { readSettings } from "../src/app/settings.ts";
import type { Settings } from "../src/app/settings.ts";
import { fakeClock } from "../src/kernel/clock.ts";
import type { Instant } from "../src/kernel/clock.ts";
import { silentLog } from "../src/kernel/log.ts";

/** Sunday, 1 March 2026, noon UTC: where a test's clock stands unless it says otherwise. */
export const testStartAt: Instant = Date.UTC(2026, 2, 1, 12);

export interface TestAppOptions {
  at?: Instant;
  /** Feeds to poll, and where each is read from; none by default. */
  feeds?: readonly { id: "osv" | "kev" | "epss"; baseUrl: string }[];
  settings?: Partial<Settings>;
  /** PostgreSQL in place of the embedded store. */
  databaseUrl?: string;
  world?: World;
}

export interface TestApp { app: OpenApp; clock: ReturnType<typeof fakeClock>; dir: string; close(): Promise<void> }

// Where the system keeps a folder in memory with room to spare: these tests write in thousands of transactions, and none is about durability.
const memoryFolder = "/dev/shm";
const roomBytes = 512 * 1024 * 1024;

function roomyFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(memoryFolder);
    return bavail * bsize > roomBytes ? memoryFolder : tmpdir();
  } catch { return tmpdir(); }
}

/** No job runs by itself: a test calls app.steps and app.syncFeed when its clock says so. close removes the folder. */
export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { at = testStartAt, feeds = [], databaseUrl, world = {} } = options;
  const dir = mkdtempSync(join(roomyFolder(), "aftwatch-test-"));
  const clock = fakeClock(at);
  const settings: Settings = {
    ...readSettings({ AFTWATCH_DATA: join(dir, "data"), AFTWATCH_FEEDS: feeds.map(({ id }) => id).join(",") || "none", AFTWATCH_HOST: "off", AFTWATCH_PRIVATE_CHANNELS: "on", AFTWATCH_CACHE_MIB: "8", AFTWATCH_POLL_SECONDS: "1" }, {}, dir),
    ...(databaseUrl === undefined ? {} : { databaseUrl }), ...options.settings,
  };
  const baseUrls = { ...settings.feeds.baseUrls, ...Object.fromEntries(feeds.map(({ id, baseUrl }) => [id, baseUrl])) };
  const app = await openApp({ ...settings, feeds: { ...settings.feeds, baseUrls } }, { clock, log: silentLog, random: () => 0.5, ...world });
  return { app, clock, dir, close: async () => { await app.close(); rmSync(dir, { recursive: true, force: true }); } };
}
