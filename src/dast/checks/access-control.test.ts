// Access control on the range with two people; without a second one, and without any, it says what it did not compare.
import { expect, it } from "vitest";
import { checkTools, proofsOn } from "../../../test/dast/check-tools.ts";
import { cases } from "../../../test/dast/range/cases/access-control.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { sessionOf } from "../../../test/dast/range/people.ts";
import { openRange } from "../../../test/dast/range/range.ts";
import { accessControl } from "./access-control.ts";

checkSuite(accessControl, cases, () => ({ session: sessionOf("ada"), otherSessions: [sessionOf("bea")] }));

it("dast/checks/access-control only reads, and what is horizontal is confirmed by values of the owner", async () => {
  const range = await openRange(cases, "reads");
  try {
    for (const open of range.cases.slice(0, 3)) {
      const [proof] = await proofsOn(accessControl, range, open, checkTools({ session: sessionOf("ada"), otherSessions: [sessionOf("bea")] }));
      expect(proof).toMatchObject({ confidence: "confirmed", because: expect.stringContaining("@mail.example") as unknown });
    }
    expect(new Set(range.seen.map(({ method }) => method))).toEqual(new Set(["GET"]));
  } finally { await range.close(); }
});

it("dast/checks/access-control without identities sends nothing; with one it says that none was compared", async () => {
  const range = await openRange(cases.slice(0, 1), "alone");
  try {
    const [open] = range.cases;
    if (open === undefined) throw new Error("no case");
    const nobody = checkTools();
    expect([await proofsOn(accessControl, range, open, nobody), nobody.sent.length, nobody.notes.join(" ")]).toEqual([[], 0, expect.stringContaining("needs a login")]);
    const one = checkTools({ session: sessionOf("ada") });
    await proofsOn(accessControl, range, open, one);
    expect(one.notes.join(" ")).toContain("needs a second identity");
  } finally { await range.close(); }
});
