// rpm's order, rule by rule: rpmvercmp for versions and releases, then the epoch in front.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { rpm } from "./rpm.ts";

describe("versions/schemes/rpm", () => {
  schemeSuite(rpm, ["1:1.1.1k-9.el8_7", "4.18.0-553.53.1.el8_10", "16.20.2-4.module+el8.9.0+21536+24514a51", "2.0.7.1-6.module_el8.3.0+2041+d1f204ad", "1.0~rc1-1", "1.0^git1-1", "1.0", "0:2021.2-1.mga9", "R16B-1"]);

  describe("digits beat letters, letters beat the end", () => {
    it.each(["1.0a > 1.0", "1.0.1 > 1.0a", "1.0a < 1.0.1", "1a1 > 1a", "1.0.a < 1.0.0", "a < 1"])("%s", (claim) => expectOrder(rpm, claim));
  });
  describe("digit runs compare as numbers, letter runs as text", () => {
    it.each(["1.10 > 1.9", "1.010 = 1.10", "1.0B < 1.0a", "1.abc > 1.ab", "1.20230101123456789012 < 1.20230101123456789013"])("%s", (claim) => expectOrder(rpm, claim));
  });
  describe("separators only separate", () => {
    it.each(["1.0 = 1_0", "1..0 = 1.0", "1.0. = 1.0", "1a2 = 1.a.2", "1+0 = 1.0"])("%s", (claim) => expectOrder(rpm, claim));
  });
  describe("tilde is below everything, also the end", () => {
    it.each(["1.0~rc1 < 1.0", "1.0~~ < 1.0~", "1.0~rc1 < 1.0~rc2", "1.0~ < 1.0^", "1.0-1~ < 1.0-1"])("%s", (claim) => expectOrder(rpm, claim));
  });
  describe("caret is above the end and below all else but the tilde", () => {
    it.each(["1.0^ > 1.0", "1.0^git1 < 1.0.1", "1.0^git1 < 1.0a", "1.0^git1~pre < 1.0^git1", "1.0^a < 1.0^1"])("%s", (claim) => expectOrder(rpm, claim));
  });
  describe("release: after the last hyphen; missing, it is below any", () => {
    it.each(["1.0 < 1.0-1", "1.0 < 1.0-0", "1.0 < 1.0-~1", "1.0-9 < 1.0-10", "1-2-3 < 1.3-1", "1-2-3 > 1-2.3", "1.0-1.el8 < 1.0-1.el8_6.2"])("%s", (claim) => expectOrder(rpm, claim));
  });
  describe("epoch: the digits before the first colon, 0 when absent", () => {
    it.each(["1:0.1-1 > 9.9-1", "0:1.0-1 = 1.0-1", ":1.0-1 = 1.0-1", "2:1-1 < 10:1-1", "a:1 > a"])("%s", (claim) => expectOrder(rpm, claim));
  });
  describe("an epoch that nobody told is left out of the comparison", () => {
    it.each(["*:5.26-420 = 4:5.26-420", "*:5.26-419 < 4:5.26-420", "*:5.26-421 > 4:5.26-420", "*:5.26-420 = 5.26-420", "*:1-1 < *:2-1", "*:1-1 < 10:2-1"])("%s", (claim) => expectOrder(rpm, claim));
  });
  it.each(["*", "*:", "*:*", "1:*:1", "1.0 1", "<1.0", "1.0,2.0", "stable-branch"])("%j is no version", (text) => { expect(rpm.parse(text)).toBeUndefined(); });
});
