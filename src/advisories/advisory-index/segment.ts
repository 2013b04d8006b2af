// One segment, opened: a few positional reads for each question, nothing held but its head and, of a small one, its tables.
import { closeSync, openSync, readSync } from "node:fs";
import type { Enrichment } from "../advisory.ts";
import { frameHeadBytes, frameSize, readFrame } from "./advisory-frame.ts";
import type { Frame } from "./advisory-frame.ts";
import { findEntries, findHeld, slotBytes } from "./hash-table.ts";
import type { ReadAt, TablePlace } from "./hash-table.ts";
import { exactKey, rangedKey } from "./malicious-key.ts";
import { hashName, nameTags } from "./name-hash.ts";
import { blockHeadBytes, readBlockHead } from "./package-block.ts";
import { damaged, digestOf, readHead } from "./segment-file.ts";
import type { SegmentHead } from "./segment-file.ts";

/** Parts of one package and ecosystem, still JSON list elements. */
interface PartGroup {
  ecosystem: string;
  count: number;
  /** The advisory of the first part, without reading the others. */
  firstId(): string;
  text(): string;
}

export interface Segment {
  readonly path: string;
  readonly head: SegmentHead;
  /** The frame of an advisory, or of its removal. */
  frameOf(id: string): Frame | undefined;
  /** Frames that name `name` as an alias. */
  naming(name: string): readonly Frame[];
  groupsOf(packageKey: string): readonly PartGroup[];
  /** It says nothing of the package, known without a read; false says nothing. */
  surelyLacks(packageKey: string): boolean;
  /** Frames of malicious packages that list this version, or speak of the package in ranges. */
  maliciousOf(packageKey: string, version: string): readonly Frame[];
  enrichmentsOf(cve: string): readonly Enrichment[];
  /** Every frame, in no order that means anything; each is good until the next one is asked for. */
  frames(): Generator<Frame>;
  enrichments(): Generator<Enrichment>;
  /** Throws index.damaged when the content is not what was written. */
  verify(): void;
  close(): void;
}

// Of a delta the tables are a few hundred kilobytes: held from the first look-up on. A larger table is held once it has
// been asked as often as a whole reading costs; a scan of a few hundred components never asks that often.
const residentBytes = 512 * 1024;
const heldBytes = 64 * 1024 * 1024;
const asksBeforeHolding = 4096;
const blockReadBytes = 16 * 1024;

/** Throws what `readHead` throws, and the system's error when there is no such file. */
export function openSegment(path: string): Segment {
  const handle = openSync(path, "r");
  try {
    return segmentOn(handle, path, readHead(handle, path));
  } catch (cause) {
    closeSync(handle);
    throw cause;
  }
}

function segmentOn(handle: number, path: string, head: SegmentHead): Segment {
  const { sections } = head;
  const read: ReadAt = (offset, length) => {
    if (offset + length > head.bytes) throw damaged(path, `a place at ${offset} reaches beyond its end`);
    return readFully(handle, path, offset, length);
  };
  const tables = tableReader(read);
  const frameAt = ({ offset, length }: { offset: number; length: number }): Frame => {
    const bytes = read(offset, length);
    if (length < frameHeadBytes || frameSize(bytes, 0) !== length) throw damaged(path, `no advisory at ${offset}`);
    return readFrame(bytes);
  };
  const frames = (table: TablePlace, key: string): Frame[] => tables(table, key).map(frameAt);
  const namingAt = lastKept((offset, length) => { const frame = frameAt({ offset, length }); return { frame, aliases: new Set(frame.names().aliases) }; });
  return {
    path, head,
    frameOf: (id) => frames(sections.ids, id).find((frame) => frame.id() === id),
    naming: (name) => tables(sections.names, name).filter(({ tag }) => tag === nameTags.alias).map(({ offset, length }) => namingAt(offset, length)).filter(({ aliases }) => aliases.has(name)).map(({ frame }) => frame),
    surelyLacks: (packageKey) => tables.surelyLacks(sections.packages, packageKey),
    groupsOf: (packageKey) => tables(sections.packages, packageKey).flatMap((entry) => groupsAt(read, entry, packageKey)),
    maliciousOf: (packageKey, version) => [...new Map([...frames(sections.malicious, exactKey(packageKey, version)), ...frames(sections.malicious, rangedKey(packageKey))].map((frame) => [frame.id(), frame])).values()],
    enrichmentsOf: (cve) => tables(sections.enrichments, cve).map(({ offset, length }) => JSON.parse(read(offset, length).toString()) as Enrichment).filter((found) => found.cve === cve),
    frames: () => framesIn(read, path, sections.records.offset, sections.records.bytes),
    enrichments: () => enrichmentsIn(read, sections.enrichments),
    verify: () => { if (digestOf(handle) !== head.sha256) throw damaged(path, "its content is not what was written: the digest does not fit"); },
    close: () => { closeSync(handle); },
  };
}

/** Keeps the last answer: an advisory of thousands of names is asked for under one after the other. */
function lastKept<T>(read: (offset: number, length: number) => T): (offset: number, length: number) => T {
  let last: { offset: number; value: T } | undefined;
  return (offset, length) => {
    if (last?.offset !== offset) last = { offset, value: read(offset, length) };
    return last.value;
  };
}

function readFully(handle: number, path: string, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let got = 0; got < length;) {
    const more = readSync(handle, bytes, got, length - got, offset + got);
    if (more === 0) throw damaged(path, `ends before ${offset + length}`);
    got += more;
  }
  return bytes;
}

interface TableReader {
  (table: TablePlace, key: string): ReturnType<typeof findEntries>;
  surelyLacks(table: TablePlace, key: string): boolean;
}

function tableReader(read: ReadAt): TableReader {
  const held = new Map<number, Buffer>();
  const asked = new Map<number, number>();
  const find = (table: TablePlace, key: string): ReturnType<typeof findEntries> => {
    const hash = hashName(key);
    const bytes = held.get(table.offset);
    if (bytes) return findHeld(bytes, table, hash);
    const asks = (asked.get(table.offset) ?? 0) + 1;
    asked.set(table.offset, asks);
    if (table.slots > 0 && (table.bytes <= residentBytes || (asks > asksBeforeHolding && table.bytes <= heldBytes))) held.set(table.offset, read(table.offset, table.bytes));
    return findEntries(read, table, hash);
  };
  return Object.assign(find, {
    surelyLacks(table: TablePlace, key: string): boolean {
      const bytes = held.get(table.offset);
      return bytes !== undefined && findHeld(bytes, table, hashName(key)).length === 0;
    },
  });
}

function groupsAt(read: ReadAt, { offset, length }: { offset: number; length: number }, packageKey: string): PartGroup[] {
  let start = read(offset, Math.min(length, blockReadBytes));
  if (blockHeadBytes(start) > start.length) start = read(offset, blockHeadBytes(start));
  const { key, groups } = readBlockHead(start);
  if (key !== packageKey) return [];
  const text = (at: number, bytes: number): string => (at + bytes <= start.length ? start.toString("utf8", at, at + bytes) : read(offset + at, bytes).toString());
  return groups.map(({ ecosystem, count, offset: at, bytes }) => ({
    ecosystem, count,
    firstId: () => firstIdIn(text(at, Math.min(bytes, idReadBytes))) ?? firstIdIn(text(at, bytes))!,
    text: () => text(at, bytes),
  }));
}

const idReadBytes = 1024;

/** A part begins with its advisory's id, see part-text.ts; undefined when the text ends before it does. */
function firstIdIn(text: string): string | undefined {
  const id = /^\[("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
  return id === undefined ? undefined : JSON.parse(id) as string;
}

const scanBytes = 1024 * 1024;

function* framesIn(read: ReadAt, path: string, offset: number, bytes: number): Generator<Frame> {
  const end = offset + bytes;
  for (let at = offset; at < end;) {
    let chunk = read(at, Math.min(scanBytes, end - at));
    const size = sizeIn(chunk, 0, path, at, end);
    if (size > chunk.length) chunk = read(at, size);
    let used = 0;
    while (used + 4 <= chunk.length && used + sizeIn(chunk, used, path, at + used, end) <= chunk.length) {
      yield readFrame(chunk, used);
      used += frameSize(chunk, used);
    }
    at += used;
  }
}

function sizeIn(chunk: Buffer, from: number, path: string, at: number, end: number): number {
  const size = frameSize(chunk, from);
  if (size < frameHeadBytes || at + size > end) throw damaged(path, `no advisory begins at ${at}`);
  return size;
}

function* enrichmentsIn(read: ReadAt, table: TablePlace): Generator<Enrichment> {
  for (let at = 0; at < table.bytes; at += slotBytes) {
    const bytes = read(table.offset + at, slotBytes);
    const offset = bytes.readUIntLE(8, 6);
    if (offset !== 0) yield JSON.parse(read(offset, bytes.readUInt32LE(14)).toString()) as Enrichment;
  }
}
