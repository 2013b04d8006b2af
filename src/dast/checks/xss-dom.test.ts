// Scripts in the browser on the range, with Chromium; and what is read of scripts before it.
import { afterAll, describe, expect, it } from "vitest";
import { cases } from "../../../test/dast/range/cases/xss-dom.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { chromium, openLoopbackBrowser } from "../../../test/dast/loopback-browser.ts";
import type { Browser } from "../browser.ts";
import { readScripts } from "../dom-probes/page-scripts.ts";
import { xssDom } from "./xss-dom.ts";

describe.skipIf(chromium === undefined)("with Chromium (skipped where there is none)", () => {
  let browser: Browser | undefined;
  afterAll(async () => { await browser?.close(); });
  checkSuite(xssDom, cases, () => ({ browser: (browser ??= openLoopbackBrowser()) }), { every: 6, together: true });
});

describe("dast/dom-probes/page-scripts", () => {
  it("a script that reads nothing from outside needs no probe", () => { expect([...readScripts("const a = 1; console.log(a);").sources]).toEqual([]); });
  it.each([
    ["location.hash", ["fragment", "query"]], ['addEventListener("message", f)', ["message"]], ["window.name", ["name"]], ["document.referrer", ["referrer"]], ['localStorage.getItem("theme")', ["storage"]],
  ])("%s", (code, sources) => { expect([...readScripts(code).sources]).toEqual(sources); });
  it("names that are looked up", () => { expect(readScripts('new URLSearchParams(location.search).get("q"); event.data.body; localStorage["theme"]').names).toEqual(["q", "body", "theme"]); });
});
