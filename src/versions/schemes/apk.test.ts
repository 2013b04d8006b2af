// apk's order, rule by rule: digit{.digit}...{letter}{_suffix{#}}...{~hash}{-r#}.
import fc from "fast-check";
import { describe, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { apk } from "./apk.ts";

describe("versions/schemes/apk", () => {
  schemeSuite(apk, ["1.2.4_git20230717-r5", "1.1.1q-r0", "3.0.8-r3", "1.9.5p2-r0", "0.7.1_pre2~1234abcd-r1", "9.3_p2-r0", "2020.81_rc1_p3", "1.05", "006", ".1"]);

  describe("suffixes: four before the release, five after it", () => {
    it.each(["1_alpha < 1_beta", "1_beta < 1_pre", "1_pre < 1_rc", "1_rc9 < 1", "1 < 1_cvs", "1_cvs < 1_svn", "1_svn < 1_git", "1_git < 1_hg", "1_hg < 1_p", "1_p < 1_p0", "1_p2 < 1_p10", "1_rc1 < 1_rc1_p1", "1_rc1_alpha < 1_rc1"])(
      "%s", (claim) => expectOrder(apk, claim));
  });
  describe("numbers, and as text where one has a leading zero after the first", () => {
    it.each(["1.10 > 1.9", "006 = 6", "1.05 < 1.1", "1.010 < 1.02", "1.0 < 1.00", "1 < 1.0", "1.0 < 1.0.0", "1.20230101123456789012 < 1.20230101123456789013"])("%s", (claim) => expectOrder(apk, claim));
  });
  describe("one letter, below a further number and above a suffix", () => {
    it.each(["1.0 < 1.0a", "1.0a < 1.0b", "1.0z < 1.0.1", "1.0_p1 < 1.0a", "1.0a_rc1 < 1.0a"])("%s", (claim) => expectOrder(apk, claim));
  });
  describe("revision, and the hash before it", () => {
    it.each(["1.0 < 1.0-r0", "1.0-r9 < 1.0-r10", "1.0-r01 = 1.0-r1", "1.0-r5 < 1.0~ab", "1.0~ab < 1.0_p1", "1.0~ab < 1.0~b", "1.0~ab-r1 > 1.0~ab-r0", "1.0~0 < 1.0~0f"])("%s", (claim) => expectOrder(apk, claim));
  });
  describe("text outside the grammar stands where the grammar ends, below its end", () => {
    it.each(["1.0bc > 1.0", "1.0bc < 1.0b", "1.0_foo < 1.0", "1.0_foo > 1.0_rc9", "1.0-r0-1 = 1.0-r0-2", "1.0-r0-1 < 1.0-r0", "1.0-1 < 1.0-r0", ".1 < 0", "1.2.0A < 1.2.0d"])("%s", (claim) => expectOrder(apk, claim));
  });
  describe("a number behind the letter: equal for apk 3, ordered as apk 2 does", () => {
    it.each(["1.9.5p1-r0 < 1.9.5p2-r0", "1.9.5p2-r0 < 1.9.5p2-r1", "1.9.5p2 < 1.9.5p", "1.9.5 < 1.9.5p1", "1.9.5p9 < 1.9.6", "1.9.5p9 < 1.9.5p10"])("%s", (claim) => expectOrder(apk, claim));
  });

  it("is apk's own comparison, token by token", () => {
    const version = fc.tuple(
      fc.array(fc.constantFrom("0", "1", "10", "05", "2"), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(".")), fc.constantFrom("", "", "a", "b"),
      fc.constantFrom("", "_rc", "_rc1", "_p", "_p1_alpha", "_git2", "_foo"), fc.constantFrom("", "", "~0f", "~1"), fc.constantFrom("", "-r0", "-r1", "-r10", "-1"),
    ).map((parts) => parts.join(""));
    fc.assert(fc.property(version, version, (a, b) => Math.sign(apk.compare(apk.parse(a), apk.parse(b))) === compareAsApk(a, b)), { numRuns: 2000 });
  });
});

interface Token { kind: number; value: string }

// apk-tools 3, version.c, in its own steps: kinds in the order of its enum, a lower kind at the first difference being the greater version.
const [first, digit, letter, suffix, suffixNumber, hash, revision, end, invalid] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const words = ["", "alpha", "beta", "pre", "rc", "none", "cvs", "svn", "git", "hg", "p"];

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [{ kind: first, value: /^\d+/.exec(text)?.[0] ?? "" }];
  let rest = text.slice(tokens[0]?.value.length);
  for (;;) {
    const last = tokens.at(-1)?.kind ?? first;
    const [whole = "", kind] = nextOf(rest, last);
    tokens.push({ kind, value: whole.replace(/^(?:[._~]|-r)/, "") });
    if (kind >= end) return tokens;
    rest = rest.slice(whole.length);
  }
}

function nextOf(rest: string, last: number): [string, number] {
  const take = (form: RegExp, isAllowed: boolean, kind: number): [string, number] | undefined => { const found = form.exec(rest)?.[0]; return found !== undefined && isAllowed ? [found, kind] : undefined; };
  if (rest === "") return ["", end];
  const word = /^_[a-z]*/.exec(rest)?.[0];
  return take(/^[a-z]/, last <= digit, letter) ?? take(/^\.\d+/, last <= digit, digit) ?? take(/^\d+/, last === suffix, suffixNumber)
    ?? (word !== undefined && last <= suffixNumber && words.indexOf(word.slice(1)) > 0 && word !== "_none" ? [word, suffix] : undefined)
    ?? take(/^~[0-9a-f]+/i, last < hash, hash) ?? take(/^-r\d+/, last < revision, revision) ?? ["", invalid];
}

function compareAsApk(a: string, b: string): number {
  const [left, right] = [tokensOf(a), tokensOf(b)];
  for (let i = 0; ; i++) {
    const [x, y] = [left[i] ?? { kind: invalid, value: "" }, right[i] ?? { kind: invalid, value: "" }];
    if (x.kind !== y.kind) return atDifference(x, y);
    if (x.kind >= end) return 0;
    const order = compareValues(x, y);
    if (order !== 0) return order;
  }
}

function atDifference(x: Token, y: Token): number {
  if (x.kind === suffix && words.indexOf(x.value) < 5) return -1;
  if (y.kind === suffix && words.indexOf(y.value) < 5) return 1;
  return Math.sign(y.kind - x.kind);
}

function compareValues({ kind, value }: Token, { value: other }: Token): number {
  if (kind === suffix) return Math.sign(words.indexOf(value) - words.indexOf(other));
  const isText = kind === hash || kind === letter || (kind === digit && (value.startsWith("0") || other.startsWith("0")));
  return isText ? (value < other ? -1 : value > other ? 1 : 0) : Math.sign(Number(value) - Number(other));
}
