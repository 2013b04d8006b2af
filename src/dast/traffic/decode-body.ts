// Undoes the content encodings of a body, never into more than a limit: a small reply may be a very large one.
import { brotliDecompressSync, createBrotliDecompress, createGunzip, createInflate, createInflateRaw, createZstdDecompress, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from "node:zlib";
import type { Transform } from "node:stream";
import { headersOf } from "../exchange.ts";
import type { Header } from "../exchange.ts";

/** counted: bytes that were spent piece by piece already. truncated: there is more than the limit. why: it is not what its header says, and stays as it came. */
export interface DecodedBody { body: Uint8Array; counted: number; truncated: boolean; why: string | undefined }

interface Coding { sync(bytes: Uint8Array, options: { maxOutputLength: number }): Buffer; stream(): Transform }
const gzip: Coding = { sync: gunzipSync, stream: () => createGunzip() };
// RFC 9110 section 8.4.1.2 means the zlib format; many servers send the bare stream, which has no header of its own.
const deflate: Coding = { sync: inflateSync, stream: () => createInflate() };
const deflateRaw: Coding = { sync: inflateRawSync, stream: () => createInflateRaw() };
const codings: Readonly<Record<string, Coding>> = { gzip, "x-gzip": gzip, deflate, br: { sync: brotliDecompressSync, stream: () => createBrotliDecompress() }, zstd: { sync: zstdDecompressSync, stream: () => createZstdDecompress() } };

const mostLayers = 3;
// gzip cannot do better than 1:1032; what is far beyond that was made to be.
const mostRatio = 1_000;
const freeBytes = 2 ** 20;

/** Each layer is held to the limit, those within it too. spend: takes from the budget what a large body turns into, and says what is left. Bytes that are no such encoding are given back as they came. */
export async function decodeBody(bytes: Uint8Array, headers: readonly Header[], limitBytes: number, spend: (bytes: number) => number): Promise<DecodedBody> {
  const layers = encodingsOf(headers);
  if (layers.length > mostLayers) return { body: bytes, counted: 0, truncated: false, why: `${layers.length} layers of content encoding were not undone` };
  let left: DecodedBody = { body: bytes, counted: 0, truncated: false, why: undefined };
  for (const name of layers.toReversed()) {
    const coding = name === "deflate" && !isZlib(left.body) ? deflateRaw : codings[name];
    if (coding === undefined) return { ...left, why: `the content encoding ${name.slice(0, 40)} is not known` };
    if (left.body.byteLength === 0) continue;
    const next = await undone(coding, left.body, Math.min(limitBytes, Math.max(freeBytes, left.body.byteLength * mostRatio)), spend);
    if (next === undefined) return { ...left, why: `the body is not ${name}, as its header says` };
    left = { body: next.body, counted: left.counted + next.counted, truncated: left.truncated || next.truncated, why: undefined };
  }
  return left;
}

export const isEncoded = (headers: readonly Header[]): boolean => encodingsOf(headers).length > 0;

const encodingsOf = (headers: readonly Header[]): string[] => headersOf(headers, "content-encoding").flatMap((value) => value.split(",")).map((name) => name.trim().toLowerCase()).filter((name) => name !== "" && name !== "identity");

// RFC 1950 section 2.2: method 8, and a check over both bytes.
const isZlib = (bytes: Uint8Array): boolean => ((bytes[0] ?? 0) & 15) === 8 && (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) % 31 === 0;

interface Undone { body: Uint8Array; counted: number; truncated: boolean }

// Nearly all bodies are whole and small: at once. Those that are cut or too large give what they have, piece by piece.
// What it turns into is spent in the same turn: others that end now must see that it is gone.
async function undone(coding: Coding, bytes: Uint8Array, limitBytes: number, spend: (bytes: number) => number): Promise<Undone | undefined> {
  try {
    const body = coding.sync(bytes, { maxOutputLength: limitBytes });
    spend(body.length);
    return { body, counted: body.length, truncated: false };
  } catch { return undoneSoFar(coding.stream(), bytes, limitBytes, spend); }
}

function undoneSoFar(stream: Transform, bytes: Uint8Array, limitBytes: number, spend: (bytes: number) => number): Promise<Undone | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (): void => { stream.destroy(); resolve(size === 0 ? undefined : { body: Buffer.concat(chunks, Math.min(size, limitBytes)), counted: size, truncated: true }); };
    stream.on("data", (chunk: Buffer) => { chunks.push(chunk); size += chunk.length; if (spend(chunk.length) <= 0 || size >= limitBytes) end(); });
    stream.on("end", end);
    stream.on("error", end);
    stream.end(bytes);
  });
}
