// From the bytes someone sent to plain UTF-8: unpacks gzip, knows UTF-16, keeps the size limits, digests what came.
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { Readable, pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { Fault, isFault } from "../kernel/fault.ts";

/** text: UTF-8 without byte order mark, in slices of at most 64 KiB. digest: `sha256:<hex>` of the bytes as sent, once text has ended. */
export interface OpenedDocument { text: AsyncIterable<Uint8Array>; digest(): string }

const sliceBytes = 64 * 1024;
// Deflate packs at most 1032:1. Real SBOMs stay below 60:1; below 1 MiB nothing can hurt.
const maxRatio = 200;
const ratioFromBytes = 1024 * 1024;

/** Opens a document. What is wrong with it (sbom.encoding, .truncated, .bomb, .too-large) is thrown while text is read. */
export function openDocument(chunks: AsyncIterable<Uint8Array>, limits: { maxBytes: number }): OpenedDocument {
  const hash = createHash("sha256");
  const sent = { bytes: 0 };
  async function* taken(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      sent.bytes += chunk.length;
      mustFit(sent.bytes, limits.maxBytes, "sent");
      hash.update(chunk);
      yield chunk;
    }
  }
  let digest: string | undefined;
  return { text: openText(taken(), sent, limits), digest: () => (digest ??= `sha256:${hash.digest("hex")}`) };
}

async function* openText(chunks: AsyncIterable<Uint8Array>, sent: { bytes: number }, limits: { maxBytes: number }): AsyncGenerator<Uint8Array> {
  const packed = await peekBytes(chunks, 2);
  const isGzip = packed.start[0] === 0x1f && packed.start[1] === 0x8b;
  const plain = await peekBytes(isGzip ? unpack(packed.all, sent, limits) : packed.all, 4);
  const encoding = encodingOf(plain.start);
  yield* encoding.label === "utf-8" ? checkUtf8(slices(plain.all), encoding.markBytes) : decodeUtf16(plain.all, encoding.label);
}

/** The first bytes (at least size, fewer when there are no more) and, again from the beginning, all of them. */
export async function peekBytes(chunks: AsyncIterable<Uint8Array>, size: number): Promise<{ start: Buffer; all: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  for (let bytes = 0; bytes < size;) {
    const next = await iterator.next();
    if (next.done === true) break;
    seen.push(next.value);
    bytes += next.value.length;
  }
  return { start: Buffer.concat(seen), all: resume(seen, iterator) };
}

async function* resume(seen: readonly Uint8Array[], iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* seen;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

async function* unpack(chunks: AsyncIterable<Uint8Array>, sent: { bytes: number }, limits: { maxBytes: number }): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // Failures of either side come out of the loop below; the callback only keeps them from being thrown twice.
  pipeline(Readable.from(chunks), gunzip, () => {});
  let bytes = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > ratioFromBytes && bytes > maxRatio * sent.bytes) throw new Fault("sbom.bomb", { detail: `${sent.bytes} bytes of gzip gave more than ${maxRatio} times as many.` });
      mustFit(bytes, limits.maxBytes, "unpacked");
      yield chunk;
    }
  } catch (cause) {
    throw isFault(cause) ? cause : packedFault(cause, sent.bytes, bytes);
  }
}

// zlib's own errors begin with Z_; what the sender threw is the sender's to explain.
function packedFault(cause: unknown, sentBytes: number, unpackedBytes: number): unknown {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code?.startsWith("Z_") !== true) return cause;
  const where = `after ${sentBytes} bytes (${unpackedBytes} unpacked)`;
  if (code === "Z_BUF_ERROR") return new Fault("sbom.truncated", { detail: `The gzip stream stops ${where}.`, places: [{ at: `byte ${sentBytes}`, rule: "a gzip stream ends with its check sum (RFC 1952 section 2.3.1)" }] }, cause);
  return new Fault("sbom.malformed", { detail: `The gzip stream is damaged ${where}.`, places: [{ at: `byte ${sentBytes}`, rule: "a gzip stream as RFC 1952 describes it" }] }, cause);
}

function mustFit(bytes: number, maxBytes: number, how: "sent" | "unpacked"): void {
  if (bytes > maxBytes) throw new Fault("sbom.too-large", { detail: `More than ${maxBytes} bytes ${how}.`, places: [{ at: `byte ${maxBytes}`, rule: `at most ${maxBytes} bytes ${how}` }] });
}

interface Encoding { label: "utf-8" | "utf-16le" | "utf-16be"; markBytes: number }

// Byte order marks (Unicode 23.8); without one, JSON and XML begin with an ASCII character, so a zero byte tells UTF-16 (RFC 4627 section 3, XML 1.0 appendix F).
function encodingOf(start: Buffer): Encoding {
  const [a, b, c, d] = start;
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff)) {
    throw new Fault("sbom.encoding", { detail: "The document is in UTF-32.", places: [{ at: "byte 0", rule: "UTF-8, or UTF-16 with a byte order mark" }] });
  }
  if (a === 0xef && b === 0xbb && c === 0xbf) return { label: "utf-8", markBytes: 3 };
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0 && c !== 0 && d === 0)) return { label: "utf-16le", markBytes: 2 };
  if ((a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && c === 0 && d !== 0)) return { label: "utf-16be", markBytes: 2 };
  return { label: "utf-8", markBytes: 0 };
}

async function* slices(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += sliceBytes) yield chunk.subarray(start, start + sliceBytes);
  }
}

// A character may be cut by a slice's end, so its first bytes wait for the next slice.
async function* checkUtf8(chunks: AsyncIterable<Uint8Array>, markBytes: number): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0);
  let offset = 0;
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = bytes.length - unfinishedBytes(bytes);
    const slice = bytes.subarray(0, whole);
    if (!isUtf8(slice)) throw notUtf8(slice, offset);
    yield* withoutMark(slice, offset, markBytes);
    rest = bytes.subarray(whole);
    offset += whole;
  }
  if (rest.length > 0) throw new Fault("sbom.truncated", { detail: `The last character is cut at byte ${offset}.`, places: [{ at: `byte ${offset}`, rule: "UTF-8 (RFC 3629)" }] });
}

function* withoutMark(slice: Uint8Array, offset: number, markBytes: number): Generator<Uint8Array> {
  const text = slice.subarray(Math.min(slice.length, Math.max(0, markBytes - offset)));
  if (text.length > 0) yield text;
}

/** How many bytes at the end begin a character without ending it (RFC 3629 section 3). */
function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

function notUtf8(bytes: Uint8Array, offset: number): Fault {
  const mended = Buffer.from(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  const at = `byte ${offset + bytes.findIndex((byte, index) => byte !== mended[index])}`;
  return new Fault("sbom.encoding", { detail: `${at} does not belong to a UTF-8 character.`, places: [{ at, rule: "UTF-8 (RFC 3629)" }] });
}

async function* decodeUtf16(chunks: AsyncIterable<Uint8Array>, label: "utf-16le" | "utf-16be"): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(label, { fatal: true });
  let offset = 0;
  for await (const chunk of slices(chunks)) {
    yield* encoded(() => decoder.decode(chunk, { stream: true }), label, offset);
    offset += chunk.length;
  }
  yield* encoded(() => decoder.decode(), label, offset);
}

function* encoded(decode: () => string, label: string, offset: number): Generator<Uint8Array> {
  try {
    const text = decode();
    if (text.length > 0) yield Buffer.from(text);
  } catch (cause) {
    const at = `byte ${offset}`;
    throw new Fault("sbom.encoding", { detail: `At or after ${at} the text is not ${label}.`, places: [{ at, rule: `${label}, as its first bytes say` }] }, cause);
  }
}
