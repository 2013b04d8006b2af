// Gem::Version, rule by rule.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { rubygems } from "./rubygems.ts";

describe("versions/schemes/rubygems", () => {
  schemeSuite(rubygems, ["1.0", "1.0.a", "1.0.0.rc1", "2.0-1", "1.a.0.b", "1.a.0.1", "1.0.0.1", "1.a.0", "0.a", "3.0.0.beta2"]);

  describe("numbers between dots, and what is not there counts as 0", () => {
    it.each(["1.10 > 1.9", "1 = 1.0.0", "1.01 = 1.1", "1.0.0.1 > 1", "123456789012345678901234567890 < 123456789012345678901234567891"])("%s", (claim) => expectOrder(rubygems, claim));
  });
  describe("a word makes a prerelease", () => {
    it.each(["1.0.a < 1.0", "1.0.rc1 > 1.0.b9", "1.0.a10 > 1.0.a9", "1.0.a10 = 1.0.a.10", "1.0.A < 1.0.a", "1.1.a > 1.0.9", "1.a1 < 1.a1.1", "1.a.b < 1.a"])("%s", (claim) => expectOrder(rubygems, claim));
  });
  describe("zeros before the first word and at the end are no part of it", () => {
    it.each(["1.0.0.a = 1.a", "1.a.0 = 1.a", "1.a.0.b < 1.a", "1.a.0.1 > 1.a", "1.a.0.0.b > 1.a.0.b", "0.a < 0", "0.0.1 > 0"])("%s", (claim) => expectOrder(rubygems, claim));
  });
  describe("a hyphen is .pre.", () => {
    it.each(["1.0-1 < 1.0", "1.0-rc1 = 1.0.pre.rc1", "9-1 = 9-01", "1.0-a < 1.0-b"])("%s", (claim) => expectOrder(rubygems, claim));
  });
  it.each(["1.", "1..2", "1.0-", "1_0", "1.0 2", "a.1"])("%j is no version", (text) => { expect(rubygems.parse(text)).toBeUndefined(); });
});
