// The incident pages on the real server: opened by hand, worked on through the browser, and every tab reads what the server answers.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestApp } from "../open-test-app.ts";
import { breachesOf, openRealConsole } from "./real-console.ts";
import type { RealConsole } from "./real-console.ts";
import { browserNote, isBrowserMissing, seriousBreaches } from "./console-under-test.ts";
import type { Browser } from "./console-under-test.ts";

describe.skipIf(isBrowserMissing)(`test/console/incidents-real${browserNote}`, () => {
  let real: RealConsole, test: TestApp, browser: Browser, url: string;

  beforeAll(async () => {
    real = await openRealConsole(async ({ app }) => {
      const incident = await app.incidents.open(app.org, { title: "A shell in checkout", severity: "critical", kind: "web-shell", services: ["checkout"], environments: ["prod"], entities: [{ kind: "ip", value: "203.0.113.7" }] }, "ana");
      await app.incidents.open(app.org, { title: "The same address at the gateway", severity: "medium" }, "ana");
      await app.incidents.addNote(app.org, incident.id, { text: "Support told us", at: undefined, factSeq: undefined }, "ana");
      await app.response.addAction(app.org, incident.id, { text: "Mount the web root read-only", owner: undefined, ticket: undefined, dueAt: undefined }, "ana");
    });
    ({ test, browser, url } = real);
  }, 120_000);
  afterAll(() => real?.close());

  it.each([{ theme: "light", width: 1280 }, { theme: "dark", width: 390, accessible: false }])("every tab draws what the server answers: $theme, $width px", async (look) => {
    expect(await breachesOf(real, look, ["/now", "/incidents", "/incidents?tab=held", "/incidents/INC-1", ...["members", "lanes", "clocks", "playbooks", "review", "evidence"].map((tab) => `/incidents/INC-1?tab=${tab}`), "/playbooks", "/playbooks/web-shell", "/playbooks/web-shell?tab=text", "/playbooks?tab=runs"])).toEqual([]);
  }, 240_000);

  it("is acknowledged, moved on and linked from the page, and the ledger says who and why", async () => {
    const page = await browser.open({ theme: "light", width: 1280 });
    page.setDefaultTimeout(8_000);
    await page.goto(`${url}/incidents/INC-1`);
    await page.getByRole("button", { name: "Acknowledge", exact: true }).click();
    await page.getByText("INC-1 is acknowledged").waitFor();
    await page.getByRole("button", { name: "To triaged…" }).click();
    await page.getByLabel(/What was done/).fill("it is real");
    await page.getByRole("button", { name: "Move to triaged" }).click();
    await page.getByText("Phase triaged: it is real").waitFor();
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("button", { name: "Link…" }).click();
    await page.getByLabel("With which incident").fill("inc-2");
    await page.getByLabel(/^Reason/).fill("the same address");
    await page.getByRole("dialog").getByRole("button", { name: "Link", exact: true }).click();
    await page.getByRole("link", { name: "INC-2" }).first().waitFor();
    const detail = await test.app.incidents.detail(test.app.org, "INC-1", undefined);
    expect(detail?.incident).toMatchObject({ phase: "triaged", acknowledgedBy: "session:browser", linked: [expect.any(String)] });
    await page.close();
  }, 60_000);

  it("a draft takes an answer, an action is done, and a pack is made with its digest", async () => {
    const page = await browser.open({ theme: "light", width: 1280 });
    page.setDefaultTimeout(8_000);
    await page.goto(`${url}/incidents/INC-1?tab=clocks`);
    await page.getByRole("button", { name: /^Draft ?:/ }).first().click();
    const field = page.getByRole("dialog").locator("label", { hasText: "missing" }).first();
    await field.locator("textarea").fill("said by hand");
    await page.getByRole("button", { name: "Keep the answers" }).click();
    await page.getByText("Kept 1 answer").waitFor();
    await page.goto(`${url}/incidents/INC-1?tab=review`);
    await page.getByRole("checkbox", { name: "Mount the web root read-only" }).click();
    await page.getByText("Done", { exact: true }).waitFor();
    await page.goto(`${url}/incidents/INC-1?tab=evidence`);
    await page.getByRole("button", { name: /Make and download/ }).click();
    await page.getByText(/^[0-9a-f]{64}$/).waitFor();
    await page.close();
  }, 60_000);

  it("a playbook is looked at dry, and runs", async () => {
    const page = await browser.open({ theme: "light", width: 1280 });
    page.setDefaultTimeout(8_000);
    await page.goto(`${url}/incidents/INC-1?tab=playbooks`);
    await page.getByLabel("Run another playbook").selectOption("web-shell");
    await page.getByRole("button", { name: "Run or dry run…", exact: true }).last().click();
    await page.getByText("Blast radius:").waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    await page.close();
  }, 60_000);
});
