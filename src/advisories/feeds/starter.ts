// The starter set: a few OSV records shipped with Aftwatch, so that the first minute has something to match offline.
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { dayMs } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { printableUrl } from "../../kernel/printable-url.ts";
import { askForFile, expected, linesOf } from "../feed-reply.ts";
import { defineFeed } from "../feed.ts";
import type { Feed, FeedContext, FeedPart } from "../feed.ts";

/** Reads one line of OSV JSON; `label` names the line. Handed in by the registry, because a plug-in does not know its siblings. */
export type ReadLine = (text: string, label: string) => Iterable<FeedPart>;

const recordBytes = 16 * 1024 * 1024;
const checkpointRecords = 500;

/** Validators of the files that are done, and how many lines of the one under way. */
interface Cursor { done: Readonly<Record<string, string>>; half?: { name: string; tag: string; lines: number } }

/** The base URL is the file: URL of a folder of `*.jsonl`, one OSV record a line. A changed file is read again as a whole. */
export const starterFrom = (readLine: ReadLine): Feed => defineFeed({
  id: "starter",
  about: "A starter set of OSV records shipped with Aftwatch; it is small and does not replace a feed.",
  defaultBaseUrl: new URL("../../../content/starter/", import.meta.url).href,
  licence: "As each record's source states; see SOURCE.md in the folder.",
  pollMs: dayMs,
  staleAfterMs: 3650 * dayMs, // Shipped with the program: it ages with the version, not with the clock.
  async *pull(context) {
    let cursor: Cursor = context.cursor === undefined ? { done: {} } : JSON.parse(context.cursor) as Cursor;
    for (const name of await listFiles(context.baseUrl)) {
      context.signal.throwIfAborted();
      cursor = yield* readFile(context, name, cursor, readLine);
    }
  },
});

async function listFiles(baseUrl: string): Promise<readonly string[]> {
  if (!baseUrl.startsWith("file:")) throw new Fault("settings.invalid", { detail: "feed starter", places: [{ at: "/baseUrl", rule: "is the file: URL of a folder" }] });
  try {
    return (await readdir(fileURLToPath(baseUrl))).filter((name) => name.endsWith(".jsonl")).toSorted();
  } catch (cause) {
    throw new Fault("feed.unavailable", { detail: `${printableUrl(baseUrl)} cannot be listed.` }, cause);
  }
}

async function* readFile(context: FeedContext, name: string, before: Cursor, readLine: ReadLine): AsyncGenerator<FeedPart, Cursor> {
  const url = `${context.baseUrl.replace(/\/+$/, "")}/${encodeURIComponent(name)}`;
  const doneTag = before.done[name];
  const reply = await askForFile(context, url, { what: "one OSV record a line", begins: expected.json.begins }, doneTag === undefined ? {} : { etag: doneTag });
  if (reply.kind === "unchanged") return before;
  const tag = reply.validators.etag ?? "";
  const skip = before.half?.name === name && before.half.tag === tag ? before.half.lines : 0;
  let line = 0;
  for await (const lines of linesOf(reply.bytes, url, recordBytes)) {
    for (const text of lines) {
      context.signal.throwIfAborted();
      if (++line <= skip || text.trim() === "") continue;
      yield* readLine(text, `${name}:${line}`);
      if (line % checkpointRecords === 0) yield checkpoint({ ...before, half: { name, tag, lines: line } }, line);
    }
  }
  const after: Cursor = { done: { ...before.done, [name]: tag } };
  yield checkpoint(after, line);
  return after;
}

const checkpoint = (cursor: Cursor, done: number): FeedPart => ({ kind: "checkpoint", cursor: JSON.stringify(cursor), progress: { done, total: undefined } });
