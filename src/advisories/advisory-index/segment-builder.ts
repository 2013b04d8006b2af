// Makes a segment from frames in any order: set aside by hash, the newest of each id kept, every table written from what is kept.
import { join } from "node:path";
import type { Enrichment } from "../advisory.ts";
import { frameFlags, frameSize, isMalicious, isRemoved, isWithdrawn, readFrame, setFlags } from "./advisory-frame.ts";
import type { Frame, FramePart } from "./advisory-frame.ts";
import { createHashSpool } from "./hash-spool.ts";
import type { HashSpool } from "./hash-spool.ts";
import { maliciousKeys } from "./malicious-key.ts";
import { compareHashes, hashName, nameTags } from "./name-hash.ts";
import { addPart, writeBlocks } from "./part-spool.ts";
import { createSegmentFile } from "./segment-file.ts";
import type { SectionPlace, SegmentCounts, SegmentFile, SegmentHead } from "./segment-file.ts";
import { addSlot, writeTable } from "./slot-spool.ts";


export interface SegmentBuilder {
  /** How many frames and enrichments were added so far. */
  readonly added: number;
  /** Copies the frame. Of several with one id the newest holds; of equally old ones the last. A removal holds until a later frame. */
  add(frame: Buffer): void;
  /** Of several of one kind for one CVE the last holds. */
  enrich(enrichment: Enrichment): void;
  /** Writes the segment. keepRemovals: an earlier segment has what is removed here. decided: told of the frame that holds for each id, also of a removal that need not be kept. */
  finish(path: string, options: { keepRemovals(id: string): boolean; decided?(frame: Frame): void }): SegmentHead;
  discard(): void;
}

interface Spools { frames: HashSpool; parts: HashSpool; ids: HashSpool; packages: HashSpool; names: HashSpool; malicious: HashSpool; facts: HashSpool; enrichments: HashSpool }

/** directory: where files stand that memory cannot hold, named after `name`. */
export function createSegmentBuilder(directory: string, name: string): SegmentBuilder {
  const spool = (what: string): HashSpool => createHashSpool(join(directory, `${name}-${what}.spool`));
  const spools: Spools = {
    frames: spool("frames"), parts: spool("parts"), ids: spool("ids"), packages: spool("packages"), names: spool("names"), malicious: spool("malicious"), facts: spool("facts"), enrichments: spool("enrichments"),
  };
  const discard = (): void => { for (const one of Object.values(spools) as HashSpool[]) one.discard(); };
  return {
    get added() { return spools.frames.count + spools.facts.count; },
    add(frame) { spools.frames.add(readFrame(frame).hash.hi, frame); },
    enrich(enrichment) { addFact(spools.facts, enrichment); },
    finish(path, options) {
      const file = createSegmentFile(path);
      try { return writeSegment(file, spools, options); } catch (cause) {
        file.abandon();
        throw cause;
      } finally { discard(); }
    },
    discard,
  };
}

function writeSegment(file: SegmentFile, spools: Spools, { keepRemovals, decided }: Parameters<SegmentBuilder["finish"]>[1]): SegmentHead {
  const counts: SegmentCounts = { advisories: 0, parts: 0, packages: 0, malicious: 0, enrichments: 0 };
  let entries = 0;
  const records = section(file, () => {
    for (const group of spools.frames.groups()) {
      for (const frame of newestOf(group)) {
        if (!isRemoved(frame) || keepRemovals(frame.id())) {
          writeFrame(file, spools, counts, frame);
          entries++;
        }
        decided?.(frame);
      }
    }
    spools.frames.discard();
  });
  counts.packages = writeBlocks(file, spools.parts, spools.packages);
  counts.enrichments = writeFacts(file, spools.facts, spools.enrichments);
  const { ids, packages, names, malicious, enrichments } = spools;
  const tables = { ids: writeTable(file, ids), packages: writeTable(file, packages), names: writeTable(file, names), malicious: writeTable(file, malicious), enrichments: writeTable(file, enrichments) };
  return file.finish({ sections: { records, ...tables }, counts, entries });
}

function section(file: SegmentFile, write: () => void): SectionPlace {
  const offset = file.position();
  write();
  return { offset, bytes: file.position() - offset };
}

/** One frame for each id, in the order of their hashes. */
function* newestOf(group: Buffer): Generator<Frame> {
  const frames: Frame[] = [];
  for (let at = 0; at < group.length; at += frameSize(group, at)) frames.push(readFrame(group, at));
  frames.sort((a, b) => compareHashes(a.hash, b.hash) || compareText(a.id(), b.id()) || isSettled(b) - isSettled(a));
  let newest: Frame | undefined;
  for (const frame of frames) {
    if (newest !== undefined && (compareHashes(newest.hash, frame.hash) !== 0 || newest.id() !== frame.id())) { yield newest; newest = undefined; }
    if (newest === undefined || isRemoved(newest) || isRemoved(frame) || frame.modifiedAt >= newest.modifiedAt) newest = frame;
  }
  if (newest !== undefined) yield newest;
}

const isSettled = ({ flags }: Frame): number => (flags & frameFlags.settled ? 1 : 0);
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function writeFrame(file: SegmentFile, spools: Spools, counts: SegmentCounts, frame: Frame): void {
  const entry = { offset: file.position(), length: frame.size, tag: 0 };
  setFlags(frame.bytes, frame.flags & ~frameFlags.settled);
  file.write(frame.bytes);
  addSlot(spools.ids, frame.hash, entry);
  if (isRemoved(frame)) return;
  counts.advisories++;
  if (isWithdrawn(frame)) return;
  const { aliases, upstream } = frame.names();
  for (const name of aliases) addSlot(spools.names, hashName(name), { ...entry, tag: nameTags.alias });
  for (const name of upstream) addSlot(spools.names, hashName(name), { ...entry, tag: nameTags.upstream });
  const id = frame.id();
  for (const part of frame.parts()) {
    counts.parts++;
    addPart(spools.parts, id, part);
    if (isMalicious(frame)) addMalicious(spools.malicious, part, entry);
  }
  if (isMalicious(frame)) counts.malicious++;
}

function addMalicious(spool: HashSpool, part: FramePart, entry: { offset: number; length: number; tag: number }): void {
  for (const key of maliciousKeys(part)) addSlot(spool, hashName(key), entry);
}

/** Length of the text (4 bytes), both halves of the hash, the text: an enrichment as JSON. */
function addFact(spool: HashSpool, enrichment: Enrichment): void {
  const text = Buffer.from(JSON.stringify(enrichment));
  const bytes = Buffer.alloc(12 + text.length);
  const { hi, lo } = hashName(enrichment.cve);
  bytes.writeUInt32LE(text.length, 0);
  bytes.writeUInt32LE(hi, 4);
  bytes.writeUInt32LE(lo, 8);
  text.copy(bytes, 12);
  spool.add(hi, bytes);
}

function writeFacts(file: SegmentFile, facts: HashSpool, slots: HashSpool): number {
  let count = 0;
  for (const group of facts.groups()) {
    const last = new Map<string, { hi: number; lo: number; text: Buffer }>();
    for (let at = 0; at < group.length; at += 12 + group.readUInt32LE(at)) {
      const text = group.subarray(at + 12, at + 12 + group.readUInt32LE(at));
      const { kind, cve } = JSON.parse(text.toString()) as Enrichment;
      last.set(`${kind} ${cve}`, { hi: group.readUInt32LE(at + 4), lo: group.readUInt32LE(at + 8), text });
    }
    for (const { text, ...hash } of last.values()) {
      addSlot(slots, hash, { offset: file.position(), length: text.length, tag: 0 });
      file.write(text);
      count++;
    }
  }
  facts.discard();
  return count;
}
