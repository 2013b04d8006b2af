// Events from files of any layout: JSON documents, values one after the other, JSON lines, plain lines; the decoder is found by what it recognises.
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { Fault, messageOf } from "../kernel/fault.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Decoder } from "../runtime/decoder.ts";
import { decoders } from "../runtime/decoders/index.ts";
import type { Fields, RuntimeEvent } from "../runtime/event.ts";
import { frameBody } from "../runtime/framer.ts";
import { decodeBody } from "../runtime/framing.ts";

/** raws: the JSON records themselves, for rules written in the sender's own names. */
export interface EventFile { path: string; events: readonly RuntimeEvent[]; raws: readonly Fields[]; rejects: readonly string[] }

const wanted = /\.(?:json|jsonl|ndjson|log|txt)(?:\.gz)?$/i;
const longestBytes = 256 * 1024 * 1024;

/** Paths below a folder, relative to it; a file is itself (""). Samples beside rules are not events. Throws cli.usage. */
export async function eventFilesIn(dir: string): Promise<string[]> {
  try {
    if (!(await stat(dir)).isDirectory()) return [""];
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && wanted.test(entry.name) && !entry.name.endsWith(".samples.jsonl")).map((entry) => relative(dir, join(entry.parentPath, entry.name))).toSorted();
  } catch (cause) {
    throw new Fault("cli.usage", { detail: `${dir} cannot be read: ${messageOf(cause)}.` }, cause);
  }
}

/** decoder: of every file, where someone said; else of each record. A file that cannot be read says so in its rejects. */
export async function readEventFile(path: string, decoder: Decoder | undefined, now: Instant): Promise<EventFile> {
  try {
    if ((await stat(path)).size > longestBytes) return { path, events: [], raws: [], rejects: [`is larger than ${longestBytes / 1024 / 1024} MiB`] };
    const bytes = await readFile(path);
    return { path, ...eventsIn(path.toLowerCase().endsWith(".gz") ? gunzipSync(bytes, { maxOutputLength: longestBytes }) : bytes, decoder, now) };
  } catch (cause) {
    return { path, events: [], raws: [], rejects: [`cannot be read: ${messageOf(cause)}`] };
  }
}

export function eventsIn(bytes: Uint8Array, decoder: Decoder | undefined, now: Instant): Omit<EventFile, "path"> {
  const { events, rejects } = decodeBody(decoder ?? "auto", bytes, { receivedAt: now, host: undefined, settings: {} });
  return { events, raws: frameBody(bytes, "auto").frames.map(({ record }) => record).filter(isFields), rejects: rejects.map(({ at, rule }) => `${at}: ${rule}`) };
}

const isFields = (record: unknown): record is Fields => typeof record === "object" && record !== null && !Array.isArray(record);

/** Undefined when none is named. Throws runtime.decoder-unknown. */
export function namedDecoder(id: string | undefined): Decoder | undefined {
  const decoder = id === undefined ? undefined : decoders.find(id);
  if (id !== undefined && !decoder) throw new Fault("runtime.decoder-unknown", { detail: `${id}; there are ${decoders.all.map((one) => one.id).join(", ")}.` });
  return decoder;
}
