// The whole loop as one story on a fake clock: an advisory appears, its owner is told, the fix is verified, the times are on the record.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs, toIso } from "../../src/kernel/clock.ts";
import type { Instant } from "../../src/kernel/clock.ts";
import { openReceiver } from "../../src/notify/receiver.sample.ts";
import type { LoopbackReceiver } from "../../src/notify/receiver.sample.ts";
import { createMirror } from "../demo/mirror.ts";
import type { Mirror } from "../demo/mirror.ts";
import { sbomFile } from "../demo/sboms.ts";
import { bystander, story, storyAdvisory, storyId } from "../demo/story-advisory.ts";
import { openTestApp, testStartAt } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";
import { bytesOf, deploy, findingsOf, measureOf, theFinding } from "./fleet-in-words.ts";
import { timelineOn } from "./timeline.ts";
import type { Timeline } from "./timeline.ts";

const secret = `whsec_${Buffer.from("a secret of at least 24 bytes").toString("base64")}`;
const everywhere = [
  { endpoint: "staging", environment: "staging", exposure: "internal", criticality: "low" }, { endpoint: "prod-ap", environment: "production", exposure: "internet", criticality: "medium" },
  { endpoint: "prod-us", environment: "production", exposure: "internet", criticality: "high" }, { endpoint: "prod-eu", environment: "production", exposure: "internet", criticality: "high" },
] as const;
const purl = "pkg:npm/%40lantern/price-rules@2.3.1";

interface Heard { type: string; data: { title: string; where: string; due: string; labels: { owner: string }; changes?: string[]; action: { label: string } } }

let folder: string;
let test: TestApp;
let receiver: LoopbackReceiver;
let mirror: Mirror;
let time: Timeline;

/** What the owner has heard since the last time. */
function heard(): Heard[] {
  return receiver.received.splice(0).map(({ headers, body }) => {
    const sentAt = new Date(Number(headers["webhook-timestamp"]) * 1000);
    expect(headers["webhook-signature"]).toBe(new Webhook(secret).sign(String(headers["webhook-id"]), sentAt, body));
    return JSON.parse(body) as Heard;
  });
}
const release = (version: string) => test.app.recordSbom(test.app.org, { service: "checkout-api", version, owner: "team-payments", chunks: bytesOf(readFileSync(sbomFile("checkout-api", version))) }, "token:ci");
const rollOut = (version: string, places: readonly (typeof everywhere)[number][]) => Promise.all(places.map((place) => deploy(test, { service: "checkout-api", version, ...place })));
const exposed = async (asof?: Instant) => (await test.app.findings.exposures(test.app.org, { vulnerability: storyId, live: true, asof }, { limit: 100, after: undefined }, test.clock.now())).items.map(({ endpoint }) => endpoint).toSorted();

beforeAll(async () => {
  receiver = await openReceiver((response) => { response.writeHead(204).end(); });
  folder = mkdtempSync(join(tmpdir(), "aftwatch-loop-"));
  mirror = createMirror(folder, ["npm"], [bystander(testStartAt - dayMs)]);
  test = await openTestApp({ feeds: [{ id: "osv", baseUrl: mirror.url }] });
  time = timelineOn(test.clock, async () => { await test.app.syncFeed("osv", "feed:osv"); await test.app.steps.deliver(); });
  await test.app.notices.putReceiver(test.app.org, { id: "payments-oncall", channel: "webhook", settings: { url: `http://127.0.0.1:${receiver.port}/hook`, secrets: [secret], allowPrivate: true } }, "session:dana");
  await test.app.routes.put(test.app.org, { routing: { route: { receivers: [], routes: [{ id: "payments", matchers: ['owner="team-payments"'], receiver: "payments-oncall" }] } } }, "session:dana");
});
afterAll(async () => { await test.close(); await receiver.close(); rmSync(folder, { recursive: true, force: true }); });

describe("test/acceptance/loop: the story, step by step", () => {
  it("0: four endpoints run a release whose packages are known, and nothing is wrong with it", async () => {
    await time.at("0s");
    expect(await release(story.vulnerableRelease)).toMatchObject({ rejects: [], findingsOpened: 0, unchanged: false });
    await rollOut(story.vulnerableRelease, everywhere);
    expect(await findingsOf(test)).toEqual([]);
    expect(await exposed()).toEqual([]);
  });

  it("9 d: an advisory of two minutes ago is in the mirror; the next poll opens one finding on all four", async () => {
    mirror.publish([storyAdvisory(time.instant("9d") - 2 * minuteMs)]);
    const detectedAt = await time.at("9d");
    expect(await theFinding(test)).toMatchObject({
      vulnerability: storyId, packageKey: story.packageKey, service: "checkout-api", owner: "team-payments", state: "open", severity: "critical", fixVersion: story.fixed,
      detectedAt, exposedSince: testStartAt, live: { affected: 4, unconfirmed: 0, fixed: 0, total: 4 }, environments: ["production", "staging"],
      outcome: "attend", clock: { clause: "3D: not in KEV, exposed, automatable, total impact", startedAt: detectedAt, dueAt: detectedAt + 3 * dayMs },
    });
    expect(await exposed()).toEqual(["prod-ap", "prod-eu", "prod-us", "staging"]);
  });

  it("9 d 1 s: the owner has heard once, with where, by when and what to do", async () => {
    await time.at("9d 1s");
    const messages = heard();
    expect(messages.map(({ type }) => type)).toEqual(["finding.opened"]);
    expect(messages[0]?.data).toMatchObject({ labels: { owner: "team-payments" }, where: "checkout-api: 4 live deployments in production, staging.", action: { label: `Upgrade @lantern/price-rules to ${story.fixed}` } });
    expect(messages[0]?.data.due).toContain(toIso(time.instant("12d")));
  });

  it("explains why, by the two versions it compared and what would clear it", async () => {
    const [row, ...others] = (await test.app.explain(test.app.org, purl, storyId)).traces;
    expect(others).toEqual([]);
    expect(row).toMatchObject({ advisory: storyId, source: "osv", verdict: "affected", clearedBy: story.fixed, detectedAt: time.instant("9d") });
    expect(row?.why).toBe(`Affected: ${story.affected} is at or after introduced 2.3.0 and before fixed 2.3.2 in npm, range 1, by semver order; 2.3.2 clears it.`);
  });

  it("9 d 20 m: somebody takes it on", async () => {
    await time.at("9d 20m");
    await test.app.acknowledge(test.app.org, (await theFinding(test)).id, "session:dana");
    expect(await theFinding(test)).toMatchObject({ acknowledgedAt: time.instant("9d 20m"), acknowledgedBy: "session:dana" });
  });

  it("9 d 5 h: the fixed release is known; nothing closes before it runs", async () => {
    await time.at("9d 5h");
    await release(story.fixedRelease);
    expect(await theFinding(test)).toMatchObject({ state: "open", live: { affected: 4 } });
  });

  it("9 d 6 h: on three of four endpoints: partly fixed, and the owner knows", async () => {
    await time.at("9d 6h");
    await rollOut(story.fixedRelease, everywhere.slice(0, 3));
    expect(await theFinding(test)).toMatchObject({ state: "open", labels: expect.arrayContaining(["partly-fixed"]), live: { affected: 1, unconfirmed: 0, fixed: 3, total: 4 }, environments: ["production"] });
    expect(await exposed()).toEqual(["prod-eu"]);
    await time.at("9d 6h 1s");
    const [message, ...others] = heard();
    expect(others).toEqual([]);
    expect(message).toMatchObject({ type: "finding.partly-fixed", data: { where: "checkout-api: 1 live deployment in production." } });
    expect(message?.data.changes?.join()).toContain("4 live deployments");
  });

  it("10 d 2 h: on the last one: fixed and verified, the clock stops, the owner hears of it", async () => {
    const closedAt = await time.at("10d 2h");
    await rollOut(story.fixedRelease, everywhere.slice(3));
    expect(await theFinding(test)).toMatchObject({ state: "closed", closeReason: "fixed", closedAt, live: { affected: 0, unconfirmed: 0, fixed: 4, total: 4 }, clock: { stoppedAt: closedAt } });
    await time.at("10d 2h 1s");
    expect(heard().map(({ type }) => type)).toEqual(["finding.fixed"]);
    expect(await exposed()).toEqual([]);
  });

  it("the times are exact, and the exposure is the sum over endpoints since publication", async () => {
    await time.at("10d 3h");
    expect(await measureOf(test, "mttd-from-disclosure")).toMatchObject({ n: 1, median: 2 * minuteMs, p90: 2 * minuteMs });
    expect(await measureOf(test, "mttd-from-ingestion")).toMatchObject({ n: 1, median: 0 });
    expect(await measureOf(test, "mtta")).toMatchObject({ n: 1, median: 20 * minuteMs });
    expect(await measureOf(test, "mttr")).toMatchObject({ n: 1, median: 26 * hourMs + 2 * minuteMs });
    expect(await measureOf(test, "open-age")).toMatchObject({ n: 0, median: undefined });
    expect(await measureOf(test, "sla-attainment")).toMatchObject({ n: 1, value: 1 });
    const { value } = await measureOf(test, "exposure-hours");
    expect(value).toBeCloseTo(3 * (6 + 2 / 60) + (26 + 2 / 60), 9);
  });

  it("what was exposed then is still answered now", async () => {
    expect(await exposed(time.instant("8d"))).toEqual([]);
    expect(await exposed(time.instant("9d 1h"))).toHaveLength(4);
    expect(await exposed(time.instant("10d"))).toEqual(["prod-eu"]);
  });

  it("the ledger is whole and tells the story in order", async () => {
    expect(await test.app.ledger.verify(test.app.org)).toMatchObject({ kind: "whole" });
    const { items } = await test.app.ledger.list(test.app.org, { kind: undefined, subject: undefined }, { limit: 500, after: undefined });
    const told = items.toReversed().map(({ kind }) => kind).filter((kind) => /^(?:finding|notice)\./.test(kind));
    expect(told).toEqual(["finding.opened", "notice.delivered", "finding.acknowledged", "finding.partly-fixed", "finding.partly-fixed", "finding.partly-fixed", "notice.delivered", "finding.closed", "notice.delivered"]);
  });
});
