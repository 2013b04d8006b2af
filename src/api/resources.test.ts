// Every resource over the real store: each answer fits the schema that its door promises, and means what it says.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TSchema } from "typebox";
import Value from "typebox/value";
import { dastFindingId } from "../dast/finding.ts";
import type { DastFinding } from "../dast/finding.ts";
import { hourMs } from "../kernel/clock.ts";
import { realApp } from "./api.fixtures/real-app.ts";
import { resources } from "./resources/index.ts";

let real: Awaited<ReturnType<typeof realApp>>;
beforeAll(async () => { real = await realApp(); });
afterAll(() => real.close());

const doors = resources.flatMap((resource) => resource.doors);
const vulnerability = "CVE-2021-23337";
const rowOf = async (path: string): Promise<Record<string, never>> => (await real.get(path)).json<{ items: Record<string, never>[] }>().items[0] ?? {};

const incidentPath = async (): Promise<string> => `/incidents/${(await real.send("POST", "/incidents", { title: "Something is wrong", severity: "high", entities: [{ kind: "ip", value: "203.0.113.9" }] })).json<{ id: string }>().id}`;

/** A run of a playbook that keeps evidence and then asks somebody; the ids of what it leaves. */
async function runOf(what: "run" | "approval" | "evidence"): Promise<string> {
  const text = "id: look\nname: Look\nabout: Keeps what is there and asks.\ntriggers: [{kinds: [manual]}]\nsteps:\n  - {id: keep, kind: snapshot}\n  - {id: ask, kind: approval, with: {question: Is it over?}}\n";
  await real.send("PUT", "/playbooks/look", { text });
  const started = await real.send("POST", `${await incidentPath()}/runs`, { playbook: "look" });
  await real.app.steps.movePlaybooks();
  const { id } = started.json<{ run: { id: string } }>().run;
  if (what === "run") return id;
  const { attempts = [], ...run } = (await real.get(`/runs/${id}`)).json<{ attempts?: { output?: { id?: string } }[] }>();
  const evidence = /evd_\w+/.exec(JSON.stringify({ attempts, run }))?.[0] ?? "";
  return what === "evidence" ? evidence : String((await rowOf("/approvals"))["id"] ?? "");
}

const targetId = async (): Promise<string> => (await real.send("POST", "/targets", { name: "shop", url: "http://127.0.0.1:9/", testable: true })).json<{ id: string }>().id;

/** A scan that has ended with a finding; the ids of what it leaves. */
async function scanOf(what: "scan" | "finding"): Promise<string> {
  const { dast, store, org } = real.app;
  const target = await targetId();
  const { scanId } = await dast.startScan(org, { target, spec: {}, reason: "asked" }, "t");
  const findingId = dastFindingId(org, target, "dfp_1");
  await store.write(async (ports) => {
    await ports.dast.putScans(org, [{ ...await dast.findScan(org, scanId).then((one) => { if (one === undefined) throw new Error("no scan"); return one; }), state: "done", endedAt: real.clock.now() }]);
    await ports.dast.putFindings(org, [exampleFinding(findingId, target, scanId, real.clock.now())]);
    await ports.dast.putScanFindings(org, [{ scanId, findingId, outcome: "new", why: undefined, at: real.clock.now() }]);
  });
  return what === "scan" ? scanId : findingId;
}

const exampleFinding = (findingId: string, target: string, scanId: string, at: number): DastFinding => ({
  findingId, targetId: target, fingerprint: "dfp_1", check: "vulnerable-library", title: "Library with known weaknesses", place: { origin: "http://127.0.0.1:9", method: "GET", template: "/", point: undefined, at: "script:/app.js" }, about: "lodash 4.17.20", severity: "medium", confidence: "firm", cwe: 1104, owasp: ["A06"], remediation: "Update it.",
  component: "pkg:npm/lodash@4.17.20", evidence: { technique: "version", because: "the file says so", exchanges: [{ role: "attack", shows: "the version", at, method: "GET", url: "http://127.0.0.1:9/app.js", requestHeaders: [["accept", "*/*"]], requestBody: undefined, status: 200, headers: [], body: "4.17.20", bodyBytes: 7, cut: false, totalMs: 3, failure: undefined, curl: "curl http://127.0.0.1:9/app.js" }] },
  retest: { check: "vulnerable-library", route: undefined, pointId: undefined, identity: "anonymous", template: undefined }, foundAt: at, alsoAt: [], count: 1, state: "open", firstAt: at, lastAt: at, retestedAt: undefined, lastOutcome: "new", notRetestedBecause: undefined, lastScanId: scanId, fixedAt: undefined, verdict: undefined, verdictUntil: undefined, note: undefined, judgedBy: undefined,
});

/** Values for the paths and the required parameters of the reading doors. */
const examples: Record<string, () => Promise<string>> = {
  getService: async () => "/services/pay-api",
  getRelease: async () => `/releases/${(await rowOf("/releases?service=pay-api"))["id"] ?? ""}`,
  listReleaseComponents: async () => `/releases/${(await rowOf("/releases?service=pay-api"))["id"] ?? ""}/components`,
  listReleaseRejects: async () => `/releases/${(await rowOf("/releases?service=pay-api"))["id"] ?? ""}/rejects`,
  lookUpComponent: async () => `/components/lookup?purl=${encodeURIComponent("pkg:npm/lodash@4.17.20")}`,
  listLoaded: async () => `/releases/${(await rowOf("/releases?service=pay-api"))["id"] ?? ""}/loaded`,
  getDelivery: async () => `/deliveries/${(await rowOf("/deliveries"))["id"] ?? ""}`,
  getEndpoint: async () => "/endpoints/eks-eu",
  getFinding: async () => `/findings/${(await rowOf("/findings"))["id"] ?? ""}`,
  explain: async () => `/explain?purl=${encodeURIComponent("pkg:npm/lodash@4.17.20")}`,
  getVulnerability: async () => `/vulnerabilities/${vulnerability}`,
  listFeedRejects: async () => "/feeds/starter/rejects",
  search: async () => "/search?q=lodash",
  getIncident: async () => incidentPath(),
  listIncidentMembers: async () => `${await incidentPath()}/members`,
  listIncidentEntities: async () => `${await incidentPath()}/entities`,
  listIncidentActivity: async () => `${await incidentPath()}/activity`,
  listIncidentClocks: async () => `${await incidentPath()}/clocks`,
  draftReport: async () => `${await incidentPath()}/reports/cra-incident/notification`,
  getReview: async () => `${await incidentPath()}/review`,
  listIncidentActions: async () => `${await incidentPath()}/actions`,
  getAlert: async () => {
    await real.send("POST", "/alerts", [{ labels: { alertname: "DiskFull", host: "a" } }]);
    return `/alerts/${(await rowOf("/alerts"))["fingerprint"] ?? (await rowOf("/alerts"))["id"] ?? ""}`;
  },
  getSilence: async () => {
    await real.send("POST", "/silences", { matchers: ['alertname="DiskFull"'], endsAt: "2026-12-31T00:00:00Z", comment: "being replaced" });
    return `/silences/${(await rowOf("/silences"))["id"] ?? ""}`;
  },
  getException: async () => {
    const text = "title: Our backup\nlogsource: {product: linux}\nfilter: {rules: ['sensor:falco:Terminal shell in container'], selection: {User: backup}, condition: selection}\n";
    const made = await real.send("POST", "/exceptions", { title: "Our backup", text, owner: "platform", reason: "nightly", expiresAt: new Date(real.clock.now() + hourMs).toISOString() });
    return `/exceptions/${made.json<{ id: string }>().id}`;
  },
  getDetection: async () => {
    await real.server.inject({ method: "POST", url: "/api/v1/ingest/falco", headers: { ...real.headers, "content-type": "application/json" }, payload: JSON.stringify({ uuid: "one", rule: "Terminal shell in container", priority: "Notice", output: "a shell", source: "syscall", time: "2026-11-01T12:00:00Z", output_fields: { "proc.name": "bash", "k8s.pod.name": "pay-api-0" } }) });
    return `/detections/${(await rowOf("/detections"))["id"] ?? ""}`;
  },
  getTarget: async () => `/targets/${await targetId()}`,
  getAuthorisation: async () => `/targets/${await targetId()}/authorisation`,
  getScan: async () => `/scans/${await scanOf("scan")}`,
  getScanSite: async () => `/scans/${await scanOf("scan")}/site`,
  listScanRequests: async () => `/scans/${await scanOf("scan")}/requests`,
  diffScans: async () => `/scans/${await scanOf("scan")}/diff`,
  getDastFinding: async () => `/dast-findings/${await scanOf("finding")}`,
  getDrill: async () => {
    const { dast, org, steps } = real.app;
    const { drillId } = await dast.drills.start(org, await targetId(), { watchMs: 1 }, "t");
    await steps.watchDrills();
    return `/drills/${drillId}`;
  },
  getRule: async () => `/rules/${(await rowOf("/rules"))["id"] ?? ""}`,
  getPlaybook: async () => "/playbooks/web-shell",
  exportPlaybook: async () => "/playbooks/web-shell/cacao",
  listProposals: async () => `${await incidentPath()}/playbooks`,
  getRun: async () => `/runs/${await runOf("run")}`,
  getApproval: async () => `/approvals/${await runOf("approval")}`,
  getEvidence: async () => `/evidence/${await runOf("evidence")}`,
  getPage: async () => {
    await real.send("PUT", "/oncall", { text: "people: [{name: ana}]\npolicies: [{name: all, steps: [{notify: ['person:ana']}]}]\nrules: {defaultPolicy: all}\n" });
    await real.send("POST", "/incidents", { title: "Something is wrong", severity: "critical" });
    return `/pages/${(await rowOf("/pages"))["id"] ?? ""}`;
  },
  getProfile: async () => {
    await real.server.inject({ method: "POST", url: "/api/v1/ingest/tetragon", headers: { ...real.headers, "content-type": "application/json" }, payload: JSON.stringify({ process_exec: { process: { exec_id: "a", pid: 7, binary: "/usr/bin/node" } }, node_name: "n1", time: "2026-11-01T12:00:00Z" }) });
    return `/profiles/${(await rowOf("/profiles"))["id"] ?? ""}`;
  },
};
const reading = doors.filter((one) => one.method === "GET" && one.answer !== undefined && one.root !== true);

describe("api/resources over the real store", () => {
  it.each(reading.map((one) => [one.id, one] as const))("%s answers what its schema promises", async (id, one) => {
    const path = await (examples[id] ?? (async () => one.path))();
    const reply = await real.get(path);
    expect(reply.statusCode, reply.body).toBe(200);
    expect(Value.Errors(one.answer as TSchema, reply.json())).toEqual([]);
  });

  it("a deployment of an affected release opens a finding, and its rows lead from one to the other", async () => {
    const finding = (await real.get("/findings?state=open")).json<{ items: { id: string; vulnerability: string; live: object }[]; total: number }>();
    expect(finding).toMatchObject({ total: 1, items: [{ vulnerability, service: "pay-api", live: { affected: 2, total: 2 } }] });
    const detail = (await real.get(`/findings/${finding.items[0]?.id ?? ""}`)).json<{ exposures: unknown[]; timeline: { kind: string }[]; verdict: string; environmental: { score: number; vector: string; because: string[] } | null }>();
    expect(detail.environmental).toMatchObject({ score: expect.any(Number) as number, vector: expect.stringContaining("CVSS:3.1/") as string, because: expect.any(Array) as string[] });
    expect(detail.exposures).toHaveLength(2);
    expect(detail.verdict).toContain("on 2 live deployments, 1 of them internet-exposed");
    expect(detail.timeline.map(({ kind }) => kind)).toContain("finding.opened");
    expect((await real.get(`/vulnerabilities/GHSA-35jh-r3h4-6jhm`)).json()).toMatchObject({ id: vulnerability, live: { deployments: 2, services: 1, endpoints: 2, internet: 1 }, past: { deployments: 0 } });
    expect((await real.get(`/exposures?vulnerability=${vulnerability}&live=true&environment=prod`)).json()).toMatchObject({ total: 2 });
  });

  it("pages follow each other without loss or repeat", async () => {
    const whole = (await real.get("/deployments")).json<{ items: { id: string }[] }>().items.map(({ id }) => id);
    const seen: string[] = [];
    const pageAfter = async (after: string) => (await real.get(`/deployments?limit=1${after ? `&after=${encodeURIComponent(after)}` : ""}`)).json<{ items: { id: string }[]; next: string | null; total: number }>();
    for (let after: string | null = ""; after !== null;) {
      const page: Awaited<ReturnType<typeof pageAfter>> = await pageAfter(after);
      expect(page.total).toBe(3);
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
    }
    expect(seen).toEqual(whole);
    expect((await real.get("/deployments?after=bm90IG9uZQ")).json()).toMatchObject({ code: "request.invalid", errors: [{ at: "/after" }] });
  });

  it("asof answers what was known then", async () => {
    expect((await real.get("/deployments?asof=2026-10-31T00:00:00Z&live=true")).json()).toMatchObject({ total: 0 });
    expect((await real.get(`/exposures?vulnerability=${vulnerability}&asof=2026-10-31T00:00:00Z`)).json()).toMatchObject({ total: 0 });
  });

  it("a repeated report continues the deployment and names it", async () => {
    const reply = await real.send("POST", "/deployments", { service: "pay-api", version: "1.4.0", endpoint: "eks-eu" });
    expect(reply.json()).toMatchObject({ continued: true, deployment: { endpoint: "eks-eu", service: "pay-api", hasSbom: true } });
  });

  it("a decision covers, is listed and can be taken back", async () => {
    const untilAt = "2026-12-01T00:00:00Z";
    const made = await real.send("POST", "/decisions", { vulnerability, service: "pay-api", kind: "accepted", reason: "replaced soon", untilAt });
    expect(made.statusCode, made.body).toBe(201);
    expect(made.json()).toMatchObject({ vulnerability, service: "pay-api", kind: "accepted", untilAt, holds: true, actor: "token:test" });
    expect((await real.get("/findings?state=accepted")).json()).toMatchObject({ total: 1 });
    real.clock.advance(hourMs);
    expect((await real.send("POST", `/decisions/${made.json<{ id: string }>().id}/revoke`)).statusCode).toBe(204);
    expect((await real.get("/findings?state=accepted")).json()).toMatchObject({ total: 0 });
  });

  it("the first acknowledgement is kept with who and when", async () => {
    const id = (await rowOf("/findings"))["id"] ?? "";
    expect((await real.send("POST", `/findings/${id}/acknowledge`)).json()).toMatchObject({ id, acknowledgedBy: "token:test" });
  });

  it("the pulse counts every fact of the last 24 hours once", async () => {
    const { pulse } = (await real.get("/now")).json<{ pulse: { facts: number }[] }>();
    const { total } = (await real.get("/ledger?limit=1")).json<{ total: number }>();
    const again = (await real.get("/now")).json<{ pulse: { facts: number }[] }>().pulse;
    expect(pulse).toHaveLength(24);
    expect([pulse, again].map((hours) => hours.reduce((sum, { facts }) => sum + facts, 0))).toEqual([total, total]);
  });

  it("CDEvents of a batch are recorded one by one", async () => {
    const event = (service: string) => ({ context: { id: service, type: "dev.cdevents.service.deployed.0.2.0", timestamp: "2026-11-01T12:00:00Z" }, subject: { id: service, content: { environment: { id: "ns-1" }, artifactId: "pkg:oci/app@2.0.0" } } });
    const reply = await real.send("POST", "/cdevents", [event("shop"), { context: {} }]);
    expect(reply.json()).toMatchObject({ taken: 1, refused: 1, items: [{ index: 0, status: 201 }, { index: 1, status: 400, problem: { code: "request.invalid" } }] });
    expect((await real.get("/deployments?service=shop")).json()).toMatchObject({ total: 1, items: [{ version: "2.0.0", endpoint: "ns-1" }] });
    expect((await real.send("POST", "/cdevents", [{ context: {} }])).statusCode).toBe(422);
  });

  it("figures for Prometheus name no vulnerability", async () => {
    const { body, headers } = await real.server.inject({ url: "/metrics", headers: real.headers });
    expect(headers["content-type"]).toContain("version=0.0.4");
    expect(body).toMatch(/aftwatch_findings_open\{outcome="\w+\*?",severity="high"\} 1\n/);
    expect(body).toContain("aftwatch_deployments_without_sbom 2\n");
    expect(body).toMatch(/aftwatch_http_requests_total\{method="GET",route="\/api\/v1\/findings\/:id",status="200"\} \d+\n/);
    expect(body).not.toMatch(/CVE-|GHSA-/);
    expect(body.split("\n").every((line) => line === "" || /^(# (HELP|TYPE) \w+ .+|\w+(\{.*\})? (NaN|[+-]?(Inf|\d.*)))$/.test(line))).toBe(true);
  });

  it("the ledger is whole, and a backup opens", async () => {
    expect((await real.get("/ledger/verify")).json()).toMatchObject({ whole: true, broken: null });
    const reply = await real.get("/backup");
    expect(reply.rawPayload.subarray(0, 15).toString()).toBe("SQLite format 3");
    expect(reply.rawPayload.length).toBe(Number(reply.headers["content-length"]));
  });
});
