// What a feed's server answered: asked conditionally, checked to be the feed, unpacked, and cut into lines.
import { createGunzip } from "node:zlib";
import { Readable } from "node:stream";
import { Fault, isFault, messageOf } from "../kernel/fault.ts";
import { printableUrl } from "../kernel/printable-url.ts";
import type { FeedContext } from "./feed.ts";

/** What the server gave to ask "only if it changed" with (RFC 9110 section 8.8). */
export interface Validators { etag?: string; lastModified?: string }

/** The first bytes that tell the feed from a login page. */
export interface Expectation { what: string; begins(head: string): boolean }

export const expected = {
  json: { what: "a JSON object", begins: (head) => head.trimStart().startsWith("{") },
  zip: { what: "a zip archive", begins: (head) => head.startsWith("PK\u0003\u0004") || head.startsWith("PK\u0005\u0006") },
} as const satisfies Record<string, Expectation>;

export type FeedReply =
  | { kind: "unchanged" }
  | { kind: "missing" }
  | { kind: "content"; bytes: AsyncIterable<Uint8Array>; validators: Validators; headers: Readonly<Record<string, string>> };

type Asking = Pick<FeedContext, "http" | "signal">;

/**
 * Asks for `url`; 304 is `unchanged`, 404 and 410 are `missing`. Gzip is undone by its magic number, whatever the headers say.
 * Throws `feed.unavailable` for any other status, `feed.not-the-feed` when the first bytes are not what `expect` says.
 */
export async function askFeed(asking: Asking, url: string, expect: Expectation, since: Validators = {}): Promise<FeedReply> {
  const reply = await asking.http.send(url, { headers: conditions(since), signal: asking.signal });
  if (reply.status === 200) {
    const bytes = await checked(plain(reply.body(), url), url, expect);
    return { kind: "content", bytes, validators: validatorsOf(reply.headers), headers: reply.headers };
  }
  await drain(reply.body());
  if (reply.status === 304) return { kind: "unchanged" };
  if (reply.status === 404 || reply.status === 410) return { kind: "missing" };
  const retry = reply.headers["retry-after"];
  throw new Fault("feed.unavailable", { detail: `${printableUrl(url)} answered ${reply.status}${retry ? ` (Retry-After: ${shown(retry)})` : ""}.` });
}

/** `askFeed` for what must exist. */
export async function askForFile(asking: Asking, url: string, expect: Expectation, since: Validators = {}): Promise<Exclude<FeedReply, { kind: "missing" }>> {
  const reply = await askFeed(asking, url, expect, since);
  if (reply.kind === "missing") throw new Fault("feed.unavailable", { detail: `${printableUrl(url)} does not exist (404).` });
  return reply;
}

/** A Fault for an answer that turned out not to be the feed. `start` is the text it begins with. */
export const notTheFeed = (url: string, what: string, start: string, cause?: unknown): Fault =>
  new Fault("feed.not-the-feed", { detail: `${printableUrl(url)}: expected ${what}, got "${shown(start)}".` }, cause);

// A login page may come with anything in it: only printable text goes into messages.
const shown = (text: string): string => text.slice(0, 60).replace(/[^\x20-\x7e]+/g, " ").trim();

function conditions(since: Validators): Record<string, string> {
  return {
    ...(since.etag === undefined ? {} : { "if-none-match": since.etag }),
    ...(since.lastModified === undefined ? {} : { "if-modified-since": since.lastModified }),
  };
}

function validatorsOf(headers: Readonly<Record<string, string>>): Validators {
  const etag = headers["etag"];
  const lastModified = headers["last-modified"];
  return { ...(etag ? { etag } : {}), ...(lastModified ? { lastModified } : {}) };
}

async function drain(body: AsyncIterable<Uint8Array>): Promise<void> {
  let sizeBytes = 0;
  for await (const chunk of body) if ((sizeBytes += chunk.byteLength) > 65_536) return;
}

async function checked(bytes: AsyncGenerator<Uint8Array>, url: string, expect: Expectation): Promise<AsyncIterable<Uint8Array>> {
  const { head, rest } = await withHead(bytes, 60);
  // latin1: one character for each byte, so that a magic number survives; a byte order mark is let through.
  const start = Buffer.from(head.subarray(0, 200)).toString("latin1").replace(/^\u00ef\u00bb\u00bf/, "");
  if (expect.begins(start)) return rest;
  await bytes.return(undefined);
  throw notTheFeed(url, expect.what, start.trimStart() || "(nothing)");
}

// Collects at least `length` bytes (or all there are) and gives them again with what follows.
async function withHead(bytes: AsyncGenerator<Uint8Array>, length: number): Promise<{ head: Uint8Array; rest: AsyncGenerator<Uint8Array> }> {
  const chunks: Uint8Array[] = [];
  for (let got = 0; got < length;) {
    const next = await bytes.next();
    if (next.done === true) break;
    chunks.push(next.value);
    got += next.value.byteLength;
  }
  const head = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  return { head, rest: joined(head, bytes) };
}

async function* joined(head: Uint8Array, bytes: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.byteLength > 0) yield head;
    yield* bytes;
  } finally {
    await bytes.return(undefined);
  }
}

async function* plain(body: AsyncIterable<Uint8Array>, url: string): AsyncGenerator<Uint8Array> {
  const { head, rest } = await withHead(onceThrough(body), 2);
  if (head[0] === 0x1f && head[1] === 0x8b) yield* unzipped(rest, url);
  else yield* rest;
}

async function* onceThrough(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> { yield* body; }

async function* unzipped(bytes: AsyncIterable<Uint8Array>, url: string): AsyncGenerator<Uint8Array> {
  const source = Readable.from(bytes, { objectMode: true });
  const gunzip = createGunzip();
  source.once("error", (cause) => gunzip.destroy(cause));
  source.pipe(gunzip);
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (cause) {
    if (isFault(cause) || !isZlibError(cause)) throw cause;
    throw new Fault("feed.truncated", { detail: `${printableUrl(url)}: ${messageOf(cause)}.` }, cause);
  } finally {
    source.destroy();
  }
}

const isZlibError = (cause: unknown): boolean => cause instanceof Error && "code" in cause && String(cause.code).startsWith("Z_");

/** The whole text, at most `limitBytes` of it. */
export async function textOf(bytes: AsyncIterable<Uint8Array>, url: string, limitBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of bytes) {
    if ((sizeBytes += chunk.byteLength) > limitBytes) throw new Fault("http.too-large", { detail: `${printableUrl(url)} sent more than ${limitBytes} bytes.` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8").replace(/^\ufeff/, "");
}

/** Lines without their ends, a batch for each chunk; a line longer than `limitBytes` is a Fault `feed.not-the-feed`. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>, url: string, limitBytes = 1024 * 1024): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let tail = "";
  for await (const chunk of bytes) {
    const lines = (tail + decoder.decode(chunk, { stream: true })).split("\n");
    tail = lines.pop() ?? "";
    if (tail.length > limitBytes) throw notTheFeed(url, `lines of at most ${limitBytes} bytes`, tail);
    if (lines.length > 0) yield lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  }
  tail += decoder.decode();
  if (tail !== "") yield [tail];
}
