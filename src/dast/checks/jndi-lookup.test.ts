// JNDI look-ups on the range, heard by our own listener; without one nothing is sent.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkTools, proofsOn } from "../../../test/dast/check-tools.ts";
import { cases } from "../../../test/dast/range/cases/jndi-lookup.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { openRange } from "../../../test/dast/range/range.ts";
import { systemClock } from "../../kernel/clock.ts";
import { openOutOfBand } from "../oob/open-out-of-band.ts";
import type { OutOfBand } from "../out-of-band.ts";
import { createSeed } from "../seed.ts";
import { jndiLookup } from "./jndi-lookup.ts";

let outOfBand: OutOfBand | undefined;
const listener = async (): Promise<OutOfBand> => outOfBand ??= await openOutOfBand({ http: { host: "127.0.0.1", port: 0 }, publicName: "127.0.0.1", clock: systemClock, seed: createSeed("jndi"), signal: new AbortController().signal });
beforeAll(async () => { await listener(); });
afterAll(async () => { await outOfBand?.close(); });

// A seed for each run: tokens of another case are other tokens.
let run = 0;
checkSuite(jndiLookup, cases, async () => ({ outOfBand: await listener(), seed: `jndi-${run += 1}` }), { together: true });

describe("dast/checks/jndi-lookup", () => {
  it("sends nothing without a listener", async () => {
    const range = await openRange(cases.slice(0, 1), "silent");
    const [open] = range.cases;
    const tools = checkTools();
    if (open !== undefined) await proofsOn(jndiLookup, range, open, tools);
    expect(tools.sent).toEqual([]);
    await range.close();
  });
});
