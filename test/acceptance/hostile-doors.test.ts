// Rubbish at every door that changes or asks with a body: a problem, never a failure of ours, never a change behind a refusal.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeToken } from "../../src/access/tokens.ts";
import { createServer } from "../../src/api/server.ts";
import { createIds } from "../../src/kernel/id.ts";
import { createLog } from "../../src/kernel/log.ts";
import { openTestApp, testStartAt } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";
import { postgresBinaries, startCluster } from "../store/postgres-under-test.ts";
import type { Cluster } from "../store/postgres-under-test.ts";
import { bent, doorsIn, fitting, oddValues, swollen } from "./rubbish.ts";
import type { DoorShape } from "./rubbish.ts";

const binaries = postgresBinaries();
// On PostgreSQL with FUZZ_STORES=all: what a door does with rubbish is decided before the store, whose own suite runs on both.
const dialects = ["sqlite", ...(process.env["FUZZ_STORES"] !== "all" || (binaries === undefined && process.env["CI"] !== "true") ? [] : ["postgres"])] as const;
// The doors of alerting and response; doors of a form or a stream take another kind of rubbish and have tests of their own.
const ours = /^\/api\/v1\/(?:actions|alerts|approvals|deliveries|incidents|oncall|owners|pages|playbooks|receivers|report-settings|routes|runs|silences)\b|^\/api\/v2\//;
const isElsewhere = ({ path }: DoorShape): boolean => !ours.test(path);
const oddIds = ["nothing", "__proto__", "constructor", "a%00b", "%ED%A0%80", "..%2F..%2Fetc", "INC-0", "INC-99999999999999999999", "x".repeat(2000), "%25", "%27%3B--"];

describe.each(dialects)("test/acceptance/hostile-doors on %s", (dialect) => {
  let cluster: Cluster | undefined;
  let test: TestApp;
  let server: ReturnType<typeof createServer>;
  let headers: Record<string, string>;
  let ids: Record<string, string>;
  const lines: string[] = [];
  // The shapes are the same on both; the database differs in the texts, numbers and times it takes.
  const odd = dialect === "sqlite" ? oddValues : oddValues.filter(([name]) => /NUL|surrogate|far|early|negative|prototype/.test(name));

  beforeAll(async () => {
    if (dialect === "postgres" && binaries !== undefined) cluster = await startCluster(binaries);
    const place = await cluster?.ground.ready?.();
    const log = createLog({ clock: { now: () => testStartAt }, level: "error", write: (line) => { lines.push(line); } });
    test = await openTestApp({ world: { log }, ...(place?.kind === "postgres" ? { databaseUrl: place.url } : {}) });
    const { app, clock } = test;
    const token = await makeToken({ store: app.access, clock, ids: createIds(clock) }, { org: app.org, name: "hostile", scopes: ["admin"], expiresAt: undefined });
    headers = { authorization: `Bearer ${token.secret}`, "content-type": "application/json" };
    server = createServer(app, { consoleDir: undefined });
    ids = await someOfEach(test);
  }, 60_000);
  afterAll(async () => { await server.close(); await test.close(); await cluster?.stop(); });

  const doors = async (): Promise<DoorShape[]> => doorsIn((await server.inject({ url: "/api/v1/openapi.json" })).json<Parameters<typeof doorsIn>[0]>()).filter((one) => !isElsewhere(one));
  const urlOf = (path: string, other?: string): string => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => other ?? idIn(path, name, ids));
  const ledgerSeq = async (): Promise<number> => (await test.app.store.read.ledger.head(test.app.org)).seq;

  /** What is wrong with an answer, if anything. */
  async function knock(method: string, url: string, body: unknown, told: string): Promise<string | undefined> {
    const before = await ledgerSeq();
    const startedAt = performance.now();
    const answer = await server.inject({ method: method as "POST", url, headers: body === undefined ? { authorization: headers["authorization"] ?? "" } : headers, ...(body === undefined ? {} : { payload: JSON.stringify(body) }) });
    const ms = performance.now() - startedAt;
    const where = `${method} ${url.slice(0, 100)} ${told}`;
    if (answer.statusCode >= 500) return `${where}: ${answer.statusCode} ${lines.at(-1)?.slice(0, 600) ?? ""}`;
    if (ms > 10_000) return `${where}: took ${Math.round(ms)} ms`;
    if (answer.statusCode >= 400 && await ledgerSeq() !== before && !url.startsWith("/api/v2/alerts")) return `${where}: refused (${answer.statusCode}) and yet something changed`;
    return undefined;
  }

  it("every door answers rubbish in its body with a problem", async () => {
    const wrong: string[] = [];
    for (const one of await doors()) for (const [told, body] of [...bent(one.body, odd), ...(dialect === "sqlite" ? swollen(one.body) : [])]) wrong.push(await knock(one.method, urlOf(one.path), body, told) ?? "");
    expect(wrong.filter(Boolean)).toEqual([]);
  }, 600_000);

  it("every door answers rubbish in its path with a problem", async () => {
    const wrong: string[] = [];
    for (const one of await doors()) {
      if (!one.path.includes("{")) continue;
      for (const id of oddIds) wrong.push(await knock(one.method, urlOf(one.path, id), one.body && fitting(one.body), "") ?? "");
    }
    expect(wrong.filter(Boolean)).toEqual([]);
  }, 300_000);

  it("every list answers rubbish in its query with a problem", async () => {
    const document = (await server.inject({ url: "/api/v1/openapi.json" })).json<{ paths: Record<string, Record<string, { parameters?: { in: string; name: string }[] }>> }>();
    const wrong: string[] = [];
    for (const [path, { get }] of Object.entries(document.paths)) {
      if (!get || !ours.test(path) || path.endsWith("/pack")) continue;
      for (const { name } of get.parameters?.filter((one) => one.in === "query") ?? []) {
        for (const value of ["%00", "a%00b", "%ED%A0%80", "%", "%25%5F", "-1", "1e9", "NaN", "__proto__", "a:b", "x:%00", "'", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-02-30T25:61:00Z", "AAAA", "W10", "bnVsbA", "eyJhIjoxfQ", "WyJhIiwiYiJd", "WzFlMzA4XQ", "WyJhXHUwMDAwIl0", ...[["a\0", "b"], ["a", "b\ud800"], [1e308, "b"], [1.5, "b"], ["x", 1, "b"], ["severity", "a\0", "b"], [1e300, 1, 1], ["opened", "x", "y"]].map((values) => Buffer.from(JSON.stringify(values)).toString("base64url")), "x".repeat(1500)]) {
          wrong.push(await knock("GET", `${urlOf(path)}?${name}=${value}`, undefined, "") ?? "");
        }
        wrong.push(await knock("GET", `${urlOf(path)}?${name}=a&${name}=b`, undefined, "") ?? "");
      }
    }
    expect(wrong.filter(Boolean)).toEqual([]);
  }, 300_000);

  it("and the ledger's chain holds after all of it", async () => {
    expect((await test.app.ledger.verify(test.app.org)).kind).toBe("whole");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  }, 60_000);
});

async function someOfEach({ app }: TestApp): Promise<Record<string, string>> {
  const { org } = app;
  await app.notices.putReceiver(org, { id: "ops", channel: "slack", settings: { url: "https://hooks.example/ops" } }, "t");
  await app.oncall.putDocument(org, "people:\n  - {name: ana, receivers: [ops]}\nschedules:\n  - {name: primary, zone: UTC, layers: [{rotation: [ana], handover: daily, startsOn: 2026-01-01}]}\npolicies:\n  - {name: all, steps: [{notify: ['schedule:primary']}]}\nrules: {defaultPolicy: all}\n", { actor: "t", version: 0 });
  const incident = await app.incidents.open(org, { title: "Shell in pay-api", severity: "critical", services: ["pay-api"] }, "t");
  const note = await app.incidents.addNote(org, incident.id, { text: "seen", at: undefined, factSeq: undefined }, "t");
  const { silenceId } = await app.silences.put(org, undefined, { matchers: ['a="b"'], endsAt: "2026-03-02T12:00:00Z", createdBy: "t", comment: "c" }, "t");
  await app.playbooks.put(org, "ask", { text: "id: ask\nname: ask\nabout: asks\nsteps:\n  - {id: one, kind: approval, with: {question: 'Go on?'}}\n" }, "t");
  const run = await app.playbooks.start(org, incident.id, { playbook: "ask", inputs: {}, again: false }, "t");
  await app.steps.movePlaybooks();
  const [approval] = (await app.playbooks.approvals(org, { all: false, actor: "t" }, { limit: 5, after: undefined })).items;
  const action = await app.response.addAction(org, incident.id, { text: "mend", owner: undefined, ticket: undefined, dueAt: undefined }, "t");
  await app.recordDeployment(org, { service: "web", version: "2", endpoint: "prod" }, "t");
  const [page] = (await app.oncall.pages(org, {}, { limit: 5, after: undefined })).items;
  return { incidents: incident.id, entry: note.id, silences: silenceId, silence: silenceId, playbooks: "ask", playbook: "ask", runs: run.id, step: "one", approvals: approval?.id ?? "", actions: action.actionId, receivers: "ops", pages: page?.pageId ?? "", regime: "cra", stage: "early-warning" };
}

/** Of the noun before it, or of its own name. */
function idIn(path: string, name: string, ids: Record<string, string>): string {
  const noun = new RegExp(`/([a-z-]+)/\\{${name}\\}`).exec(path)?.[1] ?? "";
  return ids[name === "id" ? noun : name] ?? "nothing";
}
