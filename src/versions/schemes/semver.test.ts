// Semantic Versioning 2.0.0, rule by rule, and against the library npm itself uses.
import fc from "fast-check";
import { compare as libraryCompare, parse as libraryParse } from "semver";
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { semver } from "./semver.ts";

const identifier = fc.oneof(fc.nat({ max: 40 }).map(String), fc.constantFrom("rc", "alpha", "Beta", "x-1", "-", "0a", "01x"));
const strict = fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 3 }), fc.nat({ max: 12 }), fc.array(identifier, { maxLength: 3 }), fc.option(fc.constantFrom("sha.1", "42")))
  .map(([major, minor, patch, pre, build]) => `${major}.${minor}.${patch}${pre.length > 0 ? `-${pre.join(".")}` : ""}${build === null ? "" : `+${build}`}`);

describe("versions/schemes/semver", () => {
  schemeSuite(semver, ["1.2.3", "v1.2.3-rc.1", "=2.0.0", "1.2", "1.2.3.4", "1.0.0+build", "1.0.0-0.x-y.7", "1.2.3beta"]);

  describe("section 11.2: major, minor, patch as numbers", () => {
    it.each(["1.9.0 < 1.10.0", "2.0.0 > 1.99.99", "1.0.1 > 1.0.0"])("%s", (claim) => expectOrder(semver, claim));
  });
  describe("section 11.3: a prerelease sorts before its release", () => {
    it.each(["1.0.0-rc.9 < 1.0.0", "1.0.0-0 < 1.0.0", "1.0.1-alpha > 1.0.0"])("%s", (claim) => expectOrder(semver, claim));
  });
  describe("section 11.4: identifiers from left to right", () => {
    it.each([
      "1.0.0-2 < 1.0.0-10", "1.0.0-99 < 1.0.0-a", "1.0.0-Z < 1.0.0-a", "1.0.0-a < 1.0.0-a.0", "1.0.0-a.b < 1.0.0-a-b",
      "1.0.0-rc < 1.0.0-rc1", "1.0.0-12345678901234567890 < 1.0.0-12345678901234567891",
    ])("%s", (claim) => expectOrder(semver, claim));
  });
  describe("section 10: build metadata takes no part", () => {
    it.each(["1.0.0+a = 1.0.0+b", "1.0.0 = 1.0.0+incompatible", "1.0.0-rc+1 = 1.0.0-rc"])("%s", (claim) => expectOrder(semver, claim));
  });
  describe("beyond the grammar: what is not there counts as 0, numbers have any length", () => {
    it.each([
      "v1 = 1.0.0", "1.2 = v1.2.0", "1.2.3.0 = 1.2.3", "1.2.3.4 > 1.2.3", "1.2.3.4-rc < 1.2.3.4", "01.2.3 = 1.2.3", "1.2.3beta = 1.2.3-beta",
      "9007199254740993.0.0 > 9007199254740992.0.0",
    ])("%s", (claim) => expectOrder(semver, claim));
  });
  describe("Go (modules reference, versions): short forms, pseudo-versions, +incompatible", () => {
    it.each([
      "v1 = v1.0.0", "v1.2 = v1.2.0", "v2.0.0+incompatible = v2.0.0", "v2.0.0+incompatible+dirty = v2.0.0+incompatible", "v1.2.3-rc.1+incompatible < v1.2.3",
      "v0.0.0-20191109021931-daa7c04131f5 < v0.0.0-20200101000000-000000000000", "v1.2.3-0.20200101000000-abcdef123456 < v1.2.3", "v1.2.3-0.20200101000000-abcdef123456 > v1.2.2",
      "v1.2.3-pre.0.20200101000000-abcdef123456 > v1.2.3-pre", "v1.21.0-0 < v1.21.0-rc.1", "1.22rc1 < 1.22.0", "v0.0.0-20200101000000-abcdef123456+dirty = v0.0.0-20200101000000-abcdef123456",
    ])("%s", (claim) => expectOrder(semver, claim));
  });
  describe("actions and extensions: tags with v, short ones are their first release", () => {
    it.each(["v4 = v4.0.0", "v4.1 < v4.1.1", "v4 < v4.0.1", "2.289.4 < 2.296.2"])("%s", (claim) => expectOrder(semver, claim));
  });
  describe("GHC, Bioconductor: three numbers", () => {
    it.each(["9.2.4 < 9.10.1", "6.10.2-rc1 < 6.10.2", "9.2.1-alpha1 < 9.2.1-rc1", "1.34.9 < 1.34.10"])("%s", (claim) => expectOrder(semver, claim));
  });
  it.each(["1.x", "1.2.3-", "1.2.3-a..b", "(devel)", "file:../a", "1 2", "v", "1..2"])("%j is no version", (text) => {
    expect(semver.parse(text)).toBeUndefined();
  });
  it("reads and orders what node-semver reads as node-semver does", () => {
    fc.assert(fc.property(strict, strict, (left, right) => {
      // A numeric identifier with a leading zero is outside the grammar, so node-semver refuses it.
      fc.pre(libraryParse(left) !== null && libraryParse(right) !== null);
      return Math.sign(semver.compare(semver.parse(left), semver.parse(right))) === libraryCompare(left, right);
    }), { numRuns: 2000 });
  });
});
