// The views on every store: each row once, no row of another organisation, and numbers that agree with each other.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Decision } from "../../src/findings/decision.ts";
import type { ExposureFilter, FindingFilter } from "../../src/findings/finding-views.ts";
import { dayMs, hourMs } from "../../src/kernel/clock.ts";
import { encodeCursor } from "../../src/kernel/page.ts";
import { outboxRows } from "../../src/notify/notice-store.ts";
import { sampleNotice } from "../../src/notify/notice.sample.ts";
import type { Store } from "../../src/store/store.ts";
import { everyList, walkList } from "./every-list.ts";
import { addFleet, deploy, evaluate, nameOf, publish, smallFleet } from "./sample-fleet.ts";
import type { Fleet } from "./sample-fleet.ts";
import { openUnderTest, startAt } from "./store-under-test.ts";
import type { Ground, StoreUnderTest } from "./store-under-test.ts";

const now = startAt + dayMs;
const whole = { limit: 500, after: undefined };

/** Internal places only: what is not exploited has no due date there. */
const inner = { services: 1, endpoints: 2, vulnerabilities: 5, exposure: "internal" } as const;

const decision = (decisionId: string, vulnerabilityId: string, changed: Partial<Decision> = {}): Decision => ({
  decisionId, scope: { vulnerabilityId, packageKey: undefined, serviceId: undefined }, kind: "not-affected", justification: "vulnerable_code_not_present", reason: "not called", actor: "session:admin",
  fromAt: startAt + 2 * hourMs, untilAt: undefined, revokedAt: undefined, recordedAt: startAt + 2 * hourMs, ...changed,
});

async function fill(store: Store, org: string, prefix = ""): Promise<Fleet> {
  const fleet = await addFleet(store, org, smallFleet, startAt, prefix);
  await addFleet(store, org, { ...inner, endpoints: 1 }, startAt, `${prefix}inner-`);
  await store.write(async ({ findings, notices }) => {
    for (let index = 0; index < 4; index++) await findings.addDecision(org, decision(`dec_${org}_${prefix}${index}`, nameOf(4).cve));
    for (let index = 0; index < 4; index++) await notices.enqueue(outboxRows({ org, noticeId: `ntc_${prefix}${index}`, notice: sampleNotice({ groupKey: `g${index}` }), routed: { kind: "routed", receivers: ["slack", "mail"] }, now: startAt }));
  });
  return fleet;
}

/** One of each kind, so that every list grows: before and behind what is there. */
async function addSome(store: Store, org: string, prefix: string): Promise<void> {
  await addFleet(store, org, { services: 1, endpoints: 1, vulnerabilities: 1 }, startAt, prefix);
  await store.write(async ({ findings, notices }) => {
    await findings.addDecision(org, decision(`dec_${prefix}`, nameOf(4).cve));
    await notices.enqueue(outboxRows({ org, noticeId: `ntc_${prefix}`, notice: sampleNotice({ groupKey: prefix }), routed: { kind: "routed", receivers: ["slack"] }, now: startAt }));
  });
}

export function describeViews(name: string, groundOf: () => Ground): void {
  describe(`${name}: src/store/views/keyset.ts`, () => {
    let opened: StoreUnderTest;
    let fleet: Fleet;
    beforeAll(async () => { opened = await openUnderTest(groundOf()); await publish(opened.store, smallFleet.vulnerabilities, startAt); fleet = await fill(opened.store, "o"); });
    afterAll(() => opened.close());
    const lists = () => everyList(opened.store.views, now, { releaseId: fleet.services[0]?.affected ?? "" });
    const rowKey = (row: unknown): string => { const { id, key, purl, record, findingId, deploymentId, at } = row as Record<string, string | undefined>; return JSON.stringify([id, key, purl, record, findingId, deploymentId, at]); };

    it("every list: pages of one row give what one page gives, in the same order, with the same total", async () => {
      for (const list of lists()) {
        const { items, total, next } = await list.page("o", whole);
        expect([list.name, items.length, next]).toEqual([list.name, total, undefined]);
        expect(total, list.name).toBeGreaterThan(0);
        expect((await walkList(list, "o", 1)).map(rowKey), list.name).toEqual(items.map(rowKey));
      }
    });

    it("every list: rows that were there all the time come exactly once while others are added between the pages", async () => {
      let added = 0;
      for (const list of lists()) {
        const before = (await list.page("o", whole)).items.map(rowKey);
        const seen = (await walkList(list, "o", Math.ceil(before.length / 4), async () => { await addSome(opened.store, "o", `${added++ % 2 === 0 ? "a" : "z"}${added}-`); })).map(rowKey);
        expect(new Set(seen).size, list.name).toBe(seen.length);
        // Fixes and risks are sums: what is added moves them, so that only lists of things can promise to miss none.
        if (!/fixes|risk/.test(list.name)) expect(before.filter((row) => !seen.includes(row)), list.name).toEqual([]);
      }
    }, 120_000);

    it.each([["no cursor at all", "?"], ["of another list", encodeCursor(["releases", 1, "x"])], ["of values of another type", encodeCursor(["services:name", 1, 2])], ["with a null", encodeCursor(["services:name", null, "x"])]])("a cursor that is %s is refused by name", async (_claim, after) => {
      await expect(opened.store.views.inventory.services("o", {}, { limit: 1, after })).rejects.toMatchObject({ code: "request.invalid", places: [{ at: "/after" }] });
    });
  });

  describe(`${name}: organisations`, () => {
    let opened: StoreUnderTest;
    beforeAll(async () => { opened = await openUnderTest(groundOf()); await publish(opened.store, smallFleet.vulnerabilities, startAt); });
    afterAll(() => opened.close());

    it("whatever another organisation of the same names does, nothing that one sees changes", async () => {
      let round = 0;
      await fc.assert(fc.asyncProperty(fc.record({ services: fc.integer({ min: 1, max: 3 }), endpoints: fc.integer({ min: 1, max: 3 }), vulnerabilities: fc.integer({ min: 1, max: 5 }) }), async (shape) => {
        const [mine, theirs] = [`mine${++round}`, `theirs${round}`];
        const fleet = await addFleet(opened.store, mine, shape, startAt);
        const before = await everything(opened.store, mine, fleet);
        await fill(opened.store, theirs);
        await opened.store.write(({ ledger }) => ledger.append(theirs, [{ kind: "a.b", subject: "s", actor: "t", body: {} }]));
        expect(await everything(opened.store, mine, fleet)).toEqual(before);
        expect(JSON.stringify(before)).not.toContain(theirs);
      }), { numRuns: 3 });
    }, 60_000);
  });

  describe(`${name}: src/store/views`, () => {
    let opened: StoreUnderTest;
    let store: Store;
    let fleet: Fleet;
    beforeAll(async () => {
      opened = await openUnderTest(groundOf());
      store = opened.store;
      await publish(store, smallFleet.vulnerabilities, startAt);
      fleet = await addFleet(store, "o", smallFleet, startAt);
    });
    afterAll(() => opened.close());
    const findings = async (filter = {}, at = now) => (await store.views.findings.findings("o", filter, whole, at)).items;
    const exposures = async (filter = {}) => (await store.views.findings.exposures("o", filter, whole, now)).items;

    it.each<[string, FindingFilter, number]>([
      ["the CVE", { vulnerability: nameOf(1).cve }, 3], ["the CVE in lower case", { vulnerability: nameOf(1).cve.toLowerCase() }, 3], ["its alias", { vulnerability: nameOf(1).ghsa }, 3], ["an erratum about two", { vulnerability: "DSA-9000-1" }, 6],
      ["a vulnerability nobody has", { vulnerability: "CVE-1999-1" }, 0], ["the package", { packageKey: nameOf(2).packageKey }, 3], ["a service's name", { service: "service-1" }, 5], ["an owner", { owner: "team-2" }, 5], ["no owner", { owner: "(none)" }, 5],
      ["an environment", { environment: "staging" }, 15], ["a part of an environment's name", { environment: "stag" }, 0], ["an environment in other case", { environment: "Staging" }, 0], ["kev", { kev: true }, 3], ["a severity", { severity: "high" }, 3],
      ["words of the service", { q: "SERVICE-2" }, 5], ["words of an alias", { q: "ghsa-aaaa-bbbb-1004" }, 3], ["a percent sign, which is only itself", { q: "%" }, 0], ["the label new", { label: "new" }, 15], ["the label kev", { label: "kev" }, 3], ["the state", { state: "closed" }, 0],
    ])("findings by %s", async (_claim, filter, expected) => expect((await store.views.findings.findings("o", filter, whole, now)).total).toBe(expected));

    it("the labels a row shows are those it is found by", async () => {
      for (const at of [now, startAt + 5 * dayMs, startAt + 400 * dayMs]) {
        const rows = await findings({}, at);
        for (const label of ["new", "regressed", "overdue", "partly-fixed", "unconfirmed", "kev"] as const) {
          expect((await findings({ label }, at)).map(({ id }) => id).toSorted(), `${label} at ${at}`).toEqual(rows.filter((row) => row.labels.includes(label)).map(({ id }) => id).toSorted());
        }
      }
    });

    it("each sort is in its order, with what has no due date last", async () => {
      await addFleet(store, "due", inner, startAt);
      const due = (await store.views.findings.findings("due", { sort: "due" }, whole, now)).items.map((row) => row.clock.dueAt ?? Infinity);
      expect(due).toEqual(due.toSorted((a, b) => a - b));
      expect([due[0] === Infinity, due.at(-1)]).toEqual([false, Infinity]);
      const ranks = (await findings({})).map((row) => ["act", "attend", "track*", "track"].indexOf(row.outcome));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    });

    it.each<[string, ExposureFilter, number]>([
      ["a CVE", { vulnerability: nameOf(0).cve }, 12], ["an alias", { vulnerability: nameOf(0).ghsa }, 12], ["an erratum", { vulnerability: "DSA-9000-1" }, 24], ["a component", { purl: nameOf(3).affected }, 12], ["a package without version", { purl: "pkg:npm/alder-3" }, 12], ["a package key", { purl: "npm:alder-3" }, 12],
      ["the fixed version of it", { purl: nameOf(3).fixed }, 0], ["a service", { service: "service-0" }, 20], ["an endpoint", { endpoint: "place-1" }, 15], ["an environment", { environment: "production" }, 30], ["what has ended", { live: false }, 0], ["before it was known", { asof: startAt + 1 }, 0], ["after", { asof: now, live: true }, 60],
    ])("exposures by %s", async (_claim, filter, expected) => expect((await store.views.findings.exposures("o", filter, whole, now)).total).toBe(expected));

    it("the numbers agree: counts, services, releases, endpoints, deployments, components, vulnerabilities and fixes", async () => {
      const { inventory, vulnerabilities, findings: lists, fleet: numbers } = store.views;
      const [services, releases, endpoints, deployments, components, known, fixes] = await Promise.all([
        inventory.services("o", {}, whole), inventory.releases("o", {}, whole), inventory.endpoints("o", {}, whole), inventory.deployments("o", { live: true }, whole), inventory.components("o", { q: "@1.0." }, whole), vulnerabilities.vulnerabilities("o", { affected: true }, whole), lists.fixes("o", {}, whole, now),
      ]);
      const open = (await lists.counts("o", now)).open;
      expect(open).toBe(15);
      expect(services.items.reduce((sum, row) => sum + row.openFindings, 0)).toBe(open);
      expect(services.items.map((row) => [row.liveDeployments, row.releases, Object.values(row.risk).reduce((a, b) => a + b)])).toEqual([[4, 2, 5], [4, 2, 5], [4, 2, 5]]);
      expect(releases.items.map((row) => [row.version, row.liveDeployments, row.openFindings]).toSorted()).toEqual([...Array.from({ length: 3 }, () => ["1.0", 4, 5]), ...Array.from({ length: 3 }, () => ["2.0", 0, 0])]);
      expect(endpoints.items.map((row) => [row.liveDeployments, row.openFindings])).toEqual(Array.from({ length: 4 }, () => [3, 15]));
      expect(deployments.items.reduce((sum, row) => sum + row.openFindings, 0)).toBe(60);
      expect(components.items.map((row) => [row.releases, row.liveDeployments, row.openFindings])).toEqual(Array.from({ length: 5 }, () => [3, 12, 3]));
      expect(known.items.map((row) => [row.findings, row.deployments])).toEqual(Array.from({ length: 5 }, () => [3, 12]));
      expect(known.items.at(-1)?.publishedAt).toBeUndefined();
      expect(fixes.items.map((row) => [row.findings, row.services, row.deployments, row.internet, row.owners])).toEqual(Array.from({ length: 5 }, () => [3, 3, 12, 6, ["team-1", "team-2"]]));
      expect(fixes.items.find((row) => row.packageKey === nameOf(2).packageKey)).toMatchObject({ key: `${nameOf(2).packageKey}@`, fixVersion: undefined });
      expect(fixes.items.find((row) => row.kev > 0)).toMatchObject({ key: `${nameOf(0).packageKey}@2.0.0`, fixVersion: "2.0.0", kev: 3 });
      expect(await numbers.coverage("o")).toEqual({ liveDeployments: 12, withoutSbom: 0, uncoveredComponents: 6, unknownExposure: 3, withoutOwner: 4, servicesWithoutOwner: 1, evaluatedAt: startAt + hourMs });
    });

    it("a service, release, endpoint and component is found by id, name, digest or purl, and by no other's", async () => {
      const { inventory, vulnerabilities } = store.views;
      const [service] = fleet.services;
      expect([(await inventory.findService("o", "service-0"))?.id, (await inventory.findService("o", service?.id ?? ""))?.name, await inventory.findService("p", "service-0")]).toEqual([service?.id, "service-0", undefined]);
      expect([(await inventory.findRelease("o", "sha256:oservice-01.0"))?.id, (await inventory.findEndpoint("o", "place-3"))?.id, (await inventory.findComponent("o", nameOf(0).affected))?.packageKey]).toEqual([service?.affected, fleet.endpoints[3]?.id, nameOf(0).packageKey]);
      expect([(await vulnerabilities.findVulnerability("o", nameOf(2).ghsa))?.id, (await vulnerabilities.findVulnerability("o", nameOf(2).cve))?.aliases, await vulnerabilities.findVulnerability("o", "DSA-9000-1")]).toEqual([nameOf(2).cve, [nameOf(2).ghsa], undefined]);
    });

    it("the palette finds each kind by what its name begins with", async () => {
      const kinds = async (q: string) => [...new Set((await store.views.fleet.search("o", q, 5)).map(({ kind }) => kind))];
      const [finding] = await findings({});
      expect(await Promise.all(["cve-2026-1", "GHSA-AAAA", "service", "2.", "alder-1", "place", finding?.id ?? "", "nothing like it", " "].map(kinds))).toEqual([["vulnerability"], ["vulnerability"], ["service"], ["release"], ["component"], ["endpoint"], ["finding"], [], []]);
    });

    it("as of an instant: what was known, what ran and what was decided then, whatever came after", async () => {
      const org = "then";
      const past = await addFleet(store, org, { services: 1, endpoints: 2, vulnerabilities: 2 }, startAt);
      const [service] = past.services;
      await store.write(({ findings: port }) => port.addDecision(org, decision("dec_then", nameOf(1).cve, { fromAt: startAt + 2 * dayMs, untilAt: startAt + 3 * dayMs, recordedAt: startAt + 2 * dayMs, kind: "accepted", justification: undefined })));
      for (const endpoint of past.endpoints) await deploy(store, org, endpoint.id, service?.id ?? "", service?.fixed, startAt + 5 * dayMs);
      await evaluate(store, org, past, 2, startAt + 6 * dayMs);
      const at = async (asof: number) => {
        const { items, total } = await store.views.findings.findings(org, { sort: "detected", asof }, whole, startAt + 9 * dayMs);
        const live = (await store.views.findings.exposures(org, { live: true, asof }, whole, startAt + 9 * dayMs)).total;
        return [total, items.map(({ state }) => state).toSorted(), live, (await store.views.findings.findings(org, { state: "open", asof }, whole, startAt + 9 * dayMs)).total];
      };
      expect([await at(startAt), await at(startAt + dayMs), await at(startAt + 2.5 * dayMs), await at(startAt + 4 * dayMs), await at(startAt + 5 * dayMs)]).toEqual([
        [0, [], 0, 0], [2, ["open", "open"], 4, 2], [2, ["accepted", "open"], 4, 1], [2, ["open", "open"], 4, 2], [2, ["closed", "closed"], 0, 0],
      ]);
      const series = await store.views.fleet.series(org, {}, startAt, startAt + 7 * dayMs, dayMs);
      expect(series.map(({ open, opened, fixed }) => [open, opened, fixed])).toEqual([[2, 2, 0], [1, 0, 0], [2, 0, 0], [2, 0, 0], [0, 0, 0], [0, 0, 2], [0, 0, 0]]);
      const lives = await store.views.fleet.measuredLives(org, {}, startAt, startAt + 9 * dayMs);
      expect(lives).toHaveLength(2);
      for (const life of lives) expect(life).toMatchObject({ ingestedAt: startAt, exposedSince: startAt, detectedAt: startAt + hourMs, fixedAt: startAt + 5 * dayMs, exposures: [{ from: startAt, to: startAt + 5 * dayMs }, { from: startAt, to: startAt + 5 * dayMs }], excused: [] });
      expect(await store.views.fleet.measuredLives(org, {}, startAt + 8 * dayMs, startAt + 9 * dayMs)).toEqual([]);
    });

    it("decisions are listed last said first, hold by the clock, and excuse only as not affected", async () => {
      const org = "said";
      const own = await addFleet(store, org, { services: 1, endpoints: 1, vulnerabilities: 1 }, startAt);
      const about = nameOf(0).cve;
      await store.write(async ({ findings: port }) => {
        await port.addDecision(org, decision("dec_a", about, { scope: { vulnerabilityId: about, packageKey: undefined, serviceId: own.services[0]?.id }, untilAt: startAt + 6 * hourMs }));
        await port.addDecision(org, decision("dec_b", about, { kind: "affected", justification: undefined, fromAt: startAt + 4 * hourMs, recordedAt: startAt + 4 * hourMs, untilAt: startAt + 5 * hourMs }));
        await port.addDecision(org, decision("dec_c", about, { scope: { vulnerabilityId: about, packageKey: "npm:other", serviceId: undefined } }));
      });
      const rows = (await store.views.findings.decisions(org, whole, startAt + 3 * hourMs)).items;
      expect(rows.map(({ id, holds, service }) => [id, holds, service])).toEqual([["dec_b", false, undefined], ["dec_c", true, undefined], ["dec_a", true, "service-0"]]);
      const [finding] = (await store.views.findings.findings(org, {}, whole, now)).items;
      expect((await store.views.findings.decisionsOf(org, finding?.id ?? "", now)).map(({ id }) => id)).toEqual(["dec_b", "dec_a"]);
      const [life] = await store.views.fleet.measuredLives(org, {}, startAt, now);
      expect(life?.excused).toEqual([{ from: startAt + 2 * hourMs, to: startAt + 4 * hourMs }, { from: startAt + 5 * hourMs, to: startAt + 6 * hourMs }]);
    });

    it("exposures of the fleet are what its deployments and findings say", async () => {
      const rows = await exposures({ live: true });
      expect(rows).toHaveLength(60);
      expect(new Set(rows.map((row) => `${row.findingId} ${row.deploymentId}`)).size).toBe(60);
      for (const row of rows) expect(row).toMatchObject({ version: "1.0", since: startAt, until: undefined, knownAt: startAt + hourMs, state: "open" });
    });
  });
}

/** All that the views say of one organisation. */
async function everything(store: Store, org: string, fleet: Fleet): Promise<unknown> {
  const { inventory, findings, fleet: numbers } = store.views;
  const lists = everyList(store.views, now, { releaseId: fleet.services[0]?.affected ?? "" });
  const rows = await Promise.all(lists.map(async (list) => [list.name, await walkList(list, org, 100)]));
  const found = await Promise.all([inventory.findService(org, "service-0"), inventory.findEndpoint(org, "place-0"), inventory.findComponent(org, nameOf(0).affected), findings.counts(org, now), numbers.coverage(org), numbers.measuredLives(org, {}, startAt, now),
    numbers.series(org, {}, startAt, now, dayMs), numbers.factsPerHour(org, 0), numbers.deliveries(org, { since: startAt }, { limit: 100, after: undefined }), numbers.search(org, "service", 9), numbers.search(org, "place", 9), numbers.search(org, "alder", 9)]);
  return [rows, found];
}
