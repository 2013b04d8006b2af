// Three ways to keep advisories for look-ups by package: the advisory index, SQLite with rows by key, and JSON read into memory.
import { closeSync, createReadStream, openSync, readdirSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { openIndexWriter } from "../../src/advisories/advisory-index/index-writer.ts";
import { openAdvisoryIndex } from "../../src/advisories/advisory-index/open-index.ts";
import { keptText, partText, partsFrom } from "../../src/advisories/advisory-index/part-text.ts";
import type { Advisory } from "../../src/advisories/advisory.ts";
import { readOsv } from "../../src/advisories/feeds/osv/read.ts";
import { packageKey, scopeMatches } from "../../src/versions/ecosystem.ts";

export interface Lookup { count(key: string, ecosystem: string): number; close(): void }
export interface Candidate { build(lines: AsyncIterable<Advisory>, directory: string): Promise<void>; open(directory: string): Lookup }

/** The advisories of a file of OSV records, one a line. */
export async function* advisoriesIn(file: string): AsyncGenerator<Advisory> {
  for await (const line of createInterface({ input: createReadStream(file, { highWaterMark: 256 * 1024 }) })) {
    const reading = readOsv(line, { source: "osv", label: "bench" });
    if (reading.kind === "advisory") yield reading.advisory;
  }
}

export const sizeOf = (directory: string): number => readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);

const index: Candidate = {
  async build(advisories, directory) {
    const writer = openIndexWriter(directory);
    for await (const advisory of advisories) writer.put(advisory);
    writer.commit(Date.now(), { heard: ["osv"], cursors: {} });
  },
  open(directory) {
    const opened = openAdvisoryIndex(directory);
    return { count: (key, ecosystem) => opened.partsOf(key, ecosystem).length, close: () => { opened.close(); } };
  },
};

/** What look-ups may find: a withdrawn advisory says nothing. */
const standing = ({ affected, withdrawnAt }: Advisory): Advisory["affected"] => (withdrawnAt === undefined ? affected : []);

const rowsPerCommit = 20_000;

/** The same texts in rows; the index over keys is made last, as everybody does. */
const sqlite: Candidate = {
  async build(advisories, directory) {
    const database = new DatabaseSync(join(directory, "advisories.db"));
    database.exec("pragma journal_mode = off; pragma synchronous = off; create table advisory (id text primary key, body text) without rowid; create table part (key text, ecosystem text, body text); begin");
    const [advisory, part] = [database.prepare("insert or replace into advisory values (?, ?)"), database.prepare("insert into part values (?, ?, ?)")];
    let rows = 0;
    for await (const one of advisories) {
      advisory.run(one.id, JSON.stringify([keptText(one), one.aliases, one.upstream]));
      for (const affected of standing(one)) part.run(packageKey(affected.ecosystem, affected.name), affected.ecosystem, partText(one.id, affected));
      if (++rows % rowsPerCommit === 0) database.exec("commit; begin");
    }
    database.exec("commit; create index part_key on part (key)");
    database.close();
  },
  open(directory) {
    const database = new DatabaseSync(join(directory, "advisories.db"), { readOnly: true });
    const ask = database.prepare("select ecosystem, body from part where key = ?");
    return {
      count: (key, ecosystem) => (ask.all(key) as { ecosystem: string; body: string }[]).reduce((sum, row) => sum + (scopeMatches(row.ecosystem, ecosystem) ? partsFrom(row.body, key, row.ecosystem).length : 0), 0),
      close: () => { database.close(); },
    };
  },
};

/** One line an advisory; opening is reading all of it. */
const memory: Candidate = {
  async build(advisories, directory) {
    const handle = openSync(join(directory, "advisories.jsonl"), "w");
    for await (const one of advisories) writeSync(handle, `${JSON.stringify([one.id, keptText(one), standing(one).map((part) => [packageKey(part.ecosystem, part.name), part.ecosystem, partText(one.id, part)])])}\n`);
    closeSync(handle);
  },
  open() { throw new TypeError("is opened with openMemory, which waits for its file"); },
};

export async function openMemory(directory: string): Promise<Lookup> {
  const byKey = new Map<string, ReturnType<typeof partsFrom>>();
  for await (const line of createInterface({ input: createReadStream(join(directory, "advisories.jsonl")) })) {
    const [, , parts] = JSON.parse(line) as [string, string, [string, string, string][]];
    for (const [key, ecosystem, text] of parts) byKey.set(key, [...byKey.get(key) ?? [], ...partsFrom(text, key, ecosystem)]);
  }
  return { count: (key, ecosystem) => (byKey.get(key) ?? []).filter((part) => scopeMatches(part.ecosystem, ecosystem)).length, close: () => {} };
}

export const candidates: Readonly<Record<string, Candidate>> = { index, sqlite, memory };
