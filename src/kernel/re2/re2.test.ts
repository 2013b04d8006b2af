// Regular expressions against Go's regexp (the oracle of the fixtures), and hostile ones against the clock of steps.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRe2, Re2Error } from "./re2.ts";

interface Row { pattern: string; refused?: boolean; matches?: string[] }
const { texts, rows } = JSON.parse(readFileSync(new URL("re2.fixtures/go-regexp.json", import.meta.url), "utf8")) as { texts: string[]; rows: Row[] };

const whyOf = (pattern: string): string => {
  try {
    compileRe2(pattern);
    return "read";
  } catch (thrown) {
    if (thrown instanceof Re2Error) return `${thrown.at}: ${thrown.message}`;
    throw thrown;
  }
};

describe("kernel/re2", () => {
  it.each(rows.filter(({ refused }) => refused))("refuses what Go refuses: $pattern", ({ pattern }) => {
    expect(whyOf(pattern)).not.toBe("read");
  });

  it("matches what Go matches, and nothing else", () => {
    const read = rows.filter(({ refused }) => !refused);
    expect(read.length).toBeGreaterThan(500);
    for (const { pattern, matches = [] } of read) {
      const { matches: ours } = compileRe2(pattern);
      expect(texts.filter((text) => ours(text)), pattern).toEqual(matches);
    }
  });

  it.each([
    ["(?=a)b", "1: looks ahead or behind"],
    ["a(?<!b)", "2: looks ahead or behind"],
    ["(a)\\1", "4: refers back to a group"],
    ["ab\\Z", "3: has the escape \\Z, which RE2 does not know; write \\z"],
    ["x++", "3: repeats a repetition (possessive"],
    ["é(?>a)", "2: has an atomic group"],
    ["(ab", "1: opens a group and does not close it"],
    ["ab)", "3: closes a group that is not open"],
    ["[a-", "1: opens [ and does not close it"],
    ["a{2,1}", "1: has a count that ends before it begins"],
    ["(a{100}){11}", "1: repeats more than 1000 times"],
    ["*a", "1: repeats nothing"],
    ["(?x)a", "1: opens a group with (? and something that RE2 does not know"],
    ["\\w{1000}".repeat(11), "1: is too large"],
    ["(".repeat(300), "252: nests groups deeper than 250"],
  ])("%s is refused with its place: %s", (pattern, why) => {
    expect(whyOf(pattern)).toContain(why);
  });

  it.each([["api|web", ["api", "web"]], ["(a|b)(c|d)", ["ac", "ad", "bc", "bd"]], ["", [""]], ["a\\.b", ["a.b"]], ["a.b", undefined], ["(?i)a", undefined], ["a?", undefined]])("%s lists %j", (pattern, literals) => {
    const found = compileRe2(pattern).literals;
    expect(found && [...found]).toEqual(literals);
  });

  it("agrees with JavaScript where the two read the same", () => {
    const piece = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "(a|bb)", "\\d", "a*", "b+", "(ab)?", "b{1,3}");
    fc.assert(fc.property(fc.array(piece, { maxLength: 5 }), fc.string({ unit: fc.constantFrom("a", "b", "1", "c"), maxLength: 8 }), (pieces, text) => {
      const pattern = pieces.join("");
      expect(compileRe2(pattern).matches(text)).toBe(new RegExp(`^(?:${pattern})$`).test(text));
    }), { numRuns: 2000 });
  });

  it("never throws anything but a Re2Error", () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."ab()[]{}|*+?\\^$.-,0:P<>pQEixz1é😀") }), fc.string(), (pattern, text) => {
      if (whyOf(pattern) === "read") compileRe2(pattern).matches(text);
    }), { numRuns: 5000 });
  });

  // The patterns that hang an engine that tries one way after the other: each needs more than 2^1000 steps there.
  it.each(["(a+)+$", "(a|aa)+", "(a*)*b", "(.*a){25}b", "(a|a)*c", "(x+x+)+y", "(a?){1000}a{1000}", "(a|b)*a(a|b){900}c"])("a hostile pattern ends: %s", (pattern) => {
    const { matches } = compileRe2(pattern);
    expect(matches(`${"a".repeat(2000)}!`)).toBe(false);
  });

  it("takes characters beyond the first plane as one, and lone surrogates as they are", () => {
    expect(compileRe2(".").matches("😀")).toBe(true);
    expect(compileRe2("..").matches("😀")).toBe(false);
    expect(compileRe2(".").matches("\ud83d")).toBe(true);
    expect(compileRe2("[😀-😂]").matches("😁")).toBe(true);
  });
});
