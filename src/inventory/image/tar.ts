// Tar archives read from front to back (POSIX pax interchange format, with GNU's long names and base-256 sizes); nothing is written anywhere.
import { malformedAt } from "../bounded-read.ts";
import type { TarSource } from "./tar-source.ts";

/** One entry. path: segments as the archive spells them, joined by "/"; offset: where its bytes begin in the archive. */
export interface TarEntry {
  path: string; kind: "file" | "folder" | "link" | "hard-link" | "other"; target: string; mode: number; sizeBytes: number; offset: number;
  /** Its bytes; only before the next entry is asked for. */
  body(): Promise<Buffer>;
}

const blockBytes = 512;
// A header that describes another one holds a path or two; PATH_MAX is 4,096.
const maxExtendedBytes = 1024 * 1024;
const kinds: Readonly<Record<string, TarEntry["kind"]>> = { "0": "file", "\0": "file", "7": "file", "5": "folder", "2": "link", "1": "hard-link" };

interface Extended { path?: string; target?: string; sizeBytes?: number }

/** Every entry; throws a Fault host.file-malformed where the archive stops being one. */
export async function* tarEntries(source: TarSource): AsyncGenerator<TarEntry> {
  let extended: Extended = {};
  for (let header = await source.take(blockBytes); header !== undefined; header = await source.take(blockBytes)) {
    // Two empty blocks end an archive; some tools write one.
    if (header.every((byte) => byte === 0)) return;
    checkSum(header, source.offset - blockBytes);
    const type = header.toString("latin1", 156, 157);
    const isExtended = "xLKg".includes(type);
    const sizeBytes = (isExtended ? undefined : extended.sizeBytes) ?? numberAt(header, 124, 12, source.offset);
    const end = source.offset + Math.ceil(sizeBytes / blockBytes) * blockBytes;
    if (isExtended) {
      const text = await readExtended(source, sizeBytes);
      if (type !== "g") extended = { ...extended, ...extendedFrom(type, text, source.offset) };
    } else {
      yield entryFrom(header, type, { source, sizeBytes, extended });
      extended = {};
    }
    await source.skip(end - source.offset);
  }
}

function entryFrom(header: Buffer, type: string, { source, sizeBytes, extended }: { source: TarSource; sizeBytes: number; extended: Extended }): TarEntry {
  const prefix = header.toString("latin1", 257, 262) === "ustar" && header[263] !== 0x20 ? textAt(header, 345, 155) : "";
  const name = textAt(header, 0, 100);
  const path = extended.path ?? (prefix === "" ? name : `${prefix}/${name}`);
  const offset = source.offset;
  return {
    path, offset, sizeBytes, mode: numberAt(header, 100, 8, offset), target: extended.target ?? textAt(header, 157, 100),
    // Before ustar a folder was a file whose name ends with a slash.
    kind: type === "\0" && path.endsWith("/") ? "folder" : (kinds[type] ?? "other"),
    async body() {
      if (source.offset !== offset) throw new RangeError("the bytes of a tar entry are asked for after the next one");
      const bytes = await source.take(sizeBytes);
      if (bytes === undefined) throw malformedAt(offset, "the archive ends inside an entry");
      return bytes;
    },
  };
}

async function readExtended(source: TarSource, sizeBytes: number): Promise<Buffer> {
  if (sizeBytes > maxExtendedBytes) throw malformedAt(source.offset, `a header that describes another one has ${sizeBytes} bytes`);
  const bytes = await source.take(sizeBytes);
  if (bytes === undefined) throw malformedAt(source.offset, "the archive ends inside a header");
  return bytes;
}

function extendedFrom(type: string, bytes: Buffer, offset: number): Extended {
  const text = bytes.toString("utf8").replace(/\0+$/, "");
  if (type === "L") return { path: text };
  if (type === "K") return { target: text };
  return paxRecords(bytes, offset);
}

/** Records of "<length> <key>=<value>\n"; the length counts bytes and itself. */
function paxRecords(bytes: Buffer, offset: number): Extended {
  const extended: Extended = {};
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? 0 : Number(bytes.toString("latin1", at, space));
    // Also what keeps this loop going forward.
    if (space < 0 || !Number.isInteger(length) || length <= space - at + 1 || at + length > bytes.length) throw malformedAt(offset, "a pax record without a length");
    const record = bytes.toString("utf8", space + 1, at + length - 1);
    const [key, value] = [record.slice(0, record.indexOf("=")), record.slice(record.indexOf("=") + 1)];
    if (key === "path") extended.path = value;
    if (key === "linkpath") extended.target = value;
    if (key === "size") extended.sizeBytes = sizeFrom(value, offset);
    at += length;
  }
  return extended;
}

function sizeFrom(value: string, offset: number): number {
  const size = /^\d{1,15}$/.test(value) ? Number(value) : -1;
  if (size < 0) throw malformedAt(offset, `"${value.slice(0, 40)}" is no size`);
  return size;
}

// Without it a file that is no archive would be read as entries of absurd sizes.
function checkSum(header: Buffer, offset: number): void {
  const told = Number.parseInt(textAt(header, 148, 8).trim(), 8);
  let sum = 8 * 0x20;
  for (const [index, byte] of header.entries()) if (index < 148 || index >= 156) sum += byte;
  if (sum !== told) throw malformedAt(offset, "no tar header where one is due");
}

/** Octal digits, or with the first bit set a binary number (GNU). */
function numberAt(header: Buffer, at: number, length: number, offset: number): number {
  const first = header[at] ?? 0;
  if ((first & 0x80) === 0) return Number.parseInt(textAt(header, at, length).trim() || "0", 8) || 0;
  const value = header.subarray(at + 1, at + length).reduce((sum, byte) => sum * 256 + byte, first & 0x3f);
  if (!Number.isSafeInteger(value) || (first & 0x40) !== 0) throw malformedAt(offset, "a size beyond all bounds");
  return value;
}

const textAt = (header: Buffer, at: number, length: number): string => header.toString("utf8", at, at + length).split("\0", 1)[0] ?? "";
