// What is equal for any comparison is equal when folded.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldsOf } from "../../../kernel/re2/case.ts";
import { foldedText, foldedUnits, unfoldable } from "./folded-text.ts";

describe("runtime/sigma/index/folded-text", () => {
  it.each([["Kelvin sign K is k", "K", "k"], ["long s ſ is s", "ſ", "S"], ["final sigma is sigma", "ΟΔΟΣ", "οδοσ"], ["ẞ is ß", "ẞ", "ß"], ["µ is μ", "µ", "Μ"]])("%s", (_claim, one, other) => {
    expect(foldedText(one)).toBe(foldedText(other));
  });

  it("İ becomes i and a dot, as its lower case does", () => { expect(foldedText("ADMİN")).toBe("admi̇n"); });

  it("letters that RE2 folds into one are one", () => {
    for (let code = 0x41; code < 0x2fff; code++) for (const other of foldsOf(code)) expect(foldedText(String.fromCodePoint(other))).toBe(foldedText(String.fromCodePoint(code)));
  });

  it("what a lower-cased text holds, the folded text holds", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(fc.property(text, text, text, (before, part, after) => {
      fc.pre((before + part + after).toLowerCase().includes(part.toLowerCase()));
      expect(foldedText(before + part + after)).toContain(foldedText(part));
    }), { numRuns: 2000 });
  });

  it("unit by unit it is the same, but for those that say they cannot", () => {
    const units = foldedUnits();
    for (let unit = 1; unit < 0x10000; unit++) if (units[unit] !== unfoldable) expect(String.fromCharCode(units[unit] ?? 0)).toBe(foldedText(String.fromCharCode(unit)));
    expect(units[0x130]).toBe(unfoldable);
    expect(units[0xd83d]).toBe(unfoldable);
  });
});
