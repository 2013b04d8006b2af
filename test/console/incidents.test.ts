// Incidents in the browser: found, worked on and ended by keyboard, with every form accessible and every refusal shown.
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { browserNote, isBrowserMissing, openBrowser, seriousBreaches, settled, startConsole } from "./console-under-test.ts";
import type { Browser, ConsoleUnderTest } from "./console-under-test.ts";

let target: ConsoleUnderTest, browser: Browser, page: Page;
const go = async (path: string): Promise<void> => { await page.goto(target.url + path); await settled(page); };
const dialog = (name: RegExp) => page.getByRole("dialog", { name });
/** The form is accessible; filled and sent with Enter or its button. */
const send = async (name: RegExp, submit: string, fill: () => Promise<void>): Promise<void> => {
  await dialog(name).waitFor();
  await fill();
  expect(await seriousBreaches(page)).toEqual([]);
  await dialog(name).getByRole("button", { name: submit, exact: true }).click();
  await dialog(name).waitFor({ state: "detached" });
};

describe.skipIf(isBrowserMissing)(`test/console/incidents${browserNote}`, () => {
  beforeAll(async () => { target = await startConsole(); browser = await openBrowser(target); });
  afterAll(async () => { await browser?.close(); await target?.close(); });
  beforeEach(async () => { page = await browser.open({ theme: "light", width: 1280 }); page.setDefaultTimeout(8_000); });
  afterEach(async () => { await page.close(); });

  it("the palette opens an incident by its number, and the list is worked by keyboard: j, space, x, acknowledge many", async () => {
    await go("/now");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.type("inc-31");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/incidents/INC-31*");
    // The palette has gone and the page is drawn: keys that come before are nobody's.
    await page.getByRole("combobox").waitFor({ state: "detached" });
    await settled(page);
    await page.keyboard.press("g");
    await page.keyboard.press("x");
    await page.waitForURL("**/incidents");
    await page.locator("[data-row-link]").first().waitFor();
    await settled(page);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Space");
    await page.getByRole("complementary", { name: "Peek" }).getByRole("heading", { name: "INC-30" }).waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("x");
    await page.getByRole("button", { name: "Acknowledge", exact: true }).click();
    await page.getByText("Acknowledged 1 incident").waitFor();
  });

  it("tokens narrow the list, chips are part of the address, and a wrong one is said", async () => {
    await go("/incidents");
    await page.getByRole("button", { name: "closed", exact: true }).click();
    await page.waitForURL("**q=is%3Aclosed*");
    await page.getByRole("link", { name: /INC-28/ }).waitFor();
    expect(await page.locator("[data-row-link]", { hasText: "INC-31" }).count()).toBe(0);
    await go("/incidents?q=is%3Akev%20entity%3Aip%3A203.0.113.77");
    await page.getByText("is never").or(page.getByText("is not a filter")).first().waitFor();
    await go("/incidents?q=is%3Aopen%20no-such-words");
    await page.getByText("No incident matches.").waitFor();
  });

  it("one is opened by hand; an entity that is none is refused with the kinds there are", async () => {
    await go("/incidents");
    await page.getByRole("button", { name: "Open an incident…" }).click();
    await dialog(/Open an incident/).getByLabel("What happens").fill("Customers see each other's invoices");
    await dialog(/Open an incident/).getByLabel(/Seen with/).fill("planet:mars");
    await page.getByText(/planet:mars: write kind:value/).waitFor();
    expect(await dialog(/Open an incident/).getByRole("button", { name: "Open it" }).isDisabled()).toBe(true);
    await dialog(/Open an incident/).getByLabel(/Seen with/).fill("user:ana");
    expect(await seriousBreaches(page)).toEqual([]);
    await dialog(/Open an incident/).getByRole("button", { name: "Open it" }).click();
    await page.waitForURL("**/incidents/INC-32*");
    await page.getByRole("heading", { name: /Customers see each other/ }).waitFor();
  });

  it("phase, severity, owner and next action are set by keys; what is passed over is said before", async () => {
    await go("/incidents/INC-30");
    await page.keyboard.press("s");
    await send(/^Phase/, "Move to contained", async () => { await dialog(/^Phase/).getByLabel("contained", { exact: true }).check(); await page.getByText("This passes over triaged.").waitFor(); });
    await page.locator(".phase-passed", { hasText: "triaged" }).waitFor();
    await page.keyboard.press("v");
    await send(/^Severity/, "Set the severity", async () => { await dialog(/^Severity/).getByLabel("low", { exact: true }).check(); await dialog(/^Severity/).getByLabel(/Reason/).fill("only a test host"); });
    await page.keyboard.press("o");
    await send(/^Who has/, "Assign", async () => { await dialog(/^Who has/).getByLabel(/^Owner/).fill("platform"); await dialog(/^Who has/).getByRole("button", { name: "Add a role" }).click(); await dialog(/^Who has/).getByLabel("Person in role 1").fill("ana"); });
    await page.getByText("ana commander").waitFor();
    await page.keyboard.press("w");
    await send(/^Next action/, "Set it", () => dialog(/^Next action/).getByLabel(/What happens next/).fill("Look at the audit log"));
    await page.getByText("Look at the audit log").first().waitFor();
  });

  it("closing shows what goes on and asks for the force; splitting and moving ask for a reason", async () => {
    await go("/incidents/INC-31");
    await page.keyboard.press("q");
    await dialog(/^Close INC-31/).getByText("3 members are not over:").waitFor();
    await dialog(/^Close INC-31/).getByText("A file was written below the web root").waitFor();
    await dialog(/^Close INC-31/).getByLabel("Why it is over").fill("drill");
    expect(await dialog(/^Close INC-31/).getByRole("button", { name: "Close it all the same" }).isDisabled()).toBe(true);
    expect(await seriousBreaches(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: /Members/ }).click();
    await page.getByRole("checkbox", { name: /A file was written/ }).check();
    await page.getByRole("button", { name: "Move to…" }).click();
    await send(/^Move: A file/, "Move it", async () => { await dialog(/^Move/).getByLabel("To which incident").fill("INC-30"); await dialog(/^Move/).getByLabel("Why it belongs there").fill("another attacker"); });
    await page.getByRole("checkbox", { name: /A shell was started/ }).check();
    await page.getByRole("button", { name: "Split off…" }).click();
    await send(/^Split 1 member off/, "Begin a new incident", () => dialog(/^Split/).getByLabel(/story of their own/).fill("another story"));
  });

  it("a fact is pinned to the story, a line of the story is written and rewritten", async () => {
    await go("/incidents/INC-31");
    await page.getByRole("button", { name: /^Pin to the story: Acknowledged/ }).click();
    await page.getByText("Pinned to the story").waitFor();
    await page.locator(".story-entry", { hasText: "Acknowledged" }).waitFor();
    await page.getByLabel("What happened, in your words").fill("We cut the pods off.");
    await page.getByRole("button", { name: "Add to the story" }).click();
    await page.locator(".story-entry", { hasText: "We cut the pods off." }).waitFor();
    await page.locator(".story-entry", { hasText: "Customers saw" }).getByRole("button", { name: "Rewrite" }).click();
    expect(await seriousBreaches(page)).toEqual([]);
    await page.locator(".story").getByLabel("What happened, in your words").fill("Support told us.");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.locator(".story-entry", { hasText: "Support told us." }).waitFor();
  });

  it("a playbook shows its blast radius before it runs, and an approval is answered", async () => {
    await go("/incidents/INC-31");
    await page.getByRole("button", { name: /Run or dry run/ }).first().click();
    await dialog(/^Web shell for INC-31/).getByText(/Blast radius/).waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    await dialog(/^Web shell/).getByRole("button", { name: "Run it" }).click();
    await page.waitForURL("**/runs/run_1*");
    await page.getByRole("button", { name: /^Approve ?: Delete the three pods/ }).click();
    await page.getByText("You have approved; another person has to, too.").waitFor();
  });

  it("a draft marks what is missing; a clock that does not apply asks why", async () => {
    await go("/incidents/INC-31?tab=clocks");
    await page.getByRole("button", { name: /^Draft ?: Early warning/ }).click();
    await dialog(/^Draft/).getByText("1 field still missing.").waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Does not apply…" }).first().click();
    await dialog(/^Does not apply/).waitFor();
    expect(await dialog(/^Does not apply/).getByRole("button", { name: "It does not apply" }).isDisabled()).toBe(true);
    expect(await seriousBreaches(page)).toEqual([]);
  });

  it("the stages in the plot are the stages in its table, each with its fact", async () => {
    await go("/incidents/INC-31?tab=lanes");
    await page.getByRole("list", { name: "Waiting between stages" }).waitFor();
    const rows = await page.locator(".lane-rows:not(.rails) .lane-span").allInnerTexts();
    const told = await page.getByRole("region", { name: "Table of stages" }).locator("td[data-title='Waited for it'] .nowrap").allInnerTexts();
    expect(told.map((text) => text.replace(/ after .*/, ""))).toEqual(rows.slice(0, told.length));
    await page.getByRole("link", { name: "fact 8" }).waitFor();
  });

  it("the past is said where it cannot be shown, and nothing can be changed there", async () => {
    await go("/incidents/INC-31?asof=2026-11-01T00%3A00%3A00.000Z");
    await page.getByText(/can only be read as of now/).first().waitFor();
    expect(await page.getByRole("button", { name: "Actions" }).count()).toBe(0);
  });

  it("a playbook's text is checked line by line, and a broken one is not kept", async () => {
    await go("/playbooks/our-own?tab=text");
    await page.getByLabel("The playbook, as YAML or JSON").fill("id: x");
    await page.getByRole("button", { name: "Keep it" }).click();
    await page.getByText("line 5 /steps/0/kind").waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
  });
});
