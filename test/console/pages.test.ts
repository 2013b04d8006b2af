// Every page, light and dark, wide and narrow: draws without an error, is accessible, and does not overflow.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserNote, isBrowserMissing, openBrowser, seriousBreaches, settled, startConsole } from "./console-under-test.ts";
import type { Browser, ConsoleUnderTest } from "./console-under-test.ts";

// Much of the time of one tab is waiting for the other side.
const tabs = 2;
const wide = 1280;
const narrow = 390;
let target: ConsoleUnderTest, browser: Browser;

describe.skipIf(isBrowserMissing)(`test/console/pages${browserNote}`, () => {
  beforeAll(async () => { target = await startConsole({ rowsPerPage: 6 }); browser = await openBrowser(target); });
  afterAll(async () => { await browser?.close(); await target?.close(); });

  it("every page at 1280 px (in light, dark and high contrast) and at 390 px: no console error, no serious breach of WCAG 2.2 AA, no overflow", async () => {
    const waiting = [...target.paths];
    const found = await Promise.all(Array.from({ length: tabs }, () => lookAt(waiting)));
    expect(found.flat().toSorted()).toEqual([]);
  }, 600_000);

  it("the theme is there before the console's own script, so nothing flashes", async () => {
    const page = await browser.open({ theme: "dark", width: 1280 });
    await page.route("**/assets/*.js", (route) => route.abort());
    await page.goto(`${target.url}/now`);
    await page.evaluate(`localStorage.setItem("aftwatch.user", "lee"); localStorage.setItem("aftwatch.preferences.lee", '{"theme":"dark"}')`);
    await page.reload();
    expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
    await page.close();
  });

  it("a page that is not there says so, and what to do", async () => {
    const page = await browser.open({ theme: "light", width: 1280 });
    await page.goto(`${target.url}/findings/none`);
    await page.getByText("Nothing is stored under this name").waitFor();
    expect(await page.locator(".problem").innerText()).toContain("trace-of-the-fake-server");
    await page.close();
  });
});

/** One tab takes page after page until none is left; what is wrong with them. */
async function lookAt(waiting: string[]): Promise<string[]> {
  const page = await browser.open({ theme: "light", width: wide });
  const faults: string[] = [];
  let at = "";
  page.on("pageerror", (error) => faults.push(`${at}: ${error.message}`));
  // A page about something that does not exist asks for it and is told so: that line is the browser's, not ours.
  page.on("console", (message) => { if (message.type() === "error" && !message.text().includes("404")) faults.push(`${at}: ${message.text()}`); });
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    at = path;
    await page.goto(target.url + path);
    await settled(page);
    faults.push(...(await faultsOf(page, target.paths.indexOf(path))).map((fault) => `${path}: ${fault}`));
  }
  await page.close();
  return faults;
}

/** Loaded once and looked at wide, then narrow. Themes change colours alone, and all pages share their styles: each second page is looked at for accessibility, each third in dark, each sixth in high contrast, each third at 390 px; the tests on the real server look at others. */
async function faultsOf(page: Page, at: number): Promise<string[]> {
  const faults = [...at % 2 === 0 ? await seriousBreaches(page) : [], ...await overflowOf(page)];
  for (const theme of at % 6 === 0 ? ["dark", "contrast"] : at % 3 === 0 ? ["dark"] : []) {
    await page.evaluate(`document.documentElement.dataset.theme = "${theme}"`);
    faults.push(...(await seriousBreaches(page, "colours")).map((breach) => `in ${theme}: ${breach}`));
  }
  await page.evaluate('document.documentElement.dataset.theme = "light"');
  await page.setViewportSize({ width: narrow, height: 900 });
  await settled(page);
  faults.push(...[...at % 3 === 1 ? await seriousBreaches(page, "all but colours") : [], ...await overflowOf(page)].map((fault) => `at ${narrow} px: ${fault}`));
  await page.setViewportSize({ width: wide, height: 900 });
  return faults;
}

async function overflowOf(page: Page): Promise<string[]> {
  const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  return overflow > 0 ? [`the body is ${overflow} px wider than the window`] : [];
}
