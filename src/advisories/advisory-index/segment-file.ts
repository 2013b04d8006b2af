// A segment's file: a head of fixed size that says what it is and where its sections stand, and content that a digest covers.
import { createHash } from "node:crypto";
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";
import { Fault } from "../../kernel/fault.ts";
import type { TablePlace } from "./hash-table.ts";

export const formatVersion = 1;
const magic = Buffer.from("AFTWIDX\u0000", "latin1");
const headBytes = 2048;
const writeBytes = 1024 * 1024;

export interface SectionPlace { offset: number; bytes: number }

export interface SegmentCounts { advisories: number; parts: number; packages: number; malicious: number; enrichments: number }

/** What the head says. entries: advisories and removals. sha256: of everything after the head, in hex. */
export interface SegmentHead {
  sections: { records: SectionPlace; ids: TablePlace; packages: TablePlace; names: TablePlace; malicious: TablePlace; enrichments: TablePlace };
  counts: SegmentCounts;
  entries: number;
  bytes: number;
  sha256: string;
}

export const damaged = (path: string, why: string, cause?: unknown): Fault => new Fault("index.damaged", { detail: `${path}: ${why}.`, places: [{ at: path, rule: why }] }, cause);

export interface SegmentFile {
  /** Where the next byte will stand. */
  position(): number;
  write(bytes: Uint8Array): void;
  /** Writes the head, syncs and closes. */
  finish(rest: Pick<SegmentHead, "sections" | "counts" | "entries">): SegmentHead;
  abandon(): void;
}

export function createSegmentFile(path: string): SegmentFile {
  const handle = openSync(path, "w", 0o600);
  const digest = createHash("sha256");
  const pending = Buffer.allocUnsafeSlow(writeBytes);
  let used = 0;
  let flushed = headBytes;
  const put = (bytes: Uint8Array): void => {
    digest.update(bytes);
    writeFully(handle, bytes, flushed);
    flushed += bytes.byteLength;
  };
  const flush = (): void => { put(pending.subarray(0, used)); used = 0; };
  return {
    position: () => flushed + used,
    write(bytes) {
      if (used + bytes.byteLength > writeBytes) flush();
      if (bytes.byteLength > writeBytes) { put(bytes); return; }
      pending.set(bytes, used);
      used += bytes.byteLength;
    },
    finish(rest) {
      flush();
      const head: SegmentHead = { ...rest, bytes: flushed, sha256: digest.digest("hex") };
      writeFully(handle, headOf(head), 0);
      fsyncSync(handle);
      closeSync(handle);
      return head;
    },
    abandon: () => { closeSync(handle); },
  };
}

function writeFully(handle: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.byteLength;) done += writeSync(handle, bytes, done, bytes.byteLength - done, position + done);
}

/** magic (8 bytes), format version (4), length of the text (4), the text as JSON, zeros, CRC-32 of all before it (4). */
function headOf(head: SegmentHead): Buffer {
  const bytes = Buffer.alloc(headBytes);
  const text = Buffer.from(JSON.stringify(head));
  magic.copy(bytes);
  bytes.writeUInt32LE(formatVersion, 8);
  bytes.writeUInt32LE(text.length, 12);
  text.copy(bytes, 16);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, headBytes - 4)), headBytes - 4);
  return bytes;
}

/** Throws index.newer for a later format, index.damaged when the head or the size do not hold. The content is only covered by `digestOf`. */
export function readHead(handle: number, path: string): SegmentHead {
  const bytes = Buffer.alloc(headBytes);
  const got = readSync(handle, bytes, 0, headBytes, 0);
  if (got < 16 || !bytes.subarray(0, 8).equals(magic)) throw damaged(path, "does not begin as a segment of the advisory index");
  const version = bytes.readUInt32LE(8);
  if (version > formatVersion) throw newer(path, version);
  if (got < headBytes || crc32(bytes.subarray(0, headBytes - 4)) !== bytes.readUInt32LE(headBytes - 4)) throw damaged(path, "the checksum of its head does not fit");
  const head = JSON.parse(bytes.toString("utf8", 16, 16 + bytes.readUInt32LE(12))) as SegmentHead;
  const { size } = fstatSync(handle);
  if (size !== head.bytes) throw damaged(path, `is ${size} bytes long where its head says ${head.bytes}`);
  return head;
}

export const newer = (path: string, version: unknown): Fault =>
  new Fault("index.newer", { detail: `${path} has format ${String(version)}; this version reads up to ${formatVersion}.` });

/** The digest of the content as it is now. */
export function digestOf(handle: number): string {
  const digest = createHash("sha256");
  const chunk = Buffer.allocUnsafeSlow(writeBytes);
  for (let at = headBytes; ;) {
    const got = readSync(handle, chunk, 0, writeBytes, at);
    if (got === 0) return digest.digest("hex");
    digest.update(chunk.subarray(0, got));
    at += got;
  }
}
