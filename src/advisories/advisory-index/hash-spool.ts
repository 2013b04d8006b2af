// Entries set aside by their hash, in memory as long as they are few and in one file after that, and given back group by group.
import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";

/** Groups come back in the order of their hashes, the entries of one group in the order they were added. */
export interface HashSpool {
  /** `hi`: the upper 32 bits of the hash. The bytes are copied. */
  add(hi: number, bytes: Uint8Array): void;
  readonly count: number;
  /** Each buffer is good until the next one is asked for. */
  groups(): Generator<Buffer>;
  /** Removes the file. */
  discard(): void;
}

// 128 groups of 64 KiB: 8 MiB at most before anything is written; two million records give groups of about 25 MB.
const groupBits = 7;
const chunkBytes = 64 * 1024;
const firstChunkBytes = 2048;

interface Group { chunk: Buffer; used: number; extents: { offset: number; bytes: number }[]; spooled: number }

/** `path`: the file that is made when memory does not suffice. */
export function createHashSpool(path: string): HashSpool {
  const groups = Array.from({ length: 2 ** groupBits }, (): Group => ({ chunk: Buffer.alloc(0), used: 0, extents: [], spooled: 0 }));
  let handle: number | undefined;
  let end = 0;
  let count = 0;
  const spool = (group: Group, bytes: Uint8Array): void => {
    handle ??= openSync(path, "w+", 0o600);
    for (let done = 0; done < bytes.byteLength;) done += writeSync(handle, bytes, done, bytes.byteLength - done, end + done);
    const last = group.extents.at(-1);
    if (last && last.offset + last.bytes === end) last.bytes += bytes.byteLength;
    else group.extents.push({ offset: end, bytes: bytes.byteLength });
    end += bytes.byteLength;
    group.spooled += bytes.byteLength;
  };
  return {
    get count() { return count; },
    add(hi, bytes) {
      count++;
      const group = groups[hi >>> (32 - groupBits)]!;
      makeRoom(group, bytes.byteLength, (full) => { spool(group, full); });
      if (bytes.byteLength > chunkBytes) { spool(group, bytes); return; }
      group.chunk.set(bytes, group.used);
      group.used += bytes.byteLength;
    },
    *groups() {
      let whole = Buffer.alloc(0);
      for (const group of groups) {
        const length = group.spooled + group.used;
        if (whole.length < length) whole = Buffer.allocUnsafeSlow(Math.ceil(length * 1.25));
        yield gather(handle, group, whole).subarray(0, length);
        group.chunk = Buffer.alloc(0);
      }
    },
    discard() {
      if (handle === undefined) return;
      closeSync(handle);
      rmSync(path, { force: true });
      handle = undefined;
    },
  };
}

function makeRoom(group: Group, length: number, spool: (bytes: Buffer) => void): void {
  if (group.used + length <= group.chunk.length) return;
  if (group.used + length > chunkBytes) {
    if (group.used > 0) spool(group.chunk.subarray(0, group.used));
    group.used = 0;
    if (length > chunkBytes || length <= group.chunk.length) return;
  }
  const grown = Buffer.allocUnsafeSlow(Math.min(chunkBytes, Math.max(firstChunkBytes, group.chunk.length * 2, group.used + length)));
  group.chunk.copy(grown, 0, 0, group.used);
  group.chunk = grown;
}

function gather(handle: number | undefined, group: Group, into: Buffer): Buffer {
  let at = 0;
  for (const { offset, bytes } of group.extents) {
    for (let done = 0; done < bytes;) {
      const got = readSync(handle!, into, at + done, bytes - done, offset + done);
      if (got === 0) throw new Error("the spool file is shorter than what was written to it");
      done += got;
    }
    at += bytes;
  }
  group.chunk.copy(into, at, 0, group.used);
  return into;
}
