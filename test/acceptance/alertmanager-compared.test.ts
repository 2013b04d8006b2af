// The same requests to the real Alertmanager and to Aftwatch: what both answer at /api/v2 is compared, but for what must differ.
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createSocket } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeToken } from "../../src/access/tokens.ts";
import { createServer } from "../../src/api/server.ts";
import { createIds } from "../../src/kernel/id.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { openTestApp } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";

const program = "prometheus-alertmanager";
const isMissing = spawnSync(program, ["--version"]).status !== 0;
const note = isMissing ? ` (skipped: ${program} is not installed here)` : "";

interface Answer { status: number; body: unknown }
type Side = (method: string, path: string, payload?: unknown) => Promise<Answer>;

let theirs: Side;
let ours: Side;
let test: TestApp;
let closeOurs: () => Promise<void>;
let child: ChildProcess;
const folder = mkdtempSync(join(tmpdir(), "aftwatch-compared-"));

const config = `route:
  receiver: chat
  group_by: [alertname]
  group_wait: 1h
  routes:
    - matchers: [severity="critical"]
      receiver: pager
inhibit_rules:
  - source_matchers: [alertname="SiteDown"]
    target_matchers: [severity="warning"]
    equal: [site]
receivers:
  - { name: chat, webhook_configs: [{ url: "https://chat.example/hook" }] }
  - { name: pager, webhook_configs: [{ url: "https://pager.example/hook" }] }
`;

const freePort = (): Promise<number> => new Promise((resolve) => {
  const socket = createSocket().listen(0, "127.0.0.1", () => { const { port } = socket.address() as AddressInfo; socket.close(() => { resolve(port); }); });
});

async function startTheirs(): Promise<Side> {
  writeFileSync(join(folder, "alertmanager.yml"), config);
  const port = await freePort();
  child = spawn(program, [`--config.file=${folder}/alertmanager.yml`, `--storage.path=${folder}/data`, `--web.listen-address=127.0.0.1:${port}`, "--cluster.listen-address=", "--log.level=error"], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 200; tries++) { try { if ((await fetch(`${url}/-/ready`)).ok) break; } catch { await pause(50); } }
  return async (method, path, payload) => {
    const reply = await fetch(`${url}/api/v2${path}`, { method, ...(payload === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(payload) }) });
    return { status: reply.status, body: bodyOf(await reply.text()) };
  };
}

async function startOurs(): Promise<Side> {
  test = await openTestApp({ world: { clock: systemClock } });
  const { app } = test;
  await app.routes.importAlertmanager(app.org, config, { apply: true }, "test");
  const server = createServer(app, { consoleDir: undefined });
  closeOurs = async () => { await server.close(); await test.close(); };
  const { secret } = await makeToken({ store: app.access, clock: app.clock, ids: createIds(app.clock) }, { org: app.org, name: "t", scopes: ["admin"], expiresAt: undefined });
  return async (method, path, payload) => {
    const reply = await server.inject({ method: method as "GET", url: `/api/v2${path}`, headers: { authorization: `Bearer ${secret}`, ...(payload === undefined ? {} : { "content-type": "application/json" }) }, ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }) });
    return { status: reply.statusCode, body: bodyOf(reply.body) };
  };
}

const bodyOf = (text: string): unknown => { try { return JSON.parse(text) as unknown; } catch { return text; } };

/** Ids and instants of receipt are each side's own; mutedBy came after the version that Debian has. */
const alertOf = ({ fingerprint: _own, updatedAt: _at, status, receivers, ...rest }: Record<string, unknown>): Record<string, unknown> => {
  const { state, silencedBy, inhibitedBy } = status as { state: string; silencedBy: unknown[]; inhibitedBy: unknown[] };
  return { ...rest, receivers, state, silenced: silencedBy.length, inhibited: inhibitedBy.length };
};
const nameOf = (one: Record<string, unknown>): string => JSON.stringify(one["labels"]);
const alertsOf = (body: unknown): Record<string, unknown>[] => (body as Record<string, unknown>[]).map(alertOf).toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
const groupsOf = (body: unknown): unknown[] => (body as { labels: unknown; receiver: { name: string }; alerts: unknown[] }[]).map(({ labels, receiver, alerts }) => ({ labels, receiver, alerts: alertsOf(alerts) }));
const silenceOf = ({ id: _id, updatedAt: _at, annotations: _later, ...rest }: Record<string, unknown>): unknown => rest;

const now = Date.now();
const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
const alerts = [
  { labels: { alertname: "SiteDown", site: "a", severity: "critical" }, annotations: { summary: "a is down" }, startsAt: at(-5), endsAt: at(60), generatorURL: "http://prom.example/graph" },
  { labels: { alertname: "Slow", site: "a", severity: "warning" }, annotations: {}, startsAt: at(-4), endsAt: at(60) },
  { labels: { alertname: "Slow", site: "b", severity: "warning", empty: "" }, annotations: { summary: "slow" }, startsAt: at(-3), endsAt: at(60) },
  { labels: { alertname: "Disk", instance: "x:1" }, startsAt: at(-2), endsAt: at(60) },
  { labels: { alertname: "Over", instance: "y" }, startsAt: at(-20), endsAt: at(-10) },
];
const silence = { matchers: [{ name: "instance", value: "x:.*", isRegex: true, isEqual: true }], startsAt: at(0), endsAt: at(30), createdBy: "ana", comment: "planned" };

describe.skipIf(isMissing)(`test/acceptance/alertmanager-compared${note}`, () => {
  beforeAll(async () => {
    [theirs, ours] = await Promise.all([startTheirs(), startOurs()]);
    // From a moment that lies ahead for both: a start in the past is moved to each side's own now.
    const startsAt = new Date(Date.now() + 500).toISOString();
    for (const side of [theirs, ours]) {
      for (const [path, body] of [["/alerts", alerts], ["/silences", { ...silence, startsAt }]] as const) {
        const { status } = await side("POST", path, body);
        if (status !== 200) throw new Error(`${path} was answered with ${status}`);
      }
    }
    await pause(700);
    // Alertmanager takes alerts in and reads its silences a moment later.
    for (let tries = 0; tries < 100 && (((await theirs("GET", "/alerts?active=false")).body as unknown[]).length < 2 || ((await theirs("GET", "/alerts/groups")).body as unknown[]).length < 3); tries++) await pause(50);
  }, 60_000);
  afterAll(async () => { child.kill("SIGKILL"); await closeOurs(); rmSync(folder, { recursive: true, force: true }); });

  const both = async (method: string, path: string, payload?: unknown): Promise<[Answer, Answer]> => [await theirs(method, path, payload), await ours(method, path, payload)];

  it("status has the same members", async () => {
    const [their, our] = await both("GET", "/status");
    const keysOf = (answer: Answer, part?: string): string[] => Object.keys((part === undefined ? answer.body : (answer.body as Record<string, unknown>)[part]) as object).toSorted();
    expect(keysOf(our)).toEqual(keysOf(their));
    for (const part of ["versionInfo", "config"]) expect(keysOf(our, part)).toEqual(keysOf(their, part));
  });

  it.each(["", "?active=false", "?silenced=false", "?inhibited=false", "?silenced=false&inhibited=false", "?filter=severity%3D%22warning%22", "?filter=site%3D~%22a%7Cb%22&filter=severity!%3D%22critical%22", "?filter=instance%3D%22%22", "?receiver=pager", "?receiver=pag.*", "?receiver=pag"])("alerts%s", async (query) => {
    const [their, our] = await both("GET", `/alerts${query}`);
    expect(our.status).toBe(their.status);
    expect(alertsOf(our.body)).toEqual(alertsOf(their.body));
  });

  it.each(["", "?silenced=false", "?receiver=pager", "?filter=severity%3D%22warning%22"])("alerts/groups%s, in the same order", async (query) => {
    const [their, our] = await both("GET", `/alerts/groups${query}`);
    expect(groupsOf(our.body)).toEqual(groupsOf(their.body));
  });

  it.each(["", "?filter=instance%3D%22z%22"])("silences%s", async (query) => {
    const [their, our] = await both("GET", `/silences${query}`);
    expect((our.body as Record<string, unknown>[]).map(silenceOf)).toEqual((their.body as Record<string, unknown>[]).map(silenceOf));
  });

  it("receivers", async () => {
    const [their, our] = await both("GET", "/receivers");
    const namesOf = ({ body }: Answer): string[] => (body as { name: string }[]).map(({ name }) => name).toSorted();
    expect(namesOf(our)).toEqual(namesOf(their));
  });

  it.each([
    ["an alert without labels", "POST", "/alerts", [{ labels: {} }]], ["an end before its start", "POST", "/alerts", [{ labels: { a: "b" }, startsAt: at(0), endsAt: at(-1) }]], ["a filter that cannot be read", "GET", "/alerts?filter=%7Bnot", undefined],
    ["a receiver pattern that cannot be read", "GET", "/alerts?receiver=%28", undefined], ["a silence without matchers", "POST", "/silences", { ...silence, matchers: [] }], ["a silence that is over", "POST", "/silences", { ...silence, startsAt: at(-9), endsAt: at(-8) }],
    ["a silence that nobody has", "GET", "/silence/00000000-0000-4000-8000-000000000000", undefined], ["the end of one that nobody has", "DELETE", "/silence/00000000-0000-4000-8000-000000000000", undefined],
  ])("%s is refused alike", async (_what, method, path, payload) => {
    const [their, our] = await both(method, path, payload);
    // Which number above 400 is the work of its generator: 422 for what its schema refuses, 500 for an id that is not there.
    expect(their.status).toBeGreaterThanOrEqual(400);
    expect([400, 404]).toContain(our.status);
    expect(typeof our.body).toBe("string");
  });
});
