// The runtime in the browser: the map narrows the list, a detection explains itself, verdicts and exceptions are made and refused.
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { browserNote, isBrowserMissing, openBrowser, seriousBreaches, settled, startConsole } from "./console-under-test.ts";
import type { Browser, ConsoleUnderTest } from "./console-under-test.ts";

let target: ConsoleUnderTest, browser: Browser, page: Page;
const go = async (path: string): Promise<void> => { await page.goto(target.url + path); await settled(page); };
const dialog = (name: RegExp) => page.getByRole("dialog", { name });
const rows = () => page.locator("[data-row-link]");

describe.skipIf(isBrowserMissing)(`test/console/runtime${browserNote}`, () => {
  beforeAll(async () => { target = await startConsole(); browser = await openBrowser(target); });
  afterAll(async () => { await browser?.close(); await target?.close(); });
  beforeEach(async () => { page = await browser.open({ theme: "light", width: 1280 }); page.setDefaultTimeout(8_000); });
  afterEach(async () => { await page.close(); });

  it("is looked at by the day unless a range was chosen", async () => {
    await go("/runtime");
    await page.getByText("last 24 hours").first().waitFor();
    await go("/runtime?range=7d");
    await page.getByText("last 7 days").first().waitFor();
    expect(await page.getByRole("columnheader").count()).toBeGreaterThan(20);
  });

  it("the map is one stop of the Tab key, is walked with arrows, and a cell narrows the list by address", async () => {
    await go("/runtime");
    expect(await page.locator(".heat [tabindex='0']").count()).toBe(1);
    await page.getByRole("button", { name: "prod-eu/shop/checkout", exact: true }).focus();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    expect(await page.evaluate<string>("document.activeElement.getAttribute('aria-label')")).toMatch(/^prod-eu\/shop\/checkout, from .* for 1 h: /);
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=is%3Aall\+workload%3Aprod-eu%2Fshop%2Fcheckout\+since%3A[^+]+\+until%3A/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/runtime$/);
    await page.getByRole("button", { name: "? unknown workload" }).click();
    await page.getByRole("link", { name: "Terminal shell in container" }).waitFor();
    expect(await rows().count()).toBe(1);
  });

  it("the table twin of the map has the same events", async () => {
    await go("/runtime");
    const said = await page.locator(".heat-card .section-head .muted").innerText();
    await page.getByRole("button", { name: "View as table" }).click();
    const figures = await page.getByRole("region", { name: "Table of hours of workloads" }).locator("td[data-title='Events']").allInnerTexts();
    const sum = figures.reduce((total, figure) => total + Number(figure.replaceAll(",", "")), 0);
    expect(said).toContain(`${sum.toLocaleString("en-GB")} events`);
  });

  it("rows are worked by keyboard: peek, verdict, and the row leaves the open ones", async () => {
    await go("/runtime?q=is%3Aopen%20kind%3Acorrelation");
    await page.keyboard.press("j");
    await page.keyboard.press("Space");
    await page.getByRole("complementary", { name: "Peek" }).getByText("5 events within 5 min").waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("v");
    await dialog(/^Verdict: Passwords/).getByLabel(/Note/).fill("ana forgot hers");
    await dialog(/^Verdict/).getByText("benign", { exact: true }).click();
    expect(await seriousBreaches(page)).toEqual([]);
    await dialog(/^Verdict/).getByRole("button", { name: "Record the verdict" }).click();
    await page.getByText("Dismissed 1 detection").waitFor();
    await page.getByText("No detection matches.").waitFor();
    await go("/runtime/detections/det_5");
    await page.getByText("ana forgot hers").waitFor();
    await page.getByRole("button", { name: "Reopen" }).click();
    await page.getByText("Reopened 1 detection").waitFor();
  });

  it("a detection says why: the matched text, the nearest miss, the evidence, the lineage, the event as it came", async () => {
    await go("/runtime/detections/det_1");
    expect(await page.locator("mark").first().innerText()).toBe("${jndi:");
    await page.getByText("the rule would have stayed silent without").waitFor();
    await page.getByText("the jar is open in the process").first().waitFor();
    await page.getByText("the rule says high").waitFor();
    await page.getByRole("tab", { name: "Vulnerable components (3)" }).click();
    expect(await page.locator("td[data-title='Loaded']").allInnerTexts()).toEqual(["loaded", "? unknown", "not loaded"].map((text) => expect.stringContaining(text.replace("? ", ""))));
    await go("/runtime/detections/det_2");
    expect(await page.getByRole("list", { name: /oldest ancestor/ }).locator("strong").allInnerTexts()).toEqual(["containerd-shim-runc-v2", "nginx", "php-fpm8.3", "sh"]);
    await go("/runtime/detections/det_4");
    await page.getByRole("img", { name: /^412 where 2 to 31 were expected/ }).waitFor();
    await go("/runtime/detections/det_3");
    await page.getByText("11.4 bits", { exact: true }).or(page.getByText("11.4 bits")).first().waitFor();
  });

  it("an exception from several rows shows what it does, refuses to hide an attack, and takes a reason to be forced", async () => {
    await go("/runtime?q=is%3Aall%20%22package%20manager%22");
    await page.getByRole("checkbox", { name: /A package manager ran/ }).check();
    await page.getByRole("button", { name: "Make an exception…" }).click();
    const form = dialog(/^Make an exception/);
    await form.getByText("It covers 1 of the 1 chosen detection.").waitFor();
    await form.getByText("none of the known samples of attacks").waitFor();
    const filter = form.getByLabel("Filter (Sigma, YAML)", { exact: true });
    await form.getByLabel(/^Reason/).fill("build pods");
    await filter.fill("filter:\n\tx: 1\n");
    await form.getByRole("button", { name: "line 3: a tab cannot begin a line of YAML" }).waitFor();
    expect(await form.getByRole("button", { name: "Save the exception" }).isDisabled()).toBe(true);
    await filter.fill("filter:\n  build:\n    Image: '*'\n  condition: not build\n");
    await form.getByText("It would hide 1 attack sample.").waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    expect(await form.getByRole("button", { name: "Save it although it hides attacks" }).isDisabled()).toBe(true);
    await form.getByLabel(/^Why it may hide/).fill("the pods have no way in");
    await form.getByRole("button", { name: "Save it although it hides attacks" }).click();
    await form.waitFor({ state: "detached" });
    await go("/runtime/exceptions");
    await page.getByText("Forced: the pods have no way in").waitFor();
    await page.getByRole("row", { name: /pods have no way in/ }).getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("button", { name: "Revoke now" }).click();
    await page.getByText("Revoked: from the next event on").waitFor();
  });

  it("no detection is proven, not only said: the canary's age and time, the sources, with their links", async () => {
    await go("/runtime?range=2026-01-01T00%3A00%3A00Z..2026-01-02T00%3A00%3A00Z");
    await page.getByText("No open detection in 2026-01-01 to 2026-01-02.").waitFor();
    await page.locator(".empty").getByText(/Canary seen .* ago, 41 ms/).waitFor();
    await page.locator(".empty").getByRole("link", { name: "1 of them is stale" }).click();
    await page.waitForURL("**/runtime/sources*");
  });

  it("what is new comes by itself while nobody works in the rows, and waits while somebody does", async () => {
    await go("/runtime");
    await page.getByText("Live", { exact: true }).waitFor();
    const asked: string[] = [];
    page.on("request", (request) => { if (request.url().includes("/api/v1/detections?")) asked.push(request.url()); });
    target.publish("detection.opened", "det_99");
    await expect.poll(() => asked.length, { timeout: 5_000 }).toBe(1);
    await rows().first().focus();
    target.publish("detection.opened", "det_100");
    await page.getByRole("button", { name: "1 new detection: show" }).waitFor();
    expect(asked.length).toBe(1);
    await page.getByRole("button", { name: "1 new detection: show" }).click();
    await expect.poll(() => asked.length).toBe(2);
  });

  it("facts that wait are chosen and approved with a reason", async () => {
    await go("/runtime/profiles/prf_1");
    await page.getByText("2.6.1 began to run curl and opened 2 new destinations").waitFor();
    await page.getByRole("checkbox", { name: "Select /usr/bin/curl" }).check();
    await page.getByRole("button", { name: "Approve…" }).click();
    await dialog(/^Approve 1 fact/).getByLabel(/^Reason/).fill("it fetches its own certificates");
    expect(await seriousBreaches(page)).toEqual([]);
    await dialog(/^Approve/).getByRole("button", { name: "Approve", exact: true }).click();
    await page.getByText("Approved 1 fact").waitFor();
    await page.getByRole("tab", { name: "Waiting (3)" }).waitFor();
  });

  it("the palette opens a detection by its id; rules are read again, sources are tested", async () => {
    await go("/runtime/rules?tab=rejects");
    await page.getByText("rules/ours/broken.yml:14").waitFor();
    await page.getByRole("button", { name: "Reload the rules" }).click();
    await page.getByText(/Loaded .* rules; 2 rejected/).waitFor();
    await go("/runtime/sources");
    await page.getByRole("button", { name: "Test now" }).click();
    await page.getByText("Sent 5 canaries").waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("det_1");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/runtime/detections/det_1*");
  });
});
