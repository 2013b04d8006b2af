// Zip archives, written: the same files give the same bytes, so that an archive's digest means something.
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipMember { name: string; content: string | Uint8Array }

// PKWARE APPNOTE 4.4.6: MS-DOS time; 1 January 1980, because a time of writing would change the bytes.
const dosDate = (1 << 5) | 1;
const utf8Names = 0x0800;

/** Deflated, in the order given, without zip64: below 4 GiB and 65,535 members, which is the caller's to hold. */
export function zipOf(members: readonly ZipMember[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of members) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes, { level: 9 });
    const names = Buffer.from(name);
    const shared = sharedHeader({ crc: crc32(bytes), packed: packed.length, size: bytes.length, nameBytes: names.length });
    const local = Buffer.concat([u32(0x04034b50), u16(20), shared, u16(0), names, packed]);
    directory.push(Buffer.concat([u32(0x02014b50), u16(20), u16(20), shared, u16(0), u16(0), u16(0), u16(0), u32(0), u32(offset), names]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.concat([u32(0x06054b50), u16(0), u16(0), u16(members.length), u16(members.length), u32(central.length), u32(offset), u16(0)]);
  return Buffer.concat([...parts, central, end]);
}

/** From the flags to the length of the name: what a local header and its directory entry have in common (APPNOTE 4.3.7, 4.3.12). */
const sharedHeader = ({ crc, packed, size, nameBytes }: { crc: number; packed: number; size: number; nameBytes: number }): Buffer =>
  Buffer.concat([u16(utf8Names), u16(8), u16(0), u16(dosDate), u32(crc), u32(packed), u32(size), u16(nameBytes)]);

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
