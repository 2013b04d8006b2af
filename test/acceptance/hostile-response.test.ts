// A hostile reading of alerting and response: who may enter, what leaks, who comes at the same instant, and clocks that jump.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeToken } from "../../src/access/tokens.ts";
import type { Scope } from "../../src/access/access-store.ts";
import { resources } from "../../src/api/resources/index.ts";
import { createServer } from "../../src/api/server.ts";
import { dayMs, hourMs, minuteMs } from "../../src/kernel/clock.ts";
import { isFault } from "../../src/kernel/fault.ts";
import { createIds } from "../../src/kernel/id.ts";
import { createLog } from "../../src/kernel/log.ts";
import { openTestApp, testStartAt } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";

const org = "main";
const rota = "people:\n  - {name: ana, receivers: [ops]}\nschedules:\n  - {name: primary, zone: UTC, layers: [{rotation: [ana], handover: daily, startsOn: 2026-01-01}]}\npolicies:\n  - {name: all, steps: [{notify: ['schedule:primary']}, {notify: ['schedule:primary'], afterMinutes: 5}], repeat: 2}\nrules: {defaultPolicy: all}\n";
const nasty = `<script>alert(1)</script>"'><img src=x onerror=alert(1)> \u202egnp.exe \u0007`;

let test: TestApp;
let server: ReturnType<typeof createServer>;
const lines: string[] = [];
beforeEach(async () => {
  lines.length = 0;
  test = await openTestApp({ world: { log: createLog({ clock: { now: () => testStartAt }, level: "debug", write: (line) => { lines.push(line); } }) } });
  await test.app.notices.putReceiver(org, { id: "ops", channel: "slack", settings: { url: "https://hooks.example/ops" } }, "t");
  await test.app.oncall.putDocument(org, rota, { actor: "t", version: 0 });
  server = createServer(test.app, { consoleDir: undefined });
});
afterEach(async () => { await server.close(); await test.close(); });

const bearer = async (scope: Scope) => ({ authorization: `Bearer ${(await makeToken({ store: test.app.access, clock: test.clock, ids: createIds(test.clock) }, { org, name: scope, scopes: [scope], expiresAt: undefined })).secret}` });
const open = (title = "Shell in pay-api") => test.app.incidents.open(org, { title, severity: "critical", services: ["pay-api"] }, "session:eve");
const all = { limit: 500, after: undefined };
const noticesOf = async () => {
  const { items } = await test.app.notices.deliveries(org, {}, all);
  return Promise.all(items.map(async ({ id, noticeId }) => ({ id, noticeId, notice: await test.app.store.views.fleet.notice(org, noticeId) })));
};
const ackPath = async (): Promise<string> => new URL((await noticesOf()).find(({ notice }) => notice?.kind === "page.step")?.notice?.action.url ?? "http://none").pathname;
const faultOf = async (work: Promise<unknown>): Promise<string> => work.then(() => "done", (thrown: unknown) => { if (isFault(thrown)) return thrown.code; throw thrown; });

describe("test/acceptance/hostile-response: who may enter", () => {
  // Whoever can rewrite one of these decides for others who is told, what is run, what is attacked and what is said to authorities.
  const admin = ["PUT /incidents/settings", "PUT /alert-settings", "PUT /oncall", "POST /oncall/calendars/renew", "PUT /playbooks/:id", "DELETE /playbooks/:id", "POST /playbooks/import", "PUT /receivers/:id", "DELETE /receivers/:id", "PUT /report-settings", "PUT /routes", "POST /routes/import", "POST /tokens", "DELETE /tokens/:id", "POST /admin-links", "POST /rules/reload", "POST /profiles/:id/relearn", "POST /targets", "PUT /targets/:id", "DELETE /targets/:id"];
  // These ask and change nothing.
  const read = ["POST /oncall/check", "POST /oncall/preview", "POST /playbooks/validate", "POST /routes/simulate", "POST /silences/preview", "POST /vulnerabilities/preview", "DELETE /session", "POST /exceptions/draft"];
  // CloudEvents' handshake tells a sender that it may send; the sending itself wants a token.
  const open = ["POST /ack/:token", "POST /session", "OPTIONS /ingest/:decoder"];

  it("every door that changes something wants write, those of rules want admin, and nothing else is open", () => {
    const found = resources.flatMap(({ doors }) => doors).filter(({ method }) => method !== "GET").map(({ method, path, scope = "write" }) => [`${method} ${path}`, scope] as const);
    const of = (scope: string): string[] => found.filter((one) => one[1] === scope).map(([name]) => name).toSorted();
    expect([of("admin"), of("read"), of("public")]).toEqual([admin.toSorted(), read.toSorted(), open.toSorted()]);
    const openReads = resources.flatMap(({ doors }) => doors).filter(({ method, scope }) => method === "GET" && scope === "public").map(({ path }) => path).toSorted();
    expect(openReads.filter((path) => /ack|calendar|incident|oncall|alert/.test(path))).toEqual(["/ack/:token", "/oncall/calendar/:token"]);
  });

  it("a read token moves nothing, a write token no rules, nobody nothing", async () => {
    const [reads, writes] = [await bearer("read"), await bearer("write")];
    for (const { method, path, root, scope = "write" } of resources.flatMap(({ doors }) => doors)) {
      if (method === "GET" || scope === "public" || scope === "read") continue;
      const url = (root ? path : `/api/v1${path}`).replaceAll(/:\w+/g, "nothing");
      const knock = async (headers: Record<string, string>): Promise<number> => (await server.inject({ method, url, headers: { ...headers, "content-type": "application/json" }, payload: "{}" })).statusCode;
      expect([`${method} ${path}`, await knock({}), await knock(reads), scope === "admin" ? await knock(writes) : 403]).toEqual([`${method} ${path}`, 401, 403, 403]);
    }
  });

  it("what another organisation has is not there", async () => {
    const incident = await test.app.incidents.open(org, { title: "ours", severity: "low", services: [] }, "t");
    await test.app.store.write((ports) => ports.inventory.ensureOrganisation("other", "other", test.clock.now()));
    const { secret } = await makeToken({ store: test.app.access, clock: test.clock, ids: createIds(test.clock) }, { org: "other", name: "o", scopes: ["admin"], expiresAt: undefined });
    const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
    const theirs = await test.app.incidents.open("other", { title: "theirs", severity: "low", services: [] }, "t");
    const status = async (method: "GET" | "POST", url: string, payload?: object): Promise<number> => (await server.inject({ method, url: `/api/v1${url}`, headers, ...(payload ? { payload: JSON.stringify(payload) } : {}) })).statusCode;
    expect(await Promise.all([
      status("GET", `/incidents/${incident.id}`), status("GET", `/incidents/${incident.id}/pack`), status("POST", `/incidents/${incident.id}/close`, { reason: "mine now" }), status("POST", `/incidents/${theirs.id}/merge`, { into: incident.id, reason: "mine now" }),
      status("POST", `/incidents/${theirs.id}/link`, { to: incident.id, reason: "mine now" }), status("POST", `/incidents/${incident.id}/runs`, { playbook: "blind-source" }), status("GET", `/incidents/${incident.id}/reports/cra/early-warning`),
    ])).toEqual([404, 404, 404, 404, 404, 404, 404]);
    expect((await test.app.incidents.find(org, incident.id))?.open).toBe(true);
  });
});

describe("test/acceptance/hostile-response: the links in messages", () => {
  it("reading the link, its head or its options acknowledges nothing; the page escapes everything and may not be kept, framed or scripted", async () => {
    await open(nasty);
    const path = await ackPath();
    for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"] as const) await server.inject({ method, url: path });
    expect((await test.app.oncall.pages(org, {}, all)).items[0]?.state).toBe("running");
    const { headers, body } = await server.inject({ url: path });
    expect(body).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
    expect(String(headers["content-security-policy"])).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(String(headers["content-security-policy"])).not.toMatch(/unsafe|script-src/);
    expect([headers["cache-control"], headers["x-content-type-options"], headers["referrer-policy"]]).toEqual(["no-store", "nosniff", "same-origin"]);
  });

  it("a title that turns the writing round turns no more than itself", async () => {
    await open(nasty);
    const { body } = await server.inject({ url: await ackPath() });
    expect(body).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0007]/);
  });

  it("strangers learn nothing: every wrong link is answered alike, and trying them out is braked", async () => {
    await open();
    const path = await ackPath();
    const [payload = "", mac = ""] = path.slice(5).split(".");
    const forged = (said: unknown): string => `/ack/${Buffer.from(JSON.stringify(said)).toString("base64url")}.${mac}`;
    const answers = [];
    for (const url of ["/ack/x", "/ack/x.y", `/ack/${payload}.`, forged(["main", "INC-1", "p", "ana", 9e9]), forged(["nobody", "INC-1", "p", "ana", 9e9])]) { const { statusCode, body } = await server.inject({ url }); answers.push(`${statusCode} ${body}`); }
    expect(new Set(answers).size).toBe(1);
    expect((await server.inject({ url: "/ack/x" })).statusCode).toBe(429);
    expect((await server.inject({ url: path, remoteAddress: "192.0.2.7" })).statusCode).toBe(200);
  });

  it("a calendar's address is braked as well, and a token for one door opens no other", async () => {
    await open();
    const token = (await ackPath()).slice(5);
    const calendar = new URL((await test.app.oncall.now(org))[0]?.calendarUrl ?? "").pathname;
    expect((await server.inject({ url: calendar })).statusCode).toBe(200);
    expect((await server.inject({ url: `/ack/${calendar.split("/").at(-1)?.replace(/\.ics$/, "") ?? ""}` })).statusCode).toBe(410);
    expect((await server.inject({ url: `/oncall/calendar/${token}` })).statusCode).toBe(404);
    for (let tries = 0; tries < 5; tries++) await server.inject({ url: "/oncall/calendar/x.y", remoteAddress: "192.0.2.8" });
    expect((await server.inject({ url: "/oncall/calendar/x.y", remoteAddress: "192.0.2.8" })).statusCode).toBe(429);
  });

  it("the right to acknowledge stands in the message alone: not in facts, lists, previews, packs or logs", async () => {
    const incident = await open();
    const token = (await ackPath()).slice(5);
    expect(token.length).toBeGreaterThan(40);
    const headers = await bearer("admin");
    const seen = [JSON.stringify((await test.app.ledger.list(org, { kind: undefined, subject: undefined }, all)).items), lines.join("")];
    const [step] = (await noticesOf()).filter(({ notice }) => notice?.kind === "page.step");
    for (const url of ["/notices?limit=500", "/deliveries?limit=500", `/deliveries/${step?.id ?? ""}`, "/pages", `/incidents/${incident.id}`, `/incidents/${incident.id}/activity`, "/oncall", "/now", "/ledger?limit=500"]) seen.push((await server.inject({ url: `/api/v1${url}`, headers })).body);
    seen.push((await server.inject({ method: "POST", url: "/api/v1/receivers/ops/preview", headers: { ...headers, "content-type": "application/json" }, payload: JSON.stringify({ notice: step?.noticeId }) })).body);
    seen.push(Buffer.from((await test.app.response.pack(org, incident.id, "t")).bytes).toString("latin1"));
    expect(seen.map((text) => text.includes(token) || text.includes(token.split(".")[1] ?? ""))).toEqual(seen.map(() => false));
    expect(seen.at(-2)).toContain("/ack/[secret]");
  });
});

describe("test/acceptance/hostile-response: at the same instant", () => {
  const by = (actor: string, version?: number) => ({ actor, version });

  it("of two who edit the same version one is told that it is stale, whatever they do", async () => {
    const { id, version } = await open();
    const acts = [() => test.app.incidents.close(org, id, "over", true, by("ana", version)), () => test.app.incidents.acknowledge(org, id, "mine", by("ben", version)), () => test.app.incidents.assign(org, id, { owner: "cem" }, by("cem", version))];
    expect((await Promise.all(acts.map((act) => faultOf(act())))).toSorted()).toEqual(["done", "request.stale", "request.stale"]);
  });

  it("two merges into each other leave one incident that goes on", async () => {
    const [a, b] = [await open("A"), await open("B")];
    expect((await Promise.all([faultOf(test.app.incidents.merge(org, a.id, b.id, "same story", by("ana"))), faultOf(test.app.incidents.merge(org, b.id, a.id, "same story", by("ben")))])).toSorted()).toEqual(["done", "incident.same"]);
    const after = await Promise.all([a.id, b.id].map((id) => test.app.incidents.find(org, id)));
    expect(new Set(after.map((one) => one?.id)).size).toBe(1);
    expect(after[0]?.open).toBe(true);
  });

  it("what leads to itself, to a closed one or to nothing is refused, and nothing moves", async () => {
    const [a, b] = [await open("A"), await open("B")];
    await test.app.incidents.close(org, b.id, "over", true, by("t"));
    const before = (await test.app.store.read.ledger.head(org)).seq;
    const member = { kind: "alert", ref: "nothing" } as const;
    expect([
      await faultOf(test.app.incidents.link(org, a.id, a.id, "self", by("t"))), await faultOf(test.app.incidents.merge(org, a.id, a.id, "self", by("t"))), await faultOf(test.app.incidents.merge(org, a.id, b.id, "closed", by("t"))),
      await faultOf(test.app.incidents.move(org, a.id, member, b.id, "closed", by("t"))), await faultOf(test.app.incidents.move(org, a.id, member, a.id, "self", by("t"))), await faultOf(test.app.incidents.split(org, a.id, [member], undefined, "none", by("t"))), await faultOf(test.app.incidents.split(org, a.id, [], undefined, "none", by("t"))),
    ]).toEqual(["incident.same", "incident.same", "incident.over", "incident.over", "incident.same", "request.not-found", "request.invalid"]);
    expect((await test.app.store.read.ledger.head(org)).seq).toBe(before);
  });

  it("two votes at once of two people are two, of one person one; a run cancelled twice ends once", async () => {
    await test.app.playbooks.put(org, "ask", { text: "id: ask\nname: ask\nabout: asks\nsteps:\n  - {id: one, kind: approval, with: {question: 'Go on?', people: 2}}\n" }, "t");
    const { id } = await open();
    const run = await test.app.playbooks.start(org, id, { playbook: "ask", inputs: {}, again: false }, "session:eve");
    await test.app.steps.movePlaybooks();
    const asked = async () => (await test.app.playbooks.approvals(org, { all: true, actor: "t" }, all)).items[0];
    const approval = await asked();
    const vote = (actor: string) => faultOf(test.app.playbooks.vote(org, approval?.id ?? "", { verdict: "approve", comment: undefined }, actor));
    await Promise.all([vote("session:ana"), vote("session:ana")]);
    await test.app.steps.movePlaybooks();
    expect((await test.app.playbooks.findRun(org, run.id))?.state).toBe("waiting");
    const cancel = () => faultOf(test.app.playbooks.cancel(org, run.id, "enough", "session:ana"));
    await Promise.all([cancel(), cancel(), vote("session:ben")]);
    await test.app.steps.movePlaybooks();
    const facts = (await test.app.ledger.list(org, { kind: undefined, subject: run.id }, all)).items.map(({ kind }) => kind);
    expect(facts.filter((kind) => /ended|cancelled|done/.test(kind)).length).toBeLessThanOrEqual(2);
  });
});

describe("test/acceptance/hostile-response: more than anybody needs", () => {
  it("thousands of silences are listed with a handful of questions to the store", async () => {
    await test.app.store.write(async (ports) => { for (let at = 0; at < 4000; at++) await ports.silences.putSilence(org, { silenceId: `sil_${at}`, matchers: [{ name: "n", op: "=", value: String(at) }], startsAt: testStartAt, endsAt: testStartAt + dayMs, createdBy: "t", comment: "c", updatedAt: testStartAt, remindedAt: undefined, idleToldAt: undefined }); });
    const startedAt = performance.now();
    expect((await test.app.silences.list(org)).length).toBe(4000);
    expect(performance.now() - startedAt).toBeLessThan(2500);
  });

  it("rotas, routes, playbooks and times have limits that are said", async () => {
    const layer = "      - {rotation: [ana], handover: daily, startsOn: 2026-01-01}\n";
    const rules = async (text: string) => (await test.app.oncall.check(org, text)).errors.map(({ rule }) => rule);
    expect(await rules(rota.replace(/layers: .*\n/, `layers:\n${layer.repeat(101)}    }\n`).replace("- {name: primary, zone: UTC, layers:", "- name: primary\n    zone: UTC\n    layers:").replace("    }\n", ""))).toEqual(["has more than 100 layers"]);
    expect(await rules(`schedules:\n${Array.from({ length: 501 }, (_, at) => `  - {name: s${at}, zone: UTC, layers: []}\n`).join("")}`)).toEqual(["holds more than 500 schedules"]);
    expect(await faultOf(test.app.oncall.shifts(org, { schedule: undefined, from: testStartAt, to: testStartAt + 50 * 365 * dayMs }))).toBe("request.invalid");
    await test.app.oncall.addOverride(org, { schedule: "primary", person: "ana", from: testStartAt, to: testStartAt + 365_000 * dayMs, reason: undefined }, "t");
    expect((await test.app.oncall.now(org))[0]?.person).toBe("ana");
    expect((await test.app.playbooks.check(org, `id: a\nname: a\nabout: a\nsteps:\n${Array.from({ length: 3000 }, (_, at) => `  - {id: s${at}, kind: note, with: {text: x}}`).join("\n")}`)).errors.map(({ rule }) => rule)).toContain("has at most 200 steps");
    const headers = { ...await bearer("write"), "content-type": "application/json" };
    const { id } = await open();
    expect((await server.inject({ method: "POST", url: `/api/v1/incidents/${id}/story`, headers, payload: JSON.stringify({ text: "x".repeat(10 * 1024 * 1024) }) })).statusCode).toBe(413);
    expect((await server.inject({ method: "POST", url: `/api/v1/incidents/${id}/story`, headers, payload: JSON.stringify({ text: "x".repeat(10_001) }) })).statusCode).toBe(400);
  });

  it("clocks that everything was told of do not keep younger ones from being watched", async () => {
    const clock = (at: number, told: number) => ({ incidentId: `inc_${at}`, regime: "cra", stage: "early-warning", title: "t", clause: "c", because: "b", startedAt: at, dueAt: at, stoppedAt: undefined, end: undefined, endWhy: undefined, stoppedBy: undefined, reportDigest: undefined, told });
    await test.app.store.write((ports) => ports.response.putClocks(org, [...Array.from({ length: 20 }, (_, at) => clock(at, 100)), clock(1000, 0)]));
    expect((await test.app.store.read.response.runningClocks(5))[0]?.incidentId).toBe("inc_1000");
  });
});

describe("test/acceptance/hostile-response: clocks that jump", () => {
  const rounds = async (): Promise<void> => { for (const step of [test.app.steps.flushAlerts, test.app.steps.movePages, test.app.steps.lookAtIncidents, test.app.steps.tellClocks, test.app.steps.movePlaybooks, test.app.steps.turnDecisions, test.app.steps.lookAfterReceivers]) await step(); };

  it.each([["an hour back", -hourMs], ["a year ahead", 365 * dayMs], ["to 1970", -testStartAt], ["a thousand years ahead", 365_000 * dayMs]])("%s: nothing fails, and no storm of messages follows", async (_name, ms) => {
    const incident = await open();
    await test.app.alerts.receive(org, Array.from({ length: 20 }, (_, at) => ({ labels: { alertname: `a${at}`, severity: "critical" } })), "t");
    await test.app.silences.put(org, undefined, { matchers: ['a="b"'], endsAt: new Date(testStartAt + dayMs).toISOString(), createdBy: "t", comment: "c", reminder: "1h" }, "t");
    await test.app.oncall.addOverride(org, { schedule: "primary", person: "ana", from: testStartAt, to: testStartAt + dayMs, reason: undefined }, "t");
    await rounds();
    const before = (await noticesOf()).length;
    test.clock.advance(ms);
    await rounds();
    await rounds();
    test.clock.advance(minuteMs);
    await rounds();
    expect((await noticesOf()).length - before).toBeLessThanOrEqual(25);
    expect((await test.app.oncall.now(org)).length).toBe(1);
    expect(await test.app.incidents.detail(org, incident.id, undefined)).toBeDefined();
    expect((await test.app.ledger.verify(org)).kind).toBe("whole");
    // And back again: what was scheduled while the clock was wrong does not stay there for ever.
    test.clock.set(testStartAt + 2 * minuteMs);
    await rounds();
    test.clock.advance(6 * minuteMs);
    await rounds();
    await test.app.alerts.receive(org, [{ labels: { alertname: "a0", severity: "critical", again: "yes" }, endsAt: new Date(testStartAt + hourMs).toISOString() }], "t");
    for (let minute = 0; minute < 6; minute++) { test.clock.advance(minuteMs); await rounds(); }
    const [page] = (await test.app.oncall.pages(org, {}, all)).items;
    expect(page?.state === "exhausted" || (page?.nextAt ?? 0) <= test.clock.now() + dayMs).toBe(true);
    const told = (await noticesOf()).filter(({ notice }) => notice?.alerts?.alerts.some(({ labels }) => labels["again"] === "yes"));
    expect(told.length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});
