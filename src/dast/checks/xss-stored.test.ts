// Stored scripts on the range: the check looks at the other routes of the same case, as in a scan.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkTools, proofsOn, routesOf } from "../../../test/dast/check-tools.ts";
import { cases } from "../../../test/dast/range/cases/xss-stored.ts";
import { openRange } from "../../../test/dast/range/range.ts";
import type { Range } from "../../../test/dast/range/range.ts";
import { xssStored } from "./xss-stored.ts";

describe("xss-stored on the range", () => {
  let range: Range;
  beforeAll(async () => { range = await openRange(cases, "stored"); });
  afterAll(async () => { await range.close(); });

  it.each(cases.map((one) => [one.vulnerable ? "finds" : "passes", one.name, one] as const))("%s: %s", async (_verdict, _name, one) => {
    const open = range.cases.find((candidate) => candidate.case === one);
    const tools = checkTools({ routes: open === undefined ? [] : routesOf(range, open) });
    const proofs = open === undefined ? [] : await proofsOn(xssStored, range, open, tools);
    expect(proofs.map(({ at, confidence }) => `${at?.split(":")[0]} ${confidence}`)).toEqual(one.vulnerable ? [expect.stringContaining("firm")] : []);
    expect(tools.notes.length).toBe(one.vulnerable ? 1 : 0);
  });
});
