// The hash chain: whole when untouched, and the first broken entry named when not.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chain, genesis, verifyChain } from "./fact.ts";
import type { Fact, LedgerEntry } from "./fact.ts";

const facts = (count: number): Fact[] => Array.from({ length: count }, (_, index) => ({ kind: "deployment.started", subject: `dep_${index}`, actor: "test", body: { index, gone: undefined } }));
const ledger = (count: number): LedgerEntry[] => chain("org", { seq: 0, hash: genesis }, 1_700_000_000_000, facts(count));
async function* each(entries: readonly LedgerEntry[]): AsyncGenerator<LedgerEntry> { yield* entries; }
const headOf = (entries: readonly LedgerEntry[]) => ({ seq: entries.at(-1)?.seq ?? 0, hash: entries.at(-1)?.hash ?? genesis });

describe("src/ledger/fact.ts", () => {
  it("is whole as it was written, also when read back from JSON", async () => {
    const entries = JSON.parse(JSON.stringify(ledger(20))) as LedgerEntry[];
    expect(await verifyChain(each(entries), headOf(entries))).toEqual({ kind: "whole", entries: 20, head: entries[19]?.hash });
  });

  it("an empty ledger is whole", async () => { expect(await verifyChain(each([]), { seq: 0, hash: genesis })).toMatchObject({ kind: "whole", entries: 0 }); });

  it.each<[claim: string, change: (entries: LedgerEntry[]) => LedgerEntry[], seq: number, why: string]>([
    ["a changed body", (entries) => entries.with(4, { ...entries[4]!, body: { index: 99 } }), 5, "hash"],
    ["a changed instant", (entries) => entries.with(4, { ...entries[4]!, at: 1 }), 5, "hash"],
    ["a changed actor with a hash made anew", (entries) => { const forged = chain("org", { seq: 4, hash: entries[3]!.hash }, 1, [{ kind: "x", subject: "y", actor: "z", body: {} }]); return entries.with(4, forged[0]!); }, 6, "prev"],
    ["an entry taken out", (entries) => entries.toSpliced(4, 1), 5, "gap"],
    ["two entries swapped", (entries) => entries.with(4, entries[5]!).with(5, entries[4]!), 5, "gap"],
    ["the tail cut off", (entries) => entries.slice(0, 7), 8, "head"],
  ])("names the first broken entry: %s", async (_claim, change, seq, why) => {
    const entries = ledger(10);
    expect(await verifyChain(each(change(entries)), headOf(entries))).toMatchObject({ kind: "broken", seq, why });
  });

  it("goes on from its head in any number of appends", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 6 }), (sizes) => {
      let entries: LedgerEntry[] = [];
      for (const size of sizes) entries = [...entries, ...chain("org", headOf(entries), 5, facts(size))];
      expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
      expect(entries.every((entry, index) => entry.prev === (entries[index - 1]?.hash ?? genesis))).toBe(true);
    }));
  });
});
