// Advisories of one size in a folder: the real ones and invented ones, as lines by ecosystem, as changes, and as OSV's archives.
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openZipFile, zipEntries } from "../../../src/kernel/zip.ts";
import { writeZip } from "../../../src/kernel/zip.fixtures/write-zip.ts";
import { grownRecords } from "../grown-advisories.ts";
import { showProgress } from "../progress.ts";
import type { WorldSize } from "./plan.ts";

/** records: a folder of lines, a file for each ecosystem. delta: changes to them, as lines. */
export interface World { size: WorldSize; directory: string; records: string; delta: string; index: string; counts: { real: number; realMalicious: number; grown: number } }

const mirror = fileURLToPath(new URL("../../../../shared/data/advisories/osv-mirror", import.meta.url));
export const isRealThere = existsSync(join(mirror, "ecosystems.txt"));

/** Made once in a folder that is kept. */
export function makeWorld(work: string, size: WorldSize, changes: number): World {
  const directory = join(work, size.name);
  const [records, facts] = [join(directory, "records"), join(directory, "world.json")];
  if (!existsSync(facts)) {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(records, { recursive: true });
    writeFileSync(facts, JSON.stringify(writeRecords(records, join(directory, "delta.jsonl"), size, changes)));
  }
  return { size, directory, records, delta: join(directory, "delta.jsonl"), index: join(directory, "index"), counts: JSON.parse(readFileSync(facts, "utf8")) as World["counts"] };
}

/** Every so-manieth record is changed too: eight of ten say something else, one is withdrawn, one is new. */
function writeRecords(folder: string, delta: string, size: WorldSize, changes: number): World["counts"] {
  const files = lineFiles(folder);
  const every = Math.max(1, Math.floor(size.records / (changes * 0.9)));
  const changed: string[] = [];
  let written = 0;
  const put = (ecosystem: string, text: string): void => {
    files.put(ecosystem, text);
    if (written++ % every === 0 && changed.length < changes * 0.9) changed.push(changeOf(text, changed.length));
  };
  let [real, realMalicious] = [0, 0];
  for (const { ecosystem, text } of realRecords(size.folders)) {
    real++;
    if (/"id":\s*"MAL-/.test(text)) realMalicious++;
    put(ecosystem, text);
  }
  const grown = size.realAlone && real > 0 ? 0 : Math.max(0, size.records - (real - realMalicious));
  const progress = showProgress(`records for ${size.name}`, grown);
  let done = 0;
  for (const text of grownRecords(grown)) { put(ecosystemOf(text), text); progress.step(++done); }
  files.end();
  progress.end();
  writeFileSync(delta, [...changed, ...grownRecords(grown + changes, { from: grown, to: grown + changes - changed.length })].map((line) => `${line}\n`).join(""));
  return { real, realMalicious, grown };
}

const ecosystemOf = (text: string): string => /"ecosystem":"([^":]+)/.exec(text)?.[1] ?? "npm";

function changeOf(text: string, number: number): string {
  const record = JSON.parse(text) as { modified: string; summary?: string };
  const modified = new Date(Math.max(Date.parse("2027-08-01"), Date.parse(record.modified) + 1000)).toISOString();
  return JSON.stringify({ ...record, modified, summary: `${record.summary ?? ""} (revised)`, ...(number % 9 === 8 ? { withdrawn: modified } : {}) });
}

/** The records of the shared mirror, on one line each; none where it is not. */
function* realRecords(folders: readonly string[] | undefined): Generator<{ ecosystem: string; text: string }> {
  if (!isRealThere) return;
  for (const ecosystem of folders ?? readdirSync(mirror).toSorted()) {
    const path = join(mirror, ecosystem, "all.zip");
    if (!existsSync(path)) continue;
    const archive = openZipFile(path);
    try { for (const entry of zipEntries(archive)) yield { ecosystem, text: JSON.stringify(JSON.parse(Buffer.from(entry.read()).toString())) }; } finally { archive.close(); }
  }
}

const bufferChars = 1 << 20;

function lineFiles(folder: string): { put(name: string, line: string): void; end(): void } {
  const waiting = new Map<string, { lines: string[]; chars: number }>();
  const write = (name: string, lines: readonly string[]): void => { if (lines.length > 0) appendFileSync(join(folder, `${name}.jsonl`), `${lines.join("\n")}\n`); };
  return {
    put(name, line) {
      const own = waiting.get(name) ?? { lines: [], chars: 0 };
      waiting.set(name, own);
      own.lines.push(line);
      if ((own.chars += line.length) > bufferChars) { write(name, own.lines); waiting.delete(name); }
    },
    end: () => { for (const [name, { lines }] of waiting) write(name, lines); },
  };
}

/** The same records as `<ecosystem>/all.zip` below `osv-scalibr`, where osv-scanner looks for them; returns the folder above. */
export function archivesOf({ directory, records }: World): string {
  const [folder, half] = [join(directory, "archives"), join(directory, "archives.new")];
  if (existsSync(folder)) return folder;
  rmSync(half, { recursive: true, force: true });
  for (const file of readdirSync(records)) writeArchive(half, file.replace(/\.jsonl$/, ""), readFileSync(join(records, file), "utf8").trimEnd().split("\n"));
  renameSync(half, folder);
  return folder;
}

export function writeArchive(archives: string, ecosystem: string, records: readonly string[]): void {
  const place = join(archives, "osv-scalibr", ecosystem);
  mkdirSync(place, { recursive: true });
  // From 65,535 files on, the counts of a plain archive are too narrow.
  const zip64 = records.length > 65_000;
  writeFileSync(join(place, "all.zip"), writeZip(records.map((content) => ({ name: `${/"id":"([^"]+)"/.exec(content)?.[1] ?? "unnamed"}.json`, content })), { zip64 }));
}
