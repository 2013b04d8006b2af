// Bitnami: semantic versions, and which number behind a hyphen is a packaging revision.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { bitnami } from "./bitnami.ts";

describe("versions/schemes/bitnami", () => {
  schemeSuite(bitnami, ["1.2.3", "1.2.3-0", "1.2.3-4", "1.2.3-r4", "1.2.3-debian-12-r4", "2.6.0-rc1", "2.6.0-rc1-2", "3.0.0-beta-2", "2.4.46-10.el8", "0.0.0-20250807212521-c52795c1ef74"]);

  describe("revisions say nothing of the application", () => {
    it.each(["1.2.3-0 = 1.2.3", "1.2.3-14 = 1.2.3-2", "1.2.3-r1 = 1.2.3", "1.2.3-debian-12-r4 = 1.2.3", "1.2.3-photon-5-r0 = 1.2.3-7", "1.2.3-4 < 1.2.4", "2.6.0-rc1-2 = 2.6.0-rc1", "2.6.0-rc1-debian-12-r2 = 2.6.0-rc1"])(
      "%s", (claim) => expectOrder(bitnami, claim));
  });
  describe("a prerelease has a word, and the number behind a word is its own", () => {
    it.each(["2.6.0-rc1 < 2.6.0", "2.6.0-rc1 < 2.6.0-0", "3.0.0-beta-1 < 3.0.0-beta-2", "3.0.0-alpha.2 < 3.0.0-alpha.10", "1.0.0-20240101 < 1.0.0", "0.0.0-20250807212521-c52795c1ef74 < 0.0.0"])("%s", (claim) => expectOrder(bitnami, claim));
  });
  it.each(["1.9.0 < 1.10.0", "1.2 = v1.2.0", "1.2.3+a = 1.2.3"])("%s", (claim) => expectOrder(bitnami, claim));
  it.each(["1.2.3-", "1.x", "(devel)"])("%j is no version", (text) => { expect(bitnami.parse(text)).toBeUndefined(); });
});
