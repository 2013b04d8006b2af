// Matchers: both syntaxes against what Alertmanager itself read, the way back, places of what is wrong, and the meaning.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFault } from "../kernel/fault.ts";
import { acceptsEmpty, compileMatchers, matchersText, matcherText, readMatcher, readMatchers, valueTest } from "./matcher.ts";
import type { Matcher, MatcherOp } from "./matcher.ts";

interface Row { text: string; matchers?: [string, MatcherOp, string][]; shown?: string }
const rows = JSON.parse(readFileSync(new URL("matcher.fixtures/alertmanager-matchers.json", import.meta.url), "utf8")) as Row[];

const faultOf = (text: string): string => {
  try {
    return `read ${matchersText(readMatchers(text))}`;
  } catch (thrown) {
    if (isFault(thrown, "matcher.invalid")) return `${thrown.places[0]?.at} ${thrown.places[0]?.rule}`;
    throw thrown;
  }
};

describe("notify/matcher: reading", () => {
  it.each(rows)("$text", ({ text, matchers, shown }) => {
    if (!matchers) return expect(faultOf(text)).toMatch(/^character \d+ /);
    const read = readMatchers(text);
    expect(read).toEqual(matchers.map(([name, op, value]) => ({ name, op, value })));
    return expect(matchersText(read)).toBe(shown);
  });

  it.each([
    ["{é=\"b\"", "character 7 should be a comma or the closing brace"],
    ["é=\"b\"}", "character 6 should be a label name, or a comma between matchers"],
    ["{é=\"b\"} c", "character 9 stands after the closing brace"],
    ["a", "character 2 should be one of = != =~ !~"],
    ["é=", "character 3 should be the value of the label"],
    ["é==b", "character 3 should be the value of the label"],
    ["é=\"x", "character 3 opens a double quote that is not closed"],
    ["é='x'", "character 3 is ', which must stand in double quotes"],
    ["b=c, a=~\"(x\"", "character 6 begins a matcher that is not readable: character 1 of the regular expression opens a group"],
    ["a=~\"(?=x)\"", "character 1 begins a matcher that is not readable: character 1 of the regular expression looks ahead or behind"],
    ["x=y,\"\"=b", "character 5 begins a matcher with an empty label name"],
  ])("%s: %s", (text, fault) => {
    expect(faultOf(text)).toContain(fault);
  });

  it("one matcher is asked for, and one only", () => {
    expect(readMatcher('a!~"b.*"')).toEqual({ name: "a", op: "!~", value: "b.*" });
    expect(() => readMatcher("{}")).toThrow("holds no matcher");
    expect(() => readMatcher("a=b,c=d")).toThrow("holds 2 matchers");
  });

  it("what is written is read back, whatever the names and values", () => {
    const text = fc.string({ unit: fc.constantFrom(..."aZ_09.: {}!=~,\\\"'`\n\t\u0000é😀\u2028") });
    const matcher: fc.Arbitrary<Matcher> = fc.record({ name: text.filter((name) => name !== ""), op: fc.constantFrom("=", "!="), value: text });
    fc.assert(fc.property(fc.array(matcher, { maxLength: 4 }), (matchers) => {
      expect(readMatchers(matchersText(matchers))).toEqual(matchers);
    }), { numRuns: 3000 });
  });

  it("noise is read or refused with a place, never thrown about", () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."ab=!~{},\" \\n(") }), (text) => {
      expect(faultOf(text)).toMatch(/^(read|character \d+ )/);
    }), { numRuns: 3000 });
  });
});

describe("notify/matcher: meaning", () => {
  it.each([
    ['a="b"', { a: "b" }, true],
    ['a="b"', { a: "bc" }, false],
    ['a=""', {}, true],
    ['a!=""', {}, false],
    ['a!="b"', {}, true],
    ['a=~"b|c"', { a: "c" }, true],
    ['a=~"b"', { a: "abc" }, false],
    ['a=~"b.*"', { a: "b\nc" }, false],
    ['a=~"(?s)b.*"', { a: "b\nc" }, true],
    ['a=~"(?i)PROD"', { a: "prod" }, true],
    ['a=~".*"', {}, true],
    ['a=~".+"', {}, false],
    ['a!~"b|c"', {}, true],
    ['a!~"b|"', {}, false],
    ['{a="b",c="d"}', { a: "b" }, false],
    ["{}", { a: "b" }, true],
    ['constructor=""', {}, true],
    ['__proto__!=""', {}, false],
  ])("%s takes %j: %s", (text, labels, takes) => {
    expect(compileMatchers(readMatchers(text))(labels)).toBe(takes);
  });

  it("says which values it accepts when they can be listed", () => {
    expect([...(valueTest(readMatcher('a=~"x|y"')).values ?? [])]).toEqual(["x", "y"]);
    expect(valueTest(readMatcher('a=~"x.*"')).values).toBeUndefined();
    expect(valueTest(readMatcher('a!~"x|y"')).values).toBeUndefined();
  });

  it("knows which matchers an absent label satisfies", () => {
    expect(['a=""', 'a!="b"', 'a=~"b?"', 'a!~"b"', 'a="b"', 'a=~"b"'].map((text) => acceptsEmpty(readMatcher(text)))).toEqual([true, true, true, true, false, false]);
    expect(matcherText({ name: "a b", op: "=", value: "\x01" })).toBe('"a b"="\\x01"');
  });
});
