// Writes small zip archives for tests: stored or deflated, with or without the zip64 records.
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipFile { name: string; content: string | Uint8Array }

export function writeZip(files: readonly ZipFile[], { zip64 = false, stored = false }: { zip64?: boolean; stored?: boolean } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const bytes = Buffer.from(content);
    const entry = { name: Buffer.from(name), bytes, packed: stored ? bytes : deflateRawSync(bytes), method: stored ? 0 : 8, offset };
    const local = Buffer.concat([localHeader(entry), entry.name, entry.packed]);
    parts.push(local);
    directory.push(directoryEntry(entry, zip64));
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...parts, central, ...(zip64 ? [wideEnd(files.length, central.length, offset)] : []), end(files.length, central.length, offset, zip64)]);
}

interface Entry { name: Buffer; bytes: Buffer; packed: Buffer; method: number; offset: number }

function localHeader(entry: Entry): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(entry.method, 8);
  header.writeUInt32LE(crc32(entry.bytes), 14);
  header.writeUInt32LE(entry.packed.length, 18);
  header.writeUInt32LE(entry.bytes.length, 22);
  header.writeUInt16LE(entry.name.length, 26);
  return header;
}

function directoryEntry(entry: Entry, zip64: boolean): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(entry.method, 10);
  header.writeUInt32LE(crc32(entry.bytes), 16);
  header.writeUInt32LE(zip64 ? 0xffffffff : entry.packed.length, 20);
  header.writeUInt32LE(zip64 ? 0xffffffff : entry.bytes.length, 24);
  header.writeUInt16LE(entry.name.length, 28);
  header.writeUInt16LE(zip64 ? 28 : 0, 30);
  header.writeUInt32LE(zip64 ? 0xffffffff : entry.offset, 42);
  return Buffer.concat([header, entry.name, ...(zip64 ? [wideSizes(entry)] : [])]);
}

function wideSizes(entry: Entry): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(entry.bytes.length), 4);
  extra.writeBigUInt64LE(BigInt(entry.packed.length), 12);
  extra.writeBigUInt64LE(BigInt(entry.offset), 20);
  return extra;
}

function wideEnd(count: number, sizeBytes: number, offset: number): Buffer {
  const record = Buffer.alloc(76);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(sizeBytes), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(offset + sizeBytes), 64);
  record.writeUInt32LE(1, 72);
  return record;
}

function end(count: number, sizeBytes: number, offset: number, zip64: boolean): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(zip64 ? 0xffff : count, 8);
  record.writeUInt16LE(zip64 ? 0xffff : count, 10);
  record.writeUInt32LE(zip64 ? 0xffffffff : sizeBytes, 12);
  record.writeUInt32LE(zip64 ? 0xffffffff : offset, 16);
  return record;
}
