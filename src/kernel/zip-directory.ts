// The central directory of a zip archive, with its zip64 form (PKWARE APPNOTE 6.3.10, sections 4.3.12 to 4.3.16 and 4.5.3).
import { Fault } from "./fault.ts";

/** Bytes by position: a file on disk or a buffer. `read` is only called inside [0, sizeBytes). */
export interface PositionalReader { readonly sizeBytes: number; read(offset: number, length: number): Uint8Array }

export interface ZipLimits {
  entries: number;
  entryBytes: number;
  /** Unpacked bytes for each packed one, for an entry and for the archive as a whole; deflate itself ends at 1032. */
  ratio: number;
}

export interface DirectoryEntry { name: string; method: 0 | 8; crc: number; packedBytes: number; sizeBytes: number; headerOffset: number }

interface Place { count: number; offset: number; sizeBytes: number }

const full32 = 0xffffffff;
const full16 = 0xffff;

/** Every entry the directory lists, in its order; see `zipEntries` for the faults. */
export function parseDirectory(reader: PositionalReader, limits: ZipLimits): DirectoryEntry[] {
  const place = findDirectory(reader);
  if (place.count > limits.entries) throw brokenZip(place.offset, `${place.count} entries where at most ${limits.entries} are read`);
  if (place.offset + place.sizeBytes > reader.sizeBytes) throw brokenZip(place.offset, "the directory reaches beyond the archive");
  if (place.count * 46 > place.sizeBytes) throw brokenZip(place.offset, `the directory is too small for ${place.count} entries`);
  const bytes = place.sizeBytes === 0 ? Buffer.alloc(0) : bufferOf(reader.read(place.offset, place.sizeBytes));
  const entries: DirectoryEntry[] = [];
  for (let at = 0, total = 0; entries.length < place.count;) {
    const { entry, next } = parseEntry(bytes, at, place.offset, reader.sizeBytes, limits);
    total += entry.sizeBytes;
    // Overlapping entries pass every check on their own; only their sum gives them away.
    if (total > limits.ratio * reader.sizeBytes) throw brokenZip(place.offset + at, `the archive unpacks to more than ${limits.ratio} times its size`);
    entries.push(entry);
    at = next;
  }
  return entries;
}

export const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const brokenZip = (offset: number, rule: string, cause?: unknown): Fault =>
  new Fault("zip.invalid", { detail: `At offset ${offset}: ${rule}.`, places: [{ at: `offset ${offset}`, rule }] }, cause);

// 4.3.16: the end record is 22 bytes and a comment of at most 65,535; it is looked for from the back.
function findDirectory(reader: PositionalReader): Place {
  const tailBytes = Math.min(reader.sizeBytes, 22 + full16);
  const base = reader.sizeBytes - tailBytes;
  const tail = tailBytes === 0 ? Buffer.alloc(0) : bufferOf(reader.read(base, tailBytes));
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== 0x06054b50 || at + 22 + tail.readUInt16LE(at + 20) !== tail.length) continue;
    const place = { count: tail.readUInt16LE(at + 10), sizeBytes: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
    if (tail.readUInt16LE(at + 8) !== place.count) throw brokenZip(base + at, "archives in several parts are not read");
    const isZip64 = place.count === full16 || place.sizeBytes === full32 || place.offset === full32;
    return isZip64 ? findZip64(reader, base + at) ?? place : place;
  }
  throw brokenZip(reader.sizeBytes, "no end of the central directory: not a zip archive, or cut short");
}

// 4.3.15: the locator stands right before the end record and points at the wide one.
function findZip64(reader: PositionalReader, endOffset: number): Place | undefined {
  if (endOffset < 20) return undefined;
  const locator = bufferOf(reader.read(endOffset - 20, 20));
  if (locator.readUInt32LE(0) !== 0x07064b50) return undefined;
  const at = wide(locator, 8, endOffset - 20);
  if (at + 56 > endOffset) throw brokenZip(endOffset - 20, "the zip64 locator points beyond itself");
  const record = bufferOf(reader.read(at, 56));
  if (record.readUInt32LE(0) !== 0x06064b50) throw brokenZip(at, "no zip64 end record where the locator says there is one");
  return { count: wide(record, 32, at), sizeBytes: wide(record, 40, at), offset: wide(record, 48, at) };
}

function wide(bytes: Buffer, at: number, offset: number): number {
  const value = bytes.readBigUInt64LE(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw brokenZip(offset + at, "a 64-bit number is beyond all bounds");
  return Number(value);
}

function parseEntry(bytes: Buffer, at: number, base: number, archiveBytes: number, limits: ZipLimits): { entry: DirectoryEntry; next: number } {
  const offset = base + at;
  if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw brokenZip(offset, "no directory entry where one is due");
  const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
  const next = extraEnd + bytes.readUInt16LE(at + 32);
  if (next > bytes.length) throw brokenZip(offset, "the directory entry reaches beyond the directory");
  const sizes = sizesOf(bytes, at, bytes.subarray(nameEnd, extraEnd), offset);
  const method = methodOf(bytes, at, offset);
  checkSizes(sizes, archiveBytes, offset, limits);
  return { entry: { name: bytes.toString("utf8", at + 46, nameEnd), method, crc: bytes.readUInt32LE(at + 16), ...sizes }, next };
}

function methodOf(bytes: Buffer, at: number, offset: number): 0 | 8 {
  const method = bytes.readUInt16LE(at + 10);
  if ((bytes.readUInt16LE(at + 8) & 1) === 1) throw brokenZip(offset, "encrypted entries are not read");
  if (method !== 0 && method !== 8) throw brokenZip(offset, `compression method ${method} is not read, only stored (0) and deflated (8)`);
  return method;
}

type Sizes = Pick<DirectoryEntry, "packedBytes" | "sizeBytes" | "headerOffset">;

// 4.5.3: of the zip64 field only those members exist whose narrow form is full, in this order.
function sizesOf(bytes: Buffer, at: number, extra: Buffer, offset: number): Sizes {
  const sizes = { sizeBytes: bytes.readUInt32LE(at + 24), packedBytes: bytes.readUInt32LE(at + 20), headerOffset: bytes.readUInt32LE(at + 42) };
  const field = zip64Field(extra);
  let read = 0;
  for (const key of ["sizeBytes", "packedBytes", "headerOffset"] as const) {
    if (sizes[key] !== full32 || field === undefined) continue;
    if (read + 8 > field.length) throw brokenZip(offset, "the zip64 field is cut short");
    sizes[key] = wide(field, read, offset);
    read += 8;
  }
  return sizes;
}

function zip64Field(extra: Buffer): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length;) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (end > extra.length) return undefined;
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, end);
    at = end;
  }
  return undefined;
}

function checkSizes(sizes: Sizes, archiveBytes: number, offset: number, limits: ZipLimits): void {
  if (sizes.headerOffset + 30 + sizes.packedBytes > archiveBytes) throw brokenZip(offset, "the entry reaches beyond the archive");
  if (sizes.sizeBytes > limits.entryBytes) throw brokenZip(offset, `the entry unpacks to ${sizes.sizeBytes} bytes where at most ${limits.entryBytes} are read`);
  if (sizes.sizeBytes > limits.ratio * Math.max(1, sizes.packedBytes)) throw brokenZip(offset, `the entry unpacks to more than ${limits.ratio} times its size`);
}
