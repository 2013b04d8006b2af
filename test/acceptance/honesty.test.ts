// What must not be able to lie: redeploying, rolling back, withdrawing, deciding and waiting, each against counts and clocks.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs } from "../../src/kernel/clock.ts";
import { openTestApp, testStartAt } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";
import { advisoryOf, deploy, findingsOf, measureOf, publish, push, theFinding } from "./fleet-in-words.ts";

const place = { service: "checkout", endpoint: "prod-eu", environment: "production", exposure: "internet", criticality: "high" } as const;
const flaw = { id: "GHSA-cart-0001", name: "cart-rules", fixed: "1.2.0", publishedAt: testStartAt - dayMs };

let test: TestApp;
beforeEach(async () => {
  test = await openTestApp();
  await push(test, "checkout", "1.0", { "cart-rules": "1.0.0", "left-shelf": "2.0.0" });
  await push(test, "checkout", "2.0", { "cart-rules": "1.2.0", "left-shelf": "2.0.0" });
  await deploy(test, { ...place, version: "1.0" });
  await publish(test, advisoryOf(flaw));
  await test.app.acknowledge(test.app.org, (await theFinding(test)).id, "session:dana");
});
afterEach(() => test.close());

/** What redeploying must not move. */
async function clocksOf(now: TestApp) {
  const { id, state, detectedAt, exposedSince, acknowledgedAt, clock, closedAt } = await theFinding(now);
  const fixed = await measureOf(now, "mttr");
  const attained = await measureOf(now, "mtta");
  return { id, state, detectedAt, exposedSince, acknowledgedAt, clock, closedAt, fixed: fixed.n, mtta: [attained.n, attained.median] };
}

describe("test/acceptance/honesty: redeploying what is vulnerable", () => {
  const ways: [claim: string, (step: number) => Promise<unknown>][] = [
    ["reporting the same release again", async () => deploy(test, { ...place, version: "1.0" })],
    ["ending it and starting it at the same instant", async () => { await deploy(test, { ...place, kind: "ended" }); await deploy(test, { ...place, version: "1.0" }); }],
    ["ending it and starting it ten minutes later", async () => { await deploy(test, { ...place, kind: "ended" }); test.clock.advance(10 * minuteMs); await deploy(test, { ...place, version: "1.0" }); }],
    ["ending it and starting it two days later", async () => { await deploy(test, { ...place, kind: "ended" }); test.clock.advance(2 * dayMs); await deploy(test, { ...place, version: "1.0" }); }],
    ["new versions that hold the same component", async (step) => { await push(test, "checkout", `1.0.${step}`, { "cart-rules": "1.0.0", "left-shelf": `2.0.${step}` }); await deploy(test, { ...place, version: `1.0.${step}` }); }],
    ["new versions that hold another affected one", async (step) => { await push(test, "checkout", `1.1.${step}`, { "cart-rules": `1.1.${step}` }); await deploy(test, { ...place, version: `1.1.${step}` }); }],
    ["new versions on yet another endpoint", async (step) => deploy(test, { ...place, endpoint: `prod-${step}`, version: "1.0" })],
  ];
  it.each(ways)("50 times %s changes neither the number of findings, nor the fixed count, nor any clock", async (_way, redeploy) => {
    const before = await clocksOf(test);
    for (let step = 1; step <= 50; step++) {
      test.clock.advance(7 * hourMs);
      await redeploy(step);
    }
    expect(await clocksOf(test)).toEqual(before);
  }, 60_000);
});

describe("test/acceptance/honesty: what closes a finding, and what does not", () => {
  it("a release without an SBOM closes nothing: the finding stays open, unconfirmed", async () => {
    test.clock.advance(hourMs);
    const receipt = await deploy(test, { ...place, version: "3.0" });
    expect(receipt.warnings.join()).toContain("no SBOM");
    expect(await theFinding(test)).toMatchObject({ state: "open", labels: expect.arrayContaining(["unconfirmed"]), live: { affected: 0, unconfirmed: 1, fixed: 0 } });
    expect((await measureOf(test, "mttr")).n).toBe(0);
  });

  it("its SBOM, when it comes, closes it as of the deployment", async () => {
    test.clock.advance(hourMs);
    await deploy(test, { ...place, version: "3.0" });
    test.clock.advance(hourMs);
    await push(test, "checkout", "3.0", { "cart-rules": "1.2.1" });
    expect(await theFinding(test)).toMatchObject({ state: "closed", closeReason: "fixed", closedAt: testStartAt + hourMs });
  });

  it("a component that is gone is removed, not fixed", async () => {
    test.clock.advance(hourMs);
    await push(test, "checkout", "3.0", { "left-shelf": "2.0.0" });
    await deploy(test, { ...place, version: "3.0" });
    expect(await theFinding(test)).toMatchObject({ state: "closed", closeReason: "component-removed" });
    expect((await measureOf(test, "mttr")).n).toBe(0);
  });

  it("a service that is ended is retired, not fixed", async () => {
    test.clock.advance(hourMs);
    await deploy(test, { ...place, kind: "ended" });
    expect(await theFinding(test)).toMatchObject({ state: "closed", closeReason: "retired" });
    expect((await measureOf(test, "mttr")).n).toBe(0);
    expect((await measureOf(test, "sla-attainment")).n).toBe(0);
  });

  it("a withdrawn advisory closes it as withdrawn and counts in no time to fix", async () => {
    test.clock.advance(2 * hourMs);
    await publish(test, advisoryOf({ ...flaw, modifiedAt: test.clock.now(), withdrawnAt: test.clock.now() }));
    expect(await theFinding(test)).toMatchObject({ state: "closed", closeReason: "withdrawn", closedAt: testStartAt + 2 * hourMs, live: { affected: 0 } });
    expect((await measureOf(test, "mttr")).n).toBe(0);
    expect((await measureOf(test, "sla-attainment")).n).toBe(0);
  });
});

describe("test/acceptance/honesty: a rollback after a fix", () => {
  beforeEach(async () => {
    test.clock.set(testStartAt + dayMs);
    await deploy(test, { ...place, version: "2.0" });
    test.clock.set(testStartAt + 5 * dayMs);
    await deploy(test, { ...place, version: "1.0" });
  });

  it("is a regression of the same finding with a clock of its own", async () => {
    const since = testStartAt + 5 * dayMs;
    expect(await theFinding(test)).toMatchObject({
      state: "open", labels: expect.arrayContaining(["regressed"]), detectedAt: since, exposedSince: since, acknowledgedAt: undefined, clock: { startedAt: since, stoppedAt: undefined },
      periods: [{ openedAt: testStartAt, closedAt: testStartAt + dayMs, reason: "fixed" }, { openedAt: since, closedAt: undefined }],
    });
  });

  it("takes nothing back: the first fix took one day, and still did", async () => {
    expect(await measureOf(test, "mttr")).toMatchObject({ n: 1, median: dayMs });
    expect(await measureOf(test, "sla-attainment")).toMatchObject({ n: 1, value: 1 });
  });

  it("has its own time to fix, beside the first", async () => {
    test.clock.set(testStartAt + 8 * dayMs);
    await deploy(test, { ...place, version: "2.0" });
    expect(await theFinding(test)).toMatchObject({ state: "closed", closeReason: "fixed" });
    expect(await measureOf(test, "mttr")).toMatchObject({ n: 2, median: dayMs, p90: 3 * dayMs });
  });
});

describe("test/acceptance/honesty: decisions", () => {
  it("not-affected takes it out, revoking brings it back, and no clock has moved", async () => {
    const before = await theFinding(test);
    test.clock.advance(hourMs);
    const { decisionId } = await test.app.decide(test.app.org, { vulnerability: flaw.id, kind: "not-affected", justification: "vulnerable_code_not_in_execute_path", reason: "the rules are never read from a request" }, "session:dana");
    expect(await theFinding(test)).toMatchObject({ state: "not-affected", closedAt: undefined });
    expect((await measureOf(test, "mttr")).n).toBe(0);
    test.clock.advance(hourMs);
    await test.app.revokeDecision(test.app.org, decisionId, "session:dana");
    expect(await theFinding(test)).toMatchObject({ state: "open", detectedAt: before.detectedAt, clock: before.clock });
  });

  it("an accepted risk is open again when its time is over, without anybody doing anything", async () => {
    const before = await theFinding(test);
    await test.app.decide(test.app.org, { vulnerability: flaw.id, kind: "accepted", reason: "the shop is closed until then", untilAt: testStartAt + 7 * dayMs }, "session:dana");
    test.clock.set(testStartAt + 7 * dayMs - 1);
    await test.app.steps.turnDecisions();
    expect((await theFinding(test)).state).toBe("accepted");
    test.clock.set(testStartAt + 7 * dayMs);
    await test.app.steps.turnDecisions();
    expect(await theFinding(test)).toMatchObject({ state: "open", detectedAt: before.detectedAt, clock: before.clock });
  });

  it("the VEX status fixed is a claim: it neither closes nor counts", async () => {
    await test.app.decide(test.app.org, { vulnerability: flaw.id, kind: "fixed", reason: "the vendor says so" }, "session:dana");
    expect((await theFinding(test)).state).toBe("open");
    expect((await measureOf(test, "mttr")).n).toBe(0);
  });

  it("a decision for one service leaves the same vulnerability in another one open", async () => {
    await push(test, "returns", "1.0", { "cart-rules": "1.0.0" });
    await deploy(test, { ...place, service: "returns", version: "1.0" });
    await test.app.decide(test.app.org, { vulnerability: flaw.id, service: "returns", kind: "accepted", reason: "no cart here", untilAt: testStartAt + dayMs }, "session:dana");
    expect((await findingsOf(test)).map(({ service, state }) => `${service} ${state}`).toSorted()).toEqual(["checkout open", "returns accepted"]);
  });
});

describe("test/acceptance/honesty: names of one vulnerability that join and part", () => {
  const cve = { id: "CVE-2026-1001", name: "cart-rules", fixed: "1.2.0", publishedAt: testStartAt };
  const openNames = async (): Promise<string[]> => (await findingsOf(test)).filter(({ state }) => state === "open").map(({ vulnerability }) => vulnerability).toSorted();

  it("two findings become one and two again; the one that was acknowledged keeps its id and its clock", async () => {
    const before = await theFinding(test);
    await publish(test, advisoryOf(cve));
    expect(await openNames()).toEqual([cve.id, flaw.id]);
    await publish(test, advisoryOf({ ...flaw, aliases: [cve.id], modifiedAt: testStartAt + 1 }));
    const joined = await findingsOf(test);
    expect(joined.map(({ id, vulnerability, detectedAt, acknowledgedBy }) => ({ id, vulnerability, detectedAt, acknowledgedBy }))).toEqual([{ id: before.id, vulnerability: cve.id, detectedAt: before.detectedAt, acknowledgedBy: "session:dana" }]);
    await publish(test, advisoryOf({ ...flaw, modifiedAt: testStartAt + 2 }));
    expect(await openNames()).toEqual([cve.id, flaw.id]);
    expect(new Set((await findingsOf(test)).map(({ id }) => id)).size).toBe(2);
  });
});
