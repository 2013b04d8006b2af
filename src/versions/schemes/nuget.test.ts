// NuGet versioning, rule by rule.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { nuget } from "./nuget.ts";

describe("versions/schemes/nuget", () => {
  schemeSuite(nuget, ["1.0", "1.2.3.4", "1.0.0-Beta.2", "1.0.0-rc.2.23480.2+abc", "1.0.0--1", "1.0.0-2147483648", "2.0-x-y", "1-001"]);

  describe("up to four numbers, missing ones are 0", () => {
    it.each(["1 = 1.0.0.0", "1.0.0.1 > 1.0", "1.9 < 1.10", "1.023 = 1.23", "9007199254740993 > 9007199254740992"])("%s", (claim) => expectOrder(nuget, claim));
  });
  describe("labels have no case", () => {
    it.each(["1.0-RC = 1.0-rc", "1.0-alpha < 1.0-BETA", "1.0-a-b = 1.0-A-B"])("%s", (claim) => expectOrder(nuget, claim));
  });
  describe("labels from left to right", () => {
    it.each(["1.0-rc < 1.0", "1.0-2 < 1.0-10", "1.0-99 < 1.0-a", "1.0-a < 1.0-a.0", "1.0-rc10 < 1.0-rc2", "1.0.1-a > 1.0"])("%s", (claim) => expectOrder(nuget, claim));
  });
  describe("a label is a number while it fits int32, sign included", () => {
    it.each(["1.0-2147483647 < 1.0-2147483648", "1.0-10000000000 < 1.0-9999999999", "1.0--1 < 1.0-0", "1.0--2 < 1.0--1", "1.0--0 = 1.0-0", "1.0-001 = 1.0-1"])(
      "%s", (claim) => expectOrder(nuget, claim));
  });
  describe("metadata takes no part", () => {
    it.each(["1.0+a = 1.0+b", "1.0-a+1 = 1.0-a"])("%s", (claim) => expectOrder(nuget, claim));
  });
  it.each(["1.2.3.4.5", "v1.0", "1.*", "[1.0,2.0)", "1.0-", "1.0-a..b", "1..0", "1 .0"])("%j is no version", (text) => { expect(nuget.parse(text)).toBeUndefined(); });
});
