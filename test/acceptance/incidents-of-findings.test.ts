// Findings that open incidents: exploited in the wild on a running release, malicious packages, and crowds of them.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Enrichment } from "../../src/advisories/advisory.ts";
import { dayMs, hourMs } from "../../src/kernel/clock.ts";
import { openTestApp, testStartAt } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";
import { advisoryOf, deploy, enrich, findingsOf, publish, push } from "./fleet-in-words.ts";

let test: TestApp;
beforeEach(async () => { test = await openTestApp(); });
afterEach(async () => { await test.close(); });

const kev = (cve: string, forensicTriage?: boolean): Enrichment => ({ kind: "kev", cve, addedAt: testStartAt, dueOn: undefined, ransomware: false, forensicTriage });
const incidents = async (state: "open" | "closed" | "all" = "open") => (await test.app.incidents.list(test.app.org, { state, sort: "opened" }, { limit: 100, after: undefined })).items;
const run = async (service: string, version: string, packages: Record<string, string>, owner?: string) => {
  await push(test, service, version, packages);
  await deploy(test, { service, version, endpoint: `prod-${service}`, environment: "production", exposure: "internet", ...(owner === undefined ? {} : { owner }) });
};
const cve = (number: number, name = `pkg${number}`) => advisoryOf({ id: `CVE-2099-${number}`, name, fixed: "2.0.0", publishedAt: testStartAt - dayMs });

describe("an exploited vulnerability", () => {
  it("opens one incident over all services that run it, says which clause asks for triage, and the finding names it", async () => {
    await run("pay", "1", { log: "1.0.0" }, "payments");
    await run("web", "1", { log: "1.0.0" }, "frontend");
    await publish(test, cve(1, "log"));
    expect(await incidents()).toEqual([]);
    await enrich(test, kev("CVE-2099-1"));
    expect(await incidents()).toMatchObject([{ kind: "exploited-vulnerability", members: 2, live: 2, services: ["pay", "web"], why: expect.stringMatching(/^runs and is exploited in the wild \(KEV\), forensic triage first \(BOD 26-04 3DF/) as string }]);
    const [finding] = await findingsOf(test);
    expect(await test.app.incidents.ofSignal(test.app.org, { kind: "finding", ref: finding?.id ?? "" })).toMatchObject({ number: 1 });
    await run("api", "1", { log: "1.0.0" });
    expect(await incidents()).toMatchObject([{ members: 3, services: ["api", "pay", "web"] }]);
  });

  it("each owner hears of the own services, all as one story", async () => {
    await run("pay", "1", { log: "1.0.0" }, "payments");
    await run("web", "1", { log: "1.0.0" }, "frontend");
    await publish(test, cve(1, "log"));
    await enrich(test, kev("CVE-2099-1"));
    const { items } = await test.app.notices.deliveries(test.app.org, {}, { limit: 100, after: undefined });
    expect(items.filter(({ kind }) => kind === "incident.opened")).toHaveLength(2);
  });

  it("proposes recovery when every member is fixed; a person closes it; running it again reopens it", async () => {
    await run("pay", "1", { log: "1.0.0" });
    await publish(test, cve(1, "log"));
    await enrich(test, kev("CVE-2099-1", true));
    test.clock.advance(hourMs);
    await run("pay", "2", { log: "2.0.0" });
    expect(await incidents()).toMatchObject([{ live: 0, quietSince: testStartAt + hourMs, phase: "detected" }]);
    await test.app.incidents.close(test.app.org, "INC-1", "upgraded, no trace of use", false, { actor: "ana" });
    test.clock.advance(hourMs);
    await deploy(test, { service: "pay", version: "1", endpoint: "prod-pay" });
    expect(await incidents()).toMatchObject([{ number: 1, reopened: 1, live: 1 }]);
  });

  it("a first SBOM with forty of them is one incident, not forty; the next service gets one of its own", async () => {
    const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
    await publish(test, ...numbers.map((number) => cve(number)));
    await enrich(test, ...numbers.map((number) => kev(`CVE-2099-${number}`)));
    await run("old", "1", Object.fromEntries(numbers.map((number) => [`pkg${number}`, "1.0.0"])));
    expect(await incidents()).toMatchObject([{ title: "Exploited vulnerabilities in old", members: 40 }]);
    await run("older", "1", { pkg7: "1.0.0" });
    expect(await incidents()).toMatchObject([{ members: 41, services: ["old", "older"] }]);
  });
});

describe("a malicious package", () => {
  it("opens one incident, whose message is the only one; taking the report back is told in the same story", async () => {
    await run("pay", "1", { evil: "1.0.0" }, "payments");
    const report = { id: "MAL-2099-1", name: "evil", publishedAt: testStartAt, modifiedAt: testStartAt };
    await publish(test, advisoryOf(report));
    expect(await incidents()).toMatchObject([{ kind: "malicious-package", title: "Malicious package running: evil in pay (MAL-2099-1)", members: 1 }]);
    const told = async () => (await test.app.notices.deliveries(test.app.org, {}, { limit: 100, after: undefined })).items.map(({ kind }) => kind).toSorted();
    expect(await told()).toEqual(["incident.opened"]);
    test.clock.advance(hourMs);
    await publish(test, advisoryOf({ ...report, modifiedAt: testStartAt + hourMs, withdrawnAt: testStartAt + hourMs }));
    expect(await told()).toEqual(["incident.opened", "incident.quiet", "malicious.closed"]);
    expect(await incidents()).toMatchObject([{ live: 0, attention: expect.arrayContaining(["quiet"]) as unknown }]);
  });
});
