// The manifest: which files are the index, swapped as one by a rename; and the removal of files that no manifest names.
import { closeSync, fsyncSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../kernel/id.ts";
import type { Instant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import type { IndexStatus, IndexedSource } from "./advisory-index.ts";
import { damaged, formatVersion, newer } from "./segment-file.ts";

/** sha256: of a segment's content as its head says; of the whole file for others. */
export interface FilePlace { file: string; bytes: number; sha256: string }

export interface Manifest {
  format: number;
  generation: number;
  builtAt: Instant;
  /** Oldest first; what a later one says of an id replaces what an earlier one says. */
  advisories: readonly FilePlace[];
  /** In order; a later one replaces, CVE by CVE and kind by kind. */
  enrichments: readonly (FilePlace & { source: string })[];
  sources: readonly IndexedSource[];
  counts: IndexStatus["counts"];
  /** See IndexStatus. */
  ecosystems: readonly string[];
  /** Where each feed stands, by its id. */
  cursors: FilePlace | undefined;
}

const manifestName = "manifest.json";
const owned = /^(?:advisories|enrichments|cursors)-(?:[\w-]+-)?\d+\.(?:segment|json)$|\.(?:part|spool)$/;

export const manifestPath = (directory: string): string => join(directory, manifestName);

/** Every file that the manifest names. */
export const filesOf = ({ advisories, enrichments, cursors }: Manifest): readonly FilePlace[] => [...advisories, ...enrichments, ...(cursors ? [cursors] : [])];

/** undefined when there is none. Throws index.damaged and index.newer. */
export function findManifest(directory: string): Manifest | undefined {
  const path = manifestPath(directory);
  let text: string;
  try { text = readFileSync(path, "utf8"); } catch (cause) {
    if (cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR")) return undefined;
    throw cause;
  }
  return parseManifest(text, path);
}

/** First line: digest of the rest; the rest: the manifest as JSON. */
export function parseManifest(text: string, path: string): Manifest {
  const line = text.indexOf("\n");
  const body = text.slice(line + 1);
  if (text.slice(0, Math.max(0, line)) !== sha256(body)) throw damaged(path, "its digest does not fit");
  const manifest = JSON.parse(body) as Manifest;
  if (manifest.format > formatVersion) throw newer(path, manifest.format);
  return manifest;
}

export const manifestText = (manifest: Manifest): string => {
  const body = `${JSON.stringify(manifest)}\n`;
  return `${sha256(body)}\n${body}`;
};

export function getManifest(directory: string): Manifest {
  const manifest = findManifest(directory);
  if (!manifest) throw new Fault("index.missing", { detail: directory });
  return manifest;
}

/** A file under its name is whole: written beside, synced, renamed. */
export function writeWhole(directory: string, file: string, text: string): FilePlace {
  const part = join(directory, `${file}.part`);
  const bytes = Buffer.from(text);
  const handle = openSync(part, "w", 0o600);
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, join(directory, file));
  return { file, bytes: bytes.length, sha256: sha256(bytes) };
}

/** From here on readers find the new index. Every file it names must be synced. */
export function swapManifest(directory: string, manifest: Manifest): void {
  syncFolder(directory);
  writeWhole(directory, manifestName, manifestText(manifest));
  syncFolder(directory);
}

// A rename is durable when its folder is. Windows has no such call, and needs none for its journal.
function syncFolder(directory: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(directory, "r");
  try { fsyncSync(handle); } finally { closeSync(handle); }
}

/** What a killed writer left, and what the manifest no longer names. Readers keep their open files; where the system forbids it, the next swap tries again. */
export function removeStale(directory: string, manifest: Manifest | undefined): void {
  const kept = new Set(manifest ? filesOf(manifest).map(({ file }) => file) : []);
  for (const name of readdirSync(directory)) {
    if (kept.has(name) || !owned.test(name)) continue;
    try { rmSync(join(directory, name), { force: true, recursive: true }); } catch { continue; }
  }
}
