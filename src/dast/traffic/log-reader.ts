// Reads pages of a request log from either end, as a stream: the size of the log does not matter.
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { decodeCursor, encodeCursor } from "../../kernel/page.ts";
import type { LoggedRequest, SendAbout } from "./request-log.ts";

/** All that are given must hold. status: 404, or 4 for 4xx, 0 without reply. word: anywhere in the URL or the reason, any case. */
export interface LogFilter { phase?: SendAbout["phase"]; check?: string; status?: number; word?: string; routeId?: string; identity?: string; refused?: boolean }
export interface LogPageRequest { limit: number; after: string | undefined; order: "newest" | "oldest" }
/** next: undefined at the end. unreadable: lines that are none, such as one that a killed process left half. */
export interface LogPage { items: readonly LoggedRequest[]; next: string | undefined; unreadable: number }

const blockBytes = 256 * 1024;
// A filter that nothing matches must not keep a door waiting: the page ends here, and `next` goes on.
const mostScanned = 64 * 2 ** 20;

/** A log that is not there yet is an empty one. The cursor is a place in the file, so pages stay where they are while the log grows. */
export async function readRequestLog(file: string, filter: LogFilter, { limit, after, order }: LogPageRequest): Promise<LogPage> {
  const handle = await open(file, "r").catch((thrown: unknown) => { if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return undefined; throw thrown; });
  if (handle === undefined) return { items: [], next: undefined, unreadable: 0 };
  try {
    const { size } = await handle.stat();
    const [place] = decodeCursor(after, 1) ?? [];
    const holds = testOf(filter);
    const items: LoggedRequest[] = [];
    let [unreadable, at] = [0, typeof place === "number" ? place : order === "oldest" ? 0 : size];
    const scanFrom = at;
    for await (const { text, next } of order === "oldest" ? linesAfter(handle, at, size) : linesBefore(handle, at)) {
      at = next;
      const line = lineFrom(text);
      if (line === undefined) unreadable += 1;
      else if (holds(line)) items.push(line);
      if (items.length >= limit || Math.abs(at - scanFrom) >= mostScanned) break;
    }
    const isEnd = order === "oldest" ? at >= size : at <= 0;
    return { items, next: isEnd ? undefined : encodeCursor([at]), unreadable };
  } finally {
    await handle.close();
  }
}

interface PlacedLine { text: string; /** Where the next one begins, or, backwards, where this one did. */ next: number }

async function* linesAfter(handle: FileHandle, from: number, size: number): AsyncIterable<PlacedLine> {
  let [rest, start] = [Buffer.alloc(0), from];
  for (let at = from; at < size; at += blockBytes) {
    const block = Buffer.concat([rest, await readAt(handle, at, Math.min(blockBytes, size - at))]);
    let begin = 0;
    for (let end = block.indexOf(10); end >= 0; begin = end + 1, end = block.indexOf(10, begin)) yield { text: block.toString("utf8", begin, end), next: start + end + 1 };
    rest = block.subarray(begin);
    start += begin;
  }
  // Half a line at the end is being written, or was never finished: whole ones only.
}

// `to` lies behind a newline, or at the end of the file, where half a line may stand that is being written.
async function* linesBefore(handle: FileHandle, to: number): AsyncIterable<PlacedLine> {
  let [tail, at, isHalf] = [Buffer.alloc(0), to, true];
  while (at > 0) {
    const from = Math.max(0, at - blockBytes);
    const block = Buffer.concat([await readAt(handle, from, at - from), tail]);
    let end = block.length;
    for (let newline = block.lastIndexOf(10); newline >= 0; newline = newline === 0 ? -1 : block.lastIndexOf(10, newline - 1)) {
      if (!isHalf) yield { text: block.toString("utf8", newline + 1, end), next: from + newline + 1 };
      [end, isHalf] = [newline, false];
    }
    [tail, at] = [block.subarray(0, end), from];
  }
  if (!isHalf) yield { text: tail.toString("utf8"), next: 0 };
}

async function readAt(handle: FileHandle, at: number, length: number): Promise<Buffer<ArrayBuffer>> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, at);
  return buffer.subarray(0, bytesRead);
}

function testOf({ phase, check, status, word, routeId, identity, refused }: LogFilter): (line: LoggedRequest) => boolean {
  const text = word?.toLowerCase();
  return (line) => (phase === undefined || line.phase === phase) && (check === undefined || line.check === check) && (routeId === undefined || line.routeId === routeId) && (identity === undefined || line.identity === identity)
    && (refused === undefined || line.refused === refused) && (status === undefined || line.status === status || (status > 0 && status < 10 && Math.floor(line.status / 100) === status))
    && (text === undefined || line.url.toLowerCase().includes(text) || (line.why?.toLowerCase().includes(text) ?? false));
}

function lineFrom(text: string): LoggedRequest | undefined {
  try {
    const value = JSON.parse(text) as LoggedRequest;
    return typeof value === "object" && value !== null && typeof value.url === "string" && typeof value.seq === "number" ? value : undefined;
  } catch { return undefined; }
}
