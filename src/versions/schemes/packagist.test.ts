// Composer's normal form and PHP's version_compare, rule by rule.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { packagist } from "./packagist.ts";

describe("versions/schemes/packagist", () => {
  schemeSuite(packagist, ["1.0", "v2.3.4", "1.0.0-RC1", "1.0.0-beta.2", "1.0.x-dev", "dev-main", "20100102-203040", "1.0-p1", "1.2.3.4.5", "2010-01-02", "1.0.0-meh", "1.0@dev"]);

  describe("numbers: four of them, missing ones are 0", () => {
    it.each(["1.9 < 1.10", "1 = v1.0.0.0", "1.0.0.1 > 1", "000.001.003 = 0.1.3", "1.8.2 < 1.8.2p1"])("%s", (claim) => expectOrder(packagist, claim));
  });
  describe("dev < alpha < beta < RC < release < patch", () => {
    it.each([
      "1.0-dev < 1.0-alpha1", "1.0-alpha < 1.0-beta", "1.0-b2 < 1.0-RC1", "1.0-RC1 < 1.0", "1.0 < 1.0-p1", "1.0-p1 < 1.0.0.1", "1.0-RC2 < 1.0-RC10", "1.0-RC1-dev < 1.0-RC1", "1.0-alpha2.1 < 1.0-alpha2.2", "1.0-RC < 1.0-RC1",
    ])("%s", (claim) => expectOrder(packagist, claim));
  });
  describe("spellings that mean the same", () => {
    it.each(["1.0-a1 = 1.0.0-alpha1", "1.0b-2 = 1.0-beta.2", "1.0rC1 = 1.0-RC1", "1.0pl1 = 1.0-patch1", "1.0-stable = 1.0", "1.0+build = 1.0", "1.0@dev = 1.0", "1.0_RC1dev = 1.0-RC1-dev"])("%s", (claim) => expectOrder(packagist, claim));
  });
  describe("dates", () => {
    it.each(["20100102-203040 = 20100102.203040", "2010-01-02 < 2010-01-03", "2010.01.02 = 2010.1.2", "20100102-203040-p1 > 20100102-203040", "20230131.0.0 < 20230201.0.0"])("%s", (claim) => expectOrder(packagist, claim));
  });
  describe("branches: numbered ones above all of their numbers, named ones below everything", () => {
    it.each(["1.x-dev > 1.99", "1.x-dev < 2.0", "1.2.x-dev < 1.3", "1.*-dev = 1.x-dev", "dev-main < 0.0.1-dev", "dev-a < dev-b", "dev-Main < dev-main", "master = dev-master"])("%s", (claim) => expectOrder(packagist, claim));
    it("an alias does not change what is installed", () => {
      expect(packagist.parse("dev-main as 1.0")).toBe(packagist.parse("dev-main"));
    });
  });
  describe("what Composer refuses has its place in version_compare", () => {
    it.each(["1.2.3.4.5 < 1.2.3.4.6", "1.2.3.4 < 1.2.3.4.5", "1.0.0-meh < 1.0.0-dev", "1.0.1-SNAPSHOT < 1.0.1", "8.x-1.4 < 8.x-1.5"])("%s", (claim) => expectOrder(packagist, claim));
  });
  it.each(["^1.0", "~1", "1.*", ">=1.0", "a", "feature-foo", "dev-", "1.0 || 2.0"])("%j is no version", (text) => { expect(packagist.parse(text)).toBeUndefined(); });
});
