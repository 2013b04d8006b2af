// Reads binary files that may lie about themselves: every offset and length is checked before it is followed.
import { Fault } from "../kernel/fault.ts";
import type { PositionalReader } from "../kernel/zip.ts";

/** Says where in the file what does not hold. */
export const malformedAt = (offset: number, rule: string, cause?: unknown): Fault =>
  new Fault("host.file-malformed", { detail: `At offset ${offset}: ${rule}.`, places: [{ at: `offset ${offset}`, rule }] }, cause);

/** Exactly these bytes, or a Fault host.file-malformed when the file does not have them. */
export function readAt(reader: PositionalReader, offset: number, length: number): Buffer {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < 0 || length < 0 || offset + length > reader.sizeBytes) {
    throw malformedAt(offset, `${length} bytes are said to be here, beyond the end at ${reader.sizeBytes}`);
  }
  if (length === 0) return Buffer.alloc(0);
  const bytes = reader.read(offset, length);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A 64-bit number that is an offset or a size: beyond 2^53 it is neither. */
export function wideAt(bytes: Buffer, at: number, isBigEndian = false): number {
  const value = isBigEndian ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(value);
}
