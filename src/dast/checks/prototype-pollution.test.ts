// Prototype pollution on the range, with Chromium; on servers only where writing and storing are allowed.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkTools, proofsOn } from "../../../test/dast/check-tools.ts";
import { cases } from "../../../test/dast/range/cases/prototype-pollution.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { chromium, openLoopbackBrowser } from "../../../test/dast/loopback-browser.ts";
import { openRange } from "../../../test/dast/range/range.ts";
import type { Range } from "../../../test/dast/range/range.ts";
import type { Browser } from "../browser.ts";
import { prototypePollution } from "./prototype-pollution.ts";

describe.skipIf(chromium === undefined)("with Chromium (skipped where there is none)", () => {
  let browser: Browser | undefined;
  afterAll(async () => { await browser?.close(); });
  checkSuite(prototypePollution, cases, () => ({ browser: (browser ??= openLoopbackBrowser()) }), { every: 3, together: true });
});

describe("dast/checks/prototype-pollution where nothing may be stored", () => {
  let range: Range;
  beforeAll(async () => { range = await openRange(cases, "read-only"); });
  afterAll(async () => { await range.close(); });
  it("sends no document", async () => {
    const tools = checkTools({ risks: ["passive", "marker", "payload", "browser", "write"] });
    for (const open of range.cases) await proofsOn(prototypePollution, range, open, tools);
    expect(tools.sent.filter(({ request }) => request.method !== "GET")).toEqual([]);
  });
});
