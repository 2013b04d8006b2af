// Somebody answers, or somebody else is told: pages from the opening of an incident to the answer, on a clock that moves when told to.
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createServer } from "../../src/api/server.ts";
import { databaseFile } from "../../src/store/store.ts";
import { openSqliteFile } from "../../src/store/sqlite.ts";
import { hourMs, minuteMs } from "../../src/kernel/clock.ts";
import { openTestApp, testStartAt } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";

const document = `
# Who answers for payments.
people:
  - {name: ana, zone: Europe/Berlin, receivers: [hook-ana]}
  - {name: ben, zone: America/New_York, receivers: [hook-ben]}
  - {name: cem, receivers: []}
teams:
  - {name: payments, members: [ana, ben], schedule: primary, policy: payments, aliases: ["@acme/payments"]}
schedules:
  - name: primary
    zone: Europe/Berlin
    layers:
      - {rotation: [ana, ben], handover: weekly, weekday: mon, startsOn: 2026-02-23}
  - name: office
    zone: UTC
    layers:
      - {rotation: [ben], handover: daily, startsOn: 2026-01-01, restrict: [{days: [mon], from: "09:00", to: "17:00"}]}
policies:
  - name: payments
    steps:
      - {notify: ["schedule:primary"]}
      - {notify: ["person:cem", "schedule:office"], afterMinutes: 5}
      - {notify: ["team:payments"], afterMinutes: 10}
    giveUpAfterMinutes: 15
    repeat: 1
    thenReceivers: [hook-boss]
  - {name: everyone, steps: [{notify: ["receiver:hook-boss"]}]}
rules: {defaultPolicy: everyone}
`;

let test: TestApp;
const org = "main";
const receivers = ["hook-ana", "hook-ben", "hook-boss"];

beforeEach(async () => {
  test = await openTestApp();
  for (const id of receivers) await test.app.notices.putReceiver(org, { id, channel: "slack", settings: { url: `https://hooks.example/${id}` } }, "t");
  await test.app.oncall.putDocument(org, document, { actor: "t", version: 0 });
});
afterEach(() => test.close());

const open = (more: Partial<Parameters<TestApp["app"]["incidents"]["open"]>[1]> = {}) =>
  test.app.incidents.open(org, { title: "Shell in pay-api", severity: "critical", owner: "payments", services: ["pay-api"], ...more }, "session:eve");
const pages = async () => (await test.app.oncall.pages(org, {}, { limit: 50, after: undefined })).items;
const page = async () => { const [first] = await pages(); if (!first) throw new Error("no page"); return first; };
interface ToldRow { receiverId: string; queuedAt: number; notice: { kind: string; title: string; why: string; due: string; action: { url: string }; state?: string } }
/** Notices about pages as they stand in the outbox, oldest first. */
const told = async (): Promise<ToldRow[]> => {
  const database = openSqliteFile(databaseFile(join(test.dir, "data")), { readOnly: true });
  const rows = database.prepare("select d.receiver_id, d.queued_at, n.body from delivery d join notice n on n.org_id = d.org_id and n.notice_id = d.notice_id where n.kind like 'page.%' order by d.queued_at, n.kind desc, d.receiver_id").all();
  database.close();
  return rows.map((row) => ({ receiverId: String(row["receiver_id"]), queuedAt: Number(row["queued_at"]), notice: JSON.parse(String(row["body"])) as ToldRow["notice"] }));
};
const later = async (minutes: number) => { test.clock.advance(minutes * minuteMs); await test.app.steps.movePages(); };
const kinds = async () => (await told()).map(({ notice, receiverId }) => `${notice.kind} ${receiverId}`);
const facts = async (subject: string) => (await test.app.ledger.list(org, { kind: undefined, subject }, { limit: 50, after: undefined })).items.map(({ kind, actor }) => `${kind} by ${actor}`).toReversed();

describe("pages: told, told again, told to others", () => {
  it("whoever is on call hears at once; a step that reaches nobody is passed over aloud; the policy repeats and ends", async () => {
    const incident = await open();
    expect(await kinds()).toEqual(["page.step hook-ana"]);
    const first = await page();
    expect([first.state, first.policy.name, first.because, first.next]).toEqual(["running", "payments", "policy of its owner payments", "in 5 minutes: person:cem, schedule:office"]);
    await later(4);
    expect(await kinds()).toHaveLength(1);
    // Sunday: nobody is on call in the office, and cem has no receiver, so the team is told at once.
    await later(1);
    expect(await kinds()).toEqual(["page.step hook-ana", "page.step hook-ana", "page.step hook-ben"]);
    expect((await page()).told.filter(({ receiver }) => receiver === undefined).map(({ why }) => why)).toEqual(["cem has no receiver", "nobody is on call in office"]);
    await later(15);
    expect((await page()).round).toBe(1);
    await later(5);
    await later(15);
    expect([(await page()).state, (await kinds()).at(-1)]).toEqual(["exhausted", "page.exhausted hook-boss"]);
    expect(await facts(first.pageId)).toEqual(["page.started by pager", "page.step by pager", "page.reached-nobody by pager", "page.step by pager", "page.step by pager", "page.reached-nobody by pager", "page.step by pager", "page.exhausted by pager"]);
    await later(600);
    expect((await kinds()).filter((kind) => kind.startsWith("page.exhausted"))).toHaveLength(1);
    expect((await test.app.incidents.activity(org, incident.id, { order: "oldest" }, { limit: 50, after: undefined })).items.map(({ kind }) => kind)).toContain("page.exhausted");
  });

  it("an acknowledgement stops it, and everyone who was told hears who has it", async () => {
    const incident = await open();
    await later(5);
    await test.app.incidents.acknowledge(org, incident.id, "on it", { actor: "session:ben" });
    await later(60);
    expect(await kinds()).toEqual(["page.step hook-ana", "page.step hook-ana", "page.step hook-ben", "page.acknowledged hook-ana", "page.acknowledged hook-ben"]);
    const stopped = await page();
    expect([stopped.state, stopped.endedBy, stopped.comment, stopped.nextAt]).toEqual(["acknowledged", "session:ben", "on it", undefined]);
    await test.app.incidents.close(org, incident.id, "false alarm", true, { actor: "session:ben" });
    expect((await told()).filter(({ notice }) => notice.kind === "page.ended").map(({ receiverId, notice }) => [receiverId, notice.state])).toEqual([["hook-ana", "resolved"], ["hook-ben", "resolved"]]);
    await test.app.incidents.reopen(org, incident.id, "it was none", { actor: "session:ben" });
    expect((await pages()).map(({ state }) => state)).toEqual(["running", "ended"]);
  });

  it("a repeated step tells under the same notice ids, so that a crash in between cannot page twice", async () => {
    await open();
    const before = await page();
    const rows = await kinds();
    // What a server does that died after its commit and before it knew.
    await test.app.store.write(({ oncall }) => oncall.putPage(org, { ...before, step: 0, nextAt: test.clock.now(), told: [] }));
    await test.app.steps.movePages();
    expect(await kinds()).toEqual(rows);
  });

  it("a receiver that is switched off is no way to anybody: the next step comes at once", async () => {
    await test.app.store.write(({ notices }) => notices.switchReceiver(org, "hook-ana", { at: test.clock.now(), why: "410 Gone" }));
    await open();
    expect((await page()).told.map(({ receiver, why }) => receiver ?? why)).toEqual(["the receiver hook-ana is switched off: 410 Gone", "cem has no receiver", "nobody is on call in office", "the receiver hook-ana is switched off: 410 Gone", "hook-ben"]);
  });

  it("low ones page nobody, unknown ones do; without an owner the default policy is asked", async () => {
    await open({ severity: "low" });
    expect(await pages()).toEqual([]);
    await open({ severity: "unknown", owner: undefined });
    expect([(await page()).policy.name, (await page()).because]).toEqual(["everyone", "default policy, since it has no owner"]);
    await open({ owner: "@acme/Payments" });
    expect((await page()).policy.name).toBe("payments");
  });

  it("where no policy is found the incident says so, and those hear it who hear everything", async () => {
    await test.app.oncall.putDocument(org, document.replace("rules: {defaultPolicy: everyone}", ""), { actor: "t", version: 1 });
    const incident = await open({ owner: "nobody-known" });
    expect(await pages()).toEqual([]);
    expect(await facts(incident.id)).toContain("page.nobody by pager");
    expect((await told()).map(({ notice }) => notice.kind)).toContain("page.nobody");
  });

  it("given to another owner while nobody has answered, it pages that one", async () => {
    const incident = await open({ owner: undefined });
    await test.app.incidents.assign(org, incident.id, { owner: "payments" }, { actor: "session:eve" });
    expect((await pages()).map(({ policy, state }) => [policy.name, state])).toEqual([["payments", "running"], ["everyone", "ended"]]);
  });
});

describe("acknowledging from a message", () => {
  const serve = () => createServer(test.app, { consoleDir: undefined });
  const linkOf = async () => new URL((await told())[0]?.notice.action.url ?? "").pathname;
  const form = { "content-type": "application/x-www-form-urlencoded", origin: "http://127.0.0.1:7878" };

  it("opening the link changes nothing; sending the form acknowledges as the recipient, once however often", async () => {
    const incident = await open({ title: "<script>alert(1)</script>" });
    const [server, path] = [serve(), await linkOf()];
    const shown = await server.inject({ url: path });
    expect([shown.statusCode, shown.headers["content-type"], shown.body.includes("<script>"), shown.body.includes("method=\"post\"")]).toEqual([200, "text/html; charset=utf-8", false, true]);
    expect(shown.headers["content-security-policy"]).not.toContain("unsafe");
    expect((await page()).state).toBe("running");
    const sent = await server.inject({ method: "POST", url: path, headers: form, payload: "comment=on+my+way" });
    expect([sent.statusCode, (await page()).state, (await page()).endedBy, (await page()).comment]).toEqual([200, "acknowledged", "link:ana", "on my way"]);
    const again = await server.inject({ method: "POST", url: path, headers: form, payload: "" });
    expect([again.statusCode, again.body.includes("link:ana")]).toEqual([200, true]);
    expect((await facts(incident.id)).filter((fact) => fact.startsWith("incident.acknowledged"))).toEqual(["incident.acknowledged by link:ana"]);
    await server.close();
  });

  it("a link that is forged, expired or of an earlier page does nothing; trying them out is braked", async () => {
    const incident = await open();
    const [server, path] = [serve(), await linkOf()];
    const post = async (url: string) => (await server.inject({ method: "POST", url, headers: form, payload: "" })).statusCode;
    const [payload = "", mac = ""] = path.slice(5).split(".");
    const other = Buffer.from(Buffer.from(payload, "base64url").toString().replace(incident.id, "inc_OTHER")).toString("base64url");
    expect([await post(`/ack/${other}.${mac}`), await post(`/ack/${payload}.${mac.slice(0, -2)}AA`), await post("/ack/none")]).toEqual([410, 410, 410]);
    await test.app.incidents.close(org, incident.id, "gone", true, { actor: "t" });
    await test.app.incidents.reopen(org, incident.id, "back", { actor: "t" });
    expect([await post(path), (await pages())[0]?.state]).toEqual([410, "running"]);
    const newest = new URL((await told()).findLast(({ notice }) => notice.kind === "page.step")?.notice.action.url ?? "").pathname;
    test.clock.advance(80 * hourMs);
    expect([await post(newest), (await pages())[0]?.state]).toEqual([410, "running"]);
    for (let index = 0; index < 4; index++) await post("/ack/none");
    expect(await post("/ack/none")).toBe(429);
    await server.close();
  });

  it("a form of another site is refused", async () => {
    await open();
    const server = serve();
    const sent = await server.inject({ method: "POST", url: await linkOf(), headers: { ...form, origin: "https://evil.example" }, payload: "" });
    expect([sent.statusCode, (await page()).state]).toEqual([403, "running"]);
    await server.close();
  });
});

describe("the on-call document", () => {
  it("a broken one is refused with every place and its line, and the old one stays", async () => {
    const broken = "people:\n  - {name: ana, zone: Mars/Olympus, receivers: [hook-ana]}\n  - {name: Ana}\nschedules:\n  - name: primary\n    zone: UTC\n    layers:\n      - {rotation: [ana], handover: yearly, startsOn: 2026-02-30}\npolicy: []\n";
    const { errors } = await test.app.oncall.check(org, broken);
    expect(errors.map(({ line, at }) => `${line} ${at}`)).toEqual(["2 /people/0/zone", "8 /schedules/0/layers/0/handover", "8 /schedules/0/layers/0/startsOn", "9 /policy"]);
    await expect(test.app.oncall.putDocument(org, broken, { actor: "t", version: 1 })).rejects.toMatchObject({ code: "oncall.invalid" });
    expect((await test.app.oncall.document(org)).version).toBe(1);
    expect((await test.app.oncall.document(org)).text).toContain("# Who answers for payments.");
  });

  it("names what is doubtful: gaps, people without receivers, receivers that went", async () => {
    await test.app.store.write(({ settings }) => settings.removeReceiver(org, "hook-boss"));
    const { warnings } = await test.app.oncall.document(org);
    expect(warnings.map(({ rule }) => rule)).toEqual([
      "names the receiver hook-boss, which does not exist", "names the receiver hook-boss, which does not exist", "cem has no receiver and cannot be told",
      expect.stringContaining("nobody is on call in office now, until 2026-03-02T09:00:00Z") as string,
    ]);
  });

  it("an edit upon an older version is refused", async () => {
    await expect(test.app.oncall.putDocument(org, document, { actor: "t", version: 0 })).rejects.toMatchObject({ code: "request.stale" });
  });

  it("who is on call, a shift that is taken, and its end", async () => {
    const now = async () => (await test.app.oncall.now(org))[0];
    expect(await now()).toMatchObject({ person: "ana", until: Date.UTC(2026, 2, 2, 8), next: { person: "ben" }, receivers: ["hook-ana"], warning: undefined });
    const override = await test.app.oncall.addOverride(org, { schedule: "primary", person: "ben", shiftAt: testStartAt, reason: "ana is ill" }, "session:ben");
    expect([override.from, override.to, (await now())?.person]).toEqual([testStartAt, Date.UTC(2026, 2, 2, 8), "ben"]);
    expect(await test.app.oncall.removeOverride(org, override.overrideId, "session:ana")).toBe(true);
    expect([await test.app.oncall.removeOverride(org, override.overrideId, "session:ana"), (await now())?.person]).toEqual([false, "ana"]);
    await expect(test.app.oncall.addOverride(org, { schedule: "none", person: "zoe", shiftAt: 1 }, "t")).rejects.toMatchObject({ code: "oncall.override-invalid", places: [{ at: "/schedule" }, { at: "/person" }] });
  });

  it("a calendar is read with its address alone, until the addresses are renewed", async () => {
    const server = createServer(test.app, { consoleDir: undefined });
    const path = new URL((await test.app.oncall.now(org))[0]?.calendarUrl ?? "").pathname;
    const read = await server.inject({ url: path });
    expect([read.statusCode, read.headers["content-type"]]).toEqual([200, "text/calendar; charset=utf-8"]);
    expect(read.body).toContain("SUMMARY:ben (primary)\r\n");
    expect(read.body.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    await test.app.oncall.renewCalendars(org, "t");
    expect((await server.inject({ url: path })).statusCode).toBe(404);
    await server.close();
  });
});
