// Writes ELF programs for tests: one writable segment and named sections, of either width and byte order.

export interface ElfSection { name: string; bytes: Buffer }
export interface ElfForm { isWide: boolean; isBigEndian: boolean }

export const dataAddress = 0x400000;

/** data is loaded to dataAddress; sections stand after it. Without sections there is no table of them, as `sstrip` leaves a program. */
export function writeElf(form: ElfForm, data: Buffer, sections: readonly ElfSection[] = []): Buffer {
  const { isWide } = form;
  const [headBytes, segmentBytes, sectionBytes] = isWide ? [64, 56, 64] : [52, 32, 40];
  const dataAt = headBytes + segmentBytes;
  const names = Buffer.from(`\0${[...sections.map(({ name }) => name), ".shstrtab"].join("\0")}\0`);
  const all = sections.length === 0 ? [] : [...sections, { name: ".shstrtab", bytes: names }];
  const places: number[] = [];
  let end = dataAt + data.length;
  for (const { bytes } of all) { places.push(end); end += bytes.length; }
  const head = Buffer.alloc(headBytes);
  head.set([0x7f, 0x45, 0x4c, 0x46, isWide ? 2 : 1, form.isBigEndian ? 2 : 1, 1]);
  const half = (bytes: Buffer, value: number, at: number): number => (form.isBigEndian ? bytes.writeUInt16BE(value, at) : bytes.writeUInt16LE(value, at));
  const word = (bytes: Buffer, value: number, at: number): number => (form.isBigEndian ? bytes.writeUInt32BE(value, at) : bytes.writeUInt32LE(value, at));
  const native = (bytes: Buffer, value: number, narrow: number, wide: number): void => { writePointer(bytes, value, isWide ? wide : narrow, form); };
  native(head, headBytes, 28, 32);
  native(head, all.length === 0 ? 0 : end, 32, 40);
  for (const [index, value] of [segmentBytes, 1, sectionBytes, all.length === 0 ? 0 : all.length + 1, all.length].entries()) half(head, value, (isWide ? 54 : 42) + index * 2);
  const segment = Buffer.alloc(segmentBytes);
  word(segment, 1, 0);
  word(segment, 6, isWide ? 4 : 24);
  native(segment, dataAt, 4, 8);
  native(segment, dataAddress, 8, 16);
  native(segment, data.length, 16, 32);
  const table = [Buffer.alloc(sectionBytes), ...all.map(({ name, bytes }, index) => {
    const entry = Buffer.alloc(sectionBytes);
    word(entry, names.indexOf(`\0${name}\0`) + 1, 0);
    word(entry, 1, 4);
    native(entry, places[index] ?? 0, 16, 24);
    native(entry, bytes.length, 20, 32);
    return entry;
  })];
  return Buffer.concat([head, segment, data, ...all.map(({ bytes }) => bytes), ...(all.length === 0 ? [] : table)]);
}

export function writePointer(bytes: Buffer, value: number, at: number, { isWide, isBigEndian }: ElfForm): void {
  if (isWide) isBigEndian ? bytes.writeBigUInt64BE(BigInt(value), at) : bytes.writeBigUInt64LE(BigInt(value), at);
  else isBigEndian ? bytes.writeUInt32BE(value, at) : bytes.writeUInt32LE(value, at);
}

const magic = Buffer.from("\xff Go buildinf:", "latin1");
const framed = (modules: string): Buffer => Buffer.from(modules === "" ? "" : `${"<".repeat(16)}${modules}${">".repeat(16)}`);

/** As Go wrote it before 1.18: pointers to two strings, which are pointers and lengths. For data at dataAddress. */
export function pointedRecord(form: ElfForm, version: string, modules: string): Buffer {
  const size = form.isWide ? 8 : 4;
  const [versionBytes, moduleBytes] = [Buffer.from(version), framed(modules)];
  const data = Buffer.alloc(32 + 4 * size);
  magic.copy(data);
  data.writeUInt8(size, 14);
  data.writeUInt8(form.isBigEndian ? 1 : 0, 15);
  const textsAt = dataAddress + data.length;
  const values: readonly (readonly [number, number])[] = [[16, dataAddress + 32], [16 + size, dataAddress + 32 + 2 * size], [32, textsAt], [32 + size, versionBytes.length], [32 + 2 * size, textsAt + versionBytes.length], [32 + 3 * size, moduleBytes.length]];
  for (const [at, value] of values) writePointer(data, value, at, form);
  return Buffer.concat([data, versionBytes, moduleBytes]);
}

/** As Go writes it since 1.18: two texts, each after its length. */
export function inlineRecord(version: string, modules: string): Buffer {
  const head = Buffer.alloc(32);
  magic.copy(head);
  head.writeUInt8(8, 14);
  head.writeUInt8(2, 15);
  return Buffer.concat([head, lengthed(Buffer.from(version)), lengthed(framed(modules))]);
}

function lengthed(bytes: Buffer): Buffer {
  const length: number[] = [];
  for (let left = bytes.length; ; left = Math.floor(left / 128)) {
    length.push(left >= 128 ? (left % 128) + 128 : left);
    if (left < 128) return Buffer.concat([Buffer.from(length), bytes]);
  }
}
