// What a pattern needs of a text: told from its tree, and held against the pattern itself.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRunTest, isRun, leastLength, neededRun, trimmed } from "./needs.ts";
import { compileRe } from "./program.ts";
import { readRe2 } from "./reader.ts";
import { createSearcher } from "./searcher.ts";
import type { Re } from "./tree.ts";

const finds = (re: Re, text: string): boolean => createSearcher(compileRe(re))(text);
const runOf = (source: string): number | undefined => neededRun(trimmed(readRe2(source)))?.least;

const piece = fc.constantFrom("a", "b", ".", "[ab]", "(a|bb)", "a*", "b+", "(ab)?", "b{1,3}", "(ab*){2,}", "^", "$", "\\b", "(?:1|c*)", "[b-c]{2,}", "(a+b?){1,2}", "😀?", "[^a]{2}");
const pattern = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(""));
const text = fc.string({ unit: fc.constantFrom("a", "b", "1", "c", " ", "\n", "😀", "é"), maxLength: 12 });

describe("kernel/re2/needs", () => {
  it("a trimmed pattern is found where the whole one is, and nowhere else", () => {
    fc.assert(fc.property(pattern, text, (source, subject) => {
      const whole = readRe2(source);
      expect(finds(trimmed(whole), subject)).toBe(finds(whole, subject));
    }), { numRuns: 4000 });
  });

  it("no text shorter than the least length is one it is found in, and none without the run", () => {
    fc.assert(fc.property(pattern, text, (source, subject) => {
      const re = readRe2(source);
      if (!finds(re, subject)) return;
      expect(subject.length).toBeGreaterThanOrEqual(leastLength(re));
      const run = neededRun(re);
      if (run !== undefined) expect(createRunTest(run)(subject)).toBe(true);
    }), { numRuns: 4000 });
  });

  it.each<[string, number]>([["abc", 3], ["a?b", 1], ["(ab|c){3}", 3], ["x*", 0], ["😀", 2], [".{1000,}", 1000], ["\\bfoo$", 3], ["", 0]])("%j takes at least %i", (source, least) => {
    expect(leastLength(readRe2(source))).toBe(least);
  });

  it.each<[string, number | undefined]>([[".{1000,}", 1000], ["a[a-z]{5,9}b[0-9]{8}c", 8], ["x.{3}", 3], ["(?:[ab]{4}c)+", 4], ["a{7}", undefined], ["[ab]{9}|c", undefined], ["x.{2,}y?", 2]])("%j needs a run of %j", (source, least) => {
    expect(runOf(source)).toBe(least);
  });

  it("a pattern that is a run and nothing else is told from one that has more", () => {
    const [alone, more] = [trimmed(readRe2("[ab]{20,}")), trimmed(readRe2("[ab]{20,}c"))];
    expect([isRun(alone, neededRun(alone)!), isRun(more, neededRun(more)!)]).toEqual([true, false]);
  });

  it("a run is counted in characters, and a line feed ends one of dots", () => {
    const holds = createRunTest(neededRun(readRe2(".{4}"))!);
    expect(["😀😀😀", "😀😀😀é", "ab\ncd", "a\nbcde"].map(holds)).toEqual([false, true, false, true]);
  });
});
