// The life of a finding: found, told, replayed, fixed, back again; and whatever keeps a replay from an answer is said.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs } from "../../src/kernel/clock.ts";
import type { DastScan } from "../../src/dast/scan.ts";
import type { DastFinding } from "../../src/dast/finding.ts";
import { openShop } from "./dast-shop.ts";
import type { Shop } from "./dast-shop.ts";
import { openDastUnderTest } from "./dast-under-test.ts";
import type { Asking, DastUnderTest } from "./dast-under-test.ts";

let under: DastUnderTest;
let shop: Shop;
beforeEach(async () => { [under, shop] = await Promise.all([openDastUnderTest({ settings: { logLevel: "warn" } }), openShop()]); shop.weak = true; });
afterEach(async () => { await under.close(); await shop.close(); });

// One page is enough: what stands here is the life of a finding, not how it is found.
const quick: Asking = { profile: "staging", browser: "off", known: ["GET /search?q=lamp"], scope: { origins: [], include: ["/search"], exclude: [], addresses: [] }, checks: { only: ["xss-reflected"], except: [] }, budget: { requestsPerSecond: 500, concurrency: 8, totalMs: 60_000 } };
const start = (): string => `${shop.url}search?q=lamp`;
const defaults = quick as Parameters<DastUnderTest["app"]["dast"]["putTarget"]>[2]["defaults"];

async function found(more: Parameters<DastUnderTest["target"]>[2] = {}): Promise<{ target: string; finding: DastFinding; scan: DastScan }> {
  const target = await under.target("shop", start(), { defaults, ...more });
  const scan = await under.scan(target);
  expect([scan.state, scan.report?.endedBecause, scan.failure]).toEqual(["done", "complete", undefined]);
  const finding = (await under.findings(target)).find(({ place }) => place.template === "/search");
  if (finding === undefined) throw new Error("the weakness was not found");
  under.clock.advance(minuteMs);
  return { target, finding, scan };
}
const replayed = async ({ findingId }: DastFinding): Promise<{ scan: DastScan; finding: DastFinding }> => { const scan = await under.ended((await under.app.dast.replay(under.org, findingId, "ana")).scanId); under.clock.advance(minuteMs); return { scan, finding: await under.whole(findingId) }; };
const noticeKinds = async (): Promise<string[]> => {
  const { items } = await under.app.notices.deliveries(under.org, {}, { limit: 100, after: undefined });
  return Promise.all(items.toReversed().map(async ({ noticeId }) => (await under.app.store.views.fleet.notice(under.org, noticeId))?.kind ?? "none"));
};

describe("test/acceptance/dast-lifecycle: replays", () => {
  it("found; still there; fixed; back; each with its fact, and every time the same finding", async () => {
    const { finding, target } = await found();
    expect(finding).toMatchObject({ state: "open", lastOutcome: "new", check: "xss-reflected", place: { method: "GET", template: "/search", point: "query:q" } });
    expect((await replayed(finding)).finding).toMatchObject({ state: "open", lastOutcome: "same" });
    shop.weak = false;
    const fixed = await replayed(finding);
    expect(fixed.finding).toMatchObject({ state: "fixed", lastOutcome: "fixed", fixedAt: expect.any(Number) as number });
    expect(fixed.scan).toMatchObject({ reason: "replay", state: "done", counts: { fixed: 1 } });
    shop.weak = true;
    await under.scan(target);
    expect(await under.whole(finding.findingId)).toMatchObject({ state: "open", lastOutcome: "regressed", firstAt: finding.firstAt });
    expect((await under.findings(target)).filter(({ place }) => place.template === "/search").length).toBe(1);
    const of = async (kind: string): Promise<string[]> => (await under.facts(kind)).map(({ subject }) => subject).filter((subject) => subject === finding.findingId);
    expect([(await of("dast-finding.opened")).length, (await of("dast-finding.fixed")).length, (await of("dast-finding.regressed")).length]).toEqual([1, 1, 1]);
    const { history } = (await under.app.dast.finding(under.org, finding.findingId)) ?? { history: [] };
    expect(history.map(({ outcome }) => outcome)).toEqual(["regressed", "fixed", "same", "new"]);
  }, 120_000);

  it.each<[string, () => void | Promise<void>, RegExp]>([
    ["the application is down", () => shop.close(), /does not answer/],
    ["the application answers with errors", () => { shop.failing = 503; }, /503/],
    ["the scope leaves it out", async () => { await under.app.dast.putTarget(under.org, (await under.app.dast.targets(under.org))[0]?.targetId, { name: "shop", url: start(), testable: true, defaults: { ...defaults, scope: { ...quick.scope, exclude: ["/search"] } } as typeof defaults, everyHours: undefined, afterDeployment: false }, "ana"); }, /not sent: the scope excludes/],
    ["the profile does not allow the check any more", async () => { await under.app.dast.putTarget(under.org, (await under.app.dast.targets(under.org))[0]?.targetId, { name: "shop", url: start(), testable: true, defaults: { ...defaults, profile: "passive", checks: { only: [], except: [] } }, everyHours: undefined, afterDeployment: false }, "ana"); }, /class/],
    ["the budget is spent before it", async () => { await under.app.dast.putTarget(under.org, (await under.app.dast.targets(under.org))[0]?.targetId, { name: "shop", url: start(), testable: true, defaults: { ...defaults, budget: { requests: 1 } }, everyHours: undefined, afterDeployment: false }, "ana"); }, /budget/],
  ])("%s: not retested, with the reason, and still open", async (_name, breakIt, why) => {
    const { finding } = await found();
    await breakIt();
    const after = await replayed(finding);
    expect([after.finding.state, after.finding.lastOutcome]).toEqual(["open", "not-retested"]);
    expect(after.finding.notRetestedBecause).toMatch(why);
  }, 120_000);

  it("the route is gone: a page that is not there is no proof of a fix of a page that is", async () => {
    const { finding } = await found();
    shop.withoutSearch = true;
    const after = await replayed(finding);
    expect([after.finding.state, after.finding.lastOutcome]).toEqual(["open", "not-retested"]);
    expect(after.finding.notRetestedBecause).toMatch(/404|not there|gone/);
  }, 120_000);

  it("a whole scan that does not come to it says so of each that stood open", async () => {
    const { finding, target } = await found();
    const scan = await under.scan(target, { budget: { requests: 2 } });
    expect(scan.report?.endedBecause).toBe("budget");
    expect(await under.whole(finding.findingId)).toMatchObject({ state: "open", lastOutcome: "not-retested", notRetestedBecause: expect.stringContaining("budget") as string });
    expect(scan.counts["not-retested"]).toBeGreaterThan(0);
  }, 120_000);
});

describe("test/acceptance/dast-lifecycle: what people say, and what they are told", () => {
  it("two runs of the same target say the same, by the same ids", async () => {
    const { target, scan } = await found();
    const first = (await under.findings(target)).map(({ findingId, fingerprint }) => `${findingId} ${fingerprint}`).toSorted();
    const again = await under.scan(target);
    expect((await under.findings(target)).map(({ findingId, fingerprint }) => `${findingId} ${fingerprint}`).toSorted()).toEqual(first);
    expect(again.counts).toMatchObject({ new: 0, regressed: 0, fixed: 0, "not-retested": 0, same: first.length });
    const diff = await under.app.dast.diff(under.org, again.scanId, undefined);
    expect([diff.before?.scanId, diff.rows.length, new Set(diff.rows.map(({ before, after }) => `${before ?? ""} ${after}`))]).toEqual([scan.scanId, first.length, new Set(["new same"])]);
  }, 120_000);

  it("a verdict holds until its date; then the next scan opens it again", async () => {
    const { target, finding } = await found();
    await under.app.dast.judge(under.org, finding.findingId, { verdict: "accepted", untilAt: under.clock.now() + dayMs, note: "replaced soon" }, "ana");
    await under.scan(target);
    expect(await under.whole(finding.findingId)).toMatchObject({ state: "dismissed", verdict: "accepted", note: "replaced soon" });
    under.clock.advance(2 * dayMs);
    await under.scan(target);
    const after = await under.whole(finding.findingId);
    expect([after.state, after.verdict]).toEqual(["open", undefined]);
    expect((await under.facts("dast-finding.judged")).length).toBe(1);
  }, 120_000);

  it("what is new, fixed and back is told once each, with service, owner and place, and joins an incident that ends with it", async () => {
    await under.app.recordDeployment(under.org, { service: "web", version: "1.4.0", endpoint: "edge", environment: "prod", exposure: "internet", owner: "team-web" } as Parameters<typeof under.app.recordDeployment>[1], "t");
    await under.app.notices.putReceiver(under.org, { id: "ops", channel: "webhook", settings: { url: "https://hooks.example/ops" } }, "t").catch(() => undefined);
    const { finding } = await found({ service: "web", endpoint: "edge" });
    expect(await under.app.dast.finding(under.org, finding.findingId)).toMatchObject({ served: { service: "web", version: "1.4.0", endpoint: "edge", environment: "prod" } });
    shop.weak = false;
    await replayed(finding);
    const kinds = (await noticeKinds()).filter((kind) => kind.startsWith("dast."));
    expect([kinds.filter((kind) => kind === "dast.new").length <= 1, kinds.filter((kind) => kind === "dast.fixed").length <= 1]).toEqual([true, true]);
  }, 120_000);

  it.each([["json", /"xss-reflected"/], ["sarif", /"2\.1\.0"/], ["html", /<html/i], ["junit", /<testsuite/]] as const)("a scan is reported as %s", async (format, holds) => {
    const { scan } = await found();
    const { text } = await under.app.dast.report(under.org, scan.scanId, format);
    expect(text).toMatch(holds);
    expect(text).toContain("/search");
  }, 120_000);
});

describe("test/acceptance/dast-lifecycle: scans that start by themselves", () => {
  it("every so many hours, once", async () => {
    const { target } = await found({ everyHours: 6 });
    under.clock.advance(5 * hourMs);
    await under.app.steps.runScans();
    const scheduled = async (): Promise<number> => (await under.app.dast.scans(under.org, { targetId: target, state: undefined, reason: "schedule" }, { limit: 50, after: undefined })).total;
    expect(await scheduled()).toBe(0);
    under.clock.advance(hourMs);
    await under.app.steps.runScans();
    await under.app.steps.runScans();
    expect(await scheduled()).toBe(1);
  }, 120_000);

  it("after a deployment of what serves the target, when it has settled; a target that nobody marked never", async () => {
    const deploy = (version: string) => under.app.recordDeployment(under.org, { service: "web", version, endpoint: "edge" } as Parameters<typeof under.app.recordDeployment>[1], "t");
    await deploy("1.0.0");
    const { target } = await found({ service: "web", endpoint: "edge", afterDeployment: true });
    await under.target("unmarked", `${shop.url}about`, { testable: false, afterDeployment: true, service: "web", endpoint: "edge", defaults });
    const ofDeployment = async () => (await under.app.dast.scans(under.org, { targetId: undefined, state: undefined, reason: "deployment" }, { limit: 50, after: undefined })).items;
    await under.app.steps.runScans();
    expect((await ofDeployment()).length).toBe(0);
    await deploy("1.1.0");
    await under.app.steps.runScans();
    expect((await ofDeployment()).length).toBe(0);
    under.clock.advance(2 * minuteMs);
    await under.app.steps.runScans();
    expect((await ofDeployment()).map(({ targetId, state }) => [targetId, state])).toEqual([[target, "done"]]);
    await under.app.steps.runScans();
    expect((await ofDeployment()).length).toBe(1);
  }, 120_000);
});
