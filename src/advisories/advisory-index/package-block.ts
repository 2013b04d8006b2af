// Everything a segment says of one package, grouped by ecosystem with release, so that only the groups in question are read.
//
// head    length of the head (4 bytes), the package's key, number of groups; for each group its ecosystem, count and length
// then    the groups: parts as JSON list elements, separated by commas
import type { NameHash } from "./name-hash.ts";

/** One part on its way into a block: length of the entry, hash of the key, then key, ecosystem and text, each with its length. */
export interface BlockPart { hash: NameHash; key: string; ecosystem: string; text: Buffer }

export interface GroupPlace { ecosystem: string; count: number; offset: number; bytes: number }

const comma = Buffer.from(",");

/** `parts`: of one key, in the order they are to be given back within their group. */
export function blockOf(key: string, parts: readonly Pick<BlockPart, "ecosystem" | "text">[]): Buffer {
  const groups = [...Map.groupBy(parts, ({ ecosystem }) => ecosystem)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const bodies = groups.map(([, own]) => Buffer.concat(own.flatMap(({ text }, index) => (index === 0 ? [text] : [comma, text]))));
  const names = [key, ...groups.map(([ecosystem]) => ecosystem)].map((text) => Buffer.from(text));
  const head = Buffer.alloc(8 + names.reduce((sum, name) => sum + 4 + name.length, 0) + groups.length * 8);
  head.writeUInt32LE(head.length, 0);
  let at = putSized(head, 4, names[0]!);
  at = head.writeUInt32LE(groups.length, at);
  for (const [index, [, own]] of groups.entries()) {
    at = putSized(head, at, names[index + 1]!);
    at = head.writeUInt32LE(own.length, at);
    at = head.writeUInt32LE(bodies[index]!.length, at);
  }
  return Buffer.concat([head, ...bodies]);
}

function putSized(into: Buffer, at: number, text: Buffer): number {
  text.copy(into, into.writeUInt32LE(text.length, at));
  return at + 4 + text.length;
}

/** How many bytes of the block its head takes. */
export const blockHeadBytes = (block: Buffer): number => block.readUInt32LE(0);

/** `head`: at least the head of a block. Offsets are from the block's beginning. */
export function readBlockHead(head: Buffer): { key: string; groups: GroupPlace[] } {
  let at = 4;
  const text = (): string => {
    const begins = at + 4;
    at = begins + head.readUInt32LE(at);
    return head.toString("utf8", begins, at);
  };
  const number = (): number => head.readUInt32LE((at += 4) - 4);
  const key = text();
  const groups: GroupPlace[] = [];
  let offset = blockHeadBytes(head);
  for (let left = number(); left > 0; left--) {
    const group = { ecosystem: text(), count: number(), offset, bytes: number() };
    groups.push(group);
    offset += group.bytes;
  }
  return { key, groups };
}
