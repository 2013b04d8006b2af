// The order of UTF-8 bytes.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectOrder } from "../scheme.suite.ts";
import { lexicographic } from "./lexicographic.ts";

// The suite of the family asks that words be no versions: here they are, because the order was asked for by name.
describe("versions/schemes/lexicographic", () => {
  it.each(["A < a", "10 < 9", "latest > alpha", "ss < ß", "z < 😀", "\ufffd < 😀", "\ue000 < 😀", "a = a", "a < aa"])("%s", (claim) => expectOrder(lexicographic, claim));

  it("is the order of the bytes", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((one) => one.trim() !== "");
    fc.assert(fc.property(text, text, (a, b) => Math.sign(lexicographic.compare(lexicographic.parse(a), lexicographic.parse(b))) === Buffer.compare(Buffer.from(a), Buffer.from(b))), { numRuns: 1000 });
  });
  it.each(["", " ", "x".repeat(1025)])("%j is no version", (text) => { expect(lexicographic.parse(text)).toBeUndefined(); });
});
