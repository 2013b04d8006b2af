// opam's version ordering.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { opam } from "./opam.ts";

describe("versions/schemes/opam", () => {
  schemeSuite(opam, ["1.0.0", "v0.14.1", "4.14.0~rc1", "3.08.2", "2.2.0~beta2", "1.0-1", "1.0+opam", "20200101"]);

  it.each([
    "1.9 < 1.10", "4.03.0 = 4.3.0", "4.14.0~rc1 < 4.14.0", "4.14.0~alpha1 < 4.14.0~beta1", "1.0 < 1.0a", "1.0a < 1.0+", "1.0 = 1.0-0", "1.0-1 < 1.0-2",
    "1.0 < 1.0.1", "v0.9 > 0.14", "v0.9 < v0.14", "1.0-rc < 1.0.1", "1.0~~ < 1.0~",
  ])("%s", (claim) => expectOrder(opam, claim));
  it.each(["base", "1.0:1", "1.0/1", "dev"])("%j is no version", (text) => { expect(opam.parse(text)).toBeUndefined(); });
});
