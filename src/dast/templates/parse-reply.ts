// An HTTP/1 reply out of the bytes that a raw request brought.
import type { RawReply } from "../check.ts";
import type { Header, Reply } from "../exchange.ts";
import { textOf } from "./byte-text.ts";

/** Undefined: the bytes are no reply. RFC 9112: status line, fields, an empty line, a body by chunks or to the end. */
export function parseReply(raw: RawReply): Reply | undefined {
  const buffer = Buffer.from(raw.bytes.buffer, raw.bytes.byteOffset, raw.bytes.byteLength);
  const end = buffer.indexOf("\r\n\r\n");
  const [line = "", ...lines] = buffer.toString("latin1", 0, end < 0 ? buffer.length : end).split("\r\n");
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(line)?.[1];
  if (status === undefined) return undefined;
  const headers = lines.flatMap((one): Header[] => { const at = one.indexOf(":"); return at > 0 ? [[one.slice(0, at), one.slice(at + 1).trim()]] : []; });
  const rest = end < 0 ? Buffer.alloc(0) : buffer.subarray(end + 4);
  const body = headers.some(([name, value]) => name.toLowerCase() === "transfer-encoding" && /chunked/i.test(value)) ? unchunked(rest) : firstOf(rest, headers);
  return { status: Number(status), headers, body, get text() { return textOf(body); }, sizeBytes: body.length, truncated: false, headMs: raw.firstByteMs ?? raw.totalMs, totalMs: raw.firstByteMs ?? raw.totalMs };
}

function firstOf(rest: Buffer, headers: readonly Header[]): Buffer {
  const length = headers.find(([name]) => name.toLowerCase() === "content-length")?.[1];
  return length !== undefined && /^\d{1,12}$/.test(length) ? rest.subarray(0, Number(length)) : rest;
}

function unchunked(rest: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < rest.length;) {
    const end = rest.indexOf("\r\n", at);
    const size = end < 0 ? Number.NaN : Number.parseInt(rest.toString("latin1", at, end), 16);
    if (!(size > 0)) break;
    parts.push(rest.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
