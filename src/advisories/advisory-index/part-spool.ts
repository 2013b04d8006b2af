// Parts on their way from their advisories to their packages: gathered as they come, written package by package.
import { blockOf } from "./package-block.ts";
import type { FramePart } from "./advisory-frame.ts";
import type { HashSpool } from "./hash-spool.ts";
import { compareHashes, hashName } from "./name-hash.ts";
import type { NameHash } from "./name-hash.ts";
import type { SegmentFile } from "./segment-file.ts";
import { addSlot } from "./slot-spool.ts";

// size (4 bytes), both halves of the hash, lengths of id, key and ecosystem, then these and the text.
const headBytes = 24;
let scratch = Buffer.allocUnsafeSlow(4096);

export function addPart(spool: HashSpool, id: string, { key, ecosystem, text }: FramePart): void {
  const most = headBytes + (id.length + key.length + ecosystem.length) * 3 + text.length;
  if (scratch.length < most) scratch = Buffer.allocUnsafeSlow(most * 2);
  const { hi, lo } = hashName(key);
  scratch.writeUInt32LE(hi, 4);
  scratch.writeUInt32LE(lo, 8);
  let used = headBytes;
  for (const [index, name] of [id, key, ecosystem].entries()) {
    const bytes = scratch.write(name, used);
    scratch.writeUInt32LE(bytes, 12 + index * 4);
    used += bytes;
  }
  used += text.copy(scratch, used);
  scratch.writeUInt32LE(used, 0);
  spool.add(hi, scratch.subarray(0, used));
}

/** A part that has not been read further than to be sorted. */
interface Waiting { hash: NameHash; id: string; key: string; ecosystem: string; text: Buffer }

/** Writes the blocks, each with a slot in `slots`, and removes the spool; returns how many there are. */
export function writeBlocks(file: SegmentFile, spool: HashSpool, slots: HashSpool): number {
  let packages = 0;
  for (const group of spool.groups()) {
    for (const parts of byPackage(group)) {
      const { hash, key } = parts[0]!;
      const block = blockOf(key, parts);
      addSlot(slots, hash, { offset: file.position(), length: block.length, tag: 0 });
      file.write(block);
      packages++;
    }
  }
  spool.discard();
  return packages;
}

function byPackage(group: Buffer): Iterable<readonly Waiting[]> {
  const parts: Waiting[] = [];
  for (let at = 0; at < group.length; at += group.readUInt32LE(at)) parts.push(waitingAt(group, at));
  return Map.groupBy(parts.sort(inOrder), ({ key }) => key).values();
}

function waitingAt(group: Buffer, at: number): Waiting {
  let next = at + headBytes;
  const [id, key, ecosystem] = [12, 16, 20].map((length) => {
    const begins = next;
    next += group.readUInt32LE(at + length);
    return group.toString("utf8", begins, next);
  });
  return { hash: { hi: group.readUInt32LE(at + 4), lo: group.readUInt32LE(at + 8) }, id: id!, key: key!, ecosystem: ecosystem!, text: group.subarray(next, at + group.readUInt32LE(at)) };
}

// By advisory, and of one advisory as it lists them: the sort is stable, and the spool keeps the order of coming.
const inOrder = (a: Waiting, b: Waiting): number => compareHashes(a.hash, b.hash) || compareText(a.key, b.key) || compareText(a.id, b.id);
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
