// Maven's version order specification, rule by rule.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { maven } from "./maven.ts";

/**
 * ComparableVersion puts any list above any word at the same place, also one that is below the release: 2.sp.x > 2,
 * 2 > 2-0-beta, 2-0-beta > 2.sp.x. It takes a word with a dot or a word behind it, or a zero that a later word makes vanish.
 */
const isOutOfOrder = (text: string): boolean => /[a-z~+:!_][.-](?!\d)|[.][^\d.-]+[.]|(?:^|[^\d])0+(?=[^\d.]|\.[^\d])|[.-][.-]|[.-]$/i.test(text);

describe("versions/schemes/maven", () => {
  schemeSuite(maven, ["1.0", "1.0-SNAPSHOT", "5.3.0.RELEASE", "2.0.0-M1", "1.0-alpha-1", "32.1.3-jre", "Hoxton.SR12", "1.0.0.Final", "1-1", "1-1.1", "2.0.1-rc2", "Hoxton.RELEASE"], { isOutOfOrder });

  describe("numbers; trailing zeros do not count", () => {
    it.each(["1.9 < 1.10", "1 = 1.0.0", "1.0.1 > 1", "01 = 1", "1.12345678901234567890 < 1.12345678901234567891"])("%s", (claim) => expectOrder(maven, claim));
  });
  describe("alpha < beta < milestone < rc < snapshot < release < sp < any other word", () => {
    it.each([
      "1-alpha < 1-beta", "1-beta < 1-milestone", "1-milestone < 1-rc", "1-rc < 1-snapshot", "1-snapshot < 1", "1 < 1-sp", "1-sp < 1-abc", "1-abc < 1-xyz", "1-abc < 1-1", "1-1 < 1.1",
    ])("%s", (claim) => expectOrder(maven, claim));
  });
  describe("spellings that mean the same", () => {
    it.each(["1-cr = 1-rc", "1-a1 = 1-alpha-1", "1m2 = 1-milestone-2", "1-ga = 1", "1.0.0.Final = 1", "1-RELEASE = 1", "1-SNAPSHOT = 1-snapshot", "1x1 = 1-x-1", "1.0.RC1 = 1-rc1", "1-0.ga = 1", "1.foo = 1-foo", "1.0.0.X1 < 1.0.0-X2"])("%s", (claim) => expectOrder(maven, claim));
  });
  describe("a vendor's word behind that of a release", () => {
    it.each(["4.1.118.Final < 4.1.118.Final-redhat-00002", "4.1.118.Final-redhat-00002 < 4.1.119.Final", "5.3.20.GA-sp-1 > 5.3.20.GA", "1.0.RELEASE-jre = 1.0-jre", "1.0.Final-rc1 < 1.0.Final"])("%s", (claim) => expectOrder(maven, claim));
  });
  describe("a letter alone is a word of its own unless digits follow", () => {
    it.each(["1-a > 1", "1-a1 < 1", "1-b > 1-a"])("%s", (claim) => expectOrder(maven, claim));
  });
  describe("Maven 4: a word with a number is one piece", () => {
    it.each(["1-rc < 1-rc1", "1-rc2 < 1-rc10", "1-foo2 < 1-foo10", "1-x > 1-rc1", "1-ga1 > 1", "2.0-alpha-2 > 2.0-alpha-1", "1.0.0-beta11 > 1.0.0-beta.6"])("%s", (claim) => expectOrder(maven, claim));
  });
  describe("dots bind closer than hyphens", () => {
    it.each(["1.0.1 > 1-1.5", "1-1.foo < 1-1.1", "2.0.1-xyz > 2.0.1", "2.0.1-xyz < 2.0.1-123", "1.foo < 1-1"])("%s", (claim) => expectOrder(maven, claim));
  });
  it("is Maven's order where that is no order", () => {
    expectOrder(maven, "2.sp.x > 2");
    expectOrder(maven, "2 > 2-0-beta");
    expectOrder(maven, "2-0-beta > 2.sp.x");
  });
  describe("release trains without a digit", () => {
    it.each(["Greenwich.RELEASE < Hoxton.RELEASE", "Hoxton.SR1 < Hoxton.SR12", "aaa > alpha"])("%s", (claim) => expectOrder(maven, claim));
  });
  it.each(["LATEST", "RELEASE", "unspecified", "[1.0,2.0)", "1.0 2", "${revision}", "1.*"])("%j is no version", (text) => { expect(maven.parse(text)).toBeUndefined(); });
});
