// A drill end to end: probes reach an application, its access log reaches the runtime room, and each class of attack has a measured time to detect.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Drill, DrillDetail } from "../../src/contract/dast.ts";
import type { Detection } from "../../src/contract/runtime.ts";
import { minuteMs, secondMs, toIso } from "../../src/kernel/clock.ts";
import { probeKinds } from "../../src/app/dast/drill-probes.ts";
import { openRuntimeUnderTest } from "./runtime-under-test.ts";
import type { RuntimeUnderTest } from "./runtime-under-test.ts";

interface Shop { url: string; /** Lines of its access log in the combined format. */ log: string[]; asked: { method: string; url: string; headers: Record<string, unknown> }[]; close(): Promise<void> }

let under: RuntimeUnderTest;
let shop: Shop;
beforeAll(async () => { under = await openRuntimeUnderTest(); shop = await openShop(() => under.clock.now()); }, 60_000);
afterAll(async () => { await shop.close(); await under.close(); });

async function openShop(now: () => number): Promise<Shop> {
  const [log, asked]: [string[], Shop["asked"]] = [[], []];
  const server = createServer(({ method = "", url = "", headers }, reply) => {
    asked.push({ method, url, headers });
    const status = url === "/" || url.startsWith("/?") ? 200 : 404;
    const time = new Date(now()).toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) (\S+) GMT$/, "$1/$2/$3:$4 +0000");
    log.push(`198.51.100.77 - - [${time}] "${method} ${url} HTTP/1.1" ${status} 12 "-" "${String(headers["user-agent"] ?? "-").replaceAll("\"", "\\x22")}"`);
    reply.writeHead(status, { "content-type": "text/plain" }).end("hello world\n");
  });
  await new Promise<void>((done) => { server.listen(0, "127.0.0.1", done); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, log, asked, close: () => new Promise((done) => { server.close(() => { done(); }); server.closeAllConnections(); }) };
}

const post = (path: string, body: object) => under.call("POST", `/api/v1${path}`, body);
const get = async <T>(path: string): Promise<T> => (await under.call("GET", `/api/v1${path}`)).json<T>();
const targetFor = async (name: string, more: object = {}): Promise<string> => { const made = await post("/targets", { name, url: shop.url, testable: true, ...more }); expect(made.status, made.text).toBe(201); return made.json<{ id: string }>().id; };
const shipLog = async (): Promise<void> => { const lines = shop.log.splice(0); if (lines.length > 0) await under.taken("access-log", `${lines.join("\n")}\n`); };
const facts = async (kind: string): Promise<{ subject: string; body: Record<string, unknown> }[]> => (await get<{ items: { subject: string; body: Record<string, unknown> }[] }>(`/ledger?kind=${kind}&limit=50`)).items;

/** Probes have left; nobody has looked at the log yet. */
async function sent(id: string, watchSeconds = 300): Promise<Drill> {
  const started = await post(`/targets/${id}/drill`, { watchSeconds });
  expect(started.status, started.text).toBe(202);
  await under.app.steps.watchDrills();
  return get<Drill>(`/drills/${started.json<Drill>().id}`);
}

describe("test/acceptance/dast-drill: what the runtime sees", () => {
  it("every class of attack is seen, by a rule that is named, after the time that the log took", async () => {
    const id = await targetFor("watched");
    const drill = await sent(id);
    expect(drill).toMatchObject({ state: "watching", seen: 0, authorisedBy: "the word of token:of-main" });
    expect(drill.classes.map(({ outcome }) => outcome)).toEqual(drill.classes.map(() => "waiting"));
    under.clock.advance(7 * secondMs);
    await shipLog();
    await under.app.steps.watchDrills();
    const ended = await get<DrillDetail>(`/drills/${drill.id}`);
    expect(ended.classes.filter(({ outcome }) => outcome !== "seen")).toEqual([]);
    expect(ended).toMatchObject({ state: "done", share: 1, sent: new Set(probeKinds.map(({ attackClass }) => attackClass)).size, meanMttdMs: 7 * secondMs, worstMttdMs: 7 * secondMs });
    expect(ended.classes.every(({ rules, mttdMs }) => rules.length > 0 && mttdMs === 7 * secondMs)).toBe(true);
    expect((await facts("drill.ended")).find(({ subject }) => subject === drill.id)?.body).toMatchObject({ classesSeen: ended.seen, classesSent: ended.sent, worstMttdMs: 7 * secondMs });
  });

  it("probes only read, say whose they are, and their tokens are told to nobody", async () => {
    const probes = shop.asked.splice(0);
    expect(probes.length).toBe(probeKinds.length);
    expect(new Set(probes.map(({ method }) => method))).toEqual(new Set(["GET"]));
    const [drill] = (await get<{ items: Drill[] }>("/drills")).items;
    expect(probes.every(({ headers }) => headers["x-aftwatch-scan"] === drill?.id)).toBe(true);
    const tokens = probes.map(({ url }) => /aftwatch-drill-([0-9a-f]{32})/.exec(url)?.[1] ?? "none");
    expect(new Set(tokens).size).toBe(probeKinds.length);
    const shown = (await under.call("GET", `/api/v1/drills/${drill?.id ?? ""}`)).text;
    expect(tokens.filter((token) => shown.includes(token))).toEqual([]);
  });

  it("nobody is paged for a drill: what it led to is judged as a test, and joins no incident", async () => {
    const made = (await under.detections("verdict=test")).filter(({ judgedBy }) => judgedBy?.startsWith("drill:"));
    expect(made.length).toBeGreaterThanOrEqual(10);
    expect(made.every(({ state }) => state === "dismissed")).toBe(true);
    expect(await under.detections("state=open")).toEqual([]);
    expect((await get<{ total: number }>("/incidents")).total).toBe(0);
  });

  it("the same attacks by somebody else at the same time are detections like any other", async () => {
    const drill = await sent(await targetFor("under fire"));
    const [probe] = shop.log.filter((line) => line.includes("UNION"));
    const forged = [probe?.replace("UNION%20SELECT", "UNION%20ALL%20SELECT") ?? "", probe?.replace(/"GET (\S+)/, "\"GET $1&id=1%27%20UNION%20SELECT%20password%20FROM%20users--") ?? "", probe?.replace("\"GET ", "\"POST ") ?? ""];
    await shipLog();
    const before = await under.detections("state=open");
    await under.taken("access-log", `${forged.join("\n")}\n`);
    const open = (await under.detections("state=open")).filter(({ id }) => !before.some((one) => one.id === id));
    expect(open.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(forged.length);
    expect(open.every(({ verdict }) => verdict === null)).toBe(true);
    await under.app.steps.watchDrills();
    expect((await get<Drill>(`/drills/${drill.id}`)).state).toBe("done");
  });
});

describe("test/acceptance/dast-drill: what it does not see", () => {
  it("a log that nobody sends: the drill ends by its time with nothing seen, and says so", async () => {
    const drill = await sent(await targetFor("blind"), 60);
    shop.log.length = 0;
    await under.app.steps.watchDrills();
    expect((await get<Drill>(`/drills/${drill.id}`)).state).toBe("watching");
    under.clock.advance(minuteMs);
    await under.app.steps.watchDrills();
    expect(await get<Drill>(`/drills/${drill.id}`)).toMatchObject({ state: "done", seen: 0, share: 0, meanMttdMs: null, classes: expect.arrayContaining([expect.objectContaining({ attackClass: "sqli", outcome: "not-seen", mttdMs: null })]) as unknown });
  });

  it("a log that comes late still counts, with its real time, and pages nobody", async () => {
    const drill = await sent(await targetFor("late"), 60);
    under.clock.advance(10 * minuteMs);
    await under.app.steps.watchDrills();
    const open = (await under.detections("state=open")).length;
    await shipLog();
    expect((await under.detections("state=open")).length).toBe(open);
    expect(await get<Drill>(`/drills/${drill.id}`)).toMatchObject({ state: "done", share: 1, worstMttdMs: 10 * minuteMs });
  });

  it("what sees no request but its token (a firewall's own log) is a sighting as well", async () => {
    const drill = await sent(await targetFor("firewall"), 60);
    const line = shop.log.find((one) => one.includes("jndi")) ?? "";
    const [, target = ""] = /"GET (\S+)/.exec(line) ?? [];
    shop.log.length = 0;
    under.clock.advance(5 * secondMs);
    const alert = { uuid: "waf-1", rule: "WAF: lookup blocked", priority: "Critical", output: `blocked ${target}`, source: "syscall", time: toIso(under.clock.now()), output_fields: { "fd.name": target } };
    await under.taken("falco", `${JSON.stringify(alert)}\n`);
    under.clock.advance(minuteMs);
    await under.app.steps.watchDrills();
    const { classes } = await get<Drill>(`/drills/${drill.id}`);
    expect(classes.filter(({ outcome }) => outcome === "seen")).toMatchObject([{ attackClass: "jndi-lookup", mttdMs: 5 * secondMs, rules: [{ title: "WAF: lookup blocked" }] }]);
  });
});

describe("test/acceptance/dast-drill: who may, and what breaks", () => {
  it("without anybody's word nothing but the question for it is sent", async () => {
    shop.asked.length = 0;
    const made = await post("/targets", { name: "nobody's", url: shop.url, testable: false });
    const drill = await sent(made.json<{ id: string }>().id);
    expect(drill).toMatchObject({ state: "failed", failure: expect.stringContaining("may be tested") as string, sent: 0 });
    expect(shop.asked.every(({ url }) => url.startsWith("/.well-known/"))).toBe(true);
    shop.log.length = 0;
  });

  it("what the scope excludes is not sent, and is not counted as missed", async () => {
    shop.asked.length = 0;
    const drill = await sent(await targetFor("narrow", { defaults: { scope: { exclude: ["/.git", "/.env"] } } }));
    expect(shop.asked.filter(({ url }) => url.startsWith("/.git") || url.startsWith("/.env"))).toEqual([]);
    expect(drill.classes.find(({ attackClass }) => attackClass === "discovery")).toMatchObject({ outcome: "not-sent", why: expect.stringContaining("excludes") as string });
    await shipLog();
    await under.app.steps.watchDrills();
    expect(await get<Drill>(`/drills/${drill.id}`)).toMatchObject({ state: "done", share: 1 });
  });

  it("one drill of a target at a time; a target that does not answer fails nothing but its probes", async () => {
    const id = await targetFor("gone");
    await sent(id);
    expect((await post(`/targets/${id}/drill`, {})).status).toBe(400);
    under.clock.advance(10 * minuteMs);
    await under.app.steps.watchDrills();
    shop.log.length = 0;
    const dead = await post("/targets", { name: "dead", url: "http://127.0.0.1:9/", testable: true });
    const drill = await sent(dead.json<{ id: string }>().id);
    expect((await get<DrillDetail>(`/drills/${drill.id}`)).probes.every(({ status }) => status === 0 || status === null)).toBe(true);
  });

  it("a server that ended while it sent leaves no drill open for ever", async () => {
    const { drills } = under.app.dast;
    const one = await drills.start(under.app.org, await targetFor("interrupted"), { watchMs: undefined }, "t");
    await under.app.steps.watchDrills();
    await under.app.store.write((ports) => ports.dast.putDrills(under.app.org, [{ ...one, state: "sending" }]));
    await under.app.steps.watchDrills();
    expect((await drills.find(under.app.org, one.drillId))?.state).toBe("sending");
    under.clock.advance(4 * minuteMs);
    await under.app.steps.watchDrills();
    expect(await drills.find(under.app.org, one.drillId)).toMatchObject({ state: "failed", failure: expect.stringContaining("ended before all had left") as string });
  });

  it("of another organisation there is no drill", async () => {
    const [drill] = (await get<{ items: Drill[] }>("/drills")).items;
    expect((await under.call("GET", `/api/v1/drills/${drill?.id ?? ""}`, undefined, { as: "second" })).status).toBe(404);
    expect((await under.call("GET", "/api/v1/drills", undefined, { as: "second" })).json<{ total: number }>().total).toBe(0);
  });
});

describe("test/acceptance/dast-drill: scans among the events", () => {
  const agent = (scanId: string): string => `aftwatch-dast/1.0.0 (+scan ${scanId})`;
  const attackBy = (userAgent: string): string => `203.0.113.50 - - [22/Nov/2026:12:00:00 +0000] "GET /find?q=1%27%20UNION%20SELECT%20a,b%20FROM%20c-- HTTP/1.1" 200 12 "-" "${userAgent}"`;
  const newest = async (since: ReadonlySet<string>): Promise<Detection[]> => (await under.detections()).filter(({ id, title }) => !since.has(id) && /SQL/.test(title));

  it("requests of a running scan at its own place are tests; the same words from a scan that does not run, or at another place, are not", async () => {
    await post("/deployments", { service: "web", version: "1.0.0", endpoint: "web-1" });
    const id = await targetFor("scanned", { service: "web", endpoint: "web-1" });
    const scan = await under.app.dast.startScan(under.app.org, { target: id, spec: {}, reason: "asked" }, "t");
    const ship = async (userAgent: string, host: string): Promise<Detection[]> => { const known = new Set((await under.detections()).map((one) => one.id)); await under.taken(`access-log?host=${host}`, `${attackBy(userAgent)}\n`); return newest(known); };
    expect((await ship(agent(scan.scanId), "web-1")).map(({ verdict }) => verdict)).toEqual([null]);
    await under.app.store.write((ports) => ports.dast.putScans(under.app.org, [{ ...scan, state: "running" }]));
    const [own] = await ship(agent(scan.scanId), "web-1");
    expect(own).toMatchObject({ verdict: "test", state: "dismissed", judgedBy: `scan:${scan.scanId}` });
    expect((await ship(agent(scan.scanId), "elsewhere")).map(({ verdict }) => verdict)).toEqual([null]);
    await under.app.store.write((ports) => ports.dast.putScans(under.app.org, [{ ...scan, state: "stopped" }]));
  });
});
