// Playbooks end to end: triggered, approved, carried out on a loopback cluster and receiver, taken back; on a clock that moves when told to.
import { createServer } from "node:http";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { OpenIncidentRequest } from "../../src/app/incidents/incident-desk.ts";
import type { RunDetailRow } from "../../src/app/playbooks/playbook-desk.ts";
import type { Raw } from "../../src/incidents/playbooks/playbook.ts";
import { hourMs, minuteMs } from "../../src/kernel/clock.ts";
import { openTestApp } from "../open-test-app.ts";
import type { TestApp, TestAppOptions } from "../open-test-app.ts";
import { putShop, startCluster } from "./cluster-under-test.ts";
import type { ClusterUnderTest } from "./cluster-under-test.ts";

const org = "main";
const marker = "marker-secret-of-the-playbook";
const closers: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closers.splice(0).toReversed()) await close(); });

interface Hit { method: string; path: string; key: string; authorization: string | undefined; body: string }
async function receiver(answer: (hit: Hit, count: number) => { status: number; headers?: Record<string, string> } | "hang" = () => ({ status: 200 })): Promise<{ url: string; hits: Hit[] }> {
  const hits: Hit[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => { body += String(chunk); });
    request.on("end", () => {
      const hit = { method: request.method ?? "", path: request.url ?? "", key: String(request.headers["idempotency-key"]), authorization: request.headers.authorization, body };
      hits.push(hit);
      const said = answer(hit, hits.length);
      if (said === "hang") return;
      response.writeHead(said.status, { "content-type": "application/json", ...said.headers }).end(JSON.stringify({ ok: true, echoed: hit.authorization ?? null }));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  closers.push(() => new Promise((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }));
  const address = server.address();
  return { hits, url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}` };
}

/** secretFor: where the secret "door" may be sent. */
async function opened(options: TestAppOptions = {}, secretFor?: string): Promise<TestApp & { cluster: ClusterUnderTest }> {
  const cluster = await startCluster();
  putShop(cluster);
  closers.push(() => cluster.close());
  const secretsFile = join(mkdtempSync(join(tmpdir(), "aftwatch-secrets-")), "secrets.yaml");
  writeFileSync(secretsFile, `door: {secret: ${marker}, hosts: ["${secretFor ?? "nowhere.example"}"]}\n`);
  const test = await openTestApp({ ...options, settings: { playbooks: { kubernetes: cluster.kubeconfig, secretsFile: secretFor === undefined ? undefined : secretsFile }, ...options.settings } });
  closers.push(() => test.close());
  return { ...test, cluster };
}

const incidentOf = async ({ app }: TestApp, request: Partial<OpenIncidentRequest> = {}) => app.incidents.open(org, { title: "Something happened", severity: "high", kind: "attack", services: [], ...request }, "session:ana");
const keepOwn = ({ app }: TestApp, id: string, steps: string, more = "") => app.playbooks.put(org, id, { text: `id: ${id}\nname: ${id}\nabout: a test\n${more}steps:\n${steps}` }, "session:ana");
const start = ({ app }: TestApp, incident: string, playbook: string, inputs: Record<string, Raw> = {}, actor = "session:ana") => app.playbooks.start(org, incident, { playbook, inputs, again: false }, actor);
const runOf = async ({ app }: TestApp, id: string): Promise<RunDetailRow> => { const run = await app.playbooks.findRun(org, id); if (!run) throw new Error("no run"); return run; };
const statesOf = ({ attempts }: RunDetailRow): string[] => attempts.map(({ step, state, undoes }) => `${undoes === undefined ? "" : "undo "}${step} ${state}`);
const asked = async ({ app }: TestApp) => (await app.playbooks.approvals(org, { all: false, actor: "session:ana" }, { limit: 50, after: undefined })).items;

/** Approves whatever is asked, by two people, and lets time pass where a run waits for it, until the run is over. */
async function goThrough(test: TestApp, runId: string): Promise<RunDetailRow> {
  for (let rounds = 0; rounds < 60; rounds++) {
    await test.app.steps.movePlaybooks();
    const run = await runOf(test, runId);
    if (run.endedAt !== undefined) return run;
    for (const { id, people } of await asked(test)) for (const actor of ["session:ana", "session:ben"].slice(0, people)) await test.app.playbooks.vote(org, id, { verdict: "approve", comment: undefined }, actor);
    if (run.waitsFor?.kind === "time") test.clock.set(run.waitsFor.until ?? test.clock.now());
    if (run.waitsFor?.kind === "condition") await test.app.incidents.setPhase(org, run.incident.id, "eradicated", "the fix runs", { actor: "session:ana" });
  }
  throw new Error("the run did not end");
}

describe("acceptance: the shipped playbooks", () => {
  const inCluster = { namespace: "shop", deployment: "web" };
  it.each([
    ["exploited-vulnerability", "exploited-vulnerability", { ...inCluster, contain: true }, "recovered", "NetworkPolicy"],
    ["malicious-package", "malicious-package", inCluster, "recovered", "NetworkPolicy"],
    ["web-shell", "web-shell", { ...inCluster, pod: "web-a", node: "node-1" }, "recovered", "NetworkPolicy"],
    ["crypto-miner", "crypto-miner", { ...inCluster, keep: false }, "recovered", "NetworkPolicy"],
  ] as const)("%s: proposed, approved by two, contained on the cluster, to the end", async (playbook, kind, inputs, phase, policy) => {
    const test = await opened();
    await test.app.recordDeployment(org, { service: "web", version: "2", endpoint: "prod", exposure: "internet", environment: "prod" }, "session:ana");
    const incident = await incidentOf(test, { kind, services: ["web"], entities: [{ kind: "host", value: "node-1" }] });
    await test.app.steps.movePlaybooks();
    expect((await test.app.playbooks.proposals(org, incident.id)).map(({ playbook: id, state }) => [id, state])).toContainEqual([playbook, "proposed"]);
    expect(test.cluster.changes).toEqual([]);
    const run = await goThrough(test, (await start(test, incident.id, playbook, inputs)).id);
    expect([run.state, run.why, (await test.app.incidents.find(org, incident.id))?.phase]).toEqual(["done", undefined, phase]);
    expect([...test.cluster.objects.values()].filter(({ kind: one }) => one === policy)).toHaveLength(1);
    expect(run.evidence).toHaveLength(1);
    // Evidence comes before anything on the cluster is touched.
    expect(run.attempts.findIndex(({ kind: one }) => one === "snapshot")).toBeLessThan(run.attempts.findIndex(({ kind: one }) => one === "kubernetes"));
  }, 30_000);

  it("leaked-credential: revoked by an HTTP door with a secret that nobody sees", async () => {
    const door = await receiver();
    const test = await opened({}, door.url);
    const incident = await incidentOf(test, { kind: "leaked-credential", title: "Deploy key in a public gist" });
    const run = await goThrough(test, (await start(test, incident.id, "leaked-credential", { revokeUrl: `${door.url}/revoke`, revokeSecret: "door" })).id);
    expect([run.state, (await test.app.incidents.find(org, incident.id))?.phase]).toEqual(["done", "recovered"]);
    expect(door.hits.map(({ method, path, authorization }) => [method, path, authorization])).toEqual([["POST", "/revoke", `Bearer ${marker}`]]);
    const facts = await test.app.ledger.list(org, { kind: undefined, subject: undefined }, { limit: 500, after: undefined });
    expect(JSON.stringify([run, facts, await test.app.playbooks.list(org)])).not.toContain(marker);
    expect(JSON.stringify(run)).toContain("[secret]");
  });

  it("blind-source: starts by itself, escalates after half an hour, waits for a reason", async () => {
    const test = await opened();
    const incident = await incidentOf(test, { kind: "blind-source", entities: [{ kind: "source", value: "falco-eu" }] });
    await test.app.steps.movePlaybooks();
    const [run] = (await test.app.playbooks.runs(org, { incident: incident.id }, { limit: 10, after: undefined })).items;
    expect(run).toMatchObject({ playbook: "blind-source", startedBy: "playbook:blind-source", state: "waiting", waitsFor: { kind: "condition" } });
    test.clock.advance(31 * minuteMs);
    await test.app.steps.movePlaybooks();
    expect(statesOf(await runOf(test, run?.id ?? ""))).toContain("back-soon failed");
    expect((await goThrough(test, run?.id ?? "")).state).toBe("done");
  });

  it("blind-source: a person who triages it in time wakes the wait, and nothing is escalated", async () => {
    const test = await opened();
    const incident = await incidentOf(test, { kind: "blind-source", entities: [{ kind: "source", value: "falco-eu" }] });
    await test.app.steps.movePlaybooks();
    await test.app.incidents.setPhase(org, incident.id, "triaged", "agent updated", { actor: "session:ana" });
    await test.app.steps.movePlaybooks();
    const [run] = (await test.app.playbooks.runs(org, { incident: incident.id }, { limit: 10, after: undefined })).items;
    const states = statesOf(await runOf(test, run?.id ?? ""));
    expect([states.includes("back-soon done"), states.some((state) => state.startsWith("escalate"))]).toEqual([true, false]);
  });
});

describe("acceptance: approvals", () => {
  const scaleDown = `  - {id: down, kind: kubernetes, with: {action: scale, namespace: shop, deployment: web, replicas: 0}}\n`;

  it("a destructive step without leave asks for two people itself; one person twice is one person", async () => {
    const test = await opened();
    await keepOwn(test, "down", scaleDown);
    const run = await start(test, (await incidentOf(test)).id, "down");
    await test.app.steps.movePlaybooks();
    const [approval] = await asked(test);
    expect(approval).toMatchObject({ people: 2, startedBy: "session:ana", subjects: [{ said: expect.stringContaining("from 2 to 0") as string }] });
    expect(approval?.subjects[0]?.touches.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["workload shop/web", "pod shop/web-a", "pod shop/web-b"]);
    for (const actor of ["session:ana", "token:ana", "session:ana"]) await test.app.playbooks.vote(org, approval?.id ?? "", { verdict: "approve", comment: undefined }, actor);
    await test.app.steps.movePlaybooks();
    expect([test.cluster.changes, (await runOf(test, run.id)).state]).toEqual([[], "waiting"]);
    await test.app.playbooks.vote(org, approval?.id ?? "", { verdict: "approve", comment: "go" }, "session:ben");
    await test.app.steps.movePlaybooks();
    expect([test.cluster.changes.length, (await runOf(test, run.id)).state]).toEqual([1, "done"]);
  });

  it("a denial fails the step; an approval that nobody answers expires", async () => {
    const test = await opened();
    await keepOwn(test, "down", scaleDown);
    const denied = await start(test, (await incidentOf(test)).id, "down");
    await test.app.steps.movePlaybooks();
    await test.app.playbooks.vote(org, (await asked(test))[0]?.id ?? "", { verdict: "deny", comment: "it is month end" }, "session:ben");
    await test.app.steps.movePlaybooks();
    expect(await runOf(test, denied.id)).toMatchObject({ state: "failed", why: expect.stringContaining("it is month end") as string });
    const late = await start(test, (await incidentOf(test)).id, "down");
    await test.app.steps.movePlaybooks();
    test.clock.advance(73 * hourMs);
    await test.app.steps.movePlaybooks();
    expect(await runOf(test, late.id)).toMatchObject({ state: "failed", why: expect.stringContaining("nobody answered") as string });
    expect(test.cluster.changes).toEqual([]);
  });

  it("leave is for the values that were shown: other values are asked for again", async () => {
    const door = await receiver((_hit, count) => ({ status: 200, headers: { "x-count": String(count) } }));
    const test = await opened();
    await keepOwn(test, "changed", `  - id: leave
    kind: approval
    with: {question: ok?, people: 2, for: [down]}
  - {id: look, kind: http, with: {url: "${door.url}/x"}}
  - {id: down, kind: kubernetes, with: {action: annotate, namespace: shop, deployment: web, key: a, value: "{{ steps.look.output.status }}"}, destructive: true, undo: {none: test}}
`);
    const run = await start(test, (await incidentOf(test)).id, "changed");
    await test.app.steps.movePlaybooks();
    const [first] = await asked(test);
    for (const actor of ["session:ana", "session:ben"]) await test.app.playbooks.vote(org, first?.id ?? "", { verdict: "approve", comment: undefined }, actor);
    await test.app.steps.movePlaybooks();
    const [second] = await asked(test);
    expect([second?.step, second?.id === first?.id, test.cluster.changes, (await runOf(test, run.id)).state]).toEqual(["down", false, [], "waiting"]);
  });
});

describe("acceptance: runs", () => {
  it("undo takes back what was done, last first, and says what cannot be", async () => {
    const door = await receiver();
    const test = await opened();
    await keepOwn(test, "all", `  - {id: label, kind: kubernetes, with: {action: label, namespace: shop, deployment: web, key: state, value: bad}}
  - {id: call, kind: http, destructive: false, with: {url: "${door.url}/block", method: POST}, undo: {kind: http, with: {url: "${door.url}/unblock", method: POST}}}
  - {id: back, kind: kubernetes, with: {action: rollback, namespace: shop, deployment: web}}
  - {id: hold, kind: kubernetes, with: {action: cordon, node: node-1}}
  - {id: told, kind: note, with: {text: something was done}}
  - {id: gone, kind: kubernetes, with: {action: delete-pod, namespace: shop, pod: web-a}}
`);
    const run = await goThrough(test, (await start(test, (await incidentOf(test)).id, "all")).id);
    expect([run.state, run.why]).toEqual(["done", undefined]);
    expect(JSON.stringify(test.cluster.get("Deployment", "shop", "web"))).toContain("web:1");
    expect(test.cluster.get("Node", "", "node-1")?.spec).toEqual({ unschedulable: true });
    await test.app.playbooks.undo(org, run.id, "false alarm", "session:ana");
    await test.app.steps.movePlaybooks();
    const undone = await runOf(test, run.id);
    expect(statesOf(undone).slice(run.attempts.length)).toEqual(["undo gone failed", "undo told done", "undo hold done", "undo back done", "undo call done", "undo label done"]);
    expect([undone.state, undone.why]).toEqual(["undone", expect.stringContaining("cannot be brought back")]);
    expect(door.hits.map(({ path }) => path)).toEqual(["/block", "/unblock"]);
    expect(JSON.stringify(test.cluster.get("Deployment", "shop", "web"))).toContain("web:2");
    expect(test.cluster.get("Deployment", "shop", "web")?.metadata.labels?.["state"]).toBeUndefined();
    expect(test.cluster.get("Node", "", "node-1")?.spec).toEqual({ unschedulable: false });
  });

  it("a request whose answer never comes is in doubt, waits for a person, and is sent again only when one says so", async () => {
    const door = await receiver((_hit, count) => (count === 1 ? "hang" : { status: 200 }));
    const test = await opened();
    await keepOwn(test, "post", `  - {id: call, kind: http, timeout: 1s, destructive: false, with: {url: "${door.url}/once", method: POST}, undo: {none: test}}\n`);
    const run = await start(test, (await incidentOf(test)).id, "post");
    await test.app.steps.movePlaybooks();
    expect(await runOf(test, run.id)).toMatchObject({ state: "doubt", waitsFor: { kind: "doubt" } });
    await test.app.steps.movePlaybooks();
    expect(door.hits).toHaveLength(1);
    await test.app.playbooks.answerStep(org, run.id, "call", { action: "retry", comment: "it was not there" }, "session:ana");
    await test.app.steps.movePlaybooks();
    const after = await runOf(test, run.id);
    expect([after.state, after.attempts.map(({ attempt, state, repeated }) => [attempt, state, repeated]), new Set(door.hits.map(({ key }) => key)).size]).toEqual(["done", [[1, "failed", false], [2, "done", true]], 2]);
  });

  it("429 is tried again after Retry-After, 403 and 404 are not, on the cluster and over HTTP", async () => {
    const test = await opened();
    await keepOwn(test, "mark", `  - {id: mark, kind: kubernetes, retries: 2, with: {action: label, namespace: shop, deployment: web, key: a, value: b}}\n`);
    test.cluster.refuseNext(429, "too many requests", { "retry-after": "7" });
    const busy = await start(test, (await incidentOf(test)).id, "mark");
    await test.app.steps.movePlaybooks();
    expect(await runOf(test, busy.id)).toMatchObject({ state: "waiting", waitsFor: { kind: "retry", until: test.clock.now() + 7000 } });
    test.clock.advance(7000);
    test.cluster.refuseNext(409, "the object has been modified");
    await test.app.steps.movePlaybooks();
    test.clock.advance(hourMs);
    await test.app.steps.movePlaybooks();
    expect((await runOf(test, busy.id)).attempts.map(({ state }) => state)).toEqual(["failed", "failed", "done"]);
    test.cluster.refuseNext(403, "deployments.apps is forbidden");
    const refused = await start(test, (await incidentOf(test)).id, "mark");
    await test.app.steps.movePlaybooks();
    expect(await runOf(test, refused.id)).toMatchObject({ state: "failed", why: expect.stringMatching(/RBAC.*forbidden/) as string });
    test.cluster.objects.clear();
    const missing = await start(test, (await incidentOf(test)).id, "mark");
    await test.app.steps.movePlaybooks();
    expect(await runOf(test, missing.id)).toMatchObject({ state: "failed", why: expect.stringContaining("not there") as string });
  });

  it("a dry run says what would be touched, and touches nothing", async () => {
    const test = await opened();
    const incident = await incidentOf(test, { kind: "crypto-miner", services: ["web"] });
    const preview = await test.app.playbooks.preview(org, incident.id, { playbook: "crypto-miner", inputs: { namespace: "shop", deployment: "web", keep: false }, again: false });
    expect(preview.blast).toMatchObject({ workloads: ["shop/web"], pods: ["shop/web-a", "shop/web-b"], services: ["web"] });
    expect(preview.steps.find(({ step }) => step === "stop")).toMatchObject({ would: "run", people: 2, said: expect.stringContaining("from 2 to 0") as string });
    expect([test.cluster.changes, (await test.app.playbooks.runs(org, {}, { limit: 10, after: undefined })).total]).toEqual([[], 0]);
  });

  it("one run at a time, a cooldown after it, cancelled runs end and withdraw what they ask", async () => {
    const test = await opened();
    await keepOwn(test, "ask", "  - {id: q, kind: approval, with: {question: ok?}}\n", "cooldown: {for: 1h, per: incident}\n");
    const incident = await incidentOf(test);
    const run = await start(test, incident.id, "ask");
    await expect(start(test, incident.id, "ask")).rejects.toMatchObject({ code: "playbook.under-way" });
    await test.app.steps.movePlaybooks();
    await test.app.playbooks.cancel(org, run.id, "not needed", "session:ana");
    expect([(await runOf(test, run.id)).state, await asked(test)]).toEqual(["cancelled", []]);
    await expect(start(test, incident.id, "ask")).rejects.toMatchObject({ code: "playbook.cooling-down" });
    test.clock.advance(hourMs);
    expect((await start(test, incident.id, "ask")).state).toBe("running");
  });

  it("loops end where their bound says", async () => {
    const test = await opened();
    await keepOwn(test, "loop", `  - {id: again, kind: note, most: 3, with: {text: round}}\n  - {id: back, kind: branch, with: {cases: [{when: incident.severity == "high", next: again}], otherwise: end}}\n`);
    const run = await goThrough(test, (await start(test, (await incidentOf(test)).id, "loop")).id);
    expect([run.state, run.why, run.attempts.filter(({ step }) => step === "again").length]).toEqual(["failed", "it came to the step again more than 3 times", 3]);
  });
});
