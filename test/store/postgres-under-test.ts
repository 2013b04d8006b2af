// A throw-away PostgreSQL cluster on loopback: one for a test file, a database for a test.
import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { fakeClock } from "../../src/kernel/clock.ts";
import { openStore } from "../../src/store/store.ts";
import type { StorePlace } from "../../src/store/store.ts";
import type { Ground } from "./store-under-test.ts";

/** The folder with initdb and postgres; undefined when the server is not installed here. */
export function postgresBinaries(): string | undefined {
  const installed = "/usr/lib/postgresql";
  const versions = existsSync(installed) ? readdirSync(installed).toSorted((a, b) => Number(b) - Number(a)) : [];
  return [pgConfigBinaries(), ...versions.map((version) => join(installed, version, "bin"))].find((folder) => folder !== undefined && existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}

function pgConfigBinaries(): string | undefined {
  try { return execFileSync("pg_config", ["--bindir"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim(); } catch { return undefined; }
}

/** PostgreSQL refuses to run as root: as root, the user that its package made. */
function runAs(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

export interface Cluster { ground: Ground; stop(): Promise<void> }

export async function startCluster(binaries: string): Promise<Cluster> {
  const who = runAs();
  const folder = mkdtempSync(join(tmpdir(), "aftwatch-postgres-"));
  if (who.uid !== undefined && who.gid !== undefined) chownSync(folder, who.uid, who.gid);
  const data = join(folder, "data");
  execFileSync(join(binaries, "initdb"), ["-D", data, "-U", "aftwatch", "--auth=trust", "--no-locale", "--encoding=UTF8", "--no-sync"], { ...who, cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const port = await freePort();
  const server = spawnServer(join(binaries, "postgres"), data, port, { ...who, cwd: folder });
  const admin = `postgres://aftwatch@127.0.0.1:${port}/postgres`;
  await untilReady(admin, server);
  const ground = groundOn(admin);
  return { ground, stop: async () => { await ground.dropped(); await stopServer(server, folder); } };
}

// The shell holds the server for as long as its own input is open: when the tests die, however they die, the server goes too.
function spawnServer(postgres: string, data: string, port: number, options: { uid?: number; gid?: number; cwd: string }): ChildProcess {
  const settings = [`port=${port}`, "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "synchronous_commit=off", "full_page_writes=off"].flatMap((setting) => ["-c", setting]);
  return spawn("sh", ["-c", '"$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server', "sh", postgres, "-D", data, ...settings], { ...options, stdio: ["pipe", "ignore", "ignore"] });
}

async function stopServer(server: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => { server.once("exit", resolve); });
  server.stdin?.end();
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject).listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => { resolve(typeof address === "object" && address ? address.port : 0); });
    });
  });
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) throw new Error(`the test cluster ended with ${server.exitCode} before it was ready`);
    try { await query(url, "select 1"); return; } catch { await pause(50); }
  }
  throw new Error("the test cluster was not ready within 15 s");
}

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try { return (await client.query(sql)).rows as Record<string, unknown>[]; } finally { await client.end(); }
}

/** A database that holds an empty store of this version, with nobody connected to it. */
async function migrated(admin: string): Promise<string> {
  await query(admin, "create database store_template");
  await (await openStore({ kind: "postgres", url: admin.replace(/postgres$/, "store_template"), poolSize: 1 }, fakeClock(0))).close();
  return "store_template";
}

/** dropped: when every removal that was asked for is done. */
function groundOn(admin: string): Ground & { dropped(): Promise<unknown> } {
  let made = 0;
  const drops: Promise<unknown>[] = [];
  let template: Promise<string> | undefined;
  const urlOf = (place: StorePlace): string => (place.kind === "postgres" ? place.url : admin);
  return {
    dialect: "postgres",
    async fresh() {
      const name = `test_${++made}`;
      await query(admin, `create database ${name}`);
      return { kind: "postgres", url: admin.replace(/postgres$/, name), poolSize: 3 };
    },
    execute: (place, sql) => query(urlOf(place), sql),
    async ready() {
      // Migrated once, then copied: a copy costs a tenth of eight migrations.
      template ??= migrated(admin);
      const [name, from] = [`test_${++made}`, await template];
      await query(admin, `create database ${name} template ${from}`);
      return { kind: "postgres", url: admin.replace(/postgres$/, name), poolSize: 3 };
    },
    // The next test has a database of its own and need not wait for it.
    async remove(place) { drops.push(query(admin, `drop database ${new URL(urlOf(place)).pathname.slice(1)} with (force)`).catch(() => {})); },
    dropped: () => Promise.all(drops),
  };
}
