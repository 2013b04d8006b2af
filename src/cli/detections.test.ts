// aftwatch detections, event-sources, rules list and reload against a paper server; and what doctor makes of what they say.
import { describe, expect, it } from "vitest";
import type { DetectionDetail } from "../contract/runtime.ts";
import { paperTerminal } from "./cli.fixtures/paper-terminal.ts";
import { detectionText } from "./detection-text.ts";
import { conditionLines, processLines } from "./detection-tree.ts";
import { detectionFrom } from "./detection-wire.ts";
import { checkRules, checkSources } from "./doctor-runtime.ts";

const placement: DetectionDetail["placement"] = {
  workload: "prod-eu/shop/pay-api", joinedBy: "digest", because: "the digest sha256:12 is that of pay-api 1.4.0", serviceId: "svc_1", service: "pay-api", owner: "payments", releaseId: "rel_1", version: "1.4.0", endpointId: "end_1", endpoint: "eks-eu", environment: "prod", exposure: "internet", deploymentId: "dep_1", deployedAt: "2026-10-02T08:00:00Z",
};
const detection: DetectionDetail = {
  id: "det_1", kind: "rule", ruleId: "r-1", title: "Log4Shell", ruleLevel: "high", level: "critical", tags: ["attack.t1190", "cve.2021-44228"], decoder: "access-log", source: "nginx-eu", actor: "ip:203.0.113.9", subject: "", placement,
  evidence: { state: "confirmed", vulnerability: "CVE-2021-44228", component: "pkg:maven/a/log4j-core@2.14.1", because: "pay-api 1.4.0 runs it" }, firstAt: "2026-11-01T11:00:00Z", lastAt: "2026-11-01T11:30:00Z", detectedAt: "2026-11-01T11:00:01Z", count: 12, state: "open", exceptionId: null, verdict: null, note: null, judgedBy: null, incident: { id: "inc_1", number: 31 },
  why: { sentences: ["attack.lookup is there"], proof: {
    condition: { kind: "and", holds: true, name: "attack", nodes: [{ kind: "test", holds: true, field: "User", name: "user.name", said: "is root", line: 9, found: { text: "root", at: 0, end: 4 } }, { kind: "test", holds: false, field: "Image", name: "Image", said: "ends with /sh", line: 10 }], leftOut: 3 },
    processes: [{ pid: "7", image: "/bin/sh", commandLine: "sh -c id", user: "www" }, { pid: "1", image: "/usr/bin/java", commandLine: null, user: null }],
  } },
  samples: [{ slot: 0, id: "a/1", at: "2026-11-01T11:00:00Z", decoder: "access-log", logsource: { category: "webserver" }, origin: { host: "web-1" }, fields: { "c-ip": "203.0.113.9" }, raw: "GET /?x=${jndi\n:x}" }],
  components: [{ purl: "pkg:maven/a/log4j-core@2.14.1", vulnerability: "CVE-2021-44228", outcome: "act", fixVersion: "2.17.1", findingId: "fnd_1", loaded: true }],
};
const { why: _why, samples: _samples, components: _components, ...row } = detection;
const source = (changes: object = {}) => ({ id: "falco:f", decoder: "falco", name: "f", state: "live", firstAt: "2026-11-01T10:00:00Z", lastAt: "2026-11-01T11:59:00Z", staleSince: null, staleAfterMs: 900_000, events: 4, rejected: 0, detections: 1, lastReject: null, canary: "ok", canarySentAt: null, canarySeenAt: null, canaryMs: 12, ...changes });
const listed = (...items: unknown[]) => ({ items, total: items.length, next: null });

describe("cli/commands/detections", () => {
  it("list asks for open ones unless told otherwise, and sends every filter", async () => {
    const terminal = paperTerminal({ "GET /detections": listed(row) }, { isTty: true, env: { NO_COLOR: "1" } });
    expect(await terminal.run("detections", "list")).toBe(0);
    expect(terminal.out()).toMatch(/LEVEL.*\ncritical +Log4Shell +prod-eu\/shop\/pay-api +pay-api 1\.4\.0 +ip:203\.0\.113\.9 .* 12 .*raised: it runs.*INC-31/);
    expect(terminal.asked[0]?.query).toMatchObject({ state: "open" });
    await terminal.run("detections", "list", "--state", "all", "--level", "high", "--kind", "rule", "--rule", "r", "--workload", "w", "--service", "s", "--actor", "a", "--decoder", "d", "--tag", "CVE.2021-44228", "--evidence", "lowered", "--search", "x y", "--since", "2026-11-01", "--until", "2026-11-02", "--limit", "5");
    expect(terminal.asked.at(-1)?.query).toEqual({ level: "high", kind: "rule", rule: "r", workload: "w", service: "s", actor: "a", decoder: "d", tag: "cve.2021-44228", evidence: "lowered", q: "x y", since: "2026-11-01T00:00:00Z", until: "2026-11-02T00:00:00Z", limit: "5" });
  });

  it("an empty list points at the proof that the watch works", async () => {
    const terminal = paperTerminal({ "GET /detections": listed() }, { isTty: true });
    expect(await terminal.run("detections", "list")).toBe(0);
    expect(terminal.out()).toContain("0 detections. Whether the watch works: aftwatch event-sources list.");
  });

  it("show tells why with the tree, the process, the place, the evidence and the events", async () => {
    const terminal = paperTerminal({ "GET /detections/det_1": detection }, { isTty: true });
    expect(await terminal.run("detections", "show", "det_1")).toBe(0);
    for (const line of ["critical (the rule says high), open; 12 times from 2026-11-01T11:00:00Z to 2026-11-01T11:30:00Z, by ip:203.0.113.9", "  ✓ attack (all of these)", "    ✓ User (read from user.name) is root [line 9]: »root«", "    ✗ Image ends with /sh [line 10]", "      and 3 more, not kept", "  /usr/bin/java pid 1", "  └─ sh -c id (/bin/sh) pid 7 as www", "  joined by digest: the digest sha256:12 is that of pay-api 1.4.0",
      "  confirmed (CVE-2021-44228 in pkg:maven/a/log4j-core@2.14.1): pay-api 1.4.0 runs it", "  CVE-2021-44228 in pkg:maven/a/log4j-core@2.14.1: act, loaded, fixed in 2.17.1", "Events (1 kept of 12)", "GET /?x=${jndi :x}"]) expect(terminal.out()).toContain(line);
    await terminal.run("detections", "show", "det_1", "--json");
    expect(terminal.out()).toContain('"kind": "rule"');
  });

  it("judge and reopen go to the verdict's door, and show what it is then", async () => {
    const terminal = paperTerminal({ "PUT /detections/det_1/verdict": () => undefined, "DELETE /detections/det_1/verdict": {}, "GET /detections/det_1": { ...detection, verdict: "benign" } });
    expect(await terminal.run("detections", "reopen", "det_1")).toBe(0);
    await terminal.run("detections", "judge", "det_1", "benign", "--note", "our backup");
    const sent = terminal.asked.filter(({ method }) => method !== "GET").map(({ method, path, body }) => ({ method, path, body }));
    expect(sent).toEqual([{ method: "DELETE", path: "/detections/det_1/verdict", body: undefined }, { method: "PUT", path: "/detections/det_1/verdict", body: { verdict: "benign", note: "our backup" } }]);
  });

  it("export walks every page, asks for every state, and stops at its limit", async () => {
    const pages = [{ items: [{ ...row, id: "det_1" }, { ...row, id: "det_2" }], total: 3, next: "more" }, { items: [{ ...row, id: "det_3" }], total: 3, next: null }];
    const answers = (): Record<string, unknown> => { let place = 0; return { "GET /detections": () => pages[place++], ...Object.fromEntries([1, 2, 3].map((number) => [`GET /detections/det_${number}`, { ...detection, id: `det_${number}` }])) }; };
    const [all, some] = [paperTerminal(answers()), paperTerminal(answers())];
    expect(await all.run("detections", "export")).toBe(0);
    expect(all.out().trim().split("\n").map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(["det_1", "det_2", "det_3"]);
    expect(all.asked.filter(({ path }) => path === "/detections").map(({ query }) => [query["state"], query["after"]])).toEqual([[undefined, undefined], [undefined, "more"]]);
    expect(all.err()).toContain("3 detections.");
    await some.run("detections", "export", "--limit", "1", "--state", "open");
    expect(some.out().trim().split("\n")).toHaveLength(1);
    expect(some.asked[0]?.query["state"]).toBe("open");
  });

  it("export --format ocsf gives Detection Findings, closed when dismissed", async () => {
    const terminal = paperTerminal({ "GET /detections": listed(row, { ...row, id: "det_2" }), "GET /detections/det_1": detection, "GET /detections/det_2": { ...detection, id: "det_2", state: "dismissed", verdict: "benign" } });
    expect(await terminal.run("detections", "export", "--format", "ocsf")).toBe(0);
    const findings = terminal.out().trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(findings.map(({ class_uid, type_uid }) => [class_uid, type_uid])).toEqual([[2004, 200_402], [2004, 200_403]]);
    expect(JSON.stringify(findings[0])).toContain("det_1");
  });
});

describe("cli/detection-text", () => {
  it("a sensor's verdict has no condition and no process, and says so by leaving them out", () => {
    const text = detectionText({ ...detection, kind: "sensor", why: { sentences: ["falco said so"], proof: { sensor: "falco" } }, placement: { ...placement, service: null, joinedBy: "nothing", because: "no deployment is known there" }, exceptionId: "exc_1", components: [] });
    expect(text).not.toMatch(/Condition|Process/);
    expect(text).toContain("no deployment of the inventory");
    expect(text).toContain("Left out by the exception exc_1.");
    expect([conditionLines({}), processLines({})]).toEqual([[], []]);
  });

  it("a not keeps its own truth and that of what it turns", () => {
    expect(conditionLines({ condition: { kind: "not", holds: true, name: "filter", node: { kind: "test", holds: false, field: null, said: "contains x", line: 3 } } })).toEqual(["✓ not", "  ✗ any text of the event contains x [line 3]"]);
  });
});

describe("cli/detection-wire", () => {
  it("null is undefined and texts are instants", () => {
    const { detection: one, samples } = detectionFrom(detection);
    expect([one.firstAt, one.placement.deployedAt, one.verdict, samples[0]?.event.at]).toEqual([Date.UTC(2026, 10, 1, 11), Date.UTC(2026, 9, 2, 8), undefined, Date.UTC(2026, 10, 1, 11)]);
    expect(() => detectionFrom({ ...detection, lastAt: "soon" })).toThrow(expect.objectContaining({ code: "cli.server-strange" }) as Error);
  });
});

describe("cli/commands/event-sources", () => {
  it.each([[[source()], 0, "all of them are heard"], [[source(), source({ state: "stale", name: "bastion" })], 4, "not seen: bastion (falco)"], [[source({ canary: "missing" })], 4, "not seen: f (falco)"], [[], 0, "Nobody has sent an event yet"]])("list %#", async (items, code, said) => {
    const terminal = paperTerminal({ "GET /event-sources": { items } }, { isTty: true });
    expect(await terminal.run("event-sources", "list")).toBe(code);
    expect(terminal.out()).toContain(said);
  });

  it("test waits for the canaries it sent, and says when they do not come", async () => {
    let looks = 0;
    const seen = paperTerminal({ "POST /event-sources/test": { sent: 1 }, "GET /event-sources": () => ({ items: [source({ canary: looks++ < 3 ? "waiting" : "ok" })] }) });
    expect(await seen.run("event-sources", "test")).toBe(0);
    expect([seen.err(), looks]).toEqual(["1 canary sent.\n", 4]);
    const lost = paperTerminal({ "POST /event-sources/test": { sent: 2 }, "GET /event-sources": { items: [source({ canary: "waiting" })] } });
    expect(await lost.run("event-sources", "test")).toBe(4);
    expect(lost.err()).toContain("2 canaries sent.");
  });
});

describe("cli/rules-server", () => {
  const rule = { id: "r-1", kind: "rule", title: "Log4Shell", level: "high", status: null, description: "", author: null, tags: [], falsePositives: [], references: [], logsource: { category: "webserver", product: null, service: null }, file: "web/a.yml", line: 1, detections: 3, hits: 12, dismissed: 1, excepted: 0, lastAt: null };
  const reject = { file: "b.yml", line: 7, title: "B", rule: "the modifier x is unknown" };

  it("list shows what fired, and that something could not be taken", async () => {
    const terminal = paperTerminal({ "GET /rules": listed(rule), "GET /rule-rejects": { rejects: [reject] } }, { isTty: true });
    expect(await terminal.run("rules", "list", "--fired")).toBe(0);
    expect(terminal.asked[0]?.query["fired"]).toBe("true");
    expect(terminal.out()).toContain("1 rule could not be taken");
    expect(await terminal.run("rules", "list", "--rejected")).toBe(1);
    expect(terminal.out()).toContain("b.yml:7");
  });

  it("reload is 1 when a rule was not taken", async () => {
    const terminal = paperTerminal({ "POST /rules/reload": { rules: 2, correlations: 0, filters: 0, rejects: [reject] } });
    expect(await terminal.run("rules", "reload")).toBe(1);
    expect(terminal.err()).toContain("2 rules, 0 correlations, 0 filters in force; 1 rejected.");
  });

  it("doctor names what to mend", () => {
    expect(checkRules([])).toMatchObject({ state: "good" });
    expect(checkRules([reject])).toMatchObject({ state: "missing", found: "1 rule rejected, the first at b.yml:7: the modifier x is unknown" });
    expect(checkSources([]).map(({ state }) => state)).toEqual(["good"]);
    expect(checkSources([source({ state: "stale" }), source({ name: "g", canary: "missing" })] as never).map(({ state, found }) => `${state} ${found}`)).toEqual(["missing silent: f (falco), the longest since 2026-11-01T11:59:00Z", "missing sent and never seen: g (falco)"]);
  });
});
