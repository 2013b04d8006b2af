// Slots of a table on their way to it: gathered in any order, written in the order of their hashes.
import type { HashSpool } from "./hash-spool.ts";
import { createTableWriter, slotBytes } from "./hash-table.ts";
import type { Entry, TablePlace } from "./hash-table.ts";
import { compareHashes } from "./name-hash.ts";
import type { NameHash } from "./name-hash.ts";
import type { SegmentFile } from "./segment-file.ts";

const scratch = Buffer.alloc(slotBytes);

export function addSlot(spool: HashSpool, { hi, lo }: NameHash, { offset, length, tag }: Entry): void {
  scratch.writeUInt32LE(hi, 0);
  scratch.writeUInt32LE(lo, 4);
  scratch.writeUIntLE(offset, 8, 6);
  scratch.writeUInt32LE(length, 14);
  scratch.writeUInt16LE(tag, 18);
  spool.add(hi, scratch);
}

/** Writes the table and removes the spool. */
export function writeTable(file: SegmentFile, spool: HashSpool): TablePlace {
  const offset = file.position();
  const table = createTableWriter((bytes) => { file.write(bytes); }, spool.count);
  for (const group of spool.groups()) {
    for (const slot of sorted(group)) table.put(slot.hash, slot);
  }
  const slots = table.end();
  spool.discard();
  return { offset, bytes: file.position() - offset, slots };
}

function sorted(group: Buffer): (Entry & { hash: NameHash })[] {
  const slots = Array.from({ length: group.length / slotBytes }, (_, index) => {
    const at = index * slotBytes;
    return {
      hash: { hi: group.readUInt32LE(at), lo: group.readUInt32LE(at + 4) },
      offset: group.readUIntLE(at + 8, 6), length: group.readUInt32LE(at + 14), tag: group.readUInt16LE(at + 18),
    };
  });
  return slots.sort((a, b) => compareHashes(a.hash, b.hash));
}
