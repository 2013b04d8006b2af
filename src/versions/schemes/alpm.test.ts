// pacman's vercmp, rule by rule.
import { describe, expect, it } from "vitest";
import type { Scheme } from "../scheme.ts";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { alpm } from "./alpm.ts";

const only = (isIn: (text: string) => boolean): Scheme => ({ ...alpm, parse: (text) => (isIn(text) ? alpm.parse(text) : undefined) });

describe("versions/schemes/alpm", () => {
  describe("with pkgrel, as packages are", () => { schemeSuite(only((text) => /-\d/.test(text)), ["1:2.4.1-2", "6.1.r5.gabc-1", "1.0.0beta2-1", "20230101-1.1"]); });
  describe("without, as in dependencies", () => { schemeSuite(only((text) => !text.includes("-")), ["1:2.4.1", "6.1.r5.gabc", "1.0.0beta2", "20230101"]); });

  describe("letters are below the end, and below digits", () => {
    it.each(["1.0a < 1.0", "1.0alpha < 1.0beta", "1.0beta < 1.0rc", "1.0rc < 1.0", "1.0a1 > 1.0a", "1.0.a < 1.0.1"])("%s", (claim) => expectOrder(alpm, claim));
  });
  describe("a further part is above the end, letters too; more separators are above fewer", () => {
    it.each(["1.5 < 1.5.1", "1.5 < 1.5.a", "1.5.1 < 1.5..1", "1.5_1 = 1.5.1", "1.5. = 1.5"])("%s", (claim) => expectOrder(alpm, claim));
  });
  describe("numbers", () => {
    it.each(["1.10 > 1.9", "1.010 = 1.10", "1.20230101123456789012 < 1.20230101123456789013"])("%s", (claim) => expectOrder(alpm, claim));
  });
  describe("epoch first, 0 when absent", () => {
    it.each(["1:0.1-1 > 9.9-1", "0:1.0-1 = 1.0-1", "2:1-1 < 10:1-1"])("%s", (claim) => expectOrder(alpm, claim));
  });
  describe("pkgrel: compared only when both have one", () => {
    it.each(["1.5-1 < 1.5-2", "1.5-1 < 1.5-1.1", "1.5 = 1.5-1", "1.5-9 = 1.5", "1.5-9 < 1.5-10"])("%s", (claim) => expectOrder(alpm, claim));
  });
  it.each(["1.0-", "1.0-a", "a", "1.0 1", "1.0-1-1"])("%j is no version", (text) => { expect(alpm.parse(text)).toBeUndefined(); });
});
