// Zip archives (PKWARE APPNOTE 6.3.10), read by their central directory: untrusted input, every offset, size and ratio is checked.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { crc32, inflateRawSync } from "node:zlib";
import { brokenZip, bufferOf, parseDirectory } from "./zip-directory.ts";
import type { DirectoryEntry, PositionalReader, ZipLimits } from "./zip-directory.ts";

export type { PositionalReader, ZipLimits } from "./zip-directory.ts";

/** `name` is a label from the archive, never a path to write to. `read` throws a Fault `zip.invalid` when this entry is broken. */
export interface ZipEntry { readonly name: string; readonly sizeBytes: number; read(): Uint8Array }

const defaultLimits: ZipLimits = { entries: 4_000_000, entryBytes: 64 * 1024 * 1024, ratio: 1032 };

/**
 * The entries in the order of the central directory; folders are left out. Nothing is unpacked until an entry's `read`.
 * Throws a Fault `zip.invalid` naming the offset when the directory is not sound or a limit is passed.
 */
export function zipEntries(reader: PositionalReader, limits: Partial<ZipLimits> = {}): ZipEntry[] {
  const bounds = { ...defaultLimits, ...limits };
  const listed = parseDirectory(reader, bounds);
  return listed
    .filter((entry) => !entry.name.endsWith("/"))
    .map((entry) => ({ name: entry.name, sizeBytes: entry.sizeBytes, read: () => unpack(reader, entry) }));
}

export const bufferReader = (bytes: Uint8Array): PositionalReader =>
  ({ sizeBytes: bytes.byteLength, read: (offset, length) => bytes.subarray(offset, offset + length) });

/** Opens a file for `zipEntries`; the caller closes it. */
export function openZipFile(path: string): PositionalReader & { close(): void } {
  const handle = openSync(path, "r");
  const { size } = fstatSync(handle);
  return { sizeBytes: size, read: windowed(handle, size), close: () => { closeSync(handle); } };
}

// Entries are mostly read in their order: one read of 1 MiB instead of two small ones for each. A window is never reused, so what was handed out stays whole.
function windowed(handle: number, sizeBytes: number): PositionalReader["read"] {
  let from = 0;
  let window: Uint8Array = new Uint8Array(0);
  return (offset, length) => {
    if (length > windowBytes) return readFully(handle, offset, length);
    if (offset < from || offset + length > from + window.byteLength) {
      window = readFully(handle, offset, Math.max(length, Math.min(windowBytes, sizeBytes - offset)));
      from = offset;
    }
    return window.subarray(offset - from, offset - from + length);
  };
}

const windowBytes = 1024 * 1024;

function readFully(handle: number, offset: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(length);
  let got = 0;
  while (got < length) {
    const count = readSync(handle, bytes, got, length - got, offset + got);
    if (count === 0) throw brokenZip(offset + got, "the file ends here");
    got += count;
  }
  return bytes;
}

// APPNOTE 4.3.7: the local header repeats the name and has an extra field of its own length, so the data's place is only known here.
function unpack(reader: PositionalReader, entry: DirectoryEntry): Uint8Array {
  const at = entry.headerOffset;
  const header = bufferOf(reader.read(at, 30));
  if (header.readUInt32LE(0) !== 0x04034b50) throw brokenZip(at, "no local file header where the directory says there is one");
  const dataOffset = at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (dataOffset + entry.packedBytes > reader.sizeBytes) throw brokenZip(at, "the entry's data reaches beyond the archive");
  const packed = entry.packedBytes === 0 ? new Uint8Array(0) : reader.read(dataOffset, entry.packedBytes);
  const bytes = entry.method === 0 ? packed : inflated(packed, entry, dataOffset);
  if (bytes.byteLength !== entry.sizeBytes) throw brokenZip(dataOffset, `${bytes.byteLength} bytes unpacked where the directory says ${entry.sizeBytes}`);
  if (crc32(bytes) !== entry.crc) throw brokenZip(dataOffset, "the checksum does not fit");
  return bytes;
}

function inflated(packed: Uint8Array, entry: DirectoryEntry, dataOffset: number): Uint8Array {
  try {
    // The output is as long as the directory says: a buffer of that size instead of zlib's 16 KiB for every small record.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.sizeBytes), chunkSize: Math.max(64, entry.sizeBytes + 1) });
  } catch (cause) {
    throw brokenZip(dataOffset, "the deflated data is broken or longer than the directory says", cause);
  }
}
