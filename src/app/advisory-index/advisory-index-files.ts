// OSV records in loose files: a folder of JSON files or archives, a .zip, a .jsonl; read as they come, one at a time.
import { createReadStream } from "node:fs";
import { opendir, readFile, stat } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { createGunzip, gunzipSync } from "node:zlib";
import type { FeedPart } from "../../advisories/feed.ts";
import { linesOf } from "../../advisories/feed-reply.ts";
import { partsOf } from "../../advisories/feeds/osv/job.ts";
import { Fault, messageOf } from "../../kernel/fault.ts";
import { openZipFile, zipEntries } from "../../kernel/zip.ts";

const recordBytes = 64 * 1024 * 1024;
const progressRecords = 500;
const readable = /\.(?:json|jsonl|ndjson)(?:\.gz)?$|\.zip$/i;
/** What mirrors keep beside records. */
const beside = /^(?:known_exploited_vulnerabilities|package|package-lock|manifest)\.json(?:\.gz)?$/i;

/** Yields advisories, and a reject for what cannot be read: it costs that record or file. Throws index.nothing-found when there is no such file at all. */
export async function* recordsIn(path: string, signal: AbortSignal): AsyncGenerator<FeedPart> {
  let records = 0;
  for await (const file of filesBelow(path)) {
    for await (const part of recordsOf(file, relative(path, file) || basename(file))) {
      yield part;
      if (part.kind !== "advisory" || ++records % progressRecords !== 0) continue;
      signal.throwIfAborted();
      yield { kind: "checkpoint", cursor: "", progress: { done: records, total: undefined } };
      await breathe();
    }
  }
  if (records === 0) throw new Fault("index.nothing-found", { detail: path });
}

async function* filesBelow(path: string): AsyncGenerator<string> {
  const found = await stat(path).catch((cause: unknown) => { throw new Fault("index.nothing-found", { detail: path }, cause); });
  if (!found.isDirectory()) { yield path; return; }
  const names: string[] = [];
  for await (const { name } of await opendir(path)) if (!name.startsWith(".")) names.push(name);
  for (const name of names.toSorted()) {
    const one = join(path, name);
    const inside = await stat(one).catch(() => undefined);
    if (inside?.isDirectory()) yield* filesBelow(one);
    else if (inside?.isFile() && readable.test(name) && !beside.test(name)) yield one;
  }
}

async function* recordsOf(file: string, label: string): AsyncGenerator<FeedPart> {
  try {
    if (/\.zip$/i.test(file)) yield* recordsInZip(file, label);
    else if (/\.(?:jsonl|ndjson)(?:\.gz)?$/i.test(file)) yield* recordsInLines(file, label);
    else yield* partsOf(await textOf(file), { source: "osv", label });
  } catch (cause) {
    yield { kind: "reject", record: label, reason: messageOf(cause) };
  }
}

async function textOf(file: string): Promise<string> {
  const bytes = await readFile(file);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: recordBytes }) : bytes).toString();
}

function* recordsInZip(file: string, label: string): Generator<FeedPart> {
  const archive = openZipFile(file);
  try {
    for (const entry of zipEntries(archive)) {
      if (!/\.json$/i.test(entry.name)) continue;
      let text: string | undefined;
      try { text = Buffer.from(entry.read()).toString(); } catch (cause) { yield { kind: "reject", record: `${label}/${entry.name}`, reason: messageOf(cause) }; }
      if (text !== undefined) yield* partsOf(text, { source: "osv", label: `${label}/${entry.name}` });
    }
  } finally { archive.close(); }
}

async function* recordsInLines(file: string, label: string): AsyncGenerator<FeedPart> {
  const bytes = createReadStream(file, { highWaterMark: 256 * 1024 });
  const gunzip = /\.gz$/i.test(file) ? createGunzip() : undefined;
  if (gunzip) bytes.once("error", (cause) => gunzip.destroy(cause)).pipe(gunzip);
  let line = 0;
  for await (const lines of linesOf((gunzip ?? bytes) as AsyncIterable<Uint8Array>, label, recordBytes)) {
    for (const text of lines) {
      line++;
      if (text.trim() !== "") yield* partsOf(text, { source: "osv", label: `${label}:${line}` });
    }
  }
}
