// The Haskell Package Versioning Policy's order.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { hackage } from "./hackage.ts";

describe("versions/schemes/hackage", () => {
  schemeSuite(hackage, ["1.0", "0.1.2.3", "2", "6.20180626", "1.0.0", "0"]);

  it.each(["1.9 < 1.10", "1.0 < 1.0.0", "1.0.0 < 1.0.1", "2 > 1.9.9.9", "0.1.1.3.9 < 0.1.14.20", "1.99999999999999999999 < 1.100000000000000000000"])("%s", (claim) => expectOrder(hackage, claim));
  it.each(["1.0-1", "1.0a", "1.", ".1", "1..1", "v1"])("%j is no version", (text) => { expect(hackage.parse(text)).toBeUndefined(); });
});
