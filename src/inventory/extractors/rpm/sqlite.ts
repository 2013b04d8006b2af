// Blobs of one table of an SQLite file, with its write-ahead log, read without opening the database (SQLite file format, sections 1 to 4).
import type { PositionalReader } from "../../../kernel/zip.ts";
import { malformedAt, readAt } from "../../bounded-read.ts";

/** One row's blob. at: where in the file the row is, for messages. */
export interface Row { at: string; bytes: Buffer }

interface Pages { pageBytes: number; usableBytes: number; count: number; page(number: number): Buffer }

const maxRowBytes = 256 * 1024 * 1024;
const magic = "SQLite format 3\0";

/**
 * The last blob column of every row of a table. A library would need the file on a disk and could write to it (it recovers
 * a log it finds); an image's files are in memory, and a host's are not ours. Throws a Fault host.file-malformed.
 */
export function* sqliteBlobs(reader: PositionalReader, log: PositionalReader | undefined, table: string): Generator<Row> {
  const pages = openPages(reader, log);
  const root = rootOf(pages, table);
  if (root === undefined) throw malformedAt(0, `there is no table ${table}`);
  for (const { at, bytes } of rows(pages, root)) {
    const blob = columnsOf(bytes).findLast(({ type }) => type >= 12 && type % 2 === 0);
    if (blob === undefined) throw malformedAt(0, `${at} has no blob`);
    yield { at, bytes: blob.bytes };
  }
}

function openPages(reader: PositionalReader, log: PositionalReader | undefined): Pages {
  const header = readAt(reader, 0, 100);
  if (header.toString("latin1", 0, 16) !== magic) throw malformedAt(0, "it does not begin as an SQLite database");
  // 1.3.2: 1 stands for 65536.
  const pageBytes = header.readUInt16BE(16) === 1 ? 65536 : header.readUInt16BE(16);
  if (pageBytes < 512 || (pageBytes & (pageBytes - 1)) !== 0) throw malformedAt(16, `${pageBytes} is no size of a page`);
  const logged = log === undefined ? new Map<number, number>() : committedFrames(log, pageBytes);
  return {
    pageBytes, usableBytes: pageBytes - header.readUInt8(20),
    count: Math.ceil(reader.sizeBytes / pageBytes) + logged.size,
    page(number) {
      const frame = logged.get(number);
      return log !== undefined && frame !== undefined ? readAt(log, frame, pageBytes) : readAt(reader, (number - 1) * pageBytes, pageBytes);
    },
  };
}

/** 4.1 to 4.3: frames count when their salts are the header's, their check sum holds, and a later one commits. */
function committedFrames(log: PositionalReader, pageBytes: number): Map<number, number> {
  const committed = new Map<number, number>();
  if (log.sizeBytes < 32) return committed;
  const header = readAt(log, 0, 32);
  const kind = header.readUInt32BE(0);
  if ((kind & ~1) !== 0x377f0682 || header.readUInt32BE(8) !== pageBytes) return committed;
  const readWord = (kind & 1) === 1 ? (bytes: Buffer, at: number) => bytes.readUInt32BE(at) : (bytes: Buffer, at: number) => bytes.readUInt32LE(at);
  let sum = checkSum(header.subarray(0, 24), [0, 0], readWord);
  if (sum[0] !== header.readUInt32BE(24) || sum[1] !== header.readUInt32BE(28)) return committed;
  let pending: [number, number][] = [];
  for (let at = 32; at + 24 + pageBytes <= log.sizeBytes; at += 24 + pageBytes) {
    const frame = readAt(log, at, 24 + pageBytes);
    if (frame.compare(header, 16, 24, 8, 16) !== 0) break;
    sum = checkSum(frame.subarray(24), checkSum(frame.subarray(0, 8), sum, readWord), readWord);
    if (sum[0] !== frame.readUInt32BE(16) || sum[1] !== frame.readUInt32BE(20)) break;
    pending.push([frame.readUInt32BE(0), at + 24]);
    if (frame.readUInt32BE(4) === 0) continue;
    for (const [page, offset] of pending) committed.set(page, offset);
    pending = [];
  }
  return committed;
}

function checkSum(bytes: Buffer, [first, second]: readonly [number, number], readWord: (bytes: Buffer, at: number) => number): [number, number] {
  let [one, two] = [first, second];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    one = (one + readWord(bytes, at) + two) >>> 0;
    two = (two + readWord(bytes, at + 4) + one) >>> 0;
  }
  return [one, two];
}

/** 2.6: the schema is itself a table on page 1: type, name, tbl_name, rootpage, sql. */
function rootOf(pages: Pages, table: string): number | undefined {
  for (const { bytes } of rows(pages, 1)) {
    const [type, name, , root] = columnsOf(bytes);
    if (type?.bytes.toString() === "table" && name?.bytes.toString() === table && root !== undefined) return root.bytes.readUIntBE(0, root.bytes.length);
  }
  return undefined;
}

/** The payloads of a table's b-tree (1.6), left to right; a page met twice means a loop. */
function* rows(pages: Pages, root: number): Generator<Row> {
  const seen = new Set<number>();
  const todo = [root];
  for (let number = todo.pop(); number !== undefined; number = todo.pop()) {
    if (seen.has(number)) throw malformedAt((number - 1) * pages.pageBytes, `page ${number} is part of the tree twice`);
    seen.add(number);
    const page = pages.page(number);
    const start = number === 1 ? 100 : 0;
    const kind = page.readUInt8(start);
    if (kind !== 5 && kind !== 13) throw malformedAt((number - 1) * pages.pageBytes, `page ${number} is no part of a table`);
    const cells = cellsOf(page, start + (kind === 5 ? 12 : 8), page.readUInt16BE(start + 3), number);
    if (kind === 5) todo.push(page.readUInt32BE(start + 8), ...cells.map((at) => page.readUInt32BE(at)).toReversed());
    else for (const [index, at] of cells.entries()) yield { at: `page ${number}, row ${index + 1}`, bytes: payloadOf(pages, page, at) };
  }
}

function cellsOf(page: Buffer, from: number, count: number, number: number): number[] {
  if (from + count * 2 > page.length) throw malformedAt(0, `page ${number} says it has ${count} cells`);
  const cells = Array.from({ length: count }, (_, index) => page.readUInt16BE(from + index * 2));
  if (cells.some((at) => at + 4 > page.length)) throw malformedAt(0, `a cell of page ${number} begins beyond it`);
  return cells;
}

/** 1.6: what does not fit on the page goes on in a chain of overflow pages. */
function payloadOf(pages: Pages, page: Buffer, cell: number): Buffer {
  const [sizeBytes, afterSize] = varint(page, cell);
  const [, start] = varint(page, afterSize);
  if (sizeBytes > maxRowBytes) throw malformedAt(cell, `a row of ${sizeBytes} bytes`);
  const local = localBytes(sizeBytes, pages.usableBytes);
  if (start + local + (local < sizeBytes ? 4 : 0) > page.length) throw malformedAt(cell, "a row reaches beyond its page");
  const parts = [page.subarray(start, start + local)];
  let left = sizeBytes - local;
  for (let next = left > 0 ? page.readUInt32BE(start + local) : 0, steps = 0; left > 0; steps++) {
    if (next === 0 || steps > pages.count) throw malformedAt(cell, "the pages a row goes on in end early or lead in a circle");
    const overflow = pages.page(next);
    const part = overflow.subarray(4, Math.min(pages.usableBytes, 4 + left));
    parts.push(part);
    left -= part.length;
    next = overflow.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

function localBytes(sizeBytes: number, usable: number): number {
  const most = usable - 35;
  if (sizeBytes <= most) return sizeBytes;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((sizeBytes - least) % (usable - 4));
  return wanted <= most ? wanted : least;
}

/** 2.1: a record is the serial types of its columns, then their values. */
function columnsOf(record: Buffer): { type: number; bytes: Buffer }[] {
  const [headerBytes, first] = varint(record, 0);
  const columns: { type: number; bytes: Buffer }[] = [];
  let value = headerBytes;
  for (let at = first; at < headerBytes;) {
    const [type, next] = varint(record, at);
    const length = type >= 12 ? (type - (12 + (type % 2))) / 2 : (fixedBytes[type] ?? 0);
    if (value + length > record.length) throw malformedAt(at, "a column reaches beyond its row");
    columns.push({ type, bytes: record.subarray(value, value + length) });
    value += length;
    at = next;
  }
  return columns;
}

const fixedBytes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

/** 1.6: up to nine bytes, seven bits in each; a size that needs more than 53 bits is none. */
function varint(bytes: Buffer, at: number): [value: number, next: number] {
  let value = 0;
  for (let index = 0; index < 8; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) throw malformedAt(at, "a number reaches beyond its page");
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + index + 1];
  }
  return [Infinity, at + 9];
}
