// Conan 2's Version, and where it is no order and ours is.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { conan } from "./conan.ts";

describe("versions/schemes/conan", () => {
  schemeSuite(conan, ["1.1.1w", "1.2.11", "3.0", "cci.20200203", "1.0-rc1", "1.0-pre.1+b.2", "9e", "2021.12.1", "1.74.0+1", "1.a.2"]);

  describe("any number of parts, zeros at the end do not count", () => {
    it.each(["1.9 < 1.10", "1 = 1.0.0.0", "1.0.0.1 > 1", "1.2.3.4.5 < 1.2.3.4.6"])("%s", (claim) => expectOrder(conan, claim));
  });
  describe("letters: after the same number without, after all numbers when alone", () => {
    it.each(["1.1.1 < 1.1.1a", "1.1.1a < 1.1.1b", "1.1.1z < 1.1.1za", "9d < 9e", "1.1.x < 1.1a", "1.1.9 < 1.1a", "1.1 < 1.a", "1.1.abc < 1.1.abz", "cci.20200203 < cci.20210118"])("%s", (claim) => expectOrder(conan, claim));
  });
  describe("numbers before letters decide as numbers, so that 2 < 10 < 10a is an order", () => {
    it.each(["1.2 < 1.10a", "1.2a < 1.10", "1.2a < 1.10a"])("%s", (claim) => expectOrder(conan, claim));
  });
  describe("prereleases before the release, builds after it", () => {
    it.each(["1.0-rc1 < 1.0", "1.0-alpha.3 < 1.0-alpha.22", "1.0-a = 1.0.0-a.0", "1.0 < 1.0+b1", "1.0+b.3 < 1.0+b.22", "1.0-rc1+b2 < 1.0", "1.0-rc1 < 1.0-rc1+b", "1.0-a-b < 1.0-a-c", "1.1-rc > 1.0+b"])(
      "%s", (claim) => expectOrder(conan, claim));
  });
  it.each(["[>=1.0 <2]", "1.0 2", "system", "1.0,2"])("%j is no version", (text) => { expect(conan.parse(text)).toBeUndefined(); });
});
