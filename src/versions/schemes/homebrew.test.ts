// Homebrew's Version and PkgVersion.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { homebrew } from "./homebrew.ts";

describe("versions/schemes/homebrew", () => {
  schemeSuite(homebrew, ["1.14.1_2", "3.0_1", "2.1.0-p194", "1.2.3beta2", "20230101", "9e", "1.0.post1", "0.1.0-rc1"]);

  describe("numbers; zeros that nothing but words follow do not count", () => {
    it.each(["1.9 < 1.10", "1.0 = 1", "2.1.0-p194 = 2.1-p194", "1.0.1 > 1", "1.0.1 < 1.1", "1.0.0.2 < 1.0.1", "1.0.1 > 1a"])("%s", (claim) => expectOrder(homebrew, claim));
  });
  describe("alpha < beta < pre < rc < release < other words, patches and posts", () => {
    it.each(["1.0alpha1 < 1.0beta1", "1.0b2 < 1.0pre1", "1.0pre1 < 1.0rc1", "1.0rc1 < 1.0", "1.0 < 1.0a", "1.0 < 1.0-p1", "1.0 < 1.0.post1", "1.0rc2 < 1.0rc10", "9d < 9e", "1.0B1 = 1.0beta1", "1.0p9 < 1.1"])(
      "%s", (claim) => expectOrder(homebrew, claim));
  });
  describe("then the formula's revision", () => {
    it.each(["1.0 < 1.0_1", "1.0_9 < 1.0_10", "1.0_9 < 1.0.1", "1.0rc1_9 < 1.0"])("%s", (claim) => expectOrder(homebrew, claim));
  });
  it.each(["HEAD", "HEAD-a1b2c3d", "1.0 2"])("%j is no version", (text) => { expect(homebrew.parse(text)).toBeUndefined(); });
});
