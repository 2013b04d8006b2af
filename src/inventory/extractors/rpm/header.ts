// An rpm header as the database keeps it: an index of tags and the data they point into (rpm format manual, "Header Structure").
import { malformedAt } from "../../bounded-read.ts";

/** The tags read here, by their numbers in rpmtag.h. */
export const tags = { name: 1000, version: 1001, release: 1002, epoch: 1003, vendor: 1011, arch: 1022, sourceRpm: 1044, dirIndexes: 1116, baseNames: 1117, dirNames: 1118, modularityLabel: 5096 } as const;

/** What a tag holds; empty when the header does not have it or has it in another type. */
export interface RpmHeader { texts(tag: number): readonly string[]; numbers(tag: number): readonly number[] }

interface Entry { type: number; offset: number; count: number }

// rpm's own limits (header.c): more entries or data than this it takes for damage.
const maxEntries = 0xffff;
const maxDataBytes = 0x0fffffff;
const int32 = 4;
const textTypes = new Set([6, 8, 9]);

/** Throws a Fault host.file-malformed when the index does not fit the data. */
export function parseHeader(bytes: Buffer): RpmHeader {
  if (bytes.length < 8) throw malformedAt(0, "a header has at least 8 bytes");
  const [entryCount, dataBytes] = [bytes.readUInt32BE(0), bytes.readUInt32BE(4)];
  if (entryCount > maxEntries || dataBytes > maxDataBytes) throw malformedAt(0, `${entryCount} entries with ${dataBytes} bytes of data are beyond rpm's own limits`);
  const dataStart = 8 + entryCount * 16;
  if (dataStart + dataBytes > bytes.length) throw malformedAt(0, `the header says it has ${dataStart + dataBytes} bytes, and there are ${bytes.length}`);
  const data = bytes.subarray(dataStart, dataStart + dataBytes);
  const entries = new Map<number, Entry>();
  // What was added after the build stands last and replaces what it repeats.
  for (let at = 8; at < dataStart; at += 16) entries.set(bytes.readInt32BE(at), { type: bytes.readUInt32BE(at + 4), offset: bytes.readInt32BE(at + 8), count: bytes.readUInt32BE(at + 12) });
  return { texts: (tag) => textsOf(data, entries.get(tag), tag), numbers: (tag) => numbersOf(data, entries.get(tag), tag) };
}

function textsOf(data: Buffer, entry: Entry | undefined, tag: number): string[] {
  if (entry === undefined || !textTypes.has(entry.type)) return [];
  const texts: string[] = [];
  let from = entry.offset;
  for (let left = entry.type === 6 ? 1 : entry.count; left > 0; left--) {
    const end = from < 0 ? -1 : data.indexOf(0, from);
    if (end < 0) throw malformedAt(from, `the text of tag ${tag} has no end`);
    texts.push(data.toString("utf8", from, end));
    from = end + 1;
  }
  return texts;
}

function numbersOf(data: Buffer, entry: Entry | undefined, tag: number): number[] {
  if (entry === undefined || entry.type !== int32) return [];
  if (entry.offset < 0 || entry.offset + entry.count * 4 > data.length) throw malformedAt(entry.offset, `the ${entry.count} numbers of tag ${tag} reach beyond the data`);
  return Array.from({ length: entry.count }, (_, index) => data.readUInt32BE(entry.offset + index * 4));
}
