// NVD's data as files: one page or yearly file, a folder of the yearly files NVD publishes, or a folder of stored API pages.
import { dayMs } from "../../../kernel/clock.ts";
import { Fault } from "../../../kernel/fault.ts";
import { printableUrl } from "../../../kernel/printable-url.ts";
import { askFeed, askForFile, expected } from "../../feed-reply.ts";
import type { FeedReply, Validators } from "../../feed-reply.ts";
import type { FeedContext, FeedPart } from "../../feed.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import type { NvdCursor } from "./cursor.ts";
import { partsOfPage } from "./pages.ts";
import type { Envelope } from "./pages.ts";
import { partsOfCve } from "./parts.ts";

export const isFile = (url: string): boolean => /\.json(?:\.gz)?$/.test(new URL(url).pathname);

const checkpointRecords = 500;
const firstYear = 2002; // CVEs of earlier years are in this file too.
// "modified" holds eight days; whoever was away longer reads the years again.
const modifiedCoversMs = 7 * dayMs;

/** One file; read again as a whole when it changed. */
export async function* pullFile(context: FeedContext): AsyncGenerator<FeedPart> {
  const cursor = readCursor(context.cursor);
  const reply = await askForFile(context, context.baseUrl, expected.json, cursor.files[""]);
  if (reply.kind === "content") yield* readWhole(context, reply, { name: "", url: context.baseUrl }, cursor);
}

/** `nvdcve-2.0-<year>.json.gz` and `-modified`, as NVD lays them out; else `cves-startIndex-<n>.json`, with or without .gz. */
export async function* pullFolder(context: FeedContext): AsyncGenerator<FeedPart> {
  const cursor = readCursor(context.cursor);
  const pages = await firstPage(context, cursor);
  if (pages) yield* pullPages(context, cursor, pages);
  else yield* pullYears(context, cursor);
}

const urlIn = (context: FeedContext, name: string): string => `${context.baseUrl.replace(/\/+$/, "")}/${name}`;

const pageName = (startIndex: number, ending: string): string => `cves-startIndex-${startIndex}.json${ending}`;

async function firstPage(context: FeedContext, { files }: NvdCursor): Promise<{ ending: string; reply: FeedReply } | undefined> {
  for (const ending of Object.keys(files).some((name) => name.startsWith("nvdcve-")) ? [] : [".gz", ""]) {
    const name = pageName(0, ending);
    const reply = await askFeed(context, urlIn(context, name), expected.json, files[name]);
    if (reply.kind !== "missing") return { ending, reply };
  }
  return undefined;
}

/** Each page says how many there are in all; one that did not change is passed over by what it said then. */
async function* pullPages(context: FeedContext, begun: NvdCursor, { ending, reply: first }: { ending: string; reply: FeedReply }): AsyncGenerator<FeedPart> {
  let cursor = begun;
  let next: { startIndex: number; reply: FeedReply } | undefined = { startIndex: 0, reply: first };
  while (next) {
    const name = pageName(next.startIndex, ending);
    if (next.reply.kind === "missing") throw new Fault("feed.truncated", { detail: `${printableUrl(urlIn(context, name))} does not exist, and the page before it announces more.` });
    const known: PageFile | undefined = cursor.files[name];
    if (next.reply.kind === "content") cursor = yield* readWhole(context, next.reply, { name, url: urlIn(context, name) }, cursor);
    const { until = 0, total = 0 }: PageFile = next.reply.kind === "content" ? cursor.files[name] ?? {} : known ?? {};
    const following = pageName(until, ending);
    next = until < total ? { startIndex: until, reply: await askFeed(context, urlIn(context, following), expected.json, cursor.files[following]) } : undefined;
  }
}

/** What is kept of a file: its validators, and where a page ended and how many there are. */
interface PageFile extends Validators { until?: number; total?: number }

async function* pullYears(context: FeedContext, begun: NvdCursor): AsyncGenerator<FeedPart> {
  const now = context.clock.now();
  let cursor = begun;
  if (cursor.at === undefined || now - cursor.at > modifiedCoversMs) {
    for (const year of yearsUntil(now)) cursor = yield* pullNamed(context, `nvdcve-2.0-${year}.json.gz`, cursor);
    if (Object.keys(cursor.files).length === 0) throw new Fault("feed.unavailable", { detail: `${printableUrl(context.baseUrl)} holds neither ${pageName(0, "")} nor nvdcve-2.0-<year>.json.gz.` });
    cursor = { ...cursor, at: now };
  }
  const after = yield* pullNamed(context, "nvdcve-2.0-modified.json.gz", cursor);
  if (cursor.at !== begun.at || after !== cursor) yield checkpoint({ ...after, at: now }, 0);
}

const yearsUntil = (now: number): readonly number[] => Array.from({ length: new Date(now).getUTCFullYear() - firstYear + 1 }, (_, at) => firstYear + at);

async function* pullNamed(context: FeedContext, name: string, cursor: NvdCursor): AsyncGenerator<FeedPart, NvdCursor> {
  const reply = await askFeed(context, urlIn(context, name), expected.json, cursor.files[name]);
  if (reply.kind === "content") return yield* readWhole(context, reply, { name, url: urlIn(context, name) }, cursor);
  if (reply.kind === "missing") context.log.warn("nvd file is missing", { name });
  return cursor;
}

/** Checkpoints on the way carry the cursor of before: a killed pull reads the file again from its start. */
async function* readWhole(context: FeedContext, reply: Extract<FeedReply, { kind: "content" }>, { name, url }: { name: string; url: string }, cursor: NvdCursor): AsyncGenerator<FeedPart, NvdCursor> {
  let count = 0;
  let envelope: Envelope | undefined;
  for await (const part of partsOfPage(reply.bytes, url)) {
    context.signal.throwIfAborted();
    if (part.kind === "envelope") { envelope = part.envelope; continue; }
    yield* partsOfCve(part.text, `${name}/vulnerabilities/${count++}`);
    if (count % checkpointRecords === 0) yield checkpoint(cursor, count);
  }
  const page: PageFile = { ...reply.validators, until: (envelope?.startIndex ?? 0) + count, total: envelope?.totalResults ?? 0 };
  const after = { ...cursor, files: { ...cursor.files, [name]: page } };
  yield checkpoint(after, count);
  return after;
}

const checkpoint = (cursor: NvdCursor, done: number): FeedPart => ({ kind: "checkpoint", cursor: writeCursor(cursor), progress: { done, total: undefined } });
