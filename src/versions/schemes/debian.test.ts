// Debian policy 5.6.12, rule by rule.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { debian } from "./debian.ts";

describe("versions/schemes/debian", () => {
  schemeSuite(debian, ["1.0-1", "1:2.4.47-2+b1", "0~20230101-1", "3.0.11-1~deb12u2", "1.0+dfsg-2ubuntu0.1", "2:1.1.1-2", "1.0"]);

  describe("epoch: a number before the first colon, 0 when absent", () => {
    it.each(["1:0.1 > 9.9", "0:1.0-1 = 1.0-1", "2:1 < 10:1", "1:1.0:1 > 1:1.0"])("%s", (claim) => expectOrder(debian, claim));
  });
  describe("revision: after the last hyphen, absent equals 0", () => {
    it.each(["1.0 = 1.0-0", "1.0-1 < 1.0-2", "1.0-rc1-1 > 1.0-1", "1.0-9 < 1.0-10", "1.0 < 1.0-0.1"])("%s", (claim) => expectOrder(debian, claim));
  });
  describe("tilde sorts before everything, even the end", () => {
    it.each(["1.0~rc1 < 1.0", "1.0~~ < 1.0~", "1.0~~a < 1.0~", "1.0~ < 1.0", "1.0-1~bpo1 < 1.0-1", "0~1 < 0"])("%s", (claim) => expectOrder(debian, claim));
  });
  describe("letters before all other characters", () => {
    it.each(["1.0a < 1.0+", "1.0 < 1.0a", "1.0Z < 1.0a", "1.0+b < 1.0.b"])("%s", (claim) => expectOrder(debian, claim));
  });
  describe("digit runs compare as numbers, a missing one as 0", () => {
    it.each(["1.10 > 1.9", "1.010 = 1.10", "1.0a = 1.0a0", "1.00 = 1.0", "1.20230101123456789012 < 1.20230101123456789013"])("%s", (claim) => expectOrder(debian, claim));
  });
  it.each(["a:1.0", "1.0-", ":1", "1.0 1", "1.0_1", "1.0-1_2", "v1.0"])("%j is no version", (text) => {
    expect(debian.parse(text)).toBeUndefined();
  });
});
