// osv-scanner beside us: the same SBOMs, the same OSV records, run in turns; time, memory, and which vulnerable packages each names.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { round } from "../figures.ts";
import { ensureIndex } from "./index-files.ts";
import { compareVerdicts } from "./peer-verdicts.ts";
import type { Plan, SizedRow } from "./plan.ts";
import { medianOf, runAftwatch, runProgram } from "./process.ts";
import type { Run } from "./process.ts";
import { generatedSbom, realSboms } from "./sboms.ts";
import type { SbomFile } from "./sboms.ts";
import { archivesOf, writeArchive } from "./world.ts";
import type { World } from "./world.ts";

export interface Peer { path: string; version: string }

export const absentPeers = "grype and trivy are not measured: the Go module proxy refuses their modules, and their databases can only be had from registries that are not reachable here.";
const cache = fileURLToPath(new URL("../../../.cache/peers", import.meta.url));
const setting = "AFTWATCH_BENCH_OSV_SCANNER";
export const noPeer = `osv-scanner is not there: name it in ${setting}, put it on PATH, or add --install-peers (needs Go).`;

/** By the setting, on PATH, or where --install-peers put it. */
export function findPeer(): Peer | undefined {
  const named = process.env[setting];
  if (named !== undefined && !existsSync(named)) throw new Error(`${setting} names ${named}, which is not there.`);
  const places = [...(process.env["PATH"] ?? "").split(delimiter), cache].map((folder) => join(folder, "osv-scanner"));
  const path = named ?? places.find((place) => existsSync(place));
  if (path === undefined) return undefined;
  return { path, version: /osv-scanner version: (\S+)/.exec(execFileSync(path, ["--version"], { encoding: "utf8" }))?.[1] ?? "unknown" };
}

/** GOTOOLCHAIN=auto: it asks for a newer Go than many systems have. */
export function installPeer(): void {
  mkdirSync(cache, { recursive: true });
  execFileSync("go", ["install", "github.com/google/osv-scanner/v2/cmd/osv-scanner@latest"], { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, GOBIN: cache, GOTOOLCHAIN: "auto" } });
}

export async function measurePeer(plan: Plan, world: World, real: readonly string[], peer: Peer): Promise<{ rows: SizedRow[]; notes: string[] }> {
  await ensureIndex(world);
  const archives = archivesOf(world);
  const sboms = [...plan.scans.map(({ components }) => generatedSbom(world.directory, components, real)), ...await realSboms(world.directory, plan.sboms)];
  const all = [];
  for (const sbom of sboms) all.push(await onOne(world, sbom, archives, peer, world.size.peerRuns));
  return { rows: all.flatMap(({ rows }) => rows), notes: all.flatMap(({ notes }) => notes) };
}

async function onOne(world: World, sbom: SbomFile, archives: string, peer: Peer, count: number): Promise<{ rows: SizedRow[]; notes: string[] }> {
  const [ourOut, theirOut] = [join(world.directory, "ours.json"), join(world.directory, "theirs.json")];
  const [ours, theirs]: [Run[], Run[]] = [[], []];
  for (let number = 0; number <= count; number++) {
    const one = await runAftwatch(["scan", sbom.path, "--db", world.index, "--offline", "-o", "json"], { out: ourOut });
    const other = await runPeer(peer, sbom, archives, theirOut);
    // The first pair fills the system's memory with both databases.
    if (number > 0) { ours.push(one); theirs.push(other); }
  }
  const size = world.size.name;
  const name = sbom.name.startsWith("generated") ? `${sbom.name}` : `${sbom.name} (real, ${sbom.components})`;
  const wall = [medianOf(ours, "wallMs"), medianOf(theirs, "wallMs")] as const;
  const peak = [medianOf(ours, "peakMb"), medianOf(theirs, "peakMb")] as const;
  const row = (measure: string, value: number, unit: string, aim?: number): SizedRow => ({ size, measure: `${name}: ${measure}`, value: round(value), unit, aim, ...(aim === undefined ? {} : { more: true }) });
  const { both, oursOnly, theirsOnly } = compareVerdicts(readFileSync(ourOut, "utf8"), readFileSync(theirOut, "utf8"));
  return {
    rows: [
      row("aftwatch", wall[0], "ms"), row("osv-scanner", wall[1], "ms"), row("times faster", wall[1] / wall[0], "x", 10),
      row("aftwatch, processor time", medianOf(ours, "cpuMs"), "ms"), row("osv-scanner, processor time", medianOf(theirs, "cpuMs"), "ms"),
      row("aftwatch, peak memory", peak[0], "MB"), row("osv-scanner, peak memory", peak[1], "MB"), row("times less memory", peak[1] / peak[0], "x"),
      row("vulnerable versions both name", both.length, ""), row("only aftwatch names", oursOnly.length, ""), row("only osv-scanner names", theirsOnly.length, ""),
    ],
    notes: [...sample(`${size}, ${name}, only aftwatch names`, oursOnly), ...sample(`${size}, ${name}, only osv-scanner names`, theirsOnly)],
  };
}

const sample = (what: string, all: readonly string[]): string[] => (all.length === 0 ? [] : [`${what}: ${all.slice(0, 5).join(", ")}${all.length > 5 ? ` and ${all.length - 5} more` : ""}`]);

/** Its exit code 1 means that it found something; everything above is an error. */
async function runPeer(peer: Peer, sbom: SbomFile, archives: string, out: string): Promise<Run> {
  const run = await runProgram(peer.path, ["scan", "source", "--offline", "-L", sbom.path, "--format", "json"], { env: { OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY: archives }, out });
  const told = readFileSync(`${out}.err`, "utf8");
  // One ecosystem without an archive ends its look-ups, whatever the exit code; those that no record is of get an empty one.
  const missing = [...told.matchAll(/could not load db for (.+) ecosystem: /g)].flatMap(([, ecosystem = ""]) => (existsSync(join(archives, "osv-scalibr", ecosystem, "all.zip")) ? [] : [ecosystem]));
  if (missing.length === 0 && (run.code === 0 || run.code === 1)) return run;
  if (missing.length === 0) throw new Error(`osv-scanner ended with ${run.code}: ${told.slice(-2000)}`);
  for (const ecosystem of missing) writeArchive(archives, ecosystem, []);
  return runPeer(peer, sbom, archives, out);
}
