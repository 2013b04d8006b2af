// One ecosystem's all.zip: downloaded to a file that is always removed, and its records given one by one.
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { isFault, messageOf } from "../../../kernel/fault.ts";
import { openZipFile, zipEntries } from "../../../kernel/zip.ts";
import type { ZipEntry } from "../../../kernel/zip.ts";
import type { FeedContext } from "../../feed.ts";
import { askFeed, expected } from "../../feed-reply.ts";

/** `entry` counts the archive's entries; with the same `tag` a later reading can go on after it. */
export type ArchiveRecord =
  | { kind: "record"; name: string; text: string; entry: number }
  | { kind: "broken"; name: string; reason: string; entry: number };

export interface Archive {
  tag: string;
  ids: readonly string[];
  /** From entry `first` on, only those in `want` if there is one. */
  records(first: number, want?: ReadonlySet<string>): Generator<ArchiveRecord>;
  /** Closes and removes the file. */
  close(): Promise<void>;
}

/** undefined when there is no such archive. A Fault `zip.invalid` when it cannot be read as a whole; a broken entry costs that entry. */
export async function openArchive(context: FeedContext, url: string, tmpDir: string): Promise<Archive | undefined> {
  const reply = await askFeed(context, url, expected.zip);
  if (reply.kind !== "content") return undefined;
  const folder = await mkdtemp(join(tmpDir, "aftwatch-osv-"));
  const path = join(folder, "all.zip");
  try {
    await pipeline(reply.bytes, createWriteStream(path), { signal: context.signal });
    return archiveAt(path, reply.validators.etag ?? reply.validators.lastModified ?? "", () => rm(folder, { recursive: true, force: true }));
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    context.signal.throwIfAborted();
    throw cause;
  }
}

function archiveAt(path: string, tag: string, remove: () => Promise<void>): Archive {
  const file = openZipFile(path);
  try {
    const entries = zipEntries(file);
    return {
      tag, ids: entries.map(({ name }) => idOf(name)),
      records: (first, want) => recordsIn(entries, first, want),
      close: () => { file.close(); return remove(); },
    };
  } catch (cause) {
    file.close();
    throw cause;
  }
}

function* recordsIn(entries: readonly ZipEntry[], first: number, want: ReadonlySet<string> | undefined): Generator<ArchiveRecord> {
  for (let entry = first; entry < entries.length; entry++) {
    const item = entries[entry]!;
    if (want !== undefined && !want.has(idOf(item.name))) continue;
    yield { ...recordOf(item), entry };
  }
}

/** The id that an entry's name promises. */
export const idOf = (name: string): string => name.replace(/\.json$/, "");

const decoder = new TextDecoder();

function recordOf(item: ZipEntry): { kind: "record"; name: string; text: string } | { kind: "broken"; name: string; reason: string } {
  try {
    return { kind: "record", name: item.name, text: decoder.decode(item.read()) };
  } catch (cause) {
    if (!isFault(cause, "zip.invalid")) throw cause;
    return { kind: "broken", name: item.name, reason: messageOf(cause) };
  }
}
