// Berkeley DB hash files, which rpm used up to RHEL 8: pages of pairs, large values in chains of overflow pages (db_page.h).
import type { PositionalReader } from "../../../kernel/zip.ts";
import { malformedAt, readAt } from "../../bounded-read.ts";
import type { Row } from "./sqlite.ts";

interface Hash { reader: PositionalReader; pageBytes: number; lastPage: number; word(bytes: Buffer, at: number): number; half(bytes: Buffer, at: number): number }

const magic = 0x061561;
const pageHeaderBytes = 26;
const hashMeta = 8;
// Unsorted ones are of RHEL 5.
const hashPages = new Set([2, 13]);
const overflowPage = 7;
const inline = 1;
const offPage = 3;
const maxValueBytes = 256 * 1024 * 1024;

/** The header blob of every package; throws a Fault host.file-malformed, after those that could be read. */
export function* berkeleyBlobs(reader: PositionalReader): Generator<Row> {
  const hash = openHash(reader);
  for (let number = 1; number <= hash.lastPage; number++) {
    const page = pageOf(hash, number);
    if (hashPages.has(page.readUInt8(25))) yield* pairsOf(hash, page, number);
  }
}

function openHash(reader: PositionalReader): Hash {
  const meta = readAt(reader, 0, 512);
  const isBigEndian = meta.readUInt32BE(12) === magic;
  if (!isBigEndian && meta.readUInt32LE(12) !== magic) throw malformedAt(12, "it does not begin as a Berkeley DB hash");
  const word: Hash["word"] = isBigEndian ? (bytes, at) => bytes.readUInt32BE(at) : (bytes, at) => bytes.readUInt32LE(at);
  const half: Hash["half"] = isBigEndian ? (bytes, at) => bytes.readUInt16BE(at) : (bytes, at) => bytes.readUInt16LE(at);
  const pageBytes = word(meta, 20);
  if (pageBytes < 512 || pageBytes > 65536 || (pageBytes & (pageBytes - 1)) !== 0) throw malformedAt(20, `${pageBytes} is no size of a page`);
  if (meta.readUInt8(24) !== 0) throw malformedAt(24, "it is encrypted");
  if (meta.readUInt8(25) !== hashMeta) throw malformedAt(25, "its first page is not that of a hash");
  return { reader, pageBytes, word, half, lastPage: word(meta, 32) };
}

const pageOf = ({ reader, pageBytes }: Hash, number: number): Buffer => readAt(reader, number * pageBytes, pageBytes);

// Items grow down from the end of the page: each ends where the one before it begins; keys and values take turns.
function* pairsOf(hash: Hash, page: Buffer, number: number): Generator<Row> {
  const items = hash.half(page, 20);
  if (pageHeaderBytes + items * 2 > page.length || items % 2 !== 0) throw malformedAt(number * hash.pageBytes, `page ${number} says it has ${items} items`);
  const offsets = Array.from({ length: items }, (_, index) => hash.half(page, pageHeaderBytes + index * 2));
  const itemAt = (index: number): Buffer => page.subarray(offsets[index] ?? 0, offsets[index - 1] ?? page.length);
  for (let index = 1; index < items; index += 2) {
    const [key, value] = [itemAt(index - 1), itemAt(index)];
    // The pair with the key 0 is not a package: it keeps the number the next one gets.
    if (key.length === 5 && key.readUInt32LE(1) === 0) continue;
    const bytes = valueOf(hash, value);
    if (bytes !== undefined) yield { at: `page ${number}, item ${index + 1}`, bytes };
  }
}

function valueOf(hash: Hash, item: Buffer): Buffer | undefined {
  if (item[0] === inline) return item.subarray(1);
  if (item[0] !== offPage || item.length < 12) throw malformedAt(0, `a value of kind ${item[0]} is not one that rpm writes`);
  const [first, sizeBytes] = [hash.word(item, 4), hash.word(item, 8)];
  if (sizeBytes > maxValueBytes || sizeBytes > hash.reader.sizeBytes) throw malformedAt(first * hash.pageBytes, `a value of ${sizeBytes} bytes`);
  return chainOf(hash, first, sizeBytes);
}

// Every page of a chain carries at least a byte, so a circle ends when the size is reached.
function chainOf(hash: Hash, first: number, sizeBytes: number): Buffer {
  const parts: Buffer[] = [];
  let left = sizeBytes;
  for (let number = first; left > 0;) {
    const page = pageOf(hash, number);
    const part = page.subarray(pageHeaderBytes, pageHeaderBytes + Math.min(left, hash.half(page, 22)));
    if (page.readUInt8(25) !== overflowPage || part.length === 0) throw malformedAt(number * hash.pageBytes, `page ${number} does not go on with a value`);
    parts.push(part);
    left -= part.length;
    number = hash.word(page, 16);
  }
  return Buffer.concat(parts);
}
