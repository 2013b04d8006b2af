// Alerts, silences, routes and on-call in the browser on the real server: what is done there is what the store then holds.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/kernel/clock.ts";
import type { TestApp } from "../open-test-app.ts";
import { breachesOf, openRealConsole } from "./real-console.ts";
import type { RealConsole } from "./real-console.ts";
import { browserNote, isBrowserMissing, seriousBreaches, settled } from "./console-under-test.ts";
import type { Browser } from "./console-under-test.ts";

const document = `# Who answers.
people:
  - {name: ana, zone: Europe/Berlin, receivers: [chat]}
  - {name: ben, zone: Europe/Berlin, receivers: [chat]}
teams:
  - {name: payments, members: [ana, ben], schedule: primary, policy: first}
schedules:
  - name: primary
    zone: Europe/Berlin
    layers:
      - {name: days, rotation: [ana, ben], handover: daily, handoverAt: "09:00", startsOn: 2026-01-05}
policies:
  - {name: first, steps: [{notify: ["schedule:primary"]}, {notify: ["team:payments"], afterMinutes: 10}]}
rules: {minimumSeverity: high, defaultPolicy: first}
`;
const routes = `# Everybody reads the chat.
route:
  receiver: chat
  routes:
    # Woken at night.
    - id: urgent
      matchers: ['severity="critical"']
      receiver: pager
`;

describe.skipIf(isBrowserMissing)(`alerts in the console on the real server${browserNote}`, () => {
  let real: RealConsole, test: TestApp, browser: Browser, url: string;
  const open = async (path: string): Promise<Page> => { const page = await browser.open({ theme: "light", width: 1280 }); await page.goto(url + path); await settled(page); return page; };

  beforeAll(async () => {
    real = await openRealConsole(async ({ app }) => {
      for (const id of ["chat", "pager"]) await app.notices.putReceiver(app.org, { id, channel: "webhook", settings: { url: `http://127.0.0.1:9/${id}`, secrets: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" } }, "test");
      await app.routes.put(app.org, { text: routes }, "test");
      await app.oncall.putDocument(app.org, document, { actor: "test", version: undefined });
      await app.alerts.receive(app.org, [{ labels: { alertname: "DiskFull", severity: "critical", service: "shop" }, annotations: { summary: "Disk of shop is full" } }, { labels: { alertname: "LatencyHigh", severity: "warning", service: "cart" } }], "test");
    // The browser's clock is the real one, so the server's is too.
    }, { at: systemClock.now() });
    ({ test, browser, url } = real);
  }, 120_000);
  afterAll(() => real?.close());

  it("draws every page of them without a breach or an error", async () => {
    expect(await breachesOf(real, { theme: "dark", width: 390 }, ["/alerts", "/alerts?tab=groups", "/alerts?tab=suppressed", "/silences", "/routes", "/routes?tab=simulate&labels=severity%3Dcritical", "/routes?tab=past", "/routes?tab=import", "/deliveries", "/deliveries?tab=receivers", "/oncall", "/oncall?tab=calendar", "/oncall?tab=calendar&view=month", "/oncall?tab=policies", "/oncall?tab=fairness", "/oncall?tab=owners", "/oncall?tab=document", "/settings"])).toEqual([]);
  }, 240_000);

  it("an alert is silenced from its peek: what the silence covers is said before it is kept, and that it matches nothing aloud", async () => {
    const page = await open("/alerts");
    await page.getByRole("button", { name: "LatencyHigh" }).click();
    await page.getByRole("button", { name: "Silence this" }).click();
    await page.getByText(/Covers 1 alert now/).waitFor();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/^Matchers/).fill('service="no-such"');
    await page.getByText("It matches nothing now.").waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    await dialog.getByLabel(/^Matchers/).fill('service="cart"');
    await page.getByText(/Covers 1 alert now/).waitFor();
    await dialog.getByLabel(/^Reason/).fill("upgrade of the cart");
    await dialog.getByRole("button", { name: "Keep it quiet" }).click();
    await dialog.waitFor({ state: "detached" });
    expect((await test.app.silences.list(test.app.org, undefined)).map(({ comment, matchers }) => [comment, matchers])).toEqual([["upgrade of the cart", [{ name: "service", op: "=", value: "cart" }]]]);
    await page.goto(`${url}/silences`);
    await page.getByText("upgrade of the cart").waitFor();
    await page.close();
  }, 60_000);

  it("a route is changed by its form: the text keeps its comments, the server is asked, and what is saved is in force", async () => {
    const page = await open("/routes");
    await page.getByRole("button", { name: "urgent" }).click();
    await page.getByRole("dialog").getByLabel(/^Matchers/).fill('severity=~"critical|high"');
    expect(await seriousBreaches(page)).toEqual([]);
    await page.getByRole("button", { name: "Write it into the text" }).click();
    await page.getByText("Nothing is wrong with it.").waitFor();
    await page.getByRole("tab", { name: "Who would get this?" }).click();
    await page.getByLabel("All labels").fill("severity=high");
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.getByRole("heading", { name: "pager would get it" }).waitFor();
    await page.getByRole("tab", { name: "Over the past" }).click();
    await page.getByRole("button", { name: "Last 24 hours" }).click();
    await page.getByText(/2 alerts and \d+ notices in this time/).waitFor();
    await page.getByRole("tab", { name: /Tree and text/ }).click();
    await page.getByRole("button", { name: "Save routes" }).click();
    await page.getByText("Routes saved").waitFor();
    const { text } = await test.app.routes.get(test.app.org);
    expect(text).toContain("# Woken at night.");
    expect(text).toContain('severity=~"critical|high"');
    await page.close();
  }, 60_000);

  it("a text with something wrong is told with its line, and cannot be saved", async () => {
    const page = await open("/routes");
    await page.getByLabel("Routes (YAML)").fill("route:\n  receiver: chat\n  routes:\n    - receiver: nobody-here\n");
    await page.getByRole("button", { name: /line 4.*nobody-here/ }).waitFor();
    expect(await page.getByRole("button", { name: "Save routes" }).isDisabled()).toBe(true);
    await page.close();
  }, 60_000);

  it("a shift is taken from the calendar's table, and the calendar shows the override", async () => {
    const page = await open("/oncall?tab=calendar&view=month");
    await page.getByRole("button", { name: /^Take it:/ }).last().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Who takes over").selectOption("ben");
    await dialog.getByRole("button", { name: "Take over" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("Overrides").first().waitFor();
    expect((await test.app.oncall.overrides(test.app.org, {}, { limit: 5, after: undefined })).items.map(({ person }) => person)).toEqual(["ben"]);
    await page.close();
  }, 60_000);

  it("a receiver's common settings are kept by its form", async () => {
    const page = await open("/deliveries?tab=receivers");
    await page.getByRole("button", { name: "Edit chat" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/^Fallback \(/).selectOption("pager");
    await dialog.getByLabel(/^url/).fill("http://127.0.0.1:9/chat");
    await dialog.getByLabel(/^secrets/).fill("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    await dialog.getByText("Lines of the message in your own words").click();
    await dialog.getByLabel(/^Title template/).fill("{{ severity | upcase }} at {{ title }}");
    await dialog.getByRole("button", { name: "Preview a message" }).click();
    await dialog.getByText("CRITICAL at Upgrade libexample").first().waitFor();
    expect(await seriousBreaches(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    expect((await test.app.notices.receivers(test.app.org)).find(({ id }) => id === "chat")?.common).toMatchObject({ fallback: "pager", titleTemplate: "{{ severity | upcase }} at {{ title }}" });
    await page.close();
  }, 60_000);
});
