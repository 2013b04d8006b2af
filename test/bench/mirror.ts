// A mirror of the OSV bucket in a folder, filled with invented advisories; new ones appear in it as they do in the real one.
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { writeZip } from "../../src/kernel/zip.fixtures/write-zip.ts";
import type { Package } from "./catalogue.ts";

export interface Advisory { id: string; modifiedAt: number; package: Pick<Package, "ecosystem" | "name">; fixed: string | undefined; alias: string }

export interface Mirror {
  url: string;
  /** Everything there is so far. */
  records(): readonly Advisory[];
  /** Puts records in as single files, then the listing: a reader sees the listing only when the files are there. */
  publish(records: readonly Advisory[]): void;
}

const folders = ["npm", "PyPI", "Debian"] as const;
const folderOf = ({ package: { ecosystem } }: Advisory): string => ecosystem.replace(/:.*/, "");

/**
 * Writes archives, listing and the list of ecosystems (https://google.github.io/osv.dev/data/). freshArchives: what is
 * published is put into the archives as well; without it they stay as they were, as those of the bucket do for a while.
 */
export function createMirror(directory: string, initial: readonly Advisory[], { freshArchives = false } = {}): Mirror {
  let held = initial.toSorted((a, b) => b.modifiedAt - a.modifiedAt);
  for (const folder of folders) mkdirSync(join(directory, folder), { recursive: true });
  writeArchives(directory, held);
  replace(join(directory, "ecosystems.txt"), `${folders.join("\n")}\n`);
  replace(join(directory, "modified_id.csv"), listing(held));
  return {
    url: pathToFileURL(directory).href,
    records: () => held,
    publish(records) {
      for (const record of records) replace(join(directory, folderOf(record), `${record.id}.json`), textOf(record));
      held = [...records, ...held].toSorted((a, b) => b.modifiedAt - a.modifiedAt);
      if (freshArchives) writeArchives(directory, held);
      replace(join(directory, "modified_id.csv"), listing(held));
    },
  };
}

function writeArchives(directory: string, held: readonly Advisory[]): void {
  for (const folder of folders) {
    const own = held.filter((record) => folderOf(record) === folder);
    replace(join(directory, folder, "all.zip"), writeZip(own.map((record) => ({ name: `${record.id}.json`, content: textOf(record) }))));
  }
}

const listing = (records: readonly Advisory[]): string => records.map((record) => `${new Date(record.modifiedAt).toISOString()},${folderOf(record)}/${record.id}\n`).join("");

function replace(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}

// About 2 kB a record, as the real ones have.
const paragraph = "An attacker who can reach the component sends input that it takes for its own, and the component then does what the input says. ";

/** OSV schema 1.7. */
function textOf({ id, modifiedAt, package: { ecosystem, name }, fixed, alias }: Advisory): string {
  const modified = new Date(modifiedAt).toISOString();
  return JSON.stringify({
    schema_version: "1.7.0", id, modified, published: modified, aliases: [alias], summary: `${name} trusts its input`, details: paragraph.repeat(10),
    severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
    affected: [{ package: { ecosystem, name }, ranges: [{ type: ecosystem === "npm" ? "SEMVER" : "ECOSYSTEM", events: [{ introduced: "0" }, ...(fixed === undefined ? [] : [{ fixed }])] }] }],
    references: [{ type: "WEB", url: `https://advisories.example/${id}` }, { type: "FIX", url: `https://code.example/${name.replace("@", "")}/commit/${id}` }],
  });
}

const day = 86_400_000;

/**
 * The first load: one for each package that is hit, then for fleet packages and strangers in turns, fixed before the oldest
 * version in use, so that most look-ups of a package find advisories that do not affect it - as with real data.
 */
export function initialRecords(catalogue: readonly Package[], count: number, now: number): Advisory[] {
  const hits = catalogue.flatMap((one) => (one.affectedBelow === undefined ? [] : [{ package: one, fixed: one.versions[one.affectedBelow] }]));
  return Array.from({ length: count }, (_, index): Advisory => {
    const one = hits[index] ?? harmless(catalogue, index);
    return { ...one, id: `BENCH-2026-${100_000 + index}`, alias: `CVE-2026-${500_000 + index}`, modifiedAt: now - 30 * day - index * 60_000 };
  });
}

function harmless(catalogue: readonly Package[], index: number): Pick<Advisory, "package" | "fixed"> {
  const one = catalogue[(index * 7) % catalogue.length];
  if (one && index % 3 === 0) return { package: one, fixed: one.ecosystem === "Debian:12" ? "0.9-1" : "0.9.0" };
  return { package: { ecosystem: "npm", name: `stranger-${index}` }, fixed: "1.0.0" };
}

/** News about a package: every version there is so far is affected, the next one will not be. */
export const newsAbout = ({ ecosystem, name }: Package, number: number, at: number): Advisory =>
  ({ id: `BENCH-2027-${100_000 + number}`, alias: `CVE-2027-${500_000 + number}`, modifiedAt: at, package: { ecosystem, name }, fixed: ecosystem === "Debian:12" ? "90.0-1" : "90.0.0" });
