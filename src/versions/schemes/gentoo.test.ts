// The Package Manager Specification's algorithms 3.1 to 3.7, one table each.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { gentoo } from "./gentoo.ts";

describe("versions/schemes/gentoo", () => {
  schemeSuite(gentoo, ["1.2.3b_rc1_p20-r4", "9999", "0.9.8z", "1.0_alpha_pre2", "2.00.10-r1", "20230101"]);

  describe("3.2: the first number is a number", () => { it.each(["10 > 9", "010 = 10", "00 = 0"])("%s", (claim) => expectOrder(gentoo, claim)); });
  describe("3.3: a later one with a leading zero is text without its trailing zeros", () => {
    it.each(["1.10 > 1.9", "1.01 < 1.1", "1.010 = 1.01", "1.0 = 1.00", "1.09 < 1.1", "1.02 > 1.019", "1.0 < 1.01"])("%s", (claim) => expectOrder(gentoo, claim));
  });
  describe("3.2: more numbers are greater", () => { it.each(["1 < 1.0", "1.0 < 1.0.0", "1.2b < 1.2.0"])("%s", (claim) => expectOrder(gentoo, claim)); });
  describe("3.4: letters", () => { it.each(["1.0 < 1.0a", "1.0a < 1.0b", "1.0_p1 < 1.0a"])("%s", (claim) => expectOrder(gentoo, claim)); });
  describe("3.5, 3.6: suffixes in order, a missing number is 0; behind the end only _p is greater", () => {
    it.each(["1_alpha < 1_beta", "1_beta < 1_pre", "1_pre < 1_rc", "1_rc < 1", "1 < 1_p", "1_p = 1_p0", "1_p1 < 1_p1_p", "1_p1_alpha < 1_p1", "1_rc1 < 1_rc1_p1", "1_alpha2 < 1_alpha10"])("%s", (claim) => expectOrder(gentoo, claim));
  });
  describe("3.7: revisions", () => { it.each(["1.0 = 1.0-r0", "1.0-r1 < 1.0-r2", "1.0-r9 < 1.0-r10", "1.0-r01 = 1.0-r1"])("%s", (claim) => expectOrder(gentoo, claim)); });
  it.each(["1.0ab", "1.0_foo", "1.0-1", "1.0-r", "v1.0", "1.", ".1", "1.0A"])("%j is no version (3.2)", (text) => { expect(gentoo.parse(text)).toBeUndefined(); });
});
