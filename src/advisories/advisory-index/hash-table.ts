// Tables on disk: open addressing, 64-bit hashes in ascending order, slots of fixed size; written in one pass, found with one read.
//
// slot   upper and lower half of the hash (4 bytes each), offset of what it stands for (6), its length (4), tag (2); all zero = empty
// home   where a slot would stand alone: proportional to its hash, so that ascending entries are written front to back
import { compareHashes } from "./name-hash.ts";
import type { NameHash } from "./name-hash.ts";

export const slotBytes = 20;
const filled = 0.7;

/** Where a table stands in its file. `slots`: for homes; entries pushed beyond them follow. */
export interface TablePlace { offset: number; bytes: number; slots: number }

/** What a slot points at. Several entries may have one hash. */
export interface Entry { offset: number; length: number; tag: number }

export interface TableWriter {
  /** In ascending order of hash; throws otherwise, because nothing would be found. */
  put(hash: NameHash, entry: Entry): void;
  /** Fills up to the last home; returns the number of slots for homes. */
  end(): number;
}

const homeOf = (hi: number, slots: number): number => Math.floor((hi / 2 ** 32) * slots);

/** `expected`: at least the number of entries to come. */
export function createTableWriter(write: (bytes: Buffer) => void, expected: number): TableWriter {
  const slots = Math.max(1, Math.ceil(expected / filled));
  const chunk = Buffer.alloc(slotBytes * 2048);
  let used = 0;
  let next = 0;
  let last: NameHash = { hi: 0, lo: 0 };
  const skip = (): void => {
    used += slotBytes;
    next++;
    if (used < chunk.length) return;
    write(chunk);
    chunk.fill(0);
    used = 0;
  };
  return {
    put(hash, { offset, length, tag }) {
      if (compareHashes(hash, last) < 0) throw new RangeError("a table is written in the order of its hashes");
      last = { hi: hash.hi, lo: hash.lo };
      for (const home = homeOf(hash.hi, slots); next < home;) skip();
      chunk.writeUInt32LE(hash.hi, used);
      chunk.writeUInt32LE(hash.lo, used + 4);
      chunk.writeUIntLE(offset, used + 8, 6);
      chunk.writeUInt32LE(length, used + 14);
      chunk.writeUInt16LE(tag, used + 18);
      skip();
    },
    end() {
      while (next < slots) skip();
      write(chunk.subarray(0, used));
      return slots;
    },
  };
}

/** Reads bytes of the file; fewer than asked for only at its end. */
export type ReadAt = (offset: number, length: number) => Buffer;

const windowSlots = 24;
const none: readonly Entry[] = [];

/** Every entry under this hash. */
export function findEntries(read: ReadAt, table: TablePlace, hash: NameHash): readonly Entry[] {
  const found: Entry[] = [];
  for (let slot = homeOf(hash.hi, table.slots); slot * slotBytes < table.bytes; slot += windowSlots) {
    const window = read(table.offset + slot * slotBytes, Math.min(windowSlots * slotBytes, table.bytes - slot * slotBytes));
    if (!takeEntries(window, 0, hash, found)) break;
  }
  return found.length === 0 ? none : found;
}

/** The same in a table that is held whole. */
export function findHeld(held: Buffer, table: TablePlace, hash: NameHash): readonly Entry[] {
  const start = homeOf(hash.hi, table.slots) * slotBytes;
  // Most names that are asked for are not there: the first slot tells.
  if (held.readUInt32LE(start + 8) === 0 && held.readUInt16LE(start + 12) === 0) return none;
  const found: Entry[] = [];
  takeEntries(held, start, hash, found);
  return found.length === 0 ? none : found;
}

/** From this place on; false when the last of them has been passed. */
function takeEntries(slots: Buffer, from: number, hash: NameHash, found: Entry[]): boolean {
  for (let at = from; at + slotBytes <= slots.length; at += slotBytes) {
    const offset = slots.readUIntLE(at + 8, 6);
    if (offset === 0) return false;
    const order = slots.readUInt32LE(at) - hash.hi || slots.readUInt32LE(at + 4) - hash.lo;
    if (order > 0) return false;
    if (order === 0) found.push({ offset, length: slots.readUInt32LE(at + 14), tag: slots.readUInt16LE(at + 18) });
  }
  return true;
}
