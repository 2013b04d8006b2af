// Letters of a program: characters that every step treats alike are one, and nothing else is.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAlphabet } from "./alphabet.ts";
import { compileRe } from "./program.ts";
import { readRe2 } from "./reader.ts";

const alphabetOf = (source: string) => createAlphabet(compileRe(readRe2(source)));
const letter = (source: string, char: string): number => { const { ascii, letterOf } = alphabetOf(source); const code = char.codePointAt(0) ?? 0; return code < 128 ? ascii[code] ?? -1 : letterOf(code); };

describe("kernel/re2/alphabet", () => {
  it.each<[string, string, string, boolean]>([
    ["[a-z]+\\d", "a", "q", true], ["[a-z]+\\d", "a", "7", false], ["[a-z]+\\d", "-", ";", true], ["abc", "a", "b", false], ["[^a]", "é", "b", true], ["é", "é", "è", false], ["\\bx", "y", "-", false], ["x", "y", "-", true], [".", "\n", "y", false],
  ])("in %j %j and %j are one letter: %j", (source, one, other, isSame) => { expect(letter(source, one) === letter(source, other)).toBe(isSame); });

  it("there is room for eight letters beyond ASCII; the others are told step by step", () => {
    const { size, letterOf } = alphabetOf([..."àáâãäåæçèéêë"].join("|"));
    const letters = [..."àáâãäåæçèéêë"].map((char) => letterOf(char.codePointAt(0) ?? 0));
    expect(letters.filter((one) => one < 0)).toHaveLength(4);
    expect(Math.max(...letters)).toBeLessThan(size);
  });

  it("says the same each time it is asked", () => {
    const { letterOf } = alphabetOf("[à-ü]{2}|ω+");
    fc.assert(fc.property(fc.integer({ min: 128, max: 0x10ffff }), (code) => { expect(letterOf(code)).toBe(letterOf(code)); }), { numRuns: 5000 });
  });
});
