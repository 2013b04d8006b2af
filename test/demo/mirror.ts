// A mirror of the OSV bucket in a folder, into which records are published as they are in the real one: files first, then the listing.
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { writeZip } from "../../src/kernel/zip.fixtures/write-zip.ts";

/** An OSV record (schema 1.7) as far as the mirror looks into it. */
export interface OsvRecord { id: string; modified: string; affected?: readonly { package?: { ecosystem: string; name: string }; [field: string]: unknown }[]; [field: string]: unknown }

export interface Mirror {
  /** For AFTWATCH_OSV_URL. */
  url: string;
  /** New records, or new versions of known ones. */
  publish(records: readonly OsvRecord[]): void;
}

const foldersOf = (record: OsvRecord): string[] => [...new Set((record.affected ?? []).flatMap((part) => part.package?.ecosystem.replace(/:.*/, "") ?? []))];

/** Lays out archives, listing and list of ecosystems (https://google.github.io/osv.dev/data/). `ecosystems` are those that records will ever be of. */
export function createMirror(directory: string, ecosystems: readonly string[], initial: readonly OsvRecord[] = []): Mirror {
  const rows = new Map<string, string>();
  for (const ecosystem of ecosystems) {
    mkdirSync(join(directory, ecosystem), { recursive: true });
    const own = initial.filter((record) => foldersOf(record).includes(ecosystem));
    replace(join(directory, ecosystem, "all.zip"), writeZip(own.map((record) => ({ name: `${record.id}.json`, content: JSON.stringify(record) }))));
  }
  replace(join(directory, "ecosystems.txt"), `${ecosystems.join("\n")}\n`);
  list(initial);
  return {
    url: pathToFileURL(directory).href,
    publish: (records) => {
      for (const record of records) for (const folder of foldersOf(record)) replace(join(directory, folder, `${record.id}.json`), JSON.stringify(record));
      list(records);
    },
  };

  function list(records: readonly OsvRecord[]): void {
    for (const record of records) for (const folder of foldersOf(record)) rows.set(`${folder}/${record.id}`, record.modified);
    // Newest first: a reader stops at the first row it knows.
    const listed = [...rows].toSorted(([, a], [, b]) => Date.parse(b) - Date.parse(a));
    replace(join(directory, "modified_id.csv"), listed.map(([name, modified]) => `${modified},${name}\n`).join(""));
  }
}

/** A reader sees the old file or the new one, never half of one. */
function replace(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
