// From events to detections over HTTP: counted once, collapsed, correlated over restarts, judged, told to incidents, kept apart by organisation.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { falcoAlert } from "../../src/runtime/decoder-seeds.sample.ts";
import type { EventReceipt } from "../../src/contract/runtime.ts";
import { Fault } from "../../src/kernel/fault.ts";
import { dayMs, hourMs, minuteMs, secondMs, toIso } from "../../src/kernel/clock.ts";
import { markerIds, named, openRuntimeUnderTest, sshdLine } from "./runtime-under-test.ts";
import type { RuntimeUnderTest } from "./runtime-under-test.ts";

let under: RuntimeUnderTest;
beforeAll(async () => { under = await openRuntimeUnderTest(); }, 60_000);
afterAll(() => under.close());

const now = (): number => under.clock.now();
/** One line each with an id of its own, on one host. */
const pushLines = (host: string, lines: readonly (readonly [id: string, text: string, at?: number])[], sending: Parameters<RuntimeUnderTest["taken"]>[2] = {}): Promise<EventReceipt> => {
  const { body, headers } = named(lines.map(([id, text, at]) => [id, sshdLine(text, { host, at: at ?? now(), ip: "198.51.100.9" })]));
  return under.taken("syslog", body, { ...sending, headers });
};
const marked = (host: string, rule: string = markerIds.message) => under.detections(`rule=${rule}&workload=${host}`);
const exception = (title: string, expiresAt: number): string => `title: ${title}\nid: ${randomUUID()}\nlogsource: { product: linux, service: sshd }\nfilter:\n  rules: ['${markerIds.message}']\n  host: { message|contains: by-backup }\n  condition: not host\n# ${expiresAt}\n`;
interface Member { signal: { ref: string; ended: boolean }; leftAt: string | null }
const incidentsOf = async (query: string) => (await under.call("GET", `/api/v1/incidents?${query}`)).json<{ items: { id: string; kind: string; title: string; phase: string }[] }>().items;

describe("test/acceptance/runtime-detections: counting", () => {
  it("an event counts once by its id: in one request, in the next, and after a restart", async () => {
    expect(await pushLines("once", [["o1", "marker-alpha"], ["o1", "marker-alpha"]])).toMatchObject({ opened: 1, repeats: 0 });
    expect(await pushLines("once", [["o1", "marker-alpha"], ["o2", "marker-alpha"]])).toMatchObject({ opened: 0, repeats: 1 });
    await under.restart();
    expect(await pushLines("once", [["o1", "marker-alpha"], ["o2", "marker-alpha"], ["o3", "marker-alpha"]])).toMatchObject({ opened: 0, repeats: 1 });
    expect((await marked("once")).map(({ count }) => count)).toEqual([3]);
  });

  it("repeats collapse into one with a count and samples; an hour's pause makes the next one news", async () => {
    const from = now();
    for (let hit = 0; hit < 12; hit++) await pushLines("many", [[`m${hit}`, "marker-alpha", from + hit * secondMs]]);
    const [one] = await marked("many");
    expect([one?.count, one?.firstAt, one?.lastAt]).toEqual([12, toIso(from), toIso(from + 11 * secondMs)]);
    expect((await under.detail(one?.id ?? "")).samples.map(({ id }) => id)).toEqual(["m0", "m1", "m2", "m3", "m4", "m7", "m8", "m9", "m10", "m11"]);
    under.clock.advance(2 * hourMs);
    expect(await pushLines("many", [["later", "marker-alpha"]])).toMatchObject({ opened: 1 });
    expect((await marked("many")).map(({ count }) => count)).toEqual([1, 12]);
  });

  it("old events, however often they come beside new ones, are one detection of their own time", async () => {
    const past = now() - 3 * dayMs;
    await pushLines("replay", [["new", "marker-alpha"]]);
    for (let hit = 0; hit < 4; hit++) await pushLines("replay", [[`r${hit}`, "marker-alpha", past + hit * minuteMs]]);
    expect((await marked("replay")).map(({ count, firstAt }) => [count, firstAt])).toEqual([[1, toIso(now())], [4, toIso(past)]]);
    await under.app.steps.watchRuntime();
    expect(await pushLines("replay", [["r0", "marker-alpha", past]])).toMatchObject({ opened: 0, repeats: 0 });
  });

  it("clocks that are ahead or behind are shown as they are, and harm nobody else", async () => {
    const [future, past] = [now() + 400 * dayMs, now() - 900 * dayMs];
    expect(await pushLines("skew-ahead", [["f1", "marker-alpha", future]])).toMatchObject({ opened: 1 });
    expect(await pushLines("skew-behind", [["p1", "marker-alpha", past]])).toMatchObject({ opened: 1 });
    const [ahead] = await marked("skew-ahead");
    const [behind] = await marked("skew-behind");
    expect([ahead?.firstAt, ahead?.detectedAt, behind?.firstAt, behind?.detectedAt]).toEqual([toIso(future), toIso(now()), toIso(past), toIso(now())]);
    for (const id of ["s1", "s2", "s3"]) await pushLines("skew-none", [[id, "marker-counted"]]);
    expect(await marked("198.51.100.9", markerIds.three)).toEqual([]);
    expect((await under.detections(`rule=${markerIds.three}&actor=ip:198.51.100.9`)).map(({ count }) => count)).toEqual([1]);
    expect((await under.sources()).every(({ lastAt, firstAt }) => lastAt <= toIso(now()) && firstAt <= toIso(now()))).toBe(true);
  });
});

describe("test/acceptance/runtime-detections: correlations", () => {
  const counted = (ip: string, ids: readonly string[]): Promise<EventReceipt> => {
    const { body, headers } = named(ids.map((id) => [id, sshdLine("marker-counted", { host: "corr", ip, at: now() })]));
    return under.taken("syslog", body, { headers });
  };
  const three = (ip: string) => under.detections(`rule=${markerIds.three}&actor=ip:${ip}`);

  it("counts over requests, and over a restart; an event that is sent again counts once", async () => {
    await counted("192.0.2.1", ["c1"]);
    await counted("192.0.2.1", ["c1", "c2"]);
    expect(await three("192.0.2.1")).toEqual([]);
    await under.restart();
    await counted("192.0.2.1", ["c1", "c2"]);
    expect(await three("192.0.2.1")).toEqual([]);
    await counted("192.0.2.1", ["c3"]);
    expect((await three("192.0.2.1")).map(({ count, level, kind }) => [count, level, kind])).toEqual([[1, "high", "correlation"]]);
    const detail = await under.detail((await three("192.0.2.1"))[0]?.id ?? "");
    expect(detail.samples.map(({ id }) => id).toSorted()).toEqual(["c1", "c2", "c3"]);
    await under.restart();
    await counted("192.0.2.1", ["c1", "c2", "c3"]);
    expect((await three("192.0.2.1")).map(({ count }) => count)).toEqual([1]);
  });

  it("groups do not count for each other", async () => {
    await counted("192.0.2.2", ["g1", "g2"]);
    await counted("192.0.2.3", ["g3"]);
    expect([await three("192.0.2.2"), await three("192.0.2.3")]).toEqual([[], []]);
  });
});

describe("test/acceptance/runtime-detections: what cannot be taken", () => {
  it("a commit that fails is no 2xx and leaves nothing behind: sent again, the event counts once and correlates once", async () => {
    const one = (id: string) => named([[id, sshdLine("marker-counted", { host: "failing", ip: "192.0.2.77", at: now() })]]);
    const push = (id: string) => { const { body, headers } = one(id); return under.push("syslog", body, { headers }); };
    await push("w1");
    await push("w2");
    const { write } = under.app.store;
    Object.assign(under.app.store, { write: async (work: Parameters<typeof write>[0]) => { await write(async (ports) => { await work(ports); throw new Error("the disk is full"); }); } });
    const refused = await push("w3");
    Object.assign(under.app.store, { write });
    expect(refused.status).toBe(500);
    expect(await under.detections(`rule=${markerIds.three}&actor=ip:192.0.2.77`)).toEqual([]);
    expect((await push("w3")).json<EventReceipt>().opened).toBeGreaterThan(0);
    expect((await under.detections(`rule=${markerIds.three}&actor=ip:192.0.2.77`)).map(({ count }) => count)).toEqual([1]);
  });

  it("an overload is 503 with Retry-After at every door, and nothing was kept", async () => {
    const { receive } = under.app.runtime;
    Object.assign(under.app.runtime, { receive: () => Promise.reject(new Fault("runtime.overloaded", { detail: "100001 events wait." })) });
    const answers = [await under.push("syslog", sshdLine("marker-alpha", { host: "overload" })), await under.call("POST", "/v1/logs", { resourceLogs: [] })];
    Object.assign(under.app.runtime, { receive });
    expect(answers.map(({ status, headers, text }) => [status, headers.get("retry-after"), (JSON.parse(text) as { code: string }).code])).toEqual([[503, "5", "runtime.overloaded"], [503, "5", "runtime.overloaded"]]);
    expect(await under.detections("workload=overload")).toEqual([]);
  });
});

describe("test/acceptance/runtime-detections: exceptions, verdicts, incidents", () => {
  it("an exception leaves out and counts; when it is over, hits are open again", async () => {
    const { org } = under.app;
    const expiresAt = now() + hourMs;
    await under.app.store.write((ports) => ports.detections.putExceptions(org, [{ exceptionId: "exc_1", title: "The backup", text: exception("The backup", expiresAt), owner: "ops", reason: "nightly", createdBy: "t", createdAt: now(), expiresAt, revokedAt: undefined, revokedBy: undefined, hits: 0, lastHitAt: undefined, forced: undefined }]));
    await under.restart();
    await pushLines("excepted", [["x1", "marker-alpha by-backup"], ["x2", "marker-alpha by-backup"]]);
    expect((await marked("excepted")).map(({ state, exceptionId, count }) => [state, exceptionId, count])).toEqual([["excepted", "exc_1", 2]]);
    await pushLines("excepted", [["x2", "marker-alpha by-backup"]]);
    expect(await under.app.store.read.detections.findException(org, "exc_1")).toMatchObject({ hits: 2, lastHitAt: now() });
    expect(await under.detections(`state=open&workload=excepted&rule=${markerIds.message}`)).toEqual([]);
    under.clock.advance(hourMs);
    await pushLines("excepted", [["x3", "marker-alpha by-backup"]]);
    expect((await under.detections(`state=open&workload=excepted&rule=${markerIds.message}`)).map(({ count }) => count)).toEqual([1]);
  });

  it("a critical detection opens an incident of its kind; a verdict dismisses it and ends it there; reopening brings it back", async () => {
    await pushLines("shell", [["k1", "marker-critical"]]);
    const [one] = await marked("shell", markerIds.critical);
    expect(one).toMatchObject({ level: "critical", state: "open", incident: { number: expect.any(Number) as number } });
    const [incident] = (await incidentsOf("limit=50")).filter(({ id }) => id === one?.incident?.id);
    expect(incident).toMatchObject({ kind: "web-shell" });
    const members = async () => (await under.call("GET", `/api/v1/incidents/${one?.incident?.id ?? ""}/members`)).json<{ items: Member[] }>().items.filter(({ signal }) => signal.ref === one?.id);
    expect(await members()).toMatchObject([{ signal: { ended: false }, leftAt: null }]);
    expect((await under.call("PUT", `/api/v1/detections/${one?.id ?? ""}/verdict`, { verdict: "false-positive", note: "a drill" })).status).toBe(204);
    expect((await marked("shell", markerIds.critical))[0]).toMatchObject({ state: "dismissed", verdict: "false-positive", note: "a drill", judgedBy: "token:of-main" });
    expect(await members()).toMatchObject([{ signal: { ended: true } }]);
    expect((await under.call("DELETE", `/api/v1/detections/${one?.id ?? ""}/verdict`)).status).toBe(204);
    expect((await marked("shell", markerIds.critical))[0]).toMatchObject({ state: "open", verdict: null });
    expect((await under.call("PUT", "/api/v1/detections/det_none/verdict", { verdict: "benign" })).status).toBe(404);
  });

  it("facts of what was opened and judged stand in the ledger, whose chain holds", async () => {
    const facts = (await under.call("GET", "/api/v1/ledger?limit=200")).json<{ items: { kind: string }[] }>().items.map(({ kind }) => kind);
    for (const kind of ["detection.opened", "detection.excepted", "detection.judged", "detection.reopened"]) expect(facts).toContain(kind);
    expect((await under.app.ledger.verify(under.app.org)).kind).toBe("whole");
  });
});

describe("test/acceptance/runtime-detections: sources", () => {
  it("a canary goes the way of each source and is measured; it is no detection and nobody's event", async () => {
    await under.taken("falco?source=edge", { ...falcoAlert, uuid: "src-1" });
    const before = await under.sources();
    const detections = (await under.detections()).length;
    expect((await under.call("POST", "/api/v1/event-sources/test")).json()).toEqual({ sent: before.length });
    const after = await under.sources();
    expect(after.map(({ canary, canaryMs, canarySeenAt }) => [canary, typeof canaryMs, canarySeenAt])).toEqual(after.map(() => ["ok", "number", toIso(now())]));
    expect(after.map(({ events, lastAt }) => [events, lastAt])).toEqual(before.map(({ events, lastAt }) => [events, lastAt]));
    expect((await under.detections()).length).toBe(detections);
    expect((await under.call("GET", "/api/v1/runtime")).json()).toMatchObject({ lastCanaryAt: toIso(now()), lastCanaryMs: expect.any(Number) as number });
  });

  it("what falls silent is stale, says so, opens an incident of a blind source, and is well again when it is heard", async () => {
    await under.taken("falco?source=quiet", { ...falcoAlert, uuid: "quiet-1" });
    under.clock.advance(20 * minuteMs);
    await under.app.steps.watchRuntime();
    const one = async () => (await under.sources()).find(({ name }) => name === "quiet");
    expect(await one()).toMatchObject({ state: "stale", staleSince: toIso(now()) });
    const blind = async () => (await incidentsOf("limit=50")).filter(({ kind, title }) => kind === "blind-source" && title.includes("quiet"));
    expect(await blind()).toHaveLength(1);
    const facts = (await under.call("GET", "/api/v1/ledger?limit=50")).json<{ items: { kind: string; subject: string }[] }>().items;
    expect(facts.filter(({ kind, subject }) => kind === "source.silent" && subject === "falco:quiet")).toHaveLength(1);
    await under.app.steps.watchRuntime();
    expect(await blind()).toHaveLength(1);
    await under.taken("falco?source=quiet", { ...falcoAlert, uuid: "quiet-2" });
    expect(await one()).toMatchObject({ state: "live", staleSince: null });
    const members = (await under.call("GET", `/api/v1/incidents/${(await blind())[0]?.id ?? ""}/members`)).json<{ items: Member[] }>().items;
    expect(members.filter(({ signal }) => signal.ref === "source:falco:quiet")).toMatchObject([{ signal: { ended: true } }]);
  });
});

describe("test/acceptance/runtime-detections: organisations", () => {
  it("two organisations never see each other's events, detections, sources or memories", async () => {
    const line = (id: string, text: string) => named([[id, sshdLine(text, { host: "apart", ip: "192.0.2.50", at: now() })]]);
    for (const [as, id] of [["first", "a1"], ["first", "a2"], ["second", "b1"]] as const) { const { body, headers } = line(id, "marker-counted"); await under.taken("syslog", body, { as, headers }); }
    expect(await under.detections("actor=ip:192.0.2.50", { as: "second" })).toEqual([]);
    const { body, headers } = line("a1", "marker-alpha");
    expect(await under.taken("syslog", body, { as: "second", headers })).toMatchObject({ opened: 1 });
    expect(await marked("apart")).toEqual([]);
    const [theirs] = await under.detections("workload=apart", { as: "second" });
    expect((await under.call("GET", `/api/v1/detections/${theirs?.id ?? ""}`)).status).toBe(404);
    expect((await under.call("PUT", `/api/v1/detections/${theirs?.id ?? ""}/verdict`, { verdict: "benign" })).status).toBe(404);
    expect((await under.call("GET", "/api/v1/event-sources", undefined, { as: "second" })).json<{ items: { name: string }[] }>().items.map(({ name }) => name)).toEqual(["of-other"]);
  });

  it("the round looks after the sources of every organisation", async () => {
    under.clock.advance(10 * minuteMs);
    await under.app.steps.watchRuntime();
    expect((await under.call("GET", "/api/v1/event-sources", undefined, { as: "second" })).json<{ items: { canary: string }[] }>().items.map(({ canary }) => canary)).toEqual(["ok"]);
  });
});
