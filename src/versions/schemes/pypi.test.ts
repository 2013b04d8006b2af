// PEP 440, rule by rule, and against a second implementation of it.
import { compare as libraryCompare } from "@renovatebot/pep440";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { pypi } from "./pypi.ts";

const number = fc.nat({ max: 20 }).map(String);
const suffix = (...words: string[]): fc.Arbitrary<string> => fc.option(fc.tuple(fc.constantFrom(...words), fc.option(number, { nil: "" })), { nil: ["", ""] as const }).map(([word, digits]) => word + digits);
const pep440 = fc.tuple(
  fc.constantFrom("", "", "1!", "v"), fc.array(number, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(".")),
  suffix("a", "b", "rc", "-alpha.", "_c", "preview"), suffix(".post", "-r", "rev"), suffix(".dev", "-dev"), fc.constantFrom("", "", "+x", "+1", "+x.1", "+1.y"),
).map((parts) => parts.join(""));

describe("versions/schemes/pypi", () => {
  schemeSuite(pypi, ["1.0", "1!2.0", "1.0rc1", "1.0.post1.dev2", "1.0+local.1", "2.0-final", "0.7.11p2", "2013-01-21T20:33:09+0100"]);

  describe("version epochs come first", () => {
    it.each(["1!1.0 > 2024.1", "0!1.0 = 1.0"])("%s", (claim) => expectOrder(pypi, claim));
  });
  describe("release segments are numbers, padded with zeros", () => {
    it.each(["1.9 < 1.10", "1.0 = 1.0.0", "1 < 1.0.1", "0 = 0.0", "20230101123456789012 < 20230101123456789013"])("%s", (claim) => expectOrder(pypi, claim));
  });
  describe("phases: dev, a, b, rc, release, post", () => {
    it.each([
      "1.0.dev1 < 1.0a1", "1.0a1.dev1 < 1.0a1", "1.0a2 < 1.0b1", "1.0b9 < 1.0rc1", "1.0rc1 < 1.0", "1.0 < 1.0.post0", "1.0.post1.dev1 < 1.0.post1",
      "1.0.post1.dev1 > 1.0", "1.0rc1.post1 > 1.0rc1", "1.0rc1.post1 < 1.0", "0.dev0 < 0",
    ])("%s", (claim) => expectOrder(pypi, claim));
  });
  describe("spellings that mean the same", () => {
    it.each(["1.0ALPHA1 = 1.0a1", "1.0-c.1 = 1.0rc1", "1.0preview = 1.0rc0", "1.0-1 = 1.0.post1", "1.0r1 = 1.0-post1", "v1.0 = 1.0", "1.0-DEV = 1.0.dev0"])(
      "%s", (claim) => expectOrder(pypi, claim));
  });
  describe("local versions: after their public one, words before numbers", () => {
    it.each(["1.0 < 1.0+a", "1.0+a < 1.0+1", "1.0+a < 1.0+a.1", "1.0+2 < 1.0+10", "1.0+A-1 = 1.0+a.1", "1.0+1e5 < 1.0+0"])("%s", (claim) => expectOrder(pypi, claim));
  });
  describe("before PEP 440: below everything that is PEP 440, in setuptools' order", () => {
    it.each(["99.0-final < 0.dev0", "0.3m1 < 0.3m2", "1.0-p1 < 1.0-p2", "1.0-zz9 < 1.1-zz9", "2.0-final = 2-final"])("%s", (claim) => expectOrder(pypi, claim));
  });
  it("orders PEP 440 versions as the second implementation does", () => {
    fc.assert(fc.property(pep440, pep440, (left, right) => Math.sign(pypi.compare(pypi.parse(left), pypi.parse(right))) === Math.sign(libraryCompare(left, right))), { numRuns: 2000 });
  });
  it("gives a word without a digit no place in the order", () => {
    expect(pypi.parse("stable")).toBeUndefined();
  });
});
