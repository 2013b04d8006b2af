// Writes rpm's ndb format for tests, after rpm's lib/backend/ndb/rpmpkg.c: header, slots, blobs of whole blocks.

/** One slot page; packages are numbered from 1. */
export function writeNdb(blobs: readonly Buffer[]): Buffer {
  const slots = Buffer.alloc(4096);
  slots.write("RpmP", 0, "latin1");
  slots.writeUInt32LE(1, 8);
  slots.writeUInt32LE(1, 12);
  for (let at = 32; at < slots.length; at += 16) slots.write("Slot", at, "latin1");
  const parts: Buffer[] = [slots];
  let block = slots.length / 16;
  for (const [index, blob] of blobs.entries()) {
    const bytes = writeBlob(index + 1, blob);
    slots.writeUInt32LE(index + 1, 32 + index * 16 + 4);
    slots.writeUInt32LE(block, 32 + index * 16 + 8);
    slots.writeUInt32LE(bytes.length / 16, 32 + index * 16 + 12);
    parts.push(bytes);
    block += bytes.length / 16;
  }
  return Buffer.concat(parts);
}

function writeBlob(number: number, blob: Buffer): Buffer {
  const bytes = Buffer.alloc(Math.ceil((16 + blob.length + 12) / 16) * 16);
  bytes.write("BlbS", 0, "latin1");
  bytes.writeUInt32LE(number, 4);
  bytes.writeUInt32LE(blob.length, 12);
  blob.copy(bytes, 16);
  bytes.write("BlbE", bytes.length - 4, "latin1");
  return bytes;
}
