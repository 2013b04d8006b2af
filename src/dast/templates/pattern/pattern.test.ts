// Matches with groups are those of a backtracking engine by preference, without its time.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchPattern } from "./pattern.ts";

const mine = (pattern: string, text: string): (string | undefined)[][] => searchPattern(pattern).all(text, 100).map(({ groups }) => [...groups]);

describe("templates/pattern", () => {
  it.each([
    ["(a+)(b?)", "xaab ab", [["aab", "aa", "b"], ["ab", "a", "b"]]],
    ["(a|ab)(c|bcd)(d*)", "abcd", [["abcd", "a", "bcd", ""]]],
    ["a+?", "aaa", [["a"], ["a"], ["a"]]],
    ["(?i)version:\\s*([\\d.]+)", "VERSION: 1.2.3", [["VERSION: 1.2.3", "1.2.3"]]],
    ["(?P<name>x)|(y)", "y", [["y", undefined, "y"]]],
    ["(?m)^(\\w+)$", "one\ntwo", [["one", "one"], ["two", "two"]]],
    ["(?U)<(.+)>", "<a><b>", [["<a>", "a"], ["<b>", "b"]]],
    ["(?s:a.b)", "a\nb", [["a\nb"]]],
    ["\\Qa.b\\E+", "a.bb", [["a.bb"]]],
  ] as const)("%s", (pattern, text, expected) => { expect(mine(pattern, text)).toEqual(expected); });

  it("agrees with JavaScript where both read the same", () => {
    const piece = fc.constantFrom("a", "b", "c", ".", "[ab]", "[^a]", "(a)", "(b|c)", "(?:ab|a)", "\\w", "^", "$", "\\b");
    const count = fc.constantFrom("", "", "*", "+", "?", "*?", "+?", "??", "{1,2}");
    const pattern = fc.array(fc.tuple(piece, count), { minLength: 1, maxLength: 5 }).map((parts) => parts.map(([one, many]) => (/^(?:\^|\$|\\b)$/.test(one) ? one : one + many)).join(""));
    fc.assert(fc.property(pattern, fc.stringMatching(/^[abc ]{0,12}$/), (source, text) => {
      const theirs = new RegExp(source).exec(text);
      const [ours] = searchPattern(source).all(text, 1);
      expect(ours ? [ours.at, ...ours.groups] : null, `${source} in ${text}`).toEqual(theirs ? [theirs.index, ...theirs] : null);
    }), { numRuns: 1000 });
  });
});
