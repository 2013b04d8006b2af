// The governor at work: a target that becomes slow, fails or asks for rest is spared soon, and found well again.
import { afterAll, describe, expect, it } from "vitest";
import { profiles } from "../profile.ts";
import { createGovernor, slowFrom } from "./governor.ts";
import { crawl, openHttp, openTestTraffic } from "./traffic.sample.ts";
import type { TestServer, TestTraffic } from "./traffic.sample.ts";
import { shareOf } from "../../../test/dast/share-of.ts";

describe("src/dast/traffic/governor", () => {
  const ended = (headMs: number, status = 200) => ({ status, headMs, isLost: false });
  const limit = { requestsPerSecond: 100, concurrency: 8 };

  it("halves from the rate that was reached, a step a second, and recovers slowly up to the limit", () => {
    const governor = createGovernor(limit);
    for (let n = 0; n < 40; n += 1) { governor.started(n, 1000 + n * 25); governor.ended(n, 1000 + n * 25 + 5, ended(5)); }
    governor.judged(false, "slow", 2_001);
    expect(governor.pace()).toEqual({ requestsPerSecond: 20, concurrency: 4 });
    governor.judged(false, "slow", 2_500);
    expect(governor.pace().requestsPerSecond).toBe(20);
    governor.judged(false, "slow", 3_100);
    expect([governor.pace(), governor.unwellSince(), governor.why()]).toEqual([{ requestsPerSecond: 10, concurrency: 2 }, 2_001, "slow"]);
    let seconds = 0;
    while (governor.isBackingOff() && seconds < 60) { seconds += 1; governor.judged(true, "", 3_200 + seconds * 1_000); }
    expect([seconds > 8, seconds < 20, governor.pace(), governor.unwellSince()]).toEqual([true, true, limit, undefined]);
  });

  it.each([
    ["steady answers", 20, 200, false],
    ["answers that take ten times as long", 600, 200, true],
    ["answers that take a little longer", 150, 200, false],
    ["server errors all at once", 20, 500, true],
    ["pages that are not there", 20, 404, false],
  ])("suspects %s: %s ms, %s", (_name, headMs, status, isSuspect) => {
    const governor = createGovernor(limit);
    for (let n = 0; n < 10; n += 1) governor.ended(n, n * 10, ended(20));
    for (let n = 10; n < 30; n += 1) governor.ended(n, 5_000 + n * 10, ended(headMs, status));
    expect(governor.suspicion(5_400) !== undefined).toBe(isSuspect);
  });

  it("suspects what has not come at all", () => {
    const governor = createGovernor(limit);
    for (let n = 0; n < 10; n += 1) governor.ended(n, n * 10, ended(20));
    governor.started(11, 1_000);
    governor.started(12, 1_000);
    expect([governor.suspicion(1_200), governor.suspicion(1_400)]).toEqual([undefined, expect.stringContaining("took longer than")]);
  });

  it("the middle of slow and even answers is not called slow", () => { expect(slowFrom([900, 1_000, 1_100])).toBe(4_000); });
});

const servers: TestServer[] = [];
afterAll(async () => { for (const server of servers.splice(0)) await server.close(); });

/** A target whose behaviour can be changed, under steady load by `workers` until it is told to end. */
async function underLoad(options: Parameters<typeof openTestTraffic>[1], workers = 6): Promise<TestTraffic & { target: { delayMs: number; status: number; headers: Record<string, string>; times: number[] }; end(): Promise<void> }> {
  const target = { delayMs: 2, status: 200, headers: {} as Record<string, string>, times: [] as number[] };
  const server = await openHttp((_request, response) => { target.times.push(performance.now()); setTimeout(() => { response.writeHead(target.status, target.headers).end("ok"); }, target.delayMs); });
  servers.push(server);
  const test = await openTestTraffic(`${server.origin}/`, { profile: profiles.staging, canaryEveryMs: 1_000, ...options });
  let isRunning = true;
  const work = async (worker: number): Promise<void> => { for (let n = 0; isRunning; n += 1) await test.traffic.send({ method: "GET", url: `${server.origin}/${worker}/${n}`, headers: [], body: undefined }, crawl); };
  const done = Promise.allSettled(Array.from({ length: workers }, (_, n) => work(n)));
  return { ...test, target, end: async () => { isRunning = false; test.stop(); await done; await test.traffic.close(); } };
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

async function until(holds: () => boolean, withinMs: number): Promise<number> {
  const startedAt = performance.now();
  while (!holds() && performance.now() - startedAt < withinMs) await wait(20);
  return performance.now() - startedAt;
}

describe("src/dast/traffic: a target in distress", () => {
  // Each has a server of its own, and most of their seconds pass with waiting.
  it.concurrent.each(shareOf([["production", 10, 2], ["staging", 100, 6]] as const, 2))("latency that is injected slows the scan down within 2 s, and it recovers: %s", async (profile, requestsPerSecond, concurrency) => {
    const { traffic, target, notes, end } = await underLoad({ profile: profiles[profile], budget: { requestsPerSecond, concurrency } });
    await wait(1_500);
    expect(traffic.counts().backingOff).toBe(false);
    target.delayMs = 1_000;
    expect(await until(() => traffic.counts().backingOff, 5_000)).toBeLessThan(2_000);
    const slowedAt = performance.now();
    await wait(2_000);
    const slowRate = target.times.filter((at) => at > slowedAt).length / 2;
    expect(slowRate).toBeLessThanOrEqual(requestsPerSecond / 2);
    target.delayMs = 2;
    await until(() => !traffic.counts().backingOff, 25_000);
    expect(traffic.counts().backingOff).toBe(false);
    expect(notes.map((note) => note.split(":")[0])).toEqual(["Backing off from 127.0.0.1", "127.0.0.1 is well again"]);
    await end();
  }, 60_000);

  it("server errors, on the start page as well, slow it down", async () => {
    const { traffic, target, end } = await underLoad({ budget: { requestsPerSecond: 100, concurrency: 6 } });
    await wait(1_500);
    target.status = 503;
    expect(await until(() => traffic.counts().backingOff, 5_000)).toBeLessThan(2_000);
    await end();
  }, 30_000);

  it("429 with Retry-After is obeyed: nothing leaves for so long", async () => {
    const { traffic, target, end } = await underLoad({ budget: { requestsPerSecond: 100, concurrency: 6 }, canaryEveryMs: 60_000 });
    await wait(1_200);
    [target.status, target.headers] = [429, { "retry-after": "2" }];
    await until(() => traffic.counts().backingOff, 3_000);
    [target.status, target.headers] = [200, {}];
    await wait(150);
    const restsFrom = performance.now();
    await wait(1_500);
    // The canary alone looks whether it is over.
    expect(target.times.filter((at) => at > restsFrom).length).toBeLessThanOrEqual(3);
    await wait(1_500);
    expect(target.times.filter((at) => at > restsFrom + 1_800).length).toBeGreaterThan(3);
    await end();
  }, 30_000);

  it("distress that lasts ends the scan", async () => {
    const { traffic, target, end } = await underLoad({ budget: { requestsPerSecond: 100, concurrency: 6 }, distressMs: 2_000 });
    await wait(1_500);
    target.delayMs = 60_000;
    await until(() => traffic.ended() !== undefined, 10_000);
    expect(traffic.ended()).toMatchObject({ reason: "distress", message: expect.stringMatching(/^127\.0\.0\.1 has been unwell for \d s: the start page has not answered/) as string });
    await end();
  }, 30_000);
});

describe("src/dast/traffic: what looks like distress and is none", () => {
  it("probes that are slow or fail by intent do not slow the scan while the start page is well", async () => {
    const server = await openHttp((request, response) => {
      const isProbe = request.url?.startsWith("/probe") === true;
      setTimeout(() => { response.writeHead(isProbe && request.url?.endsWith("e") === true ? 500 : 200).end(); }, isProbe ? 700 : 2);
    });
    servers.push(server);
    const { traffic, notes } = await openTestTraffic(`${server.origin}/`, { profile: profiles.staging, canaryEveryMs: 1_000, budget: { requestsPerSecond: 200, concurrency: 8 } });
    const ask = (path: string) => traffic.send({ method: "GET", url: `${server.origin}${path}`, headers: [], body: undefined }, crawl);
    for (let n = 0; n < 20; n += 1) await ask(`/page/${n}`);
    await wait(1_000);
    await Promise.all(Array.from({ length: 40 }, (_, n) => ask(`/probe/${n}${n % 2 === 0 ? "e" : "s"}`)));
    await traffic.close();
    expect(notes).toEqual([]);
  }, 30_000);
});
