// Entries packed into numbers: whatever is put in and dropped, they are what a plain sorted list would hold.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountAt, dropOldest, entryAt, insertAt, keyAt, newestOf, noEntries, placeAfter, placeFrom, seqAt, timeAt } from "./entries.ts";
import type { Entries, Entry } from "./entries.ts";

const all = (entries: Entries): Entry[] => Array.from({ length: entries.size }, (_, place) => entryAt(entries, place));
const step = fc.oneof({ weight: 5, arbitrary: fc.record({ at: fc.nat(50), amount: fc.nat(3), carried: fc.boolean() }) }, { weight: 1, arbitrary: fc.record({ drop: fc.nat(1000) }) });

describe("runtime/correlation/entries", () => {
  it("hold what a sorted list holds, at every size", () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 400, size: "max" }), (steps) => {
      const entries = noEntries();
      let plain: Entry[] = [];
      for (const [seq, one] of steps.entries()) {
        if ("drop" in one) { const count = one.drop % (plain.length + 1); if (count > 0) dropOldest(entries, count); plain = plain.slice(count); continue; }
        const entry: Entry = { at: one.at, amount: one.amount, key: seq * 7, seq, carry: one.carried ? { n: seq } : undefined };
        const place = plain.filter(({ at, amount }) => at < entry.at || (at === entry.at && amount <= entry.amount)).length;
        expect(placeAfter(entries, entry.at, entry.amount)).toBe(place);
        insertAt(entries, place, entry);
        plain.splice(place, 0, entry);
      }
      expect(all(entries)).toEqual(plain);
      expect([newestOf(entries), placeFrom(entries, 25), placeAfter(entries, 25)]).toEqual([plain.at(-1)?.at ?? -Infinity, plain.filter(({ at }) => at < 25).length, plain.filter(({ at }) => at <= 25).length]);
    }), { numRuns: 200 });
  });

  it("that leave at the front as others come take no more room", () => {
    const entries = noEntries();
    for (let seq = 0; seq < 100_000; seq += 1) { insertAt(entries, entries.size, { at: seq, amount: 0, key: seq, seq, carry: undefined }); if (entries.size > 1000) dropOldest(entries, 1); }
    expect([entries.size, timeAt(entries, 0), amountAt(entries, 0), keyAt(entries, 0), seqAt(entries, 999)]).toEqual([1000, 99_000, 0, 99_000, 99_999]);
    expect(entries.numbers.length).toBeLessThan(4 * 3000);
    dropOldest(entries, 995);
    expect([entries.numbers.length, all(entries).map(({ at }) => at)]).toEqual([28, [99_995, 99_996, 99_997, 99_998, 99_999]]);
  });
});
