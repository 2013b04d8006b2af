// One advisory as bytes, complete in itself: what a segment keeps, and all its tables are made from.
//
// head    size, flags, hash of the id, time of change, lengths; fixed, see `at`
// then    id, source, kept text, names (aliases, then upstream), parts (package key, ecosystem, text)
import { packageKey } from "../../versions/ecosystem.ts";
import type { Advisory } from "../advisory.ts";
import type { IndexedAdvisory } from "./advisory-index.ts";
import { hashName } from "./name-hash.ts";
import type { NameHash } from "./name-hash.ts";
import { keptFrom, keptText, partText } from "./part-text.ts";

/** settled: stood in the index before this writing; of two frames of one id the one that is not settled came later. */
export const frameFlags = { withdrawn: 1, malicious: 2, removed: 4, settled: 8 } as const;

const at = { size: 0, flags: 4, hi: 8, lo: 12, modified: 16, idBytes: 24, sourceBytes: 28, keptBytes: 32, aliases: 36, upstream: 40, parts: 44 } as const;
export const frameHeadBytes = 48;

let scratch = Buffer.allocUnsafeSlow(64 * 1024);
let used = 0;

function reserve(bytes: number): void {
  if (used + bytes <= scratch.length) return;
  const grown = Buffer.allocUnsafeSlow(Math.max(scratch.length * 2, used + bytes));
  scratch.copy(grown, 0, 0, used);
  scratch = grown;
}

/** Returns the bytes written. UTF-16 units take at most three bytes each. */
function putText(text: string): number {
  reserve(text.length * 3);
  const bytes = scratch.write(text, used);
  used += bytes;
  return bytes;
}

/** Takes the length as a value: writing the text may have moved everything into a larger buffer. */
function putLength(bytes: number, place: number): void { scratch.writeUInt32LE(bytes, place); }

function putSized(text: string): void {
  reserve(4);
  const place = used;
  used += 4;
  putLength(putText(text), place);
}

/** The buffer is good until the next frame is made. */
export function frameOf(advisory: Advisory): Buffer {
  const { id, source, modifiedAt, withdrawnAt, aliases, upstream, affected } = advisory;
  const flags = (withdrawnAt === undefined ? 0 : frameFlags.withdrawn) | (id.startsWith("MAL-") ? frameFlags.malicious : 0);
  begin(id, source, flags, modifiedAt);
  putLength(putText(keptText(advisory)), at.keptBytes);
  for (const name of aliases) putSized(name);
  for (const name of upstream) putSized(name);
  for (const part of affected) {
    putSized(packageKey(part.ecosystem, part.name));
    putSized(part.ecosystem);
    putSized(partText(id, part));
  }
  return end(aliases.length, upstream.length, affected.length);
}

/** Says that an id is no longer in the index. */
export function removalOf(id: string): Buffer {
  begin(id, "", frameFlags.removed, 0);
  scratch.writeUInt32LE(0, at.keptBytes);
  return end(0, 0, 0);
}

function begin(id: string, source: string, flags: number, modifiedAt: number): void {
  used = frameHeadBytes;
  const { hi, lo } = hashName(id);
  scratch.writeUInt32LE(flags, at.flags);
  scratch.writeUInt32LE(hi, at.hi);
  scratch.writeUInt32LE(lo, at.lo);
  scratch.writeDoubleLE(modifiedAt, at.modified);
  putLength(putText(id), at.idBytes);
  putLength(putText(source), at.sourceBytes);
}

function end(aliases: number, upstream: number, parts: number): Buffer {
  scratch.writeUInt32LE(used, at.size);
  scratch.writeUInt32LE(aliases, at.aliases);
  scratch.writeUInt32LE(upstream, at.upstream);
  scratch.writeUInt32LE(parts, at.parts);
  return scratch.subarray(0, used);
}

/** One part of a frame, its texts still bytes. */
export interface FramePart { key: string; ecosystem: string; text: Buffer }

/** Reads a frame where it stands in a buffer; nothing is decoded before it is asked for. */
export function readFrame(bytes: Buffer, start = 0) {
  const size = bytes.readUInt32LE(start + at.size);
  const flags = bytes.readUInt32LE(start + at.flags);
  const idBytes = bytes.readUInt32LE(start + at.idBytes);
  const sourceBytes = bytes.readUInt32LE(start + at.sourceBytes);
  const keptBytes = bytes.readUInt32LE(start + at.keptBytes);
  const [aliases, upstream, parts] = [bytes.readUInt32LE(start + at.aliases), bytes.readUInt32LE(start + at.upstream), bytes.readUInt32LE(start + at.parts)];
  const idAt = start + frameHeadBytes;
  const keptAt = idAt + idBytes + sourceBytes;
  const names = { aliases, upstream, at: keptAt + keptBytes };
  return {
    bytes: bytes.subarray(start, start + size), size, flags,
    hash: { hi: bytes.readUInt32LE(start + at.hi), lo: bytes.readUInt32LE(start + at.lo) } satisfies NameHash,
    modifiedAt: bytes.readDoubleLE(start + at.modified),
    id: () => bytes.toString("utf8", idAt, idAt + idBytes),
    source: () => bytes.toString("utf8", idAt + idBytes, keptAt),
    partCount: parts,
    names: () => readNames(bytes, names),
    parts: () => readParts(bytes, afterNames(bytes, names), parts),
    kept: () => bytes.toString("utf8", keptAt, names.at),
  };
}

export type Frame = ReturnType<typeof readFrame>;

/** How long the frame is that begins here. */
export const frameSize = (bytes: Buffer, start: number): number => bytes.readUInt32LE(start + at.size);

/** Marks a copy of a frame, or takes the mark away. */
export function setFlags(frame: Buffer, flags: number): void { frame.writeUInt32LE(flags, at.flags); }

export const isWithdrawn = ({ flags }: Pick<Frame, "flags">): boolean => (flags & frameFlags.withdrawn) !== 0;
export const isRemoved = ({ flags }: Pick<Frame, "flags">): boolean => (flags & frameFlags.removed) !== 0;
export const isMalicious = ({ flags }: Pick<Frame, "flags">): boolean => (flags & frameFlags.malicious) !== 0;

interface Names { aliases: number; upstream: number; at: number }

function readNames(bytes: Buffer, { aliases, upstream, at: from }: Names): { aliases: string[]; upstream: string[] } {
  const found: string[] = [];
  for (let next = from; found.length < aliases + upstream;) {
    const length = bytes.readUInt32LE(next);
    found.push(bytes.toString("utf8", next + 4, next + 4 + length));
    next += 4 + length;
  }
  return { aliases: found.slice(0, aliases), upstream: found.slice(aliases) };
}

function afterNames(bytes: Buffer, { aliases, upstream, at: from }: Names): number {
  let next = from;
  for (let left = aliases + upstream; left > 0; left--) next += 4 + bytes.readUInt32LE(next);
  return next;
}

function* readParts(bytes: Buffer, from: number, count: number): Generator<FramePart> {
  let next = from;
  const sized = (): Buffer => {
    const begins = next + 4;
    next = begins + bytes.readUInt32LE(next);
    return bytes.subarray(begins, next);
  };
  for (let left = count; left > 0; left--) yield { key: sized().toString(), ecosystem: sized().toString(), text: sized() };
}

export function advisoryFrom(frame: Frame): IndexedAdvisory {
  const { aliases, upstream } = frame.names();
  return { id: frame.id(), modifiedAt: frame.modifiedAt, aliases, upstream, ...keptFrom(frame.kept()) };
}
