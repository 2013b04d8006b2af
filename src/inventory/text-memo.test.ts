// What is remembered is what would have been decoded, whatever came before.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextMemo } from "./text-memo.ts";

describe("inventory/text-memo", () => {
  it("gives the text of the bytes, in any order and again", () => {
    const memo = new TextMemo();
    fc.assert(fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 60 }), { maxLength: 30 }), (texts) => {
      const bytes = Buffer.from(texts.join(""));
      let at = 0;
      for (const text of texts) {
        const end = at + Buffer.byteLength(text);
        expect(memo.textOf(bytes, at, end)).toBe(text);
        at = end;
      }
    }), { numRuns: 300 });
  });

  it("texts of one slot do not take each other's place", () => {
    const memo = new TextMemo();
    const words = Array.from({ length: 20_000 }, (_, index) => `word${index}`);
    for (const word of [...words, ...words]) expect(memo.textOf(Buffer.from(word), 0, word.length)).toBe(word);
  });

  it("keeps its own bytes: those it was given may change", () => {
    const memo = new TextMemo();
    const bytes = Buffer.from("name");
    memo.textOf(bytes, 0, 4);
    bytes.write("nam!");
    expect([memo.textOf(bytes, 0, 4), memo.textOf(Buffer.from("name"), 0, 4)]).toEqual(["nam!", "name"]);
  });
});
