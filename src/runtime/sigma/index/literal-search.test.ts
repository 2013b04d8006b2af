// The search against the plain search for each literal.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAsked, nextTurn } from "./asked.ts";
import { foldedText } from "./folded-text.ts";
import { createLiteralSearch, scan } from "./literal-search.ts";
import type { Literal } from "./literal-search.ts";

const asked = createAsked(1000);

function found(literals: readonly Literal[], text: string): number[] {
  nextTurn(asked);
  scan(createLiteralSearch(literals, (one) => Math.max(0, Math.floor((one.length - 4) / 2))), text, asked);
  return [...asked.rules.subarray(0, asked.count)].sort((a, b) => a - b);
}

const literal = (text: string, rule: number, anchors: { start?: boolean; end?: boolean } = {}): Literal => ({ text: foldedText(text), start: anchors.start === true, end: anchors.end === true, rules: [rule] });

function isIn({ text, start, end }: Literal, value: string): boolean {
  const folded = foldedText(value);
  if (start && end) return folded === text;
  return start ? folded.startsWith(text) : end ? folded.endsWith(text) : folded.includes(text);
}

describe("runtime/sigma/index/literal-search", () => {
  it.each<[string, readonly Literal[], string, readonly number[]]>([
    ["anywhere, in any case", [literal("whoami", 1), literal("am", 2), literal("x", 3)], "cmd /c WhoAmI", [1, 2]],
    ["at the start", [literal("cmd", 1, { start: true }), literal("md", 2, { start: true })], "CMD.exe", [1]],
    ["at the end", [literal("\\cmd.exe", 1, { end: true }), literal("\\cmd", 2, { end: true })], "C:\\cmd.exe", [1]],
    ["the whole", [literal("4688", 1, { start: true, end: true }), literal("468", 2, { start: true, end: true })], "4688", [1]],
    ["the empty text", [literal("", 1, { start: true, end: true })], "", [1]],
    ["not the empty text", [literal("", 1, { start: true, end: true })], "a", []],
    ["anchored and free together", [literal("a", 1, { start: true }), literal("b", 2, { end: true }), literal("ab", 3)], "xab", [2, 3]],
    ["the Kelvin sign is a k, and İ an i with a dot", [literal("kubectl", 1), literal("admi", 2)], "KUBECTL ADMİN", [1, 2]],
    ["beside letters that fold to nothing", [literal("windows", 1)], "Microsoft® Windows® 😀", [1]],
    ["a wide literal", [literal("größe", 1), literal("😀", 2)], "GRÖßE 😀", [1, 2]],
    ["a text that begins over within itself", [literal("aab", 1)], "aaab", [1]],
  ])("%s", (_claim, literals, text, rules) => { expect(found(literals, text)).toEqual(rules); });

  it("a long literal", () => {
    const long = "0123456789".repeat(9);
    for (const anchors of [{}, { start: true }, { end: true }, { start: true, end: true }]) expect(found([literal(long, 1, anchors), literal("zz", 2)], long)).toEqual([1]);
    expect(found([literal(long, 1, { end: true }), literal(long, 2, { start: true })], `x${long}`)).toEqual([1]);
  });

  const texts = fc.string({ unit: fc.constantFrom("a", "A", "b", "B", "k", "K", "İ", "ı", "ß", "ſ", "s", "\\", "😀", "σ", "ς", "Σ"), maxLength: 12 });
  const literals = fc.array(fc.record({ text: texts.map(foldedText), start: fc.boolean(), end: fc.boolean() }), { minLength: 1, maxLength: 12 })
    .map((all) => all.filter(({ text }) => text !== "").map((one, rule) => ({ ...one, rules: [rule] })));

  it("any literals in any text: those that are in it, each once", () => {
    fc.assert(fc.property(literals, texts, (some, text) => {
      fc.pre(some.length > 0);
      expect(found(some, text)).toEqual(some.flatMap((one, rule) => (isIn(one, text) ? [rule] : [])));
    }), { numRuns: 3000 });
  });

  it("all at one end: read from there", () => {
    fc.assert(fc.property(literals, fc.constantFrom("start" as const, "end" as const), texts, (some, anchor, text) => {
      const anchored = some.map((one) => ({ ...one, [anchor]: true }));
      fc.pre(some.length > 0);
      expect(found(anchored, text)).toEqual(anchored.flatMap((one, rule) => (isIn(one, text) ? [rule] : [])));
    }), { numRuns: 2000 });
  });
});
