// Julia's VersionNumber, where it goes beyond Semantic Versioning.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { julia } from "./julia.ts";

describe("versions/schemes/julia", () => {
  schemeSuite(julia, ["1.0.0", "1.2.3+0", "1.2.3+1", "v1.10", "1.0-", "1.0+", "1.0.0-rc1", "1.0rc2", "1.22.2000+0"]);

  describe("as in Semantic Versioning", () => {
    it.each(["1.9 < 1.10", "1.0 = v1.0.0", "1.0-rc1 < 1.0", "1.0rc1 = 1.0-rc1", "1.0-2 < 1.0-10", "1.0-9 < 1.0-a", "1.0-a < 1.0-a.1"])("%s", (claim) => expectOrder(julia, claim));
  });
  describe("builds are ordered: a rebuilt binary package is a later one", () => {
    it.each(["1.2.12 < 1.2.12+0", "1.2.12+2 < 1.2.12+3", "1.2.12+9 < 1.2.12+10", "1.2.12+9 < 1.2.12+a", "1.2.12+10 < 1.2.13-rc1", "1.0-rc1+1 < 1.0"])("%s", (claim) => expectOrder(julia, claim));
  });
  describe("bounds: an empty prerelease is below all, an empty build above all", () => {
    it.each(["1.0- < 1.0-0", "1.0- < 1.0-a", "0.9 < 1.0-", "1.0+zz < 1.0+", "1.0+ < 1.0.1-"])("%s", (claim) => expectOrder(julia, claim));
  });
  it.each(["1.0-a..b", "1.x", "1.0 2", "1.0_1"])("%j is no version", (text) => { expect(julia.parse(text)).toBeUndefined(); });
});
