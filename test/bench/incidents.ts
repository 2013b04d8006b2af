// npm run bench:incidents: lists of incidents at size, on both dialects; kept in bench/results/incidents.json.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fakeClock, minuteMs } from "../../src/kernel/clock.ts";
import { openStore } from "../../src/store/store.ts";
import type { StorePlace } from "../../src/store/store.ts";
import { postgresBinaries, startCluster } from "../store/postgres-under-test.ts";
import { tableOf } from "./figures.ts";
import type { Row } from "./figures.ts";
import { fill, startAt } from "./incidents/filled.ts";
import { measureBack, measureLists, measureMeasures, measureOne, measureSignals } from "./incidents/measured.ts";
import { inTemporaryFolder } from "./temporary-folder.ts";

const wholeSize = 100_000;
const resultFile = new URL("../../bench/results/incidents.json", import.meta.url);

/** Of one dialect. loadAverage: above the number of cores, others were at work. */
interface Part { dialect: string; size: number; measuredOn: string; loadAverage: number; rows: readonly Row[] }
interface Results { machine: Readonly<Record<string, string | number>>; parts: readonly Part[] }

async function measured(place: StorePlace, size: number): Promise<Part> {
  const clock = fakeClock(startAt + size * minuteMs);
  const store = await openStore(place, clock);
  try {
    await fill(store, size, (there) => { process.stderr.write(`\r${place.kind}: ${there} of ${size} incidents`); });
    process.stderr.write("\n");
    const loadAverage = Number((loadavg()[0] ?? 0).toFixed(2));
    const rows = [...await measureLists(store), ...await measureOne(store, clock), ...await measureBack(store), ...await measureMeasures(store, clock), ...await measureSignals(store, clock)];
    return { dialect: place.kind === "sqlite" ? "SQLite" : "PostgreSQL", size, measuredOn: new Date().toISOString().slice(0, 10), loadAverage, rows };
  } finally { await store.close(); }
}

async function onPostgres(size: number): Promise<Part | undefined> {
  const binaries = postgresBinaries();
  if (binaries === undefined) { process.stderr.write("PostgreSQL is not installed here: only SQLite is measured\n"); return undefined; }
  const cluster = await startCluster(binaries);
  try { return await measured(await cluster.ground.fresh(), size); } finally { await cluster.stop(); }
}

/** The other dialect keeps its figures. */
function keep(parts: readonly Part[]): void {
  const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), platform: `${platform()} ${arch()}`, node: process.versions.node };
  const others = keptParts().filter(({ dialect }) => !parts.some((one) => one.dialect === dialect));
  mkdirSync(new URL(".", resultFile), { recursive: true });
  writeFileSync(resultFile, `${JSON.stringify({ machine, parts: [...parts, ...others].toSorted((a, b) => (a.dialect < b.dialect ? 1 : -1)) } satisfies Results, undefined, 2)}\n`);
  process.stdout.write(`Kept in ${fileURLToPath(resultFile)}.\n`);
}

function keptParts(): readonly Part[] {
  try { return (JSON.parse(readFileSync(resultFile, "utf8")) as Results).parts; } catch { return []; }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { size: { type: "string" }, only: { type: "string" } } });
  const size = Number(values.size ?? wholeSize);
  const parts: Part[] = [];
  if (values.only !== "postgres") parts.push(await inTemporaryFolder("aftwatch-bench-incidents", (directory) => measured({ kind: "sqlite", directory }, size)));
  if (values.only !== "sqlite") { const part = await onPostgres(size); if (part) parts.push(part); }
  for (const { dialect, loadAverage, rows } of parts) process.stdout.write(tableOf(`${dialect}, ${size} incidents, load average ${loadAverage}`, rows));
  // Figures of another size are for whoever asked for them.
  if (size === wholeSize) keep(parts);
}

await main();
