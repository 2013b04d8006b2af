// Templates in the browser on the range, with Chromium.
import { afterAll, describe, expect, it } from "vitest";
import { cases } from "../../../test/dast/range/cases/client-template-injection.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { chromium, openLoopbackBrowser } from "../../../test/dast/loopback-browser.ts";
import type { Browser } from "../browser.ts";
import { clientTemplateInjection } from "./client-template-injection.ts";

describe.skipIf(chromium === undefined)("with Chromium (skipped where there is none)", () => {
  let browser: Browser | undefined;
  afterAll(async () => { await browser?.close(); });
  checkSuite(clientTemplateInjection, cases, () => ({ browser: (browser ??= openLoopbackBrowser()) }), { every: 3, together: true });
});

it("dast/checks/client-template-injection fits values, not names of headers", () => {
  expect(clientTemplateInjection.on).toBe("point");
});
