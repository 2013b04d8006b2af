// The console on the real server, with real findings: every page renders, is accessible, and counts what the API counts.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestApp } from "../open-test-app.ts";
import { breachesOf, openRealConsole } from "./real-console.ts";
import type { RealConsole } from "./real-console.ts";
import { browserNote, isBrowserMissing, settled } from "./console-under-test.ts";
import type { Browser } from "./console-under-test.ts";

const sbom = (version: string, components: readonly string[]): AsyncIterable<Uint8Array> => (async function* () {
  yield Buffer.from(JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, metadata: { component: { type: "application", name: "shop", version } }, components: components.map((purl) => ({ type: "library", name: purl, purl, version: purl.split("@").at(-1) })) }));
})();

describe.skipIf(isBrowserMissing)(`the console on the real server${browserNote}`, () => {
  let real: RealConsole;
  let test: TestApp;
  let browser: Browser;
  let url: string;
  let findingId = "";
  let releaseId = "";

  beforeAll(async () => {
    real = await openRealConsole(async ({ app, clock }) => {
      await app.steps.loadStarter();
      ({ releaseId } = await app.recordSbom(app.org, { service: "shop", version: "1.0.0", owner: "web", chunks: sbom("1.0.0", ["pkg:npm/lodash@4.17.15", "pkg:npm/minimist@1.2.0", "pkg:pypi/requests@2.19.0", "pkg:generic/own-thing@1"]) }, "test"));
      await app.recordDeployment(app.org, { service: "shop", version: "1.0.0", endpoint: "vm-17", environment: "prod", exposure: "internet", criticality: "high" }, "test");
      findingId = (await app.findings.findings(app.org, {}, { limit: 1, after: undefined }, clock.now())).items[0]?.id ?? "";
    });
    ({ test, browser, url } = real);
  }, 120_000);
  afterAll(() => real?.close());

  const paths = (): string[] => [
    "/now", "/exposure", "/exposure?group=finding", "/advisories/CVE-2021-23337", `/findings/${findingId}`, `/findings/${findingId}?tab=evidence`, `/findings/${findingId}?tab=timeline`, "/inventory", "/inventory?tab=components",
    `/releases/${releaseId}`, `/components/${encodeURIComponent("pkg:npm/lodash@4.17.15")}`, "/measures", "/sources", "/preview", "/settings", "/settings?tab=routes", "/settings?tab=tokens", "/ledger", "/decisions",
  ];

  it.each([{ theme: "light", width: 1280 }, { theme: "dark", width: 390, accessible: false }])("renders every page without a breach: $theme, $width px", async (look) => {
    expect(await breachesOf(real, look, paths())).toEqual([]);
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
