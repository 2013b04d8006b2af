// R's compareVersion.
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { cran } from "./cran.ts";

describe("versions/schemes/cran", () => {
  schemeSuite(cran, ["1.0", "0.9-14", "1.2.3-4", "2024.1.1", "1-0", "1.8.0"]);

  it.each([
    "1.9 < 1.10", "0.1-9 < 0.1-10", "1.2-3 = 1.2.3", "1.02 = 1.2", "1.8 < 1.8.0", "1.8 < 1.8-0", "2 > 1.99.99", "0.1.2147483648 < 0.1.2147483649",
  ])("%s", (claim) => expectOrder(cran, claim));
  it.each(["1..2", "1.-2", "1.0a", "-1", "1.", "v1.0", "1.0 2"])("%j is no version", (text) => { expect(cran.parse(text)).toBeUndefined(); });
});
