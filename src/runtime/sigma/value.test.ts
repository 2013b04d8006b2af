// Wildcards and escapes to the letter (rules specification, "String Wildcard" and "Escaping").
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileGlob, findGlob } from "./glob.ts";
import { holdsFor } from "./sigma.sample.ts";
import { any, joined, patternOf, patternText } from "./value.ts";
import type { Pattern } from "./rule.ts";

const one = { wildcard: "one" } as const;

describe("runtime/sigma/value", () => {
  it.each<[string, Pattern]>([
    ["plain", ["plain"]], ["", []], ["a*b", ["a", any, "b"]], ["a?b", ["a", one, "b"]],
    [String.raw`C:\Windows`, [String.raw`C:\Windows`]], [String.raw`C:\\Windows`, [String.raw`C:\Windows`]],
    [String.raw`\*`, ["*"]], [String.raw`\?`, ["?"]], [String.raw`a\\*`, ["a\\", any]], [String.raw`a\\?b`, ["a\\", one, "b"]],
    [String.raw`\\\*`, [String.raw`\*`]], [String.raw`\\\\`, [String.raw`\\`]], [String.raw`a\\\b`, [String.raw`a\\b`]], [String.raw`a\\\\b`, [String.raw`a\\b`]],
    ["**", [any]], ["??", [one, one]], ["ends\\", ["ends\\"]], ["%x%", ["%x%"]],
  ])("%s is read as %j", (text, pattern) => { expect(patternOf(text)).toEqual(pattern); });

  it("a pattern written out is the same pattern", () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom("a", "B", "*", "?", "\\") }), (text) => { expect(patternOf(patternText(patternOf(text)))).toEqual(patternOf(text)); }), { numRuns: 3000 });
  });

  it.each([
    ["exact", "abc", "abc", true], ["exact", "abc", "abcd", false], ["? is one character", "a?c", "abc", true], ["? is not none", "a?c", "ac", false], ["? is one character beyond the first plane", "a?c", "a😀c", true], ["?? is not one", "a??c", "a😀c", false],
    ["* is none", "a*c", "ac", true], ["* takes line feeds", "a*c", "a\n\nc", true], ["* twice", "a*b*c", "a-b-b-c", true], ["the end counts", "a*bc", "abcb", false], ["the start counts", "a*c", "xac", false], ["two ends do not share letters", "ab*ba", "aba", false], ["? at the end", "*x?", "aax1", true], ["? at the start", "?x*", "1xaa", true], ["empty", "", "", true], ["empty is not something", "", "a", false],
  ])("%s: %s on %j is %j", (_what, pattern, text, expected) => { expect(compileGlob(patternOf(pattern))(text)).toBe(expected); });

  it("agrees with a regular expression made of the same parts", () => {
    const part = fc.constantFrom<Pattern[number]>("a", "ab", "b", any, one, "😀");
    fc.assert(fc.property(fc.array(part, { maxLength: 6 }), fc.string({ unit: fc.constantFrom("a", "b", "😀"), maxLength: 9 }), (parts, text) => {
      const pattern = joined(parts);
      const source = pattern.map((one) => (typeof one === "string" ? one : one.wildcard === "any" ? "[^]*" : "[^]")).join("");
      expect(compileGlob(pattern)(text)).toBe(new RegExp(`^(?:${source})$`, "u").test(text));
      expect(findGlob(pattern, text) !== undefined).toBe(compileGlob(pattern)(text));
    }), { numRuns: 5000 });
  });

  it.each([["*needle*", "hay needle hay", [4, 10]], ["*a*b*", "xxaxxbxx", [2, 6]], ["start*", "start here", [0, 5]], ["*", "all", [0, 3]], ["*end", "the end", [4, 7]]])("%s in %j is at %j", (pattern, text, [at, end]) => { expect(findGlob(patternOf(pattern), text)).toEqual({ at, end }); });

  it.each([
    ["text without case", "a: WhoAmI", { a: "whoami" }, true], ["the whole text", "a: whoami", { a: "whoami.exe" }, false], ["a number against its text", "a: 4688", { a: "4688" }, true], ["a text against its number", "a: '4688'", { a: 4688 }, true], ["true against its text", "a: true", { a: "True" }, true], ["its text against true", "a: 'TRUE'", { a: true }, true],
    ["empty", "a: ''", { a: "" }, true], ["empty is not absent", "a: ''", {}, false], ["empty is not null", "a: ''", { a: null }, false], ["null", "a: null", { a: null }, true], ["null is absent", "a:", {}, true], ["null is not empty", "a: null", { a: "" }, false], ["null in a list of values", "a: [null, x]", {}, true],
    ["any of a list", "a: [x, y]", { a: "y" }, true], ["none of a list", "a: [x, y]", { a: "z" }, false], ["any member of the event's list", "a: y", { a: ["x", "y"] }, true], ["no member", "a: y", { a: ["x", 1, true, null] }, false], ["all lines of a map", "a: x\nb: y", { a: "x", b: "z" }, false], ["any map of a list", "- a: x\n- b: y", { a: "z", b: "y" }, true], ["a nested field by its path", "a.b: x", { a: { b: "x" } }, true], ["a field whose name has dots", "a.b: x", { "a.b": "x" }, true], ["a mapping as its JSON", "a|contains: '\"b\":1'", { a: { b: 1 } }, true],
    ["a keyword anywhere", "- EvilService", { a: "runs evilservice now" }, true], ["a keyword deep down", "- evil", { a: [{ b: "the evil" }] }, true], ["a keyword nowhere", "- evil", { evil: "a" }, false], ["keywords are alternatives", "- nothing\n- 42", { a: 1420 }, true], ["keyless all", "'|all':\n  - one\n  - two", { a: "one", b: "two" }, true], ["keyless all needs each", "'|all':\n  - one\n  - two", { a: "one" }, false], ["a keyword with wildcards", "- 'a*z'", { a: "--abcz--" }, true], ["a keyword as a regular expression", "'|re': '^ab+$'", { a: "x", b: "abb" }, true], ["maps and keywords in one list", "- a: x\n- evil", { b: "evil" }, true],
  ] as const)("%s: %j", (_what, selection, fields, expected) => { expect(holdsFor(selection, fields)).toBe(expected); });
});
