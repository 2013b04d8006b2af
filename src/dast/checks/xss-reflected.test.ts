// Reflected scripts on the range, by parsing alone; and with inert markers only.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkTools, proofsOn } from "../../../test/dast/check-tools.ts";
import { cases } from "../../../test/dast/range/cases/xss-reflected.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { shareOf } from "../../../test/dast/share-of.ts";
import { openRange } from "../../../test/dast/range/range.ts";
import type { Range } from "../../../test/dast/range/range.ts";
import type { Browser } from "../browser.ts";
import { chromium, openLoopbackBrowser } from "../../../test/dast/loopback-browser.ts";
import { xssReflected } from "./xss-reflected.ts";

checkSuite(xssReflected, cases);

describe("dast/checks/xss-reflected in the production profile", () => {
  let range: Range;
  beforeAll(async () => { range = await openRange(cases, "production"); });
  afterAll(async () => { await range.close(); });
  const sendsNothingThatRuns = /onload|onerror|onfocus|javascript:|script>/i;

  it.each([["text, nothing encoded"], ["double-quoted attribute, angle brackets encoded"], ["link whose address is chosen, encoded as text"], ["comment of the page"]])("inert markers tell: %s", async (name) => {
    const open = range.cases.find((one) => one.case.name === name);
    const tools = checkTools({ risks: ["passive", "marker"] });
    expect(open && (await proofsOn(xssReflected, range, open, tools)).map(({ technique }) => technique)).toEqual([expect.stringContaining("inert")]);
    expect(tools.sent.filter(({ request }) => sendsNothingThatRuns.test(decodeURIComponent(request.url)))).toEqual([]);
  });

  it("twins give nothing", async () => {
    for (const open of range.cases.filter((one) => !one.case.vulnerable)) expect(await proofsOn(xssReflected, range, open, checkTools({ risks: ["passive", "marker"] })), open.case.name).toEqual([]);
  });
});

describe.skipIf(chromium === undefined)("dast/checks/xss-reflected with Chromium (skipped where there is none)", () => {
  let range: Range;
  let browser: Browser;
  beforeAll(async () => { range = await openRange(cases, "browser"); browser = openLoopbackBrowser(); });
  afterAll(async () => { await browser.close(); await range.close(); });

  // No browser of today runs the language of the past: that one stays tentative.
  it.each(shareOf(cases.filter(({ vulnerable, name }) => vulnerable && !name.includes("language of the past")), 5).map(({ name }) => [name]))("the browser runs it: %s", async (name) => {
    const open = range.cases.find((one) => one.case.name === name);
    const proofs = open === undefined ? [] : await proofsOn(xssReflected, range, open, checkTools({ browser }));
    expect(proofs.map(({ technique, confidence }) => `${technique} ${confidence}`)).toEqual(expect.arrayContaining([expect.stringContaining("confirmed")]));
  }, 30_000);
});
