// version.pm: what is a decimal number and what is dotted.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { cpan } from "./cpan.ts";

describe("versions/schemes/cpan", () => {
  schemeSuite(cpan, ["1.00", "5.022002", "v5.22.2", "1.2.3", "1.59_01", "4", "0.5", "v1"]);

  describe("decimal versions are numbers", () => {
    it.each(["1.9 > 1.10", "1.1 = 1.10", "4.9 < 4.91", "5.51 < 5.835", "6.00 = 6", ".5 = 0.50", "1.59_01 = 1.5901", "1.59 < 1.59_01", "1.00-TRIAL = 1.00"])("%s", (claim) => expectOrder(cpan, claim));
  });
  describe("dotted versions are lists of numbers, three decimals are one part", () => {
    it.each(["v1.9 < v1.10", "1.2.3 < 1.2.10", "5.022002 = v5.22.2", "v1.2 = 1.002", "1.2.0 = v1.2", "5.36 > v5.36.0"])("%s", (claim) => expectOrder(cpan, claim));
  });
  it.each(["1.0a", "undef", "1..2", ".", "1.2.3-4"])("%j is no version", (text) => { expect(cpan.parse(text)).toBeUndefined(); });
});
