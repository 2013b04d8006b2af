// Alerts, silences, routes and on-call in the browser on the real server: what is done there is what the store then holds.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeToken } from "../../src/access/tokens.ts";
import { createServer } from "../../src/api/server.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { createIds } from "../../src/kernel/id.ts";
import { openTestApp } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";
import { browserNote, isBrowserMissing, openBrowser, seriousBreaches, settled } from "./console-under-test.ts";
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
  let test: TestApp, server: ReturnType<typeof createServer>, browser: Browser, url: string, dist: string;
  const open = async (path: string): Promise<Page> => { const page = await browser.open({ theme: "light", width: 1280 }); await page.goto(url + path); await settled(page); return page; };

  beforeAll(async () => {
    dist = await mkdtemp(join(tmpdir(), "aftwatch-console-"));
    const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
    await promisify(execFile)(process.execPath, [at("../../node_modules/vite/bin/vite.js"), "build", at("../../console"), "--outDir", dist, "--emptyOutDir", "--logLevel", "error"], { env: { ...process.env, NODE_ENV: "production" } });
    // The browser's clock is the real one, so the server's is too.
    test = await openTestApp({ at: systemClock.now() });
    const { app } = test;
    for (const id of ["chat", "pager"]) await app.notices.putReceiver(app.org, { id, channel: "webhook", settings: { url: `http://127.0.0.1:9/${id}`, secrets: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" } }, "test");
    await app.routes.put(app.org, { text: routes }, "test");
    await app.oncall.putDocument(app.org, document, { actor: "test", version: undefined });
    await app.alerts.receive(app.org, [{ labels: { alertname: "DiskFull", severity: "critical", service: "shop" }, annotations: { summary: "Disk of shop is full" } }, { labels: { alertname: "LatencyHigh", severity: "warning", service: "cart" } }], "test");
    server = createServer(app, { consoleDir: dist });
    await server.listen({ host: "127.0.0.1", port: 0 });
    url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
    const { secret } = await makeToken({ store: app.access, clock: test.clock, ids: createIds(test.clock) }, { org: app.org, name: "browser", scopes: ["read", "write", "admin"], expiresAt: undefined });
    browser = await openBrowser({ url, token: secret, publish: () => {}, paths: [], close: async () => {} });
  }, 120_000);
  afterAll(async () => { await browser?.close(); await server?.close(); await test?.close(); await rm(dist, { recursive: true, force: true }); });

  it("draws every page of them without a breach or an error", async () => {
    const page = await browser.open({ theme: "dark", width: 390 });
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => { if (message.type() === "error") errors.push(`${page.url()}: ${message.text()}`); });
    for (const path of ["/alerts", "/alerts?tab=groups", "/alerts?tab=suppressed", "/silences", "/routes", "/routes?tab=simulate&labels=severity%3Dcritical", "/routes?tab=past", "/routes?tab=import", "/deliveries", "/deliveries?tab=receivers", "/oncall", "/oncall?tab=calendar", "/oncall?tab=calendar&view=month", "/oncall?tab=policies", "/oncall?tab=fairness", "/oncall?tab=owners", "/oncall?tab=document", "/settings"]) {
      await page.goto(url + path);
      await settled(page);
      expect(await page.locator(".problem").count(), path).toBe(0);
      expect(await seriousBreaches(page), path).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), `${path} overflows`).toBe(true);
    }
    expect(errors).toEqual([]);
    await page.close();
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
