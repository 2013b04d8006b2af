// What compilers leave in the programs they build: Go's build information and the dependency list of cargo-auditable.
import { messageOf } from "../kernel/fault.ts";
import type { PositionalReader } from "../kernel/zip.ts";
import { malformedAt, readAt } from "./bounded-read.ts";
import { readProgram } from "./program-file.ts";
import type { Program, Segment } from "./program-file.ts";

/** go: the toolchain's version and the module lines, as `go version -m` prints them. rust: zlib-packed JSON. */
export interface BuildRecords { go?: { version: string; modules: string }; rust?: Buffer; problem?: string }

const goMagic = Buffer.from("\xff Go buildinf:", "latin1");
const goHeaderBytes = 32;
const chunkBytes = 1024 * 1024;
// The linker puts the record at the front of the data; what lies further back than this belongs to no Go program.
const maxSearchBytes = 16 * 1024 * 1024;
const maxTextBytes = 16 * 1024 * 1024;

/** Undefined when it is no program that is read; problem: it has a record that cannot be read. Reads a few places of the file. */
export function readBuildRecords(reader: PositionalReader): BuildRecords | undefined {
  try {
    const program = readProgram(reader);
    if (program === undefined) return undefined;
    const go = findGo(program);
    const rust = program.sections.find(({ name }) => name === ".dep-v0");
    return { ...(go && { go }), ...(rust && { rust: readAt(reader, rust.offset, bounded(rust.sizeBytes, rust.offset)) }) };
  } catch (cause) {
    return { problem: messageOf(cause) };
  }
}

/** debug/buildinfo: in a section of its own, or near the front of the writable data, at a multiple of 16. */
function findGo(program: Program): BuildRecords["go"] {
  const place = program.sections.find(({ name }) => goSections.has(name)) ?? writableData(program);
  const at = place && searchMagic(program.reader, place.offset, Math.min(place.sizeBytes, maxSearchBytes));
  return at === undefined ? undefined : readGo(program, at);
}

const goSections = new Set([".go.buildinfo", "__go_buildinfo"]);

// In ELF and Mach-O the record has a section of its own, unless the names of the sections were stripped.
function writableData({ format, sections, segments }: Program): Segment | undefined {
  return format === "pe" || sections.length === 0 ? segments.find(({ isWritable, sizeBytes }) => isWritable && sizeBytes > 0) : undefined;
}

function searchMagic(reader: PositionalReader, from: number, sizeBytes: number): number | undefined {
  const end = Math.min(from + sizeBytes, reader.sizeBytes);
  for (let at = from; at < end; at += chunkBytes) {
    // Aligned relative to the place's start, which the linker aligned; chunks are multiples of 16, so no record straddles two.
    const chunk = readAt(reader, at, Math.min(chunkBytes, end - at));
    for (let found = chunk.indexOf(goMagic); found >= 0; found = chunk.indexOf(goMagic, found + 1)) if (found % 16 === 0) return at + found;
  }
  return undefined;
}

function readGo(program: Program, at: number): BuildRecords["go"] {
  const header = readAt(program.reader, at, goHeaderBytes);
  const flags = header.readUInt8(15);
  // Since Go 1.18 the texts follow the header, before it the header points at them.
  const [version, framed] = (flags & 2) !== 0 ? inlineTexts(program.reader, at + goHeaderBytes) : pointedTexts(program, header, { pointerBytes: header.readUInt8(14), isBigEndian: (flags & 1) !== 0 });
  // Sixteen bytes before and after the lines mark them in memory (cmd/go/internal/modload, infoStart and infoEnd).
  const hasFrame = framed.length >= 33 && framed[framed.length - 17] === 0x0a;
  return { version: version.toString(), modules: hasFrame ? framed.toString("utf8", 16, framed.length - 16) : "" };
}

function inlineTexts(reader: PositionalReader, at: number): [Buffer, Buffer] {
  const version = inlineText(reader, at);
  return [version.text, inlineText(reader, version.next).text];
}

function inlineText(reader: PositionalReader, at: number): { text: Buffer; next: number } {
  const head = readAt(reader, at, Math.min(10, reader.sizeBytes - at));
  let length = 0;
  for (const [index, byte] of head.entries()) {
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { text: readAt(reader, at + index + 1, bounded(length, at)), next: at + index + 1 + length };
  }
  throw malformedAt(at, "the length of a text has no end");
}

interface Pointers { pointerBytes: number; isBigEndian: boolean }

function pointedTexts(program: Program, header: Buffer, pointers: Pointers): [Buffer, Buffer] {
  if (pointers.pointerBytes !== 4 && pointers.pointerBytes !== 8) throw malformedAt(14, `${pointers.pointerBytes} is no size of a pointer`);
  const textAt = (at: number): Buffer => {
    const pointer = pointerAt(header, at, pointers);
    return pointer === 0 ? Buffer.alloc(0) : pointedText(program, pointer, pointers);
  };
  return [textAt(16), textAt(16 + pointers.pointerBytes)];
}

/** A Go string is the address of its bytes and their number. */
function pointedText(program: Program, address: number, pointers: Pointers): Buffer {
  const head = readAt(program.reader, offsetOf(program, address), pointers.pointerBytes * 2);
  const length = pointerAt(head, pointers.pointerBytes, pointers);
  return length === 0 ? Buffer.alloc(0) : readAt(program.reader, offsetOf(program, pointerAt(head, 0, pointers)), bounded(length, address));
}

function pointerAt(bytes: Buffer, at: number, { pointerBytes, isBigEndian }: Pointers): number {
  if (pointerBytes === 4) return isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
  return Number(isBigEndian ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at));
}

function offsetOf({ segments }: Program, address: number): number {
  const segment = segments.find((one) => address >= one.address && address < one.address + one.sizeBytes);
  if (segment === undefined) throw malformedAt(address, "an address that no part of the file is loaded to");
  return segment.offset + (address - segment.address);
}

function bounded(length: number, at: number): number {
  if (length > maxTextBytes) throw malformedAt(at, `${length} bytes of build information`);
  return length;
}
