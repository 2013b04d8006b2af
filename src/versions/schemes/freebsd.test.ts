// pkg(8)'s order of port versions; the claims are those its own comments make.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { freebsd } from "./freebsd.ts";

describe("versions/schemes/freebsd", () => {
  schemeSuite(freebsd, ["1.0", "1.0_1", "1.0_1,2", "1.2.3,1", "10b2", "1.0.a1", "2.0.b3", "1.0+2.0", "9.18.24", "1.0pl1", "20240101"]);

  describe("epoch over version over revision", () => {
    it.each(["1.0,1 > 2.0", "1.0_1 > 1.0", "1.0_9 < 1.0_10", "1.0_9 < 1.0.1", "1.0_1,1 > 1.0_2", "1.0 = 1.0_0,0"])("%s", (claim) => expectOrder(freebsd, claim));
  });
  describe("missing components are 0, letters without a number are below 0", () => {
    it.each(["10 = 10.0.0", "1.9 < 1.10", "10.a < 10", "10alpha = 10.a", "10alpha < 10", "10 < 10a", "10a < 10b", "10..1 = 10.1", "1.0.a1 < 1", "1.0.1 > 1"])("%s", (claim) => expectOrder(freebsd, claim));
  });
  describe("stages and patch levels", () => {
    it.each(["1pl11 < 1alpha3", "1alpha3 < 1beta2", "1.0.b2 = 1.0beta2", "1rc1 < 1", "10a1b2 = 10a1.b2", "1.d2 = 1.dev2", "1.dev2 = 1.Development2", "10a < 10a1", "10b2 < 10b10"])("%s", (claim) => expectOrder(freebsd, claim));
  });
  describe("blocks between plus signs", () => {
    it.each(["1.0+1 > 1.0", "1.0+1 < 1.0.1", "1+a < 1", "1+0 = 1", "1.1+9 > 1.0+10", "2.* < 2pl1", "2.* < 2"])("%s", (claim) => expectOrder(freebsd, claim));
  });
  it.each(["a,b", "1.0_a", "1.0,1_1", "1 2"])("%j is no version", (text) => { expect(freebsd.parse(text)).toBeUndefined(); });
});
