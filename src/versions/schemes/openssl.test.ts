// OpenSSL's releases: letters before 3.0, numbers after.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { openssl } from "./openssl.ts";

describe("versions/schemes/openssl", () => {
  schemeSuite(openssl, ["1.0.2zg", "1.1.1w", "3.0.13", "0.9.8", "3.2.0-alpha1", "1.0.2-beta3", "3.0"]);

  describe("letters count the patches; after z comes za", () => {
    it.each(["1.0.2 < 1.0.2a", "1.0.2a < 1.0.2b", "1.0.2z < 1.0.2za", "1.0.2za < 1.0.2zg", "1.0.2zg < 1.1.0", "0.9.8zh < 1.0.0"])("%s", (claim) => expectOrder(openssl, claim));
  });
  describe("numbers", () => { it.each(["3.0.9 < 3.0.10", "1.1.1w < 3.0.0", "3.0 = 3.0.0", "1_0_2a = 1.0.2a"])("%s", (claim) => expectOrder(openssl, claim)); });
  describe("before a release: dev, alpha, beta, pre", () => {
    it.each(["3.2.0-dev < 3.2.0-alpha1", "3.2.0-alpha1 < 3.2.0-alpha2", "3.2.0-alpha9 < 3.2.0-beta1", "3.2.0-beta1 < 3.2.0", "1.0.2-beta3 < 1.0.2"])("%s", (claim) => expectOrder(openssl, claim));
  });
  it.each(["1.0.2a1", "1.0.2-fips", "a", "1.0.2 a"])("%j is no version", (text) => { expect(openssl.parse(text)).toBeUndefined(); });
});
