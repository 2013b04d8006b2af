// The console on the real server, with real findings: every page renders, is accessible, and counts what the API counts.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeToken } from "../../src/access/tokens.ts";
import { createServer } from "../../src/api/server.ts";
import { createIds } from "../../src/kernel/id.ts";
import { openTestApp } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";
import { browserNote, isBrowserMissing, openBrowser, seriousBreaches, settled } from "./console-under-test.ts";
import type { Browser } from "./console-under-test.ts";

const sbom = (version: string, components: readonly string[]): AsyncIterable<Uint8Array> => (async function* () {
  yield Buffer.from(JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, metadata: { component: { type: "application", name: "shop", version } }, components: components.map((purl) => ({ type: "library", name: purl, purl, version: purl.split("@").at(-1) })) }));
})();

describe.skipIf(isBrowserMissing)(`the console on the real server${browserNote}`, () => {
  let test: TestApp;
  let server: ReturnType<typeof createServer>;
  let browser: Browser;
  let url: string;
  let dist: string;
  let findingId = "";
  let releaseId = "";

  beforeAll(async () => {
    dist = await mkdtemp(join(tmpdir(), "aftwatch-console-"));
    const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
    await promisify(execFile)(process.execPath, [at("../../node_modules/vite/bin/vite.js"), "build", at("../../console"), "--outDir", dist, "--emptyOutDir", "--logLevel", "error"], { env: { ...process.env, NODE_ENV: "production" } });
    test = await openTestApp();
    const { app } = test;
    await app.steps.loadStarter();
    ({ releaseId } = await app.recordSbom(app.org, { service: "shop", version: "1.0.0", owner: "web", chunks: sbom("1.0.0", ["pkg:npm/lodash@4.17.15", "pkg:npm/minimist@1.2.0", "pkg:pypi/requests@2.19.0", "pkg:generic/own-thing@1"]) }, "test"));
    await app.recordDeployment(app.org, { service: "shop", version: "1.0.0", endpoint: "vm-17", environment: "prod", exposure: "internet", criticality: "high" }, "test");
    findingId = (await app.findings.findings(app.org, {}, { limit: 1, after: undefined }, test.clock.now())).items[0]?.id ?? "";
    server = createServer(app, { consoleDir: dist });
    await server.listen({ host: "127.0.0.1", port: 0 });
    url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
    const { secret } = await makeToken({ store: app.access, clock: test.clock, ids: createIds(test.clock) }, { org: app.org, name: "browser", scopes: ["read", "write", "admin"], expiresAt: undefined });
    browser = await openBrowser({ url, token: secret, publish: () => {}, paths: [], close: async () => {} });
  }, 120_000);
  afterAll(async () => { await browser?.close(); await server?.close(); await test?.close(); await rm(dist, { recursive: true, force: true }); });

  const paths = (): string[] => [
    "/now", "/exposure", "/exposure?group=finding", "/advisories/CVE-2021-23337", `/findings/${findingId}`, `/findings/${findingId}?tab=evidence`, `/findings/${findingId}?tab=timeline`, "/inventory", "/inventory?tab=components",
    `/releases/${releaseId}`, `/components/${encodeURIComponent("pkg:npm/lodash@4.17.15")}`, "/measures", "/sources", "/preview", "/settings", "/settings?tab=routes", "/settings?tab=tokens", "/ledger", "/decisions",
  ];

  it.each([{ theme: "light", width: 1280 }, { theme: "dark", width: 390 }])("renders every page without a breach: $theme, $width px", async (look) => {
    const page = await browser.open(look);
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
    for (const path of paths()) {
      await page.goto(url + path);
      await settled(page);
      expect(await page.locator("h1").count(), path).toBe(1);
      expect(await seriousBreaches(page), path).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), `${path} overflows`).toBe(true);
    }
    expect(errors).toEqual([]);
    await page.close();
  }, 240_000);

  it("counts the open findings as the API does", async () => {
    const page = await browser.open({ theme: "light", width: 1280 });
    await page.goto(`${url}/now`);
    await settled(page);
    const { open } = await test.app.findings.counts(test.app.org, test.clock.now());
    expect(open).toBeGreaterThan(3);
    expect(await page.getByText(new RegExp(`All ${open} open findings`)).count()).toBe(1);
    await page.close();
  }, 60_000);

  it("shows a deployment the moment it is reported", async () => {
    const page = await browser.open({ theme: "light", width: 1280 });
    await page.goto(`${url}/inventory?tab=endpoints`);
    await settled(page);
    await test.app.recordDeployment(test.app.org, { service: "shop", version: "1.0.0", endpoint: "vm-18", environment: "prod", exposure: "internet" }, "test");
    await page.getByText(/vm-18|\d+ new/).first().waitFor({ timeout: 10_000 });
    await page.close();
  }, 60_000);
});
