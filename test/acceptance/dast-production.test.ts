// The default profile against a shop that counts and remembers: nothing done, nothing unsafe sent, limits held, everything on record, stopped at once.
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LoggedRequest } from "../../src/dast/traffic/request-log.ts";
import { chromium, unlessChromium } from "../dast/browser-under-test.ts";
import { openShop } from "./dast-shop.ts";
import type { Shop } from "./dast-shop.ts";
import { openDastUnderTest } from "./dast-under-test.ts";
import type { DastUnderTest } from "./dast-under-test.ts";

let under: DastUnderTest;
let shop: Shop;
beforeEach(async () => { [under, shop] = await Promise.all([openDastUnderTest({ settings: { logLevel: "warn" } }), openShop()]); });
afterEach(async () => { await under.close(); await shop.close(); });

const sent = (log: readonly LoggedRequest[]): LoggedRequest[] => log.filter(({ seq }) => seq > 0);
// As it was written: dots and slashes that a URL reader would resolve are what some probes are about.
const asAsked = (url: string): string => (url.startsWith("/") ? `${new URL(shop.url).origin}${url}` : url);
const within = async (limitMs: number, done: () => boolean | Promise<boolean>): Promise<number> => {
  const from = performance.now();
  while (!(await done())) { if (performance.now() - from > limitMs) throw new Error(`not within ${limitMs} ms`); await pause(10); }
  return performance.now() - from;
};
/** Starts without waiting; the promise is the job's round. */
async function started(spec: Parameters<DastUnderTest["scan"]>[1] = {}, url = shop.url) {
  const target = await under.target("shop", url);
  const { scanId } = await under.app.dast.startScan(under.org, { target, spec, reason: "asked" }, "ana");
  return { target, scanId, round: under.app.steps.runScans() };
}

describe(`test/acceptance/dast-production: a full crawl and scan${unlessChromium}`, () => {
  it.skipIf(chromium === undefined)("leaves the shop as it was, sends nothing unsafe, asks for nothing that says it would do something, and has it all on record", async () => {
    const before = shop.state();
    const scan = await under.scan(await under.target("shop", shop.url), { budget: { requestsPerSecond: 200, concurrency: 4 } });
    expect([scan.state, scan.report?.endedBecause, scan.profile]).toEqual(["done", "complete", "production"]);
    expect(shop.state()).toBe(before);
    expect(shop.frames).toEqual([]);
    expect([...new Set(shop.asked.map(({ method }) => method))].toSorted().filter((method) => !["GET", "HEAD", "OPTIONS"].includes(method))).toEqual([]);
    expect(shop.asked.map(({ url }) => url).filter((url) => /logout|delete|unsubscribe|cancel|action=empty/.test(url))).toEqual([]);
    // It was no empty walk: pages, the script's own requests and the parameters were seen.
    for (const path of ["/items/2", "/search", "/about", "/account", "/api/items"]) expect([path, shop.asked.some(({ url }) => url.startsWith(path))]).toEqual([path, true]);
    expect(scan.report?.coverage.checks.filter(({ done }) => done > 0).length).toBeGreaterThan(10);

    const log = sent(await under.log(scan.scanId));
    expect(shop.asked.filter(({ headers }) => headers["x-aftwatch-scan"] !== scan.scanId).map(({ method, url, headers }) => `${method} ${url} ${String(headers["upgrade"])}`)).toEqual([]);
    // A probe may stand in place of the user agent: the scan header says whose it is, and the log that it was one.
    const strange = shop.asked.filter(({ headers }) => !String(headers["user-agent"]).startsWith("aftwatch-dast/") && !String(headers["user-agent"]).includes(scan.scanId));
    expect([strange.length <= log.filter(({ pointId }) => pointId?.toLowerCase().startsWith("header:user-agent") === true).length, strange.length]).toEqual([true, strange.length]);
    expect(log.length).toBe(shop.asked.length);
    expect(log.map(({ method, url }) => `${method} ${url}`).toSorted()).toEqual(shop.asked.map(({ method, url }) => `${method} ${asAsked(url)}`).toSorted());
    expect(log.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(log.map((_, index) => index + 1));
    expect(scan.report?.requests).toBe(log.length);
  }, 180_000);
});

describe("test/acceptance/dast-production: limits", () => {
  it("requests: not one more than allowed, and the rest is said to be left", async () => {
    const scan = await under.scan(await under.target("shop", shop.url), { browser: "off", budget: { requests: 60, requestsPerSecond: 500 } });
    expect(scan.report?.endedBecause).toBe("budget");
    expect(shop.asked.length).toBeLessThanOrEqual(60);
    expect(shop.asked.length).toBeGreaterThanOrEqual(59);
    expect(sent(await under.log(scan.scanId)).length).toBe(shop.asked.length);
  }, 60_000);

  it("rate: over any second of its work no more than allowed and one percent", async () => {
    const scan = await under.scan(await under.target("shop", shop.url), { browser: "off", budget: { requests: 90, requestsPerSecond: 20 } });
    const times = shop.asked.map(({ at }) => at);
    expect(times.length).toBeGreaterThan(60);
    const [first = 0, last = 0] = [times[0], times.at(-1)];
    expect((times.length - 1) / ((last - first) / 1000)).toBeLessThanOrEqual(20 * 1.01);
    expect(scan.report?.endedBecause).toBe("budget");
  }, 60_000);

  it("time: it ends when its time is over", async () => {
    const from = performance.now();
    const scan = await under.scan(await under.target("shop", shop.url), { browser: "off", budget: { totalMs: 3_000, requestsPerSecond: 5 } });
    expect(scan.report?.endedBecause).toBe("budget");
    expect((scan.report?.endedAt ?? 0) - (scan.report?.startedAt ?? 0)).toBeLessThan(3_000 + 500);
    expect(performance.now() - from).toBeGreaterThan(2_900);
  }, 60_000);

  it("bytes: it stops where they are spent", async () => {
    const scan = await under.scan(await under.target("shop", shop.url), { browser: "off", budget: { bytes: 150_000, requestsPerSecond: 500 } });
    expect([scan.report?.endedBecause, (scan.report?.bytes ?? 0) <= 150_000 * 1.01, scan.report?.bytes]).toEqual(["budget", true, scan.report?.bytes]);
  }, 60_000);
});

describe("test/acceptance/dast-production: distress", () => {
  it.each([["slow answers", { delayMs: 1_500 }], ["errors of the server", { failing: 503 }]] as const)("%s: it gives way within two seconds", async (_name, distress) => {
    const { scanId, round } = await started({ browser: "off", budget: { requestsPerSecond: 40, concurrency: 4 } });
    await within(20_000, () => shop.asked.length > 80);
    const [at, before] = [Date.now(), shop.asked.filter(({ at: when }) => when > Date.now() - 1_000).length];
    Object.assign(shop, distress);
    await pause(4_000);
    const after = shop.asked.filter(({ at: when }) => when > at + 2_000 && when <= at + 4_000).length / 2;
    expect([after <= before / 2, before, after]).toEqual([true, before, after]);
    await under.app.dast.stopScan(under.org, scanId, "ana");
    await round;
  }, 60_000);
});

describe("test/acceptance/dast-production: the kill switch", () => {
  it.each([["in the middle of its work", {}], ["while nothing answers", { delayMs: undefined }]] as const)("%s: stopped within two seconds, and nothing is sent after", async (_name, shopIs) => {
    const { scanId, round } = await started({ browser: "off", budget: { requestsPerSecond: 50, concurrency: 4 } });
    await within(20_000, () => shop.asked.length > 20);
    Object.assign(shop, shopIs);
    await pause(300);
    await under.app.dast.stopScan(under.org, scanId, "ana");
    const tookMs = await within(5_000, async () => (await under.app.dast.findScan(under.org, scanId))?.state === "stopped");
    const count = shop.asked.length;
    await round;
    await pause(700);
    expect([tookMs < 2_000, shop.asked.length]).toEqual([true, count]);
    expect(await under.app.dast.findScan(under.org, scanId)).toMatchObject({ state: "stopped", stopAskedBy: "ana" });
  }, 60_000);

  it.skipIf(chromium === undefined)(`while the browser is busy with a page that never ends${unlessChromium}`, async () => {
    const { scanId, round } = await started({ budget: { requestsPerSecond: 100 } });
    await within(40_000, () => shop.asked.some(({ url }) => url === "/shop.js"));
    await under.app.dast.stopScan(under.org, scanId, "ana");
    const tookMs = await within(6_000, async () => (await under.app.dast.findScan(under.org, scanId))?.state === "stopped");
    await round;
    const count = shop.asked.length;
    await pause(700);
    expect([tookMs < 2_000, shop.asked.length, tookMs]).toEqual([true, count, tookMs]);
  }, 90_000);

  it("a scan that waits is stopped before it sends anything", async () => {
    const target = await under.target("shop", shop.url);
    const { scanId } = await under.app.dast.startScan(under.org, { target, spec: {}, reason: "asked" }, "ana");
    await under.app.dast.stopScan(under.org, scanId, "ana");
    expect([(await under.ended(scanId)).state, shop.asked.length]).toEqual(["stopped", 0]);
  });
});

describe("test/acceptance/dast-production: authorisation", () => {
  it("without anybody's word nothing leaves but the question, and the answer says what to do", async () => {
    const scan = await under.scan(shop.url);
    expect([scan.state, scan.report?.endedBecause]).toEqual(["failed", "refused"]);
    expect(scan.failure).toMatch(/may be tested.*\.well-known/);
    expect(shop.asked.filter(({ url }) => !url.startsWith("/.well-known/"))).toEqual([]);
    expect(shop.asked.length).toBeLessThanOrEqual(1);
    expect((await under.facts("scan.ended"))[0]?.body).toMatchObject({ endedBecause: "refused", authorisedBy: null });
  }, 30_000);

  it("who said that it may be tested stands with the scan", async () => {
    const scan = await under.scan(await under.target("shop", shop.url), { browser: "off", budget: { requests: 5 } });
    expect(scan.report?.authorisedBy).toBe("the word of ana");
  }, 30_000);
});
