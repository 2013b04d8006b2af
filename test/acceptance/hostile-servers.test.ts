// Two servers on one PostgreSQL, their clocks in step: what is due is done once, whoever comes first.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer } from "node:http";
import { minuteMs } from "../../src/kernel/clock.ts";
import { isFault } from "../../src/kernel/fault.ts";
import { openTestApp } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";
import { postgresBinaries, startCluster } from "../store/postgres-under-test.ts";
import type { Cluster } from "../store/postgres-under-test.ts";

const binaries = postgresBinaries();
const isMissing = binaries === undefined && process.env["CI"] !== "true";
const note = isMissing ? " (skipped: no PostgreSQL server is installed here)" : "";
const org = "main";
const all = { limit: 500, after: undefined };
const rota = "people:\n  - {name: ana, receivers: [ops]}\npolicies:\n  - {name: all, steps: [{notify: ['person:ana']}, {notify: ['person:ana'], afterMinutes: 5}, {notify: ['person:ana'], afterMinutes: 5}]}\nrules: {defaultPolicy: all}\n";

describe.skipIf(isMissing)(`test/acceptance/hostile-servers${note}`, () => {
  let cluster: Cluster | undefined;
  let two: TestApp[] = [];
  const hits: { key: string; body: string }[] = [];
  const far = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => { body += String(chunk); });
    request.on("end", () => { hits.push({ key: String(request.headers["idempotency-key"] ?? request.headers["webhook-id"]), body }); response.writeHead(200).end("{}"); });
  });

  beforeAll(async () => {
    if (binaries === undefined) throw new Error("no PostgreSQL server is installed here, and in CI its tests may not be skipped");
    cluster = await startCluster(binaries);
    const place = await (cluster.ground.ready ?? cluster.ground.fresh)();
    if (place.kind !== "postgres") throw new TypeError("a PostgreSQL ground gives a URL");
    two = [await openTestApp({ databaseUrl: place.url }), await openTestApp({ databaseUrl: place.url })];
    await new Promise<void>((resolve) => { far.listen(0, "127.0.0.1", resolve); });
    const address = far.address();
    const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
    await two[0]?.app.notices.putReceiver(org, { id: "ops", channel: "webhook", settings: { url, allowPrivate: true, secrets: [`whsec_${Buffer.alloc(32, 7).toString("base64")}`] } }, "t");
    await two[0]?.app.oncall.putDocument(org, rota, { actor: "t", version: 0 });
    await two[0]?.app.playbooks.put(org, "call", { text: `id: call\nname: call\nabout: calls\nsteps:\n  - {id: one, kind: http, with: {url: "${url}/step", method: PUT, body: step}, destructive: false}\n  - {id: two, kind: note, with: {text: done}}\n` }, "t");
  }, 60_000);
  afterAll(async () => {
    for (const one of two) await one.close();
    far.closeAllConnections();
    far.close();
    await cluster?.stop();
  });

  const both = async (work: (test: TestApp) => Promise<unknown>): Promise<string[]> => (await Promise.all(two.map((test) => work(test).then(() => "done", (thrown: unknown) => { if (isFault(thrown)) return thrown.code; throw thrown; })))).toSorted();
  const first = (): TestApp => { const [one] = two; if (!one) throw new Error("there is no server"); return one; };
  const later = (ms: number): void => { for (const { clock } of two) clock.advance(ms); };
  const factsOf = async (kind: string) => (await first().app.ledger.list(org, { kind, subject: undefined }, all)).items;

  it("a page takes each step once", async () => {
    await first().app.incidents.open(org, { title: "Shell", severity: "critical", services: [] }, "t");
    for (let round = 0; round < 4; round++) { later(5 * minuteMs); await both(({ app }) => app.steps.movePages()); }
    expect((await factsOf("page.step")).map(({ body }) => body["step"]).toReversed()).toEqual([1, 2, 3]);
    const { items } = await first().app.notices.deliveries(org, { kind: "page.step" }, all);
    expect(new Set(items.map(({ id }) => id)).size).toBe(3);
  }, 60_000);

  it("a group is flushed once, an incident is reminded of once, and every message leaves once", async () => {
    await both(({ app }) => app.alerts.receive(org, [{ labels: { alertname: "down", severity: "critical" }, endsAt: "2026-03-01T23:00:00Z" }], "t"));
    for (let round = 0; round < 6; round++) {
      later(2 * minuteMs);
      for (const step of ["flushAlerts", "lookAtIncidents", "tellClocks", "turnDecisions", "lookAfterReceivers", "deliver"] as const) await both(({ app }) => app.steps[step]());
    }
    expect((await first().app.notices.deliveries(org, { state: "waiting" }, all)).items).toEqual([]);
    const keys = hits.map(({ key }) => key);
    expect([keys.length > 3, new Set(keys).size]).toEqual([true, keys.length]);
    expect(hits.filter(({ body }) => body.includes("down")).length).toBe(1);
  }, 60_000);

  it("a run started on both begins once, and each step is done once", async () => {
    const incident = await first().app.incidents.open(org, { title: "Two", severity: "low", services: [] }, "t");
    const before = hits.length;
    const started = await both(({ app }) => app.playbooks.start(org, incident.id, { playbook: "call", inputs: {}, again: false }, "session:ana"));
    expect(started[0]).toBe("done");
    expect(started[1]).not.toBe("done");
    for (let round = 0; round < 5; round++) { await both(({ app }) => app.steps.movePlaybooks()); later(1000); }
    expect((await first().app.playbooks.runs(org, { incident: incident.id }, all)).items.map(({ state }) => state)).toEqual(["done"]);
    expect(hits.length - before).toBe(1);
  }, 60_000);

  it("closing, acknowledging and merging from two servers: one of each counts", async () => {
    const [a, b] = [await first().app.incidents.open(org, { title: "A", severity: "low", services: [] }, "t"), await first().app.incidents.open(org, { title: "B", severity: "low", services: [] }, "t")];
    expect(await both(({ app }) => app.incidents.assign(org, a.id, { owner: app === first().app ? "ana" : "ben" }, { actor: "t", version: a.version }))).toEqual(["done", "request.stale"]);
    expect(await both(({ app }) => (app === first().app ? app.incidents.merge(org, a.id, b.id, "one story", { actor: "t" }) : app.incidents.merge(org, b.id, a.id, "one story", { actor: "t" })))).toEqual(["done", "incident.same"]);
    const left = await first().app.incidents.find(org, a.id);
    expect(await both(({ app }) => app.incidents.close(org, left?.id ?? "", "over", true, { actor: "t" }))).toEqual(["done", "incident.over"]);
    expect(new Set((await first().app.incidents.list(org, { state: "all" } as never, all)).items.map(({ number }) => number)).size).toBeGreaterThanOrEqual(3);
    expect((await first().app.ledger.verify(org)).kind).toBe("whole");
  }, 60_000);
});
