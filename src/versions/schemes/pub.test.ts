// pub_semver, where it goes beyond Semantic Versioning.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { pub } from "./pub.ts";

describe("versions/schemes/pub", () => {
  schemeSuite(pub, ["1.0.0", "1.0.0+1", "1.0.0-dev.1", "1.0.0-dev.1+build.2", "2.0.0-nullsafety.0", "1.0.0+a.b"]);

  describe("numbers, then prereleases before the release", () => {
    it.each(["1.9.0 < 1.10.0", "1.0.0-dev < 1.0.0", "1.0.0-1 < 1.0.0-a", "1.0.0-2 < 1.0.0-10", "1.0.0-a < 1.0.0-a.1"])("%s", (claim) => expectOrder(pub, claim));
  });
  describe("build metadata is ordered, after everything else", () => {
    it.each(["1.0.0 < 1.0.0+1", "1.0.0+2 < 1.0.0+10", "1.0.0+9 < 1.0.0+a", "1.0.0+1 < 1.0.0+1.0", "1.0.0-dev+9 < 1.0.0", "1.0.0+9 < 1.0.1-dev"])("%s", (claim) => expectOrder(pub, claim));
  });
  it.each(["1.0.0-", "1.0.0+", "1.0.0+a b", "any", "^1.0.0", "1.x"])("%j is no version", (text) => { expect(pub.parse(text)).toBeUndefined(); });
});
