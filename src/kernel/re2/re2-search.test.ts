// Patterns found anywhere in a text: against Go's regexp, against JavaScript where the two read the same, and against the clock.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRe2Search, Re2Error } from "./re2-search.ts";

interface Row { pattern: string; refused?: boolean; matches?: string[] }
const { texts, rows } = JSON.parse(readFileSync(new URL("re2.fixtures/go-regexp.json", import.meta.url), "utf8")) as { texts: string[]; rows: Row[] };
const none = { i: false, m: false, s: false };
const search = (pattern: string, flags: Partial<typeof none> = {}) => compileRe2Search(pattern, { ...none, ...flags });

const piece = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "(a|bb)", "\\d", "a*", "b+", "(ab)?", "b{1,3}", "^", "$", "\\b", "\\B", "(?:1|c)", "a+?", "[b-c]");
const pattern = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
const text = fc.string({ unit: fc.constantFrom("a", "b", "1", "c", " ", "\n"), maxLength: 12 });

describe("kernel/re2/re2-search", () => {
  it("anchored at both ends it matches what Go matches", () => {
    for (const { pattern: source, refused, matches = [] } of rows) {
      if (refused) continue;
      const { finds } = search(`\\A(?:${source})\\z`);
      expect(texts.filter(finds), source).toEqual(matches);
    }
  });

  it.each([
    ["b+", {}, "aabbbc", [2, 5]], ["a|ab", {}, "xab", [1, 3]], ["(?i)SELECT\\s", {}, "x select y", [2, 9]], ["select", { i: true }, "SeLeCt", [0, 6]], ["^b", {}, "a\nb", undefined], ["^b", { m: true }, "a\nb", [2, 3]],
    ["a.b", {}, "a\nb", undefined], ["a.b", { s: true }, "a\nb", [0, 3]], ["\\bcat\\b", {}, "concat cat", [7, 10]], ["\\Bcat", {}, "concat cat", [3, 6]], ["x*", {}, "", [0, 0]], ["a{2,}?", {}, "baaaa", [1, 5]], [".", {}, "😀", [0, 2]], ["b$", {}, "b\n", undefined], ["(?m:b$)", {}, "b\n", [0, 1]],
  ] as const)("%s %j in %j is at %j", (source, flags, subject, span) => {
    const found = search(source, flags).find(subject);
    expect(found && [found.at, found.end]).toEqual(span);
    expect(search(source, flags).finds(subject)).toBe(span !== undefined);
  });

  it("finds what JavaScript finds, where it begins there", () => {
    fc.assert(fc.property(pattern, text, fc.boolean(), (source, subject, m) => {
      const theirs = new RegExp(source, m ? "m" : "").exec(subject);
      const ours = search(source, { m });
      expect(ours.finds(subject)).toBe(theirs !== null);
      expect(ours.find(subject)?.at).toBe(theirs?.index);
    }), { numRuns: 4000 });
  });

  it("of the matches that begin first it gives the longest", () => {
    fc.assert(fc.property(pattern, text, (source, subject) => {
      const { find } = search(source);
      const found = find(subject);
      if (!found) return;
      const ends = Array.from({ length: subject.length - found.at + 1 }, (_, more) => found.at + more).filter((end) => new RegExp(`(?<=^[^]{${found.at}})(?:${source})(?=[^]{${subject.length - end}}$)(?<=^[^]{${end}})`).test(subject));
      expect(Math.max(...ends)).toBe(found.end);
    }), { numRuns: 2000 });
  });

  it("whatever text a pattern is found in holds one of the texts it requires", () => {
    const words = fc.constantFrom("select", "Kill", "[sS]et", "(foo|bar)", "x?", "\\s", ".*", "a+", "(?i)ask", "k{2}", "(?:ab|c)d", "\\d", "^", "(?i:PaSs)");
    const loose = fc.string({ unit: fc.constantFrom("select", "SELECT", "ſelect", "\u212aill", "Kill", "Set", "set", "foo", "bar", " ", "x", "a", "ask", "ASK", "a\u017fk", "kk", "abd", "cd", "7", "pass", "PA\u017fs"), maxLength: 6 });
    fc.assert(fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), loose, (sources, subject) => {
      const { finds, required } = search(sources.join(""));
      if (!required || !finds(subject)) return;
      expect(required.some((one) => subject.toLowerCase().includes(one)), `${sources.join("")} in ${subject}: ${required.join()}`).toBe(true);
    }), { numRuns: 4000 });
  });

  it.each([
    ["union\\s+select", ["select"]], ["(?i)Select", ["select", "ſelect"]], ["foo|bar", ["foo", "bar"]], ["\\d+", undefined], ["x*", undefined], ["a[bc]d", ["abd", "acd"]], ["(?:/etc/passwd|/etc/shadow)\\b", ["/etc/passwd", "/etc/shadow"]], ["\\$\\{jndi:", ["${jndi:"]], ["foo|\\w", undefined], ["(?:curl|wget)\\s.*\\|\\s*sh", ["curl ", "curl\t", "curl\n", "curl\f", "curl\r", "wget ", "wget\t", "wget\n", "wget\f", "wget\r"]],
  ])("%s requires one of %j", (source, required) => { expect(search(source).required).toEqual(required); });

  it("characters in brackets and \\s keep their meaning", () => {
    expect(["a", "b", "-", "\v", " "].map(search("[\\sab]").finds)).toEqual([true, true, false, false, true]);
    expect(["é", "É", "e"].map(search("[é]", { i: true }).finds)).toEqual([true, true, false]);
  });

  it.each(["(?=a)b", "(a)\\1", "a(?<!b)", "(?>a)"])("%s is refused", (source) => { expect(() => search(source)).toThrow(Re2Error); });

  // Each would take an engine that tries one way after the other more than 2^1000 steps; the time is generous for slow machines.
  it.each(["(a+)+$", "(a|aa)+b", "(a*)*b", "(.*a){25}b", "((a?){200}){3}c", "(x+x+)+y", "(a|b)*a(a|b){300}c", "^(([a-z])+.)+[A-Z]([a-z])+$", "(\\w+\\s?)*!$"])("100 kB do not hang %s", (source) => {
    const engine = search(source);
    const letters = "ab".repeat(50_000).split("").map((letter, at) => (at * 7919 % 13 < 6 ? letter : "a")).join("");
    const before = process.cpuUsage().user;
    expect(engine.finds(`${"a".repeat(100_000)}?`)).toBe(false);
    engine.finds(`${letters}?`);
    expect((process.cpuUsage(undefined).user - before) / 1e6).toBeLessThan(8);
  }, 60_000);

  it("never throws anything but a Re2Error, and says the same twice", () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."ab()[]{}|*+?\\^$.-,0:P<>pQEixz1é😀s") }), fc.string(), (source, subject) => {
      try {
        const { finds, find } = search(source);
        expect(finds(subject)).toBe(find(subject) !== undefined);
        expect(finds(subject)).toBe(find(subject) !== undefined);
      } catch (thrown) { if (!(thrown instanceof Re2Error)) throw thrown; }
    }), { numRuns: 5000 });
  });
});
