// Tests from outside on the real server: every page over stored scans, and what is done there is what the store holds.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/kernel/clock.ts";
import type { TestApp } from "../open-test-app.ts";
import { browserNote, isBrowserMissing, seriousBreaches, settled } from "./console-under-test.ts";
import type { Browser } from "./console-under-test.ts";
import { fillDast } from "./dast-data.ts";
import type { DastData } from "./dast-data.ts";
import { breachesOf, openRealConsole } from "./real-console.ts";
import type { RealConsole } from "./real-console.ts";

describe.skipIf(isBrowserMissing)(`test/console/tests-real${browserNote}`, () => {
  let real: RealConsole, test: TestApp, browser: Browser, url: string, data: DastData, page: Page;
  const go = async (path: string): Promise<void> => { await page.goto(url + path); await settled(page); };
  const dialog = (name: RegExp) => page.getByRole("dialog", { name });
  const finding = async (id: string) => test.app.dast.finding(test.app.org, id);

  beforeAll(async () => {
    real = await openRealConsole(async (app) => { data = await fillDast(app); }, { at: systemClock.now() });
    ({ test, browser, url } = real);
    page = await browser.open({ theme: "light", width: 1280 });
    page.setDefaultTimeout(10_000);
  }, 180_000);
  afterAll(() => real?.close());

  it("every page draws what the server answers, accessible in light and dark, at 1280 px", async () => {
    const looked = [
      "/tests?tab=coverage", `/tests/targets/${data.shopId}`, `/tests/scans/${data.lastScanId}`, `/tests/scans/${data.lastScanId}?tab=site`, `/tests/findings/${data.proofId}`,
    ];
    // Laid out like those above: that they draw what the server answers is enough.
    const drawn = ["/tests", "/tests?tab=findings&q=severity%3Asevere", `/tests/scans/${data.lastScanId}?tab=coverage&group=sqli`, `/tests/scans/${data.lastScanId}?tab=requests&q=is%3Arefused`, "/tests/checks?q=class%3Asqli", `/tests/scans/${data.lastScanId}/diff`, "/tests/checks?tab=profiles", "/tests?tab=coverage&view=table", "/tests?tab=scans", "/tests?tab=drills", `/tests/targets/${data.shopId}?tab=authorisation`, `/tests/scans/${data.firstScanId}?tab=requests`, `/tests/scans/${data.runningScanId}`, `/tests/findings/${data.notRetestedId}?tab=record`, `/tests/findings/${data.libraryId}?tab=vulnerabilities`];
    expect([...await breachesOf(real, { theme: "light", width: 1280 }, looked), ...await breachesOf(real, { theme: "light", width: 1280, accessible: false }, drawn)]).toEqual([]);
    for (const path of ["/tests?tab=coverage", `/tests/findings/${data.proofId}`]) {
      await go(path);
      await page.evaluate('document.documentElement.dataset.theme = "dark"');
      expect(await seriousBreaches(page, "colours")).toEqual([]);
    }
  }, 240_000);

  it("nothing is wider than the window at 390 px", async () => {
    expect(await breachesOf(real, { theme: "dark", width: 390, accessible: false }, ["/tests", "/tests?tab=coverage", `/tests/targets/${data.shopId}`, `/tests/scans/${data.lastScanId}?tab=site`, `/tests/scans/${data.lastScanId}?tab=requests`, `/tests/findings/${data.proofId}`])).toEqual([]);
  }, 120_000);

  it("what is loud is loud: regressed, not retested with its reason, overdue, never tested", async () => {
    await go("/tests");
    const tiles = await page.locator(".tile").allInnerTexts();
    expect(tiles.map((tile) => tile.replace(/\s+/g, " ").trim())).toEqual(["1 critical", "0 high", "1 medium", "1 low", "1 regressed", "1 not retested", "1 test overdue", "2 never tested"]);
    await page.getByText("ana mostly shut out").waitFor();
    await page.locator(".tile", { hasText: "not retested" }).click();
    await page.getByText("? the login was lost before it").waitFor();
    expect(await page.locator("[data-row-link]").allInnerTexts()).toEqual(["No content security policy"]);
  }, 60_000);

  it("the grid is one stop of the Tab key, is walked with arrows, and a cell leads to what was found or to why not", async () => {
    await go("/tests?tab=coverage");
    await page.getByRole("link", { name: /^shop, SQL injection: 1 finding open, 25 of 50/ }).or(page.getByRole("link", { name: /^shop, SQL injection: 1 finding open/ })).first().waitFor();
    expect(await page.locator(".coverage-cell[tabindex='0']").count()).toBe(1);
    await page.locator(".coverage-cell[tabindex='0']").focus();
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate<string>("document.activeElement.getAttribute('aria-label')")).toMatch(/^partner API.*: never; no scan of it has ended$/);
    await page.getByRole("link", { name: /^shop, file upload: left out; needs the class upload/ }).click();
    await page.waitForURL(new RegExp(`/tests/scans/${data.lastScanId}\\?.*group=file-upload`));
    await page.getByText("needs the class upload, which the profile does not allow").first().waitFor();
  }, 60_000);

  it("a proof stands beside its control with the difference marked, and can be repeated", async () => {
    await go(`/tests/findings/${data.proofId}`);
    expect(await page.getByRole("region", { name: /^control/ }).locator("mark").allInnerTexts()).toEqual(["1", "<tr><td>1 keyboard</td></tr>\n<tr><td>2 lamp</td></tr>\n", "2"]);
    expect(await page.getByRole("list", { name: /^What each scan said/ }).locator("a > span").allInnerTexts()).toEqual(["new", "fixed", "regressed"]);
    await page.getByText(`aftwatch dast replay ${data.proofId}`).waitFor();
    await page.keyboard.press("b");
    await page.getByRole("link", { name: "waits for its turn" }).waitFor();
    const queued = (await test.app.dast.scans(test.app.org, { targetId: data.shopId, state: "queued", reason: "replay" }, { limit: 5, after: undefined })).items;
    expect(queued[0]?.spec.retests.map(({ findingId }) => findingId)).toEqual([data.proofId]);
  }, 60_000);

  it("a verdict from the list, with its end and note, is what the store holds; it is taken back from the page", async () => {
    await go("/tests?tab=findings&q=check%3Aopen-redirect");
    await page.keyboard.press("j");
    await page.keyboard.press("v");
    const form = dialog(/^Verdict: Open redirect/);
    await form.getByText("accepted", { exact: true }).click();
    await form.getByLabel(/^Until/).fill("2030-01-01T00:00");
    await form.getByLabel(/^Note/).fill("only to our own hosts");
    expect(await seriousBreaches(page)).toEqual([]);
    await form.getByRole("button", { name: "Record the verdict" }).click();
    await page.getByText("Dismissed 1 finding").waitFor();
    await go("/tests?tab=findings&q=is%3Adismissed");
    await page.getByRole("link", { name: "Open redirect" }).click();
    await page.getByText("only to our own hosts").waitFor();
    const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    expect(await finding(id)).toMatchObject({ state: "dismissed", verdict: "accepted", verdictUntil: Date.UTC(2030, 0, 1), judgedBy: "session:browser" });
    await page.getByRole("button", { name: "Reopen" }).click();
    await page.getByText("Reopened 1 finding").waitFor();
    const again = await finding(id);
    expect([again?.state, again?.verdict]).toEqual(["open", undefined]);
  }, 60_000);

  it("the kill switch is one press and its confirmation by key", async () => {
    await go(`/tests/scans/${data.runningScanId}`);
    await page.getByRole("progressbar", { name: /intranet: checks/ }).waitFor();
    await page.getByText("backing off").waitFor();
    await page.keyboard.press("s");
    await page.getByRole("button", { name: "Stop it now" }).waitFor();
    expect((await test.app.dast.findScan(test.app.org, data.runningScanId))?.stopAskedBy).toBeUndefined();
    await page.keyboard.press("s");
    await page.getByText("Stopping: nothing more is sent").waitFor();
    expect((await test.app.dast.findScan(test.app.org, data.runningScanId))?.stopAskedBy).toBe("session:browser");
  }, 60_000);

  it("the site is a treegrid that arrows walk; a request opens to its command; half a line of the log is told of", async () => {
    await go(`/tests/scans/${data.lastScanId}?tab=site`);
    await page.locator(".site-tree tr[tabindex='0']").focus();
    await page.keyboard.press("ArrowLeft");
    expect(await page.locator(".site-tree tbody tr").count()).toBe(1);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate<string>("document.activeElement.getAttribute('aria-level')")).toBe("2");
    await page.goto(`${url}/tests/scans/${data.lastScanId}?tab=requests&q=check%3Asql-injection%20status%3A5`);
    await page.locator(".request summary").first().click();
    await page.getByText(`curl -i -H 'x-aftwatch-scan: ${data.lastScanId}' 'https://shop.example.org/orders?sort=name%27'`).first().waitFor();
    await page.getByText("1 line of the log could not be read").waitFor();
  }, 60_000);

  it("a target is added, and a scan of it started with what was asked and no more", async () => {
    await go("/tests");
    await page.getByRole("button", { name: "Add a target…" }).click();
    const form = dialog(/^Add a target/);
    await form.getByLabel("Name", { exact: true }).fill("billing");
    await form.getByLabel(/^URL/).fill("http://127.0.0.1:9/");
    await form.getByLabel(/^Every so many hours/).fill("0");
    await form.getByText("must be a number above 0, or empty").waitFor();
    await form.getByLabel(/^Every so many hours/).fill("48");
    await form.getByLabel("This system may be tested").check();
    await form.getByText(/says that its owner allows it to be tested/).waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    await form.getByRole("button", { name: "Add the target" }).click();
    await page.getByRole("heading", { name: "billing" }).waitFor();
    await page.keyboard.press("b");
    await dialog(/^Start a scan/).getByText("staging", { exact: true }).click();
    await dialog(/^Start a scan/).getByLabel("Requests at most").fill("900");
    await dialog(/^Start a scan/).getByText("Beyond the profile").click();
    await dialog(/^Start a scan/).getByLabel(/^upload/).check();
    expect(await seriousBreaches(page)).toEqual([]);
    await dialog(/^Start a scan/).getByRole("button", { name: "Start the scan" }).click();
    await page.waitForURL(/\/tests\/scans\/scn_/);
    const scan = await test.app.dast.findScan(test.app.org, new URL(page.url()).pathname.split("/").at(-1) ?? "");
    expect(scan).toMatchObject({ profile: "staging", startedBy: "session:browser", spec: { optIn: ["upload"], budget: { requests: 900 }, browser: "auto", checks: { only: [] } } });
    expect(await test.app.dast.findTarget(test.app.org, "billing")).toMatchObject({ testable: true, testableBy: "session:browser", everyHours: 48 });
  }, 60_000);

  it("the palette finds a target by its name and opens a finding by its id", async () => {
    await go("/now");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("intranet");
    await page.getByRole("option", { name: /intranet.*target/ }).click();
    await page.waitForURL("**/tests/targets/tgt_*");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill(data.proofId);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/tests/findings/${data.proofId}*`);
  }, 60_000);
});
