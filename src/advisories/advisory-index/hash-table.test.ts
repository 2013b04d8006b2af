// Tables on disk: every entry is found under its hash, at both ends, in long runs and beyond the last home.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTableWriter, findEntries, slotBytes } from "./hash-table.ts";
import type { Entry } from "./hash-table.ts";
import { compareHashes, hashName } from "./name-hash.ts";
import type { NameHash } from "./name-hash.ts";

function tableOf(hashes: readonly NameHash[], expected = hashes.length) {
  const chunks: Buffer[] = [];
  const writer = createTableWriter((bytes) => { chunks.push(Buffer.from(bytes)); }, expected);
  for (const [index, hash] of hashes.toSorted(compareHashes).entries()) writer.put(hash, { offset: index + 1, length: index, tag: index % 7 });
  const slots = writer.end();
  const file = Buffer.concat(chunks);
  return { slots, file, find: (hash: NameHash): readonly Entry[] => findEntries((offset, length) => file.subarray(offset, offset + length), { offset: 0, bytes: file.length, slots }, hash) };
}

const half = fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1));
const anyHash = fc.record({ hi: half, lo: half });

describe("advisories/advisory-index/hash-table", () => {
  it("finds every entry under its hash and nothing under another", () => {
    fc.assert(fc.property(fc.array(anyHash, { maxLength: 200 }), anyHash, (hashes, other) => {
      const { find } = tableOf(hashes);
      const sorted = hashes.toSorted(compareHashes);
      for (const hash of [...hashes, other]) {
        expect(find(hash).map(({ offset }) => offset)).toEqual(sorted.flatMap((one, index) => (compareHashes(one, hash) === 0 ? [index + 1] : [])));
      }
    }));
  });

  it("a run longer than what is read at once, pushed beyond the last home, is found to its end", () => {
    const crowded = Array.from({ length: 500 }, (_, lo) => ({ hi: 2 ** 32 - 1, lo }));
    const { find, file, slots } = tableOf(crowded);
    expect(file.length).toBeGreaterThan(slots * slotBytes);
    expect(crowded.every((hash, index) => find(hash)[0]?.offset === index + 1)).toBe(true);
    expect(tableOf(Array.from({ length: 300 }, () => ({ hi: 5, lo: 5 }))).find({ hi: 5, lo: 5 })).toHaveLength(300);
  });

  it("an empty table answers, and entries out of order are refused", () => {
    expect(tableOf([]).find({ hi: 1, lo: 1 })).toEqual([]);
    const writer = createTableWriter(() => {}, 2);
    writer.put({ hi: 2, lo: 0 }, { offset: 1, length: 1, tag: 0 });
    expect(() => { writer.put({ hi: 1, lo: 0 }, { offset: 1, length: 1, tag: 0 }); }).toThrow(RangeError);
  });

  it("hashes spread: of 100,000 like names no two collide, and no 128th part holds much more than its share", () => {
    const hashes = Array.from({ length: 100_000 }, (_, number) => hashName(`CVE-2026-${number}`));
    expect(new Set(hashes.map(({ hi, lo }) => `${hi} ${lo}`)).size).toBe(hashes.length);
    const parts = Map.groupBy(hashes, ({ hi }) => hi >>> 25);
    expect(parts.size).toBe(128);
    expect(Math.max(...[...parts.values()].map(({ length }) => length))).toBeLessThan(100_000 / 128 * 1.3);
  });
});
