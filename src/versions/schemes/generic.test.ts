// The natural order, and that nothing is ordered by it unasked.
import { describe, expect, it } from "vitest";
import { schemeFor } from "../scheme-of.ts";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { generic } from "./generic.ts";

describe("versions/schemes/generic", () => {
  schemeSuite(generic, ["1.0", "v2.3.4", "1.0-rc1", "10.0.19045.3803", "2023-01-02", "1.2b", "1:2.0+x"]);

  it.each([
    "1.9 < 1.10", "1.0 = 1", "1.0.1 < 1.1", "1_0_1 = 1.0.1", "v1.2 = 1.2", "1.0-rc1 < 1.0", "1.0-alpha < 1.0-beta", "1.0beta2 < 1.0rc1", "1.0.dev1 < 1.0a1", "1.0 < 1.0a", "1.0a < 1.0b", "1.0b < 1.0.1",
    "2023-01-02 < 2023-10-01", "1.0-RC1 = 1.0rc1", "1.0-snapshot < 1.0",
  ])("%s", (claim) => expectOrder(generic, claim));
  it.each(["1.0 2", "[1.0]", "1/2"])("%j is no version", (text) => { expect(generic.parse(text)).toBeUndefined(); });
  it("orders no ecosystem, known or not", () => {
    expect(generic.ecosystems).toEqual([]);
    expect(["generic", "Haiku", "", "GIT"].map((name) => schemeFor(name))).toEqual([undefined, undefined, undefined, undefined]);
  });
});
