// Every page, light and dark, wide and narrow: draws without an error, is accessible, and does not overflow.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserNote, isBrowserMissing, openBrowser, seriousBreaches, settled, startConsole } from "./console-under-test.ts";
import type { Browser, ConsoleUnderTest } from "./console-under-test.ts";

const widths = [1280, 390];
let target: ConsoleUnderTest, browser: Browser;

describe.skipIf(isBrowserMissing)(`test/console/pages${browserNote}`, () => {
  beforeAll(async () => { target = await startConsole({ rowsPerPage: 6 }); browser = await openBrowser(target); });
  afterAll(async () => { await browser?.close(); await target?.close(); });

  it.each(widths)("every page at %i px (in light, dark and high contrast where it is wide): no console error, no serious breach of WCAG 2.2 AA, no overflow", async (width) => {
    const page = await browser.open({ theme: "light", width });
    const faults: string[] = [];
    let at = "";
    page.on("pageerror", (error) => faults.push(`${at}: ${error.message}`));
    // A page about something that does not exist asks for it and is told so: that line is the browser's, not ours.
    page.on("console", (message) => { if (message.type() === "error" && !message.text().includes("404")) faults.push(`${at}: ${message.text()}`); });
    for (at of target.paths) {
      await page.goto(target.url + at);
      await settled(page);
      faults.push(...(await seriousBreaches(page)).map((breach) => `${at}: ${breach}`));
      const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
      if (overflow > 0) faults.push(`${at}: the body is ${overflow} px wider than the window`);
      // Colours do not depend on the width: they are looked at once.
      for (const theme of width === 390 ? [] : ["dark", "contrast"]) {
        await page.evaluate(`document.documentElement.dataset.theme = "${theme}"`);
        faults.push(...(await seriousBreaches(page, { colours: true })).map((breach) => `${at} in ${theme}: ${breach}`));
      }
    }
    await page.close();
    expect(faults).toEqual([]);
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
