// Where things lie in a program: the sections and segments of ELF, Mach-O and PE files, with every number checked.
import type { PositionalReader } from "../kernel/zip.ts";
import { malformedAt, readAt, wideAt } from "./bounded-read.ts";

/** A named part of the file. offset, sizeBytes: in the file, not in memory. */
export interface Section { name: string; offset: number; sizeBytes: number }
/** A part of the file that is loaded to an address. */
export interface Segment { address: number; offset: number; sizeBytes: number; isWritable: boolean }
export interface Program { format: "elf" | "mach-o" | "pe"; reader: PositionalReader; sections: readonly Section[]; segments: readonly Segment[] }

// Compilers that give each function a section make tens of thousands; a program that is linked has dozens.
const maxSections = 100_000;
const maxNameBytes = 16 * 1024 * 1024;

/** Undefined when the file is none of these; throws a Fault host.file-malformed when it says it is and does not hold together. */
export function readProgram(reader: PositionalReader): Program | undefined {
  if (reader.sizeBytes < 64) return undefined;
  const head = readAt(reader, 0, 64);
  const magic = head.readUInt32BE(0);
  if (magic === 0x7f454c46) return readElf(reader, head);
  if (magic === 0xcffaedfe || magic === 0xcefaedfe) return readMachO(reader, head, magic === 0xcffaedfe);
  return head.toString("latin1", 0, 2) === "MZ" ? readPe(reader, head) : undefined;
}

interface ElfForm { isWide: boolean; half(bytes: Buffer, at: number): number; word(bytes: Buffer, at: number): number; native(bytes: Buffer, narrow: number, wide: number): number }

/** ELF-64 Object File Format 1.5; the 32-bit form has the same members at other places. */
function elfForm(head: Buffer): ElfForm | undefined {
  const [kind, order] = [head[4], head[5]];
  if ((kind !== 1 && kind !== 2) || (order !== 1 && order !== 2)) return undefined;
  const isBigEndian = order === 2;
  const word = (bytes: Buffer, at: number): number => (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
  return {
    isWide: kind === 2, word,
    half: (bytes, at) => (isBigEndian ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at)),
    native: (bytes, narrow, wide) => (kind === 2 ? wideAt(bytes, wide, isBigEndian) : word(bytes, narrow)),
  };
}

function readElf(reader: PositionalReader, head: Buffer): Program | undefined {
  const form = elfForm(head);
  if (form === undefined) return undefined;
  const at = form.isWide ? 54 : 42;
  const [programBytes, programs, sectionBytes, sections, names] = [0, 2, 4, 6, 8].map((more) => form.half(head, at + more)) as [number, number, number, number, number];
  return {
    format: "elf", reader,
    segments: elfSegments(reader, form, { offset: form.native(head, 28, 32), entryBytes: programBytes, count: programs }),
    sections: elfSections(reader, form, { offset: form.native(head, 32, 40), entryBytes: sectionBytes, count: sections, names }),
  };
}

interface Table { offset: number; entryBytes: number; count: number }

function elfSegments(reader: PositionalReader, form: ElfForm, { offset, entryBytes, count }: Table): Segment[] {
  if (count === 0 || offset === 0) return [];
  if (entryBytes < (form.isWide ? 56 : 32)) throw malformedAt(offset, `program headers of ${entryBytes} bytes`);
  const table = readAt(reader, offset, entryBytes * count);
  return Array.from({ length: count }, (_, index) => table.subarray(index * entryBytes, (index + 1) * entryBytes))
    .filter((entry) => form.word(entry, 0) === 1)
    .map((entry) => {
      const flags = form.word(entry, form.isWide ? 4 : 24);
      return { offset: form.native(entry, 4, 8), address: form.native(entry, 8, 16), sizeBytes: form.native(entry, 16, 32), isWritable: (flags & 3) === 2 };
    });
}

function elfSections(reader: PositionalReader, form: ElfForm, { offset, entryBytes, count, names }: Table & { names: number }): Section[] {
  if (offset === 0) return [];
  if (entryBytes < (form.isWide ? 64 : 40)) throw malformedAt(offset, `section headers of ${entryBytes} bytes`);
  // With 65,280 sections or more their number and that of the names stand in the first header.
  const first = readAt(reader, offset, entryBytes);
  const all = count === 0 ? form.native(first, 20, 32) : count;
  if (all > maxSections) throw malformedAt(offset, `${all} sections`);
  const table = readAt(reader, offset, entryBytes * all);
  const found = Array.from({ length: all }, (_, index) => {
    const entry = table.subarray(index * entryBytes, (index + 1) * entryBytes);
    return { nameAt: form.word(entry, 0), hasBytes: form.word(entry, 4) !== 8, offset: form.native(entry, 16, 24), sizeBytes: form.native(entry, 20, 32) };
  });
  const nameTable = found[names === 0xffff ? form.word(first, form.isWide ? 40 : 24) : names];
  const texts = nameTable === undefined || nameTable.sizeBytes > maxNameBytes ? Buffer.alloc(0) : readAt(reader, nameTable.offset, nameTable.sizeBytes);
  return found.filter(({ hasBytes }) => hasBytes).map(({ nameAt, ...place }) => ({ name: nameIn(texts, nameAt), offset: place.offset, sizeBytes: place.sizeBytes }));
}

// Names longer than this are none that is looked for.
const nameIn = (texts: Buffer, at: number): string => texts.subarray(at, at + 32).toString("latin1").split("\0", 1)[0] ?? "";

/** Mach-O, thin and little-endian as macOS has been since 2006: LC_SEGMENT (1) and LC_SEGMENT_64 (0x19) with their sections. */
function readMachO(reader: PositionalReader, head: Buffer, isWide: boolean): Program {
  const start = isWide ? 32 : 28;
  const [count, sizeBytes] = [head.readUInt32LE(16), head.readUInt32LE(20)];
  if (count > maxSections) throw malformedAt(16, `${count} load commands`);
  const commands = readAt(reader, start, sizeBytes);
  const sections: Section[] = [];
  const segments: Segment[] = [];
  for (let at = 0, index = 0; index < count; index++) {
    if (at + 8 > commands.length) throw malformedAt(start + at, "a load command is cut short");
    const length = commands.readUInt32LE(at + 4);
    if (length < 8 || at + length > commands.length) throw malformedAt(start + at, `a load command of ${length} bytes`);
    if (commands.readUInt32LE(at) === (isWide ? 0x19 : 1)) readMachSegment(commands.subarray(at, at + length), isWide, { sections, segments, offset: start + at });
    at += length;
  }
  return { format: "mach-o", reader, sections, segments };
}

function readMachSegment(command: Buffer, isWide: boolean, into: { sections: Section[]; segments: Segment[]; offset: number }): void {
  const [headBytes, entryBytes] = isWide ? [72, 80] : [56, 68];
  const native = (bytes: Buffer, narrow: number, wide: number): number => (isWide ? wideAt(bytes, wide) : bytes.readUInt32LE(narrow));
  if (command.length < headBytes) throw malformedAt(into.offset, "a segment is cut short");
  const count = command.readUInt32LE(headBytes - 8);
  if (headBytes + count * entryBytes > command.length) throw malformedAt(into.offset, `a segment with ${count} sections`);
  into.segments.push({ address: native(command, 24, 24), offset: native(command, 32, 40), sizeBytes: native(command, 36, 48), isWritable: command.readUInt32LE(headBytes - 12) === 3 });
  for (let index = 0; index < count; index++) {
    const entry = command.subarray(headBytes + index * entryBytes, headBytes + (index + 1) * entryBytes);
    into.sections.push({ name: nameIn(entry.subarray(0, 16), 0), sizeBytes: native(entry, 36, 40), offset: entry.readUInt32LE(isWide ? 48 : 40) });
  }
}

/** PE (Microsoft's format specification, "Section Table"): sections are what is loaded. */
function readPe(reader: PositionalReader, head: Buffer): Program | undefined {
  const at = head.readUInt32LE(60);
  if (at + 24 > reader.sizeBytes) return undefined;
  const header = readAt(reader, at, 24);
  if (header.toString("latin1", 0, 4) !== "PE\0\0") return undefined;
  const [count, optionalBytes] = [header.readUInt16LE(6), header.readUInt16LE(20)];
  const optional = readAt(reader, at + 24, optionalBytes);
  const base = optionalBytes < 32 ? 0 : optional.readUInt16LE(0) === 0x20b ? wideAt(optional, 24) : optional.readUInt32LE(28);
  const table = readAt(reader, at + 24 + optionalBytes, count * 40);
  const all = Array.from({ length: count }, (_, index) => table.subarray(index * 40, index * 40 + 40)).map((entry) => ({
    name: nameIn(entry.subarray(0, 8), 0), address: base + entry.readUInt32LE(12), sizeBytes: entry.readUInt32LE(16), offset: entry.readUInt32LE(20),
    // Initialised data that may be read and written and is not executed.
    isWritable: (entry.readUInt32LE(36) & 0xe0000040) >>> 0 === 0xc0000040,
  }));
  return { format: "pe", reader, sections: all, segments: all };
}
