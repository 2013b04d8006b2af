// A searcher that has worked much out, or has given that up, finds what a new one finds.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRe } from "./program.ts";
import { readRe2 } from "./reader.ts";
import { createSearcher } from "./searcher.ts";
import { findFirst } from "./steps.ts";

// Which of the last characters were an "a": 2^10 states, more than are kept.
const wide = compileRe(readRe2("a.{9}b$|ωω.{3}é"));
const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "ω", "é", "ж", "😀"), maxLength: 60 });

describe("kernel/re2/searcher", () => {
  it("answers alike before, while and after its states overflow", () => {
    const finds = createSearcher(wide);
    const noise = (seed: number): string => Array.from({ length: 3000 }, (_, at) => ((at * 7919 + seed * 104_729) % 11 < 5 ? "a" : "c")).join("");
    for (let round = 0; round < 150; round++) {
      expect(finds(`${noise(round)}a123456789b`)).toBe(true);
      expect(finds(`${noise(round)}c123456789b?`)).toBe(false);
    }
    fc.assert(fc.property(text, (subject) => { expect(finds(subject)).toBe(findFirst(wide, subject) !== undefined); }), { numRuns: 2000 });
  });
});
