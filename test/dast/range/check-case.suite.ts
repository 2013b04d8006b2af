// What each active check owes the range: every vulnerable case is found, no twin is, and a second run says the same.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Check } from "../../../src/dast/check.ts";
import { checkTools, proofsOn } from "../check-tools.ts";
import type { ToolsOptions } from "../check-tools.ts";
import { shareOf } from "../share-of.ts";
import type { RangeCase } from "./case.ts";
import { openRange } from "./range.ts";
import type { Range } from "./range.ts";

/**
 * At least six vulnerable variants and six near-miss twins of a check. options: a browser or a listener that the check needs.
 * every: only each so-manieth variant and twin where the tests are not run whole (npm run quality:dast runs them all, and bench:dast in a real scan); more for checks that take seconds for one.
 * together: several cases at a time, for checks that wait for a browser or a caller and measure no time.
 */
export function checkSuite(check: Check, cases: readonly RangeCase[], options: () => ToolsOptions | Promise<ToolsOptions> = () => ({}), { every = 3, together = false }: { every?: number; together?: boolean } = {}): void {
  const chosen = [true, false].flatMap((vulnerable) => shareOf(cases.filter((one) => one.vulnerable === vulnerable), every));
  describe(`${check.id} on the range`, () => {
    let range: Range;
    beforeAll(async () => { range = await openRange(cases, "suite"); });
    afterAll(async () => { await range.close(); });
    it("has six of each", () => {
      expect(cases.filter(({ vulnerable }) => vulnerable).length).toBeGreaterThanOrEqual(6);
      expect(cases.filter(({ vulnerable }) => !vulnerable).length).toBeGreaterThanOrEqual(6);
    });
    (together ? it.concurrent : it).each(chosen.map((one) => [one.vulnerable ? "finds" : "passes", one.name, one] as const))("%s: %s", async (_verdict, _name, one) => {
      const open = range.cases.find((candidate) => candidate.case === one);
      if (open === undefined) throw new Error("the case is not open");
      const proofs = await proofsOn(check, range, open, checkTools(await options()));
      expect(proofs.map(({ technique, because }) => `${technique}: ${because}`)).toEqual(one.vulnerable ? expect.arrayContaining([expect.any(String)]) : []);
      for (const proof of proofs) expect(proof.steps.length, "a proof shows its exchanges").toBeGreaterThan(0);
    }, 180_000);
  });
}
