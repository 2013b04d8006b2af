// Bytes from front to back, of a file whose parts can be left out, or of a stream that must be unpacked to get past them.
import type { PositionalReader } from "../../kernel/zip.ts";
import { malformedAt } from "../bounded-read.ts";

/** offset: bytes passed so far. take: undefined at the very end. A Fault host.file-malformed when fewer are left. */
export interface TarSource { readonly offset: number; take(length: number): Promise<Buffer | undefined>; skip(length: number): Promise<void> }

/** Of an archive that is not packed: what is skipped is never read. */
export function positionalSource(reader: PositionalReader): TarSource {
  let offset = 0;
  return {
    get offset() { return offset; },
    async take(length) {
      if (offset >= reader.sizeBytes && length > 0) return undefined;
      if (offset + length > reader.sizeBytes) throw malformedAt(offset, "the archive ends here");
      const bytes = length === 0 ? Buffer.alloc(0) : Buffer.from(reader.read(offset, length));
      offset += length;
      return bytes;
    },
    async skip(length) {
      if (offset + length > reader.sizeBytes) throw malformedAt(offset, "the archive ends here");
      offset += length;
    },
  };
}

/** Of a stream; more than maxBytes of it is a Fault host.file-malformed. */
export function streamSource(chunks: AsyncIterable<Uint8Array>, maxBytes: number): TarSource {
  const iterator = chunks[Symbol.asyncIterator]();
  let offset = 0;
  let ready: Uint8Array = new Uint8Array(0);
  // False when the stream has ended.
  const refill = async (): Promise<boolean> => {
    const next = await iterator.next();
    ready = next.done === true ? new Uint8Array(0) : next.value;
    return next.done !== true;
  };
  const advance = async (length: number, keep: (part: Uint8Array) => void): Promise<number> => {
    let left = length;
    while (left > 0) {
      if (ready.byteLength === 0 && !(await refill())) return length - left;
      const part = ready.subarray(0, left);
      keep(part);
      ready = ready.subarray(part.byteLength);
      left -= part.byteLength;
      offset += part.byteLength;
      if (offset > maxBytes) throw malformedAt(offset, `it unpacks to more than ${maxBytes} bytes`);
    }
    return length;
  };
  return {
    get offset() { return offset; },
    async take(length) {
      const parts: Uint8Array[] = [];
      const got = await advance(length, (part) => { parts.push(part); });
      if (got === 0 && length > 0) return undefined;
      if (got < length) throw malformedAt(offset, "the archive ends here");
      return Buffer.concat(parts);
    },
    async skip(length) {
      if ((await advance(length, () => undefined)) < length) throw malformedAt(offset, "the archive ends here");
    },
  };
}
