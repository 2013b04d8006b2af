// The keyboard: the palette, going places, moving through rows, and silence while someone types.
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { browserNote, isBrowserMissing, openBrowser, seriousBreaches, settled, startConsole } from "./console-under-test.ts";
import type { Browser, ConsoleUnderTest } from "./console-under-test.ts";

let target: ConsoleUnderTest, browser: Browser, page: Page;
const pathOf = (): string => new URL(page.url()).pathname;
const focused = (): Promise<string> => page.evaluate<string>("document.activeElement.innerText");
const go = async (path: string): Promise<void> => { await page.goto(target.url + path); await settled(page); };

describe.skipIf(isBrowserMissing)(`test/console/keys${browserNote}`, () => {
  beforeAll(async () => { target = await startConsole(); browser = await openBrowser(target); });
  afterAll(async () => { await browser?.close(); await target?.close(); });
  beforeEach(async () => { page = await browser.open({ theme: "light", width: 1280 }); });
  afterEach(async () => { await page.close(); });

  it.each([["n", "/now"], ["e", "/exposure"], ["i", "/inventory"], ["m", "/measures"], ["s", "/sources"], ["c", "/settings"], ["d", "/decisions"], ["l", "/ledger"], ["p", "/preview"], ["a", "/alerts"], ["o", "/oncall"], ["u", "/routes"], ["h", "/silences"], ["b", "/deliveries"], ["x", "/incidents"], ["y", "/playbooks"], ["r", "/runtime"], ["f", "/runtime/rules"], ["w", "/runtime/sources"], ["z", "/runtime/exceptions"], ["j", "/runtime/profiles"], ["t", "/tests"], ["k", "/tests/checks"]])("g %s goes to %s and keeps the range", async (key, path) => {
    await go(path === "/now" ? "/ledger?range=7d" : "/now?range=7d");
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await page.waitForURL(`**${path}?range=7d`);
  });

  it("Ctrl K opens the palette; what is typed is searched; Enter opens the first hit; the palette is accessible", async () => {
    await go("/now");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.type("CVE-2026-10037");
    await page.getByRole("option", { name: /Where is it running/ }).waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/advisories/CVE-2026-10037*");
  });

  it("the palette runs commands and Escape closes it", async () => {
    await go("/now");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.type("theme: dark");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
    await page.keyboard.press("Control+k");
    await page.keyboard.press("Escape");
    expect(await page.locator("dialog").count()).toBe(0);
  });

  it("j and k move the focus from row to row, x selects, space peeks, Escape closes, Enter opens", async () => {
    await go("/exposure?group=finding");
    await page.locator("[data-row-link]").first().waitFor();
    const names = await page.locator("[data-row-link]").allInnerTexts();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    expect(await focused()).toBe(names[1]);
    await page.keyboard.press("k");
    expect(await focused()).toBe(names[0]);
    await page.keyboard.press("x");
    await page.getByText("1 selected").waitFor();
    await page.keyboard.press("Space");
    await page.getByRole("complementary", { name: "Peek" }).getByRole("heading", { name: names[0] ?? "" }).waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await page.getByRole("complementary", { name: "Peek" }).count()).toBe(0);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/findings/*");
  });

  it("a decision is made by keyboard: v opens the form, which counts what it covers and is accessible", async () => {
    await go("/exposure?group=finding&q=is%3Aopen");
    await page.keyboard.press("j");
    await page.keyboard.press("v");
    await page.getByText(/^Covers \d+ findings? now/).waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    await page.getByLabel("Reason, for whoever asks later").fill("It is only reached by our own nightly job.");
    await page.getByRole("button", { name: "Record the decision" }).click();
    await page.getByText("Recorded 1 decision").waitFor();
    expect(await page.evaluate("document.activeElement.hasAttribute('data-row-link')")).toBe(true);
  });

  it("no shortcut fires while someone types, and / leads into the filter", async () => {
    await go("/exposure?group=finding");
    await page.keyboard.press("/");
    await page.keyboard.type("gnx?d");
    expect(pathOf()).toBe("/exposure");
    expect(await page.locator("[data-filter]").inputValue()).toBe("gnx?d");
    expect(await page.locator("dialog").count()).toBe(0);
  });

  it("single-key shortcuts can be switched off; Ctrl K stays", async () => {
    await go("/now");
    await page.getByRole("button", { name: "View and account" }).click();
    await page.getByLabel("Single-key shortcuts").click();
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    expect(await page.locator("dialog").count()).toBe(0);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "View and account" }).click();
    await page.getByLabel("Single-key shortcuts").click();
  });

  it("a preview is asked for by keyboard alone: palette, example, answer; what is no record is said, and so is what hits nothing", async () => {
    await go("/now");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.type("paste an osv record");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/preview*");
    await page.getByText("No record has been looked at yet.").waitFor();
    const field = page.getByLabel("One OSV record, as JSON");
    await field.fill("{ not json");
    await field.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("This is not one OSV record").waitFor();
    await field.fill('{ "id": "DRAFT-1" }');
    await field.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("It is no OSV record: no affected package.").waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    const record = (name: string): string => JSON.stringify({ id: "DRAFT-1", modified: "2026-01-01T00:00:00Z", affected: [{ package: { ecosystem: "npm", name } }] });
    await field.fill(record("nothing-here"));
    await field.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("No live deployment would be hit.").waitFor();
    await field.fill(record("path-weaver"));
    await field.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("status").filter({ hasText: /DRAFT-1 would hit \d+ live deployments?; 2 versions/ }).waitFor();
    await page.getByText("Cannot be told: master").waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    await field.press("End");
    await page.keyboard.type(" ");
    expect(await page.getByRole("status").filter({ hasText: "would hit" }).count()).toBe(0);
  });

  it("a record's file is dropped on the field", async () => {
    await go("/preview");
    await page.evaluate(`(() => { const data = new DataTransfer(); data.items.add(new File(['{"id":"DROPPED"}'], "a.json")); document.querySelector("textarea").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })); })()`);
    await expect.poll(() => page.getByLabel("One OSV record, as JSON").inputValue()).toBe('{"id":"DROPPED"}');
  });

  it("? lists what can be pressed here", async () => {
    await go("/exposure?group=finding");
    await page.locator("[data-row-link]").first().waitFor();
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keyboard" });
    for (const about of ["Next row", "Peek at the row", "Decide (VEX) for the row", "Copy a link to exactly this", "Inventory"]) await help.getByText(about, { exact: true }).waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
  });

  it("what is new is counted and rows stay where they are until asked for", async () => {
    await go("/exposure?group=finding");
    await page.getByRole("button", { name: "Live", exact: true }).waitFor();
    const before = await page.locator("[data-row-link]").allInnerTexts();
    target.publish("finding.opened", "fnd_0001");
    target.publish("finding.opened", "fnd_0002");
    const pill = page.getByRole("button", { name: "2 new" });
    await pill.waitFor();
    expect(await page.locator("[data-row-link]").allInnerTexts()).toEqual(before);
    await pill.click();
    expect(await pill.count()).toBe(0);
  });

  it("the first Tab reaches the skip link, and it leads to the content", async () => {
    await go("/now");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Skip to content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("content");
  });

  it("without a session every page leads to the login and back again", async () => {
    await page.context().clearCookies();
    await page.goto(`${target.url}/exposure?group=finding`);
    await page.getByLabel("API token").fill("aft_wrong");
    await page.keyboard.press("Enter");
    await page.getByText("This token is not known").waitFor();
    await page.getByLabel("API token").fill(target.token);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/exposure?group=finding");
    await page.getByRole("heading", { name: "Exposure" }).waitFor();
  });
});
