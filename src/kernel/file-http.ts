// file: URLs as if a web server stood before them: read-only, with validators, so that a mirror on disk is polled like any other.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Clock } from "./clock.ts";
import { Fault } from "./fault.ts";
import { replyWith } from "./http-reply.ts";
import type { HttpReply, HttpRequest } from "./http.ts";
import { printableUrl } from "./printable-url.ts";

/**
 * GET and HEAD answer 200, 304, 403 or 404 (also for a folder); everything else 405.
 * The ETag is made of size and modification time in nanoseconds: it does not open the file.
 */
export async function readFileUrl(url: string, request: HttpRequest, clock: Clock): Promise<HttpReply> {
  const shown = printableUrl(url);
  const date = new Date(clock.now()).toUTCString();
  const bare = (status: number, headers: Record<string, string> = {}): HttpReply => replyWith(status, { date, ...headers }, nothing, shown);
  const method = request.method ?? "GET";
  if (method !== "GET" && method !== "HEAD") return bare(405, { allow: "GET, HEAD" });
  const file = await look(url);
  if (file.kind === "refused") return bare(file.status);
  const headers = { etag: file.etag, "last-modified": file.modified.toUTCString() };
  if (isUnchanged(request.headers ?? {}, file)) return bare(304, headers);
  const full = { date, ...headers, "content-length": String(file.sizeBytes) };
  if (method === "HEAD") return bare(200, full);
  return replyWith(200, full, () => readAll(file.path, shown, request.signal), shown);
}

type Look = { kind: "file"; path: string; etag: string; modified: Date; sizeBytes: number } | { kind: "refused"; status: 403 | 404 };

async function look(url: string): Promise<Look> {
  const path = fileURLToPath(url);
  try {
    const found = await stat(path, { bigint: true });
    if (!found.isFile()) return { kind: "refused", status: 404 };
    const etag = `"${found.size.toString(36)}-${found.mtimeNs.toString(36)}"`;
    return { kind: "file", path, etag, modified: new Date(Number(found.mtimeMs)), sizeBytes: Number(found.size) };
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "refused", status: 404 };
    if (code === "EACCES" || code === "EPERM") return { kind: "refused", status: 403 };
    throw cause;
  }
}

// RFC 9110 13.2.2: If-None-Match wins; If-Modified-Since only counts without it, and has a resolution of one second.
function isUnchanged(headers: Readonly<Record<string, string>>, file: { etag: string; modified: Date }): boolean {
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const tags = lower.get("if-none-match");
  if (tags !== undefined) return tags.split(",").some((tag) => tag.trim().replace(/^W\//, "") === file.etag || tag.trim() === "*");
  const since = Date.parse(lower.get("if-modified-since") ?? "");
  return !Number.isNaN(since) && Math.floor(file.modified.getTime() / 1000) * 1000 <= since;
}

async function* readAll(path: string, shown: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024, ...(signal ? { signal } : {}) })) yield chunk as Uint8Array;
  } catch (cause) {
    signal?.throwIfAborted();
    throw new Fault("http.unreachable", { detail: `${shown}: the file could not be read to its end.` }, cause);
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
