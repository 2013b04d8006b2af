// aftwatch db: the advisory index that scans read without a server: filled, looked at, carried to places without a network.
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import type { SourceFreshness } from "../../app/advisory-index/advisory-index-freshness.ts";
import type { IndexRunReport } from "../../app/advisory-index/advisory-index-run.ts";
import { dayMs, hourMs, minuteMs, toIso } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall, ExitCode, OptionSpec } from "../command.ts";
import type { Column } from "../output.ts";
import { ageText, count } from "../sentences.ts";

const dbOption: OptionSpec = { flags: "--db <dir>", about: "the index; AFTWATCH_DB, else beside the data, else the user's cache" };
const update = defineCommand({
  path: "db update",
  about: "bring the advisory index up to date, without a server",
  examples: ["aftwatch db update", "aftwatch db update --from ./osv-mirror", "AFTWATCH_OSV_ECOSYSTEMS=npm,PyPI aftwatch db update --db ./advisories"],
  options: [{ flags: "--from <place>", about: "in place of OSV's bucket: URL, mirror, folder of JSON, .zip, .jsonl(.gz)" }, dbOption],
  exits: { 3: "a source failed; what the others brought is in use" },
  run: (call) => fill(call, { from: call.text("from"), fresh: false }),
});

const build = defineCommand({
  path: "db build",
  about: "make the advisory index anew; the old one serves until the end",
  examples: ["aftwatch db build --from-osv ./osv-mirror", "aftwatch db build --from-osv ./advisories.jsonl.gz --db ./advisories"],
  options: [{ flags: "--from-osv <place>", about: "URL, mirror, folder of JSON, .zip, .jsonl(.gz); OSV's bucket by default" }, dbOption],
  exits: { 3: "a source failed; the old index stays" },
  run: (call) => fill(call, { from: call.text("fromOsv"), fresh: true }),
});

async function fill(call: CommandCall, { from, fresh }: { from: string | undefined; fresh: boolean }): Promise<ExitCode> {
  const { io, progress } = call;
  const [{ updateInThread }, { readSettings }, directory] = await Promise.all([import("../../app/advisory-index/advisory-index-thread.ts"), import("../../app/settings.ts"), placeOf(call)]);
  const settings = readSettings(io.env, {}, io.cwd);
  const bars = new Map<string, ReturnType<typeof progress.start>>();
  const { feeds, proxy, noProxy, logLevel } = settings;
  const report = await updateInThread({
    job: { directory, settings: { feeds, proxy, noProxy }, from, fresh, cwd: io.cwd, version: call.program.version, holder: `process ${process.pid} on ${hostname()}`, now: io.clock.now(), logLevel: logLevel === "debug" ? "debug" : "warn" },
    signal: io.signal, writeLog: (line) => { io.err.write(line); },
    onProgress: (source, { done, total }) => {
      const bar = bars.get(source) ?? progress.start(source, total, "records");
      bars.set(source, bar);
      bar.at(done, total);
    },
  }).finally(() => { for (const bar of bars.values()) bar.end(); });
  tell(call, directory, report);
  return report.sources.some(({ error }) => error !== undefined) ? 3 : 0;
}

function tell(call: CommandCall, directory: string, { manifest, sources, rejects, left }: IndexRunReport): void {
  for (const { id, why } of left) call.say(`${id}: not asked, ${why}; what is known of it stays.`);
  for (const { id, error } of sources) if (error !== undefined) call.say(`${id}: ${error}`);
  for (const { source, record, reason } of rejects) call.detail(`${source}: not taken: ${record}: ${reason}`);
  const indexed = manifest && { generation: manifest.generation, builtAt: toIso(manifest.builtAt), counts: manifest.counts };
  call.output.rows("db-update", updateColumns, sources, { db: directory, index: indexed ?? null, left, rejects });
  const rejected = sources.reduce((sum, source) => sum + source.rejected, 0);
  call.output.note(manifest ? `${manifest.counts.advisories} advisories in ${directory}${rejected > 0 ? `; not taken, in whole or in part: ${rejected} (-v names them)` : ""}.` : "Nothing was read; there is no index yet.");
}

const updateColumns: readonly Column<IndexRunReport["sources"][number]>[] = [
  { head: "SOURCE", of: (row) => row.id },
  { head: "CHANGED", of: (row) => row.changed + row.enriched },
  { head: "REMOVED", of: (row) => row.removed },
  { head: "UNCHANGED", of: (row) => row.unchanged },
  { head: "OLDER", of: (row) => row.older },
  { head: "NOT TAKEN", of: (row) => row.rejected },
  { head: "STATE", of: (row) => (row.error === undefined ? "ok" : "failed") },
];

const status = defineCommand({
  path: "db status",
  about: "what the advisory index holds, how fresh it is, whether it is whole",
  examples: ["aftwatch db status", "aftwatch db status --verify --max-age 7d", "aftwatch db status --json"],
  options: [{ flags: "--verify", about: "read every byte and compare the digests" }, { flags: "--max-age <time>", about: "older is stale: 90m, 36h, 7d; each source's own limit by default" }, dbOption],
  exits: { 3: "it is damaged or of a newer version", 4: "there is none, or a source is stale or missing" },
  async run(call) {
    const [{ openAdvisoryIndex }, { freshnessOf }, { readSettings }, directory] = await Promise.all([
      import("../../advisories/advisory-index/open-index.ts"), import("../../app/advisory-index/advisory-index-freshness.ts"), import("../../app/settings.ts"), placeOf(call),
    ]);
    const maxAgeMs = durationFlag(call, "maxAge");
    const index = openAdvisoryIndex(directory);
    try {
      if (call.flag("verify")) index.verify();
      const { builtAt, sources: _sources, ...rest } = index.status();
      const sources = freshnessOf(index.status(), call.io.clock.now(), { enabled: readSettings(call.io.env, {}, call.io.cwd).feeds.enabled, maxAgeMs });
      call.output.rows("db-status", statusColumns, sources.map(inWords), { db: directory, builtAt: toIso(builtAt), verified: call.flag("verify"), ...rest });
      call.output.note(`${directory}: ${rest.counts.advisories} advisories of ${rest.counts.packages} packages, ${rest.counts.malicious} of them malicious ones; ${(rest.bytes / 1e6).toFixed(1)} MB in ${count(rest.segments, "segment")}, generation ${rest.generation}${call.flag("verify") ? ", every digest fits" : ""}.`);
      return sources.every(({ state }) => state === "fresh") ? 0 : 4;
    } finally { index.close(); }
  },
});

const inWords = ({ newestAt, syncedAt, ageMs, limitMs, ...rest }: SourceFreshness) => ({
  ...rest, newestAt: newestAt === undefined ? null : toIso(newestAt), syncedAt: syncedAt === undefined ? null : toIso(syncedAt),
  ageSeconds: ageMs === undefined ? null : Math.round(ageMs / 1000), limitSeconds: Number.isFinite(limitMs) ? limitMs / 1000 : null,
});

const statusColumns: readonly Column<ReturnType<typeof inWords>>[] = [
  { head: "SOURCE", of: (row) => row.id },
  { head: "STATE", of: (row) => row.state },
  { head: "AGE", of: (row) => (row.ageSeconds === null ? null : ageText(row.ageSeconds * 1000)) },
  { head: "LIMIT", of: (row) => (row.limitSeconds === null ? null : ageText(row.limitSeconds * 1000)) },
  { head: "RECORDS", of: (row) => row.records },
  { head: "NEWEST", of: (row) => row.newestAt },
];

const units = { m: minuteMs, h: hourMs, d: dayMs } as const;

function durationFlag(call: CommandCall, name: string): number | undefined {
  const text = call.text(name);
  if (text === undefined) return undefined;
  const [, amount, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (amount === undefined) throw new Fault("cli.usage", { detail: `--max-age must be minutes, hours or days (90m, 36h, 7d), not "${text}".` });
  return Number(amount) * units[unit as keyof typeof units];
}

const exportIndex = defineCommand({
  path: "db export",
  about: "the advisory index as one file, for places without a network",
  examples: ["aftwatch db export advisories.aftwatch.gz", "aftwatch db export advisories.aftwatch --db ./advisories"],
  arguments: [{ name: "<file>", about: "the file to write, gzipped when it ends in .gz; it must not exist" }],
  options: [dbOption],
  exits: { 3: "the index is damaged", 4: "there is no index" },
  async run(call) {
    const [{ bundleOf }, directory] = await Promise.all([import("../../advisories/advisory-index/bundle.ts"), placeOf(call)]);
    const [name = ""] = call.arguments;
    const file = resolve(call.io.cwd, name);
    if (await stat(file).catch(() => undefined)) throw new Fault("cli.usage", { detail: `${name} exists; an export never overwrites.` });
    const part = `${file}.part`;
    try {
      const out = createWriteStream(part, { flags: "wx" });
      if (name.endsWith(".gz")) await pipeline(Readable.from(bundleOf(directory)), createGzip(), out, { signal: call.io.signal });
      else await pipeline(Readable.from(bundleOf(directory)), out, { signal: call.io.signal });
      await rename(part, file);
    } finally { await rm(part, { force: true }); }
    call.output.thing("db-export", { file, bytes: (await stat(file)).size, db: directory });
    return 0;
  },
});

const importIndex = defineCommand({
  path: "db import",
  about: "put an exported index in use, once every byte of it is verified",
  examples: ["aftwatch db import advisories.aftwatch.gz", "aftwatch db import advisories.aftwatch --db ./advisories"],
  arguments: [{ name: "<file>", about: "written by aftwatch db export" }],
  options: [dbOption],
  exits: { 2: "the file is not one, or not whole; the old index stays" },
  async run(call) {
    const [{ importBundle }, { lockIndex }, directory] = await Promise.all([import("../../advisories/advisory-index/bundle.ts"), import("../../app/advisory-index/advisory-index-update.ts"), placeOf(call)]);
    const [name = ""] = call.arguments;
    const file = resolve(call.io.cwd, name);
    if (!(await stat(file).catch(() => undefined))?.isFile()) throw new Fault("cli.usage", { detail: `There is no file ${name}.` });
    const lock = lockIndex(directory, `process ${process.pid} on ${hostname()}`);
    try {
      const manifest = await importBundle(await bytesOf(file), directory);
      call.output.thing("db-import", { db: directory, generation: manifest.generation, builtAt: toIso(manifest.builtAt), advisories: manifest.counts.advisories });
      return 0;
    } finally { lock.release(); }
  },
});

/** Gzip is told by its magic number, whatever the file is called. */
async function bytesOf(file: string): Promise<AsyncIterable<Uint8Array>> {
  const bytes = createReadStream(file, { highWaterMark: 1024 * 1024 });
  let head: Uint8Array = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { end: 1 })) head = chunk as Uint8Array;
  if (head[0] !== 0x1f || head[1] !== 0x8b) return bytes;
  const gunzip = createGunzip();
  bytes.once("error", (cause) => gunzip.destroy(cause)).pipe(gunzip);
  return gunzip;
}

async function placeOf({ io, text }: Pick<CommandCall, "io" | "text">): Promise<string> {
  const { advisoryIndexPlace } = await import("../../app/advisory-index/advisory-index-place.ts");
  return advisoryIndexPlace({ env: io.env, cwd: io.cwd, home: io.home, flag: text("db") });
}

export const commands = [update, build, status, exportIndex, importIndex];
