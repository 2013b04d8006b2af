// Path traversal on the range, with everything allowed and with inert markers only.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkTools, proofsOn } from "../../../test/dast/check-tools.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/path-traversal.ts";
import { openRange } from "../../../test/dast/range/range.ts";
import type { Range } from "../../../test/dast/range/range.ts";
import { pathTraversal } from "./path-traversal.ts";

checkSuite(pathTraversal, cases);

describe("path-traversal with inert markers", () => {
  let range: Range;
  beforeAll(async () => { range = await openRange(cases, "markers"); });
  afterAll(async () => { await range.close(); });
  it("finds what tells existing from missing, reads no file, and passes every twin", async () => {
    const found = [];
    for (const open of range.cases) {
      const tools = checkTools({ risks: ["passive", "marker"] });
      const proofs = await proofsOn(pathTraversal, range, open, tools);
      found.push(...proofs.map(({ technique }) => [open.case.vulnerable, technique]));
      expect(tools.sent.some(({ request: { url, body } }) => `${url}${String(body)}`.includes("passwd"))).toBe(false);
    }
    expect(found).not.toEqual([]);
    expect(found.filter(([vulnerable, technique]) => vulnerable !== true || technique !== "existence")).toEqual([]);
  });
});
