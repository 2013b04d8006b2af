// From the KEV entry to the proof, as one story on a fake clock: page, link, playbook, phases, fix, review, pack, metrics; the server is stopped in the middle.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer } from "../../src/api/server.ts";
import { openApp } from "../../src/app/open.ts";
import type { IncidentRow } from "../../src/app/incidents/incident-desk.ts";
import { readSettings } from "../../src/app/settings.ts";
import type { Settings } from "../../src/app/settings.ts";
import { verifyPack } from "../../src/evidence/verify-pack.ts";
import { dayMs, fakeClock, hourMs, minuteMs, secondMs, toIso } from "../../src/kernel/clock.ts";
import { silentLog } from "../../src/kernel/log.ts";
import { openReceiver } from "../../src/notify/receiver.sample.ts";
import type { LoopbackReceiver } from "../../src/notify/receiver.sample.ts";
import { startDemoCluster } from "../demo/cluster.ts";
import { createMirror } from "../demo/mirror.ts";
import { testStartAt } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";
import type { ClusterUnderTest } from "./cluster-under-test.ts";
import { deploy, findingsOf, measureOf, push } from "./fleet-in-words.ts";
import { timelineOn } from "./timeline.ts";
import type { Timeline } from "./timeline.ts";

const org = "main";
const cve = "CVE-2099-0007";
const secret = `whsec_${Buffer.from("a secret of at least 24 bytes").toString("base64")}`;
const oncall = `people:
  - {name: ana, zone: Europe/Berlin, receivers: [ana]}
  - {name: ben, zone: Europe/Berlin, receivers: [ben]}
teams:
  - {name: payments, members: [ana, ben], policy: payments}
schedules:
  - {name: primary, zone: Europe/Berlin, layers: [{rotation: [ana, ben], handover: weekly, weekday: mon, startsOn: 2026-02-23}]}
policies:
  - {name: payments, steps: [{notify: ["schedule:primary"]}, {notify: ["person:ben"], afterMinutes: 10}]}
`;

interface Heard { to: string; type: string; data: { title: string; what: string; where: string; why: string; due: string; action: { label: string; url: string } } }

let folder: string;
let settings: Settings;
let receiver: LoopbackReceiver;
let cluster: ClusterUnderTest;
let test: TestApp;
let time: Timeline;
let incidentId: string;
let ackUrl: string;
const keys: string[] = [];

const advisory = {
  schema_version: "1.7.0", id: "DEMO-2099-7", aliases: [cve], published: toIso(testStartAt - hourMs), modified: toIso(testStartAt - hourMs), summary: "log trusts what it is sent",
  severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
  affected: [{ package: { ecosystem: "npm", name: "log" }, ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "2.0.0" }] }] }],
};

/** CISA's catalogue as it stands at an instant, in its own form. */
function writeKev(cves: readonly string[]): void {
  const vulnerabilities = cves.map((cveID) => ({ cveID, vendorProject: "x", product: "log", vulnerabilityName: "log", dateAdded: "2026-03-01", shortDescription: "x", requiredAction: "x", dueDate: "2026-03-04", knownRansomwareCampaignUse: "Unknown", forensicTriage: "Yes", notes: "", cwes: [] }));
  writeFileSync(join(folder, "kev.json"), JSON.stringify({ title: "t", catalogVersion: "1", dateReleased: toIso(testStartAt + cves.length * minuteMs), count: vulnerabilities.length, vulnerabilities }));
}

/** What arrived since the last time, each with a signature that holds. */
function heard(): Heard[] {
  return receiver.received.splice(0).map(({ path, headers, body }) => {
    expect(headers["webhook-signature"]).toBe(new Webhook(secret).sign(String(headers["webhook-id"]), new Date(Number(headers["webhook-timestamp"]) * 1000), body));
    keys.push(String(headers["webhook-id"]));
    return { to: path.slice(1), ...(JSON.parse(body) as Omit<Heard, "to">) };
  });
}

/** What a server does by itself when its clock has moved. */
async function due(): Promise<void> {
  const { steps } = test.app;
  for (const step of [steps.movePages, steps.movePlaybooks, steps.tellClocks, steps.lookAtIncidents, steps.flushAlerts, steps.deliver]) await step();
}

async function open(clock: TestApp["clock"]): Promise<TestApp> {
  const app = await openApp(settings, { clock, log: silentLog, random: () => 0.5 });
  return { app, clock, dir: folder, close: () => app.close() };
}

const incident = async (): Promise<IncidentRow> => { const row = await test.app.incidents.find(org, incidentId); if (!row) throw new Error("the incident is gone"); return row; };
const run = async () => { const [first] = (await test.app.playbooks.runs(org, {}, { limit: 5, after: undefined })).items; const found = first && await test.app.playbooks.findRun(org, first.id); if (!found) throw new Error("there is no run"); return found; };
const approve = async (...people: string[]): Promise<void> => {
  const [asked] = (await test.app.playbooks.approvals(org, { all: false, actor: "session:ana" }, { limit: 5, after: undefined })).items;
  for (const person of people) await test.app.playbooks.vote(org, asked?.id ?? "nothing is asked", { verdict: "approve", comment: undefined }, `session:${person}`);
  await due();
};
const factKinds = async (): Promise<string[]> => (await test.app.incidents.activity(org, incidentId, { order: "oldest" }, { limit: 500, after: undefined })).items.map(({ kind }) => kind);

beforeAll(async () => {
  folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "aftwatch-response-"));
  receiver = await openReceiver((response) => { response.writeHead(204).end(); });
  cluster = await startDemoCluster(["pay"]);
  mkdirSync(join(folder, "mirror"));
  const mirror = createMirror(join(folder, "mirror"), ["npm"], [advisory]);
  writeKev(["CVE-2099-0001"]);
  settings = readSettings({ AFTWATCH_DATA: join(folder, "data"), AFTWATCH_FEEDS: "osv,kev", AFTWATCH_OSV_URL: mirror.url, AFTWATCH_KEV_URL: pathToFileURL(join(folder, "kev.json")).href, AFTWATCH_HOST: "off", AFTWATCH_PRIVATE_CHANNELS: "on", AFTWATCH_CACHE_MIB: "8", AFTWATCH_KUBERNETES: cluster.kubeconfig }, {}, folder);
  test = await open(fakeClock(testStartAt));
  time = timelineOn(test.clock, due);
  for (const id of ["ana", "ben", "desk"]) await test.app.notices.putReceiver(org, { id, channel: "webhook", settings: { url: `http://127.0.0.1:${receiver.port}/${id}`, secrets: [secret], allowPrivate: true } }, "session:dana");
  await test.app.oncall.putDocument(org, oncall, { actor: "session:dana", version: 0 });
  await test.app.routes.put(org, { text: "route: {receiver: desk}\n" }, "session:dana");
  await push(test, "pay", "1", { log: "1.0.0" });
  await deploy(test, { service: "pay", version: "1", endpoint: "prod-eu", environment: "production", exposure: "internet", owner: "payments" });
  for (const feed of ["osv", "kev"]) await test.app.syncFeed(feed, `feed:${feed}`);
  await time.at("1s");
  receiver.received.splice(0);
});
afterAll(async () => { await test.close(); await receiver.close(); await cluster.close(); rmSync(folder, { recursive: true, force: true }); });

describe("test/acceptance/response-story: from the KEV entry to the proof", () => {
  it("1 h: the vulnerability is exploited in the wild; its finding opens an incident, clocks start, a playbook is proposed", async () => {
    test.clock.set(time.instant("1h"));
    writeKev(["CVE-2099-0001", cve]);
    expect((await test.app.syncFeed("kev", "feed:kev")).lastError).toBeUndefined();
    const [row, ...others] = (await test.app.incidents.list(org, { state: "open", sort: "opened" }, { limit: 10, after: undefined })).items;
    incidentId = row?.id ?? "";
    const [finding] = await findingsOf(test);
    expect([others.length, row?.kind, row?.owner, row?.services, row?.why.includes("forensic triage first"), finding?.vulnerability]).toEqual([0, "exploited-vulnerability", "payments", ["pay"], true, cve]);
    expect(await test.app.incidents.ofSignal(org, { kind: "finding", ref: finding?.id ?? "" })).toMatchObject({ incidentId });
    expect((await test.app.response.clocksOf(org, incidentId)).clocks.map(({ stage, dueAt }) => `${stage} ${(dueAt - time.instant("1h")) / hourMs}`)).toEqual(expect.arrayContaining(["scope 2", "evidence 24", "early-warning 24", "escalation 72", "notification 72"]));
    await due();
    expect((await test.app.playbooks.proposals(org, incidentId)).map(({ playbook, state }) => [playbook, state])).toEqual([["exploited-vulnerability", "proposed"]]);
  });

  it("1 h 2 s: whoever is on call is paged by a signed message of five lines, and the desk hears of the incident", async () => {
    await time.at("1h 2s");
    const messages = heard();
    expect(messages.map(({ to, type }) => `${to} ${type}`).toSorted()).toEqual(expect.arrayContaining(["ana page.step", "desk incident.opened"]));
    expect(messages.filter(({ to }) => to === "ben")).toEqual([]);
    const page = messages.find(({ to }) => to === "ana");
    for (const line of [page?.data.what, page?.data.where, page?.data.why, page?.data.due, page?.data.action.label]) expect(line?.trim()).toBeTruthy();
    expect([page?.data.where, page?.data.action.label, page?.data.why.includes("ana (schedule:primary)")]).toEqual(["pay in production.", "Acknowledge", true]);
    ackUrl = page?.data.action.url ?? "";
  });

  it("1 h 7 m: the server was stopped and opened again; the link in the message acknowledges, and nobody else is paged", async () => {
    test.clock.set(time.instant("1h 7m"));
    const [before, facts] = [await incident(), await factKinds()];
    await test.close();
    test = await open(test.clock);
    expect([await incident(), await factKinds()]).toEqual([before, facts]);
    const path = new URL(ackUrl).pathname;
    const server = createServer(test.app, { consoleDir: undefined });
    const sent = await server.inject({ method: "POST", url: path, headers: { "content-type": "application/x-www-form-urlencoded", origin: test.app.publicUrl }, payload: "comment=on+it" });
    await server.close();
    expect([sent.statusCode, await incident()]).toMatchObject([200, { acknowledgedBy: "link:ana", acknowledgedAt: time.instant("1h 7m") }]);
    await time.at("1h 30m");
    expect(heard().filter(({ to, type }) => to === "ben" || type === "page.step")).toEqual([]);
  });

  it("1 h 40 m: a dry run touches nothing; the run keeps evidence first and then waits for the triage", async () => {
    await time.at("1h 40m");
    const start = { playbook: "exploited-vulnerability", inputs: { namespace: "shop", deployment: "pay", contain: true }, again: false };
    const preview = await test.app.playbooks.preview(org, incidentId, start);
    expect([preview.refused, preview.blast.workloads, preview.steps.find(({ step }) => step === "contain")?.people, cluster.changes]).toEqual([undefined, ["shop/pay"], 2, []]);
    await test.app.playbooks.start(org, incidentId, start, "session:ana");
    await due();
    expect([(await run()).evidence.length, (await run()).waitsFor?.kind, cluster.changes]).toEqual([1, "approval", []]);
  });

  it("2 h: the triage is written down in time; one person cannot cut the service off, two can", async () => {
    await time.at("2h");
    await approve("ana");
    await test.app.response.stopClock(org, incidentId, { regime: "bod-26-04", stage: "scope", end: "done" }, "session:ana");
    expect([(await incident()).phase, (await test.app.response.clocksOf(org, incidentId)).clocks.find(({ stage }) => stage === "scope")?.state]).toEqual(["triaged", "done"]);
    await approve("ana");
    expect(cluster.changes).toEqual([]);
    await approve("ben");
    expect([cluster.changes.length, [...cluster.objects.values()].filter(({ kind }) => kind === "NetworkPolicy").length, (await incident()).phase]).toEqual([1, 1, "contained"]);
  });

  it("2 h 5 m: stopped again while the run waits for the fix: it goes on where it was, and no step is done twice", async () => {
    await time.at("2h 5m");
    const before = await run();
    await test.close();
    test = await open(test.clock);
    await due();
    expect([(await run()).attempts, cluster.changes.length, before.waitsFor?.kind]).toEqual([before.attempts, 1, "condition"]);
    expect((await test.app.response.actions(org, incidentId)).map(({ text }) => text)).toEqual([expect.stringContaining("2.0.0")]);
  });

  it("1 d 3 h: the fixed version runs: the finding closes, the incident is quiet, the run moves on to eradicated", async () => {
    test.clock.set(time.instant("1d 3h"));
    await push(test, "pay", "2", { log: "2.0.0" });
    expect((await incident()).quietSince).toBeUndefined();
    await deploy(test, { service: "pay", version: "2", endpoint: "prod-eu" });
    expect(await findingsOf(test)).toMatchObject([{ state: "closed", closeReason: "fixed", closedAt: time.instant("1d 3h") }]);
    await due();
    expect(await incident()).toMatchObject({ quietSince: time.instant("1d 3h"), phase: "eradicated", live: 0 });
  });

  it("2 d 3 h: people verify it, it is recovered and closed; what was told is over for everyone who was told", async () => {
    await time.at("2d 3h");
    heard();
    await approve("ben");
    expect([(await run()).state, (await incident()).phase]).toEqual(["done", "recovered"]);
    await test.app.incidents.close(org, incidentId, "no trace of use", false, { actor: "session:ana" });
    test.clock.advance(5 * secondMs);
    await due();
    expect(heard().map(({ to, type }) => `${to} ${type}`)).toEqual(expect.arrayContaining(["ana page.ended", "desk incident.closed"]));
    expect(await incident()).toMatchObject({ phase: "closed", open: false, closedBecause: "no trace of use" });
  });

  it("3 d: the review has the times and asks for the cause; its action is tracked until it is done", async () => {
    await time.at("3d");
    const { draft } = await test.app.response.review(org, incidentId);
    const stretch = (id: string) => draft.stretches.find((one) => one.id === id)?.ms;
    expect([stretch("acknowledge"), stretch("triage"), stretch("contain"), draft.unanswered]).toEqual([7 * minuteMs, hourMs, hourMs, 4]);
    await test.app.response.answer(org, incidentId, { "root-cause": "an old log library" }, "session:ana");
    const { actionId } = await test.app.response.addAction(org, incidentId, { text: "Rebuild every month", owner: "payments", dueAt: time.instant("30d"), ticket: undefined }, "session:ana");
    await test.app.response.editAction(org, actionId, { done: true }, "session:ana");
    await test.app.incidents.setPhase(org, incidentId, "reviewed", "with the team", { actor: "session:ana" });
    expect((await incident()).phase).toBe("reviewed");
  });

  it("the pack proves itself, the ledger is whole, and the times to detect and repair are those of the story", async () => {
    const { bytes } = await test.app.response.pack(org, incidentId, "session:ana");
    expect(verifyPack(bytes)).toMatchObject({ kind: "whole", incident: { id: incidentId } });
    const forged = Buffer.from(bytes);
    // Within the manifest's data: a byte of a header's time stamp would carry no evidence.
    const at = forged.indexOf("manifest.json") + 100;
    forged[at] = (forged[at] ?? 0) ^ 1;
    expect(verifyPack(forged).kind).toBe("broken");
    expect(await test.app.ledger.verify(org)).toMatchObject({ kind: "whole" });
    expect(await measureOf(test, "mttr")).toMatchObject({ n: 1, median: dayMs + 3 * hourMs });
    const told = await factKinds();
    const order = ["incident.opened", "page.started", "incident.acknowledged", "incident.phase", "incident.quiet", "incident.closed"].map((kind) => told.indexOf(kind));
    expect([order.includes(-1), order]).toEqual([false, order.toSorted((a, b) => a - b)]);
  });

  it("nothing was lost or sent twice: every delivery arrived, each message under a key of its own", async () => {
    await time.at("3d 1h");
    heard();
    expect([new Set(keys).size, keys.length > 10]).toEqual([keys.length, true]);
    const { waiting, sending, dead, refused } = await test.app.notices.deliveryCounts(org);
    expect({ waiting, sending, dead, refused }).toEqual({ waiting: 0, sending: 0, dead: 0, refused: 0 });
  });
});
