// rpm's own database format, used by SUSE: a table of slots, each leading to the blob of a package (rpm, lib/backend/ndb/rpmpkg.c).
import type { PositionalReader } from "../../../kernel/zip.ts";
import { malformedAt, readAt } from "../../bounded-read.ts";
import type { Row } from "./sqlite.ts";

const headerMagic = "RpmP";
const slotMagic = "Slot";
const blobMagic = "BlbS";
const slotBytes = 16;
const blockBytes = 16;
const pageBytes = 4096;
// A slot page holds 256 packages: half a million of them is beyond any host.
const maxSlotPages = 2048;

/** The header blob of every package; throws a Fault host.file-malformed, after those that could be read. */
export function* ndbBlobs(reader: PositionalReader): Generator<Row> {
  const header = readAt(reader, 0, 32);
  if (header.toString("latin1", 0, 4) !== headerMagic || header.readUInt32LE(4) !== 0) throw malformedAt(0, "it does not begin as rpm's ndb, version 0");
  const slotPages = header.readUInt32LE(12);
  if (slotPages === 0 || slotPages > maxSlotPages) throw malformedAt(12, `${slotPages} pages of slots`);
  const seen = new Set<number>();
  // The header takes the place of the first two slots.
  const slots = readAt(reader, 32, slotPages * pageBytes - 32);
  for (let at = 0; at < slots.length; at += slotBytes) {
    if (slots.toString("latin1", at, at + 4) !== slotMagic) throw malformedAt(32 + at, "no slot where one is due");
    const number = slots.readUInt32LE(at + 4);
    if (number === 0) continue;
    if (seen.has(number)) throw malformedAt(32 + at, `package ${number} has two slots`);
    seen.add(number);
    yield { at: `package ${number}`, bytes: blobOf(reader, number, slots.readUInt32LE(at + 8) * blockBytes) };
  }
}

function blobOf(reader: PositionalReader, number: number, offset: number): Buffer {
  const head = readAt(reader, offset, 16);
  if (head.toString("latin1", 0, 4) !== blobMagic || head.readUInt32LE(4) !== number) throw malformedAt(offset, `the blob of package ${number} is not here`);
  return readAt(reader, offset + 16, head.readUInt32LE(12));
}
