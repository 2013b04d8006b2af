// The doors of Alertmanager's API v2 over HTTP: as amtool (the real one, where it is installed) and Prometheus use them.
import { execFile } from "node:child_process";
import { spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeToken } from "../../src/access/tokens.ts";
import { createServer } from "../../src/api/server.ts";
import { createIds } from "../../src/kernel/id.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { openTestApp } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";

let test: TestApp;
let server: ReturnType<typeof createServer>;
let url: string;
let token: string;

beforeAll(async () => {
  // amtool compares with the clock on its own wall.
  test = await openTestApp({ world: { clock: systemClock } });
  const { app } = test;
  for (const id of ["pager", "chat"]) await app.store.write((ports) => ports.settings.putReceiver(app.org, { id, channel: "webhook", settings: JSON.stringify({ url: "http://127.0.0.1:9/", secrets: [`whsec_${Buffer.alloc(32, 1).toString("base64")}`], allowPrivate: true }), createdAt: 0 }));
  await app.routes.put(app.org, { text: "# who is woken\nroute:\n  receiver: chat\n  groupBy: [alertname]\n  routes:\n    - matchers: ['severity=\"critical\"']\n      receiver: pager\n" }, "test");
  server = createServer(app, { consoleDir: undefined });
  url = await server.listen({ host: "127.0.0.1", port: 0 });
  ({ secret: token } = await makeToken({ store: app.access, clock: app.clock, ids: createIds(app.clock) }, { org: app.org, name: "prom", scopes: ["admin"], expiresAt: undefined }));
});
afterAll(async () => { await server.close(); await test.close(); });

const basic = () => `Basic ${Buffer.from(`prometheus:${token}`).toString("base64")}`;
const send = (method: "GET" | "POST" | "PUT" | "DELETE", path: string, payload?: unknown) => server.inject({ method, url: path, headers: { authorization: basic(), ...(payload === undefined ? {} : { "content-type": "application/json" }) }, ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }) });
const names = (alerts: readonly { labels: Record<string, string> }[]): string[] => alerts.map(({ labels }) => labels["alertname"] ?? "").toSorted();

describe("test/acceptance/alertmanager-api: over HTTP", () => {
  it("takes what Prometheus posts, and keeps the good alerts of a batch when one is bad", async () => {
    const at = new Date().toISOString();
    const posted = await send("POST", "/api/v2/alerts", [
      { labels: { alertname: "InstanceDown", severity: "critical", instance: "a" }, annotations: { summary: "a is down" }, startsAt: at, endsAt: "0001-01-01T00:00:00Z", generatorURL: "http://prom.example/graph" },
      { labels: { alertname: "DiskFull", instance: "b", empty: "" } },
    ]);
    expect([posted.statusCode, posted.body]).toEqual([200, ""]);
    const mixed = await send("POST", "/api/v2/alerts", [{ labels: { alertname: "Good" } }, { labels: {} }, { labels: { alertname: "Late" }, startsAt: at, endsAt: "2020-01-01T00:00:00Z" }]);
    expect(mixed.statusCode).toBe(400);
    expect(mixed.json<string>()).toContain("/1 at least one label pair required; /2 start time must be before end time");
    expect(names((await send("GET", "/api/v2/alerts")).json())).toEqual(["DiskFull", "Good", "InstanceDown"]);
  });

  it("answers alerts with every member of its schema", async () => {
    const [one] = (await send("GET", "/api/v2/alerts?filter=alertname%3D%22InstanceDown%22")).json<Record<string, unknown>[]>();
    expect(one).toMatchObject({
      annotations: { summary: "a is down" }, receivers: [{ name: "pager" }], status: { inhibitedBy: [], silencedBy: [], mutedBy: [], state: "active" }, generatorURL: "http://prom.example/graph",
      labels: { alertname: "InstanceDown", severity: "critical", instance: "a" }, fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    });
    expect(Object.keys(one ?? {}).toSorted()).toEqual(["annotations", "endsAt", "fingerprint", "generatorURL", "labels", "receivers", "startsAt", "status", "updatedAt"]);
  });

  it.each([
    ["?filter=instance%3D~%22a%7Cb%22", ["DiskFull", "InstanceDown"]], ["?filter=instance%3D~%22a%7Cb%22&filter=severity%3D%22critical%22", ["InstanceDown"]], ["?filter=severity%3D%22%22", ["DiskFull", "Good"]],
    ["?receiver=pag.*", ["InstanceDown"]], ["?receiver=pag", []], ["?active=false", []],
  ])("filters %s", async (query, expected) => {
    expect(names((await send("GET", `/api/v2/alerts${query}`)).json())).toEqual(expected);
  });

  it.each(["?filter=%7Bnot", "?filter=a%3D~%22%28%22", "?receiver=%28", "?active=maybe"])("a filter that cannot be read (%s) is a 400 with one JSON text", async (query) => {
    const reply = await send("GET", `/api/v2/alerts${query}`);
    expect(reply.statusCode).toBe(400);
    expect(reply.headers["content-type"]).toContain("application/json");
    expect(typeof reply.json()).toBe("string");
  });

  it("a silence is made, listed, seen at its alert, changed under its id, and ended", async () => {
    const draft = { matchers: [{ name: "instance", value: "b", isRegex: false, isEqual: true }], startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 3_600_000).toISOString(), createdBy: "ana", comment: "new disk" };
    const { silenceID: id } = (await send("POST", "/api/v2/silences", draft)).json<{ silenceID: string }>();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect((await send("GET", `/api/v2/silence/${id}`)).json()).toMatchObject({ id, status: { state: "active" }, matchers: draft.matchers, createdBy: "ana", comment: "new disk" });
    expect((await send("GET", "/api/v2/alerts?filter=instance%3D%22b%22")).json()).toMatchObject([{ status: { state: "suppressed", silencedBy: [id] } }]);
    expect(names((await send("GET", "/api/v2/alerts?silenced=false")).json())).toEqual(["Good", "InstanceDown"]);
    expect((await send("GET", "/api/v2/silences?filter=instance%3D%22b%22")).json()).toHaveLength(1);
    expect((await send("GET", "/api/v2/silences?filter=instance%3D%22c%22")).json()).toEqual([]);
    const longer = await send("POST", "/api/v2/silences", { ...draft, id, endsAt: new Date(Date.now() + 7_200_000).toISOString() });
    expect(longer.json()).toEqual({ silenceID: id });
    expect((await send("DELETE", `/api/v2/silence/${id}`)).statusCode).toBe(200);
    expect((await send("GET", `/api/v2/silence/${id}`)).json()).toMatchObject({ status: { state: "expired" } });
  });

  it.each([
    ["no matchers", { matchers: [] }, 400], ["an end in the past", { startsAt: "2020-01-01T00:00:00Z", endsAt: "2020-01-02T00:00:00Z" }, 400], ["an id that nobody has", { id: "00000000-0000-0000-0000-000000000000" }, 404],
    ["an end before its start", { startsAt: "2099-01-02T00:00:00Z", endsAt: "2099-01-01T00:00:00Z" }, 400],
  ])("a silence with %s is refused with one JSON text", async (_case, change, status) => {
    const draft = { matchers: [{ name: "a", value: "b", isRegex: false }], startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 60_000).toISOString(), createdBy: "x", comment: "y" };
    const reply = await send("POST", "/api/v2/silences", { ...draft, ...change });
    expect([reply.statusCode, typeof reply.json()]).toEqual([status, "string"]);
  });

  it("groups, receivers and status", async () => {
    const groups = (await send("GET", "/api/v2/alerts/groups")).json<{ labels: Record<string, string>; receiver: { name: string }; alerts: unknown[] }[]>();
    expect(groups.map(({ labels, receiver, alerts }) => [labels["alertname"], receiver.name, alerts.length])).toEqual([["DiskFull", "chat", 1], ["Good", "chat", 1], ["InstanceDown", "pager", 1]]);
    expect((await send("GET", "/api/v2/receivers")).json()).toEqual([{ name: "chat" }, { name: "pager" }]);
    expect((await send("GET", "/api/v2/status")).json()).toMatchObject({ cluster: { status: "disabled" }, versionInfo: { version: test.app.version }, config: { original: expect.stringContaining("receiver") as string } });
  });

  it("asks for a token in a form that its clients print, and takes Basic only at these doors", async () => {
    const refused = await server.inject({ url: "/api/v2/alerts" });
    expect([refused.statusCode, typeof refused.json()]).toEqual([401, "string"]);
    expect((await server.inject({ url: "/api/v2/alerts", headers: { authorization: `Bearer ${token}` } })).statusCode).toBe(200);
    expect((await server.inject({ url: "/api/v1/services", headers: { authorization: basic() } })).statusCode).toBe(401);
  });
});

describe("test/acceptance/alertmanager-api: our own doors", () => {
  it("routes are read back as they were written; a broken text is refused with its line and the old one stays", async () => {
    const own = (method: "GET" | "PUT" | "POST", path: string, payload?: unknown) => server.inject({ method, url: `/api/v1${path}`, headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }) });
    expect((await own("GET", "/routes")).json<{ text: string }>().text).toContain("# who is woken");
    const broken = await own("PUT", "/routes", { text: "route:\n  receiver: chat\n  routes:\n    - receiver: nobody\n" });
    expect(broken.statusCode).toBe(400);
    expect(broken.json<{ errors: { at: string; rule: string }[] }>().errors).toEqual([{ at: expect.stringContaining("line 4") as string, rule: expect.stringContaining("nobody") as string }]);
    expect((await own("GET", "/routes")).json<{ text: string }>().text).toContain("# who is woken");
    const simulated = (await own("POST", "/routes/simulate", { labels: { severity: "critical" } })).json<{ receivers: string[]; steps: { outcome: string }[] }>();
    expect(simulated.receivers).toEqual(["pager"]);
    const compared = (await own("POST", "/routes/simulate", { since: new Date(Date.now() - 3_600_000).toISOString(), text: "route: { receiver: chat }" })).json<{ history: { alerts: number; different: number; receivers: unknown[] } }>();
    expect(compared.history).toMatchObject({ alerts: 3, different: 1, receivers: [{ receiver: "chat", before: 2, after: 3 }, { receiver: "pager", before: 1, after: 0 }] });
  });
});

const hasAmtool = spawnSync("amtool", ["--version"]).status === 0;
const isMissing = !hasAmtool && process.env["CI"] !== "true";
const note = isMissing ? " (skipped: amtool is not installed here)" : "";
const run = promisify(execFile);

describe.skipIf(isMissing)(`test/acceptance/alertmanager-api: the real amtool${note}`, () => {
  const amtool = async (...asked: string[]): Promise<string> => (await run("amtool", [`--alertmanager.url=${url.replace("://", `://any:${token}@`)}`, ...asked], { encoding: "utf8" })).stdout;

  it("adds an alert and finds it", async () => {
    await amtool("alert", "add", "FromAmtool", "node=n1", "--annotation=summary=hello");
    expect(await amtool("alert", "query", "FromAmtool")).toContain("hello");
    expect(JSON.parse(await amtool("-o", "json", "alert", "query", "node=n1"))).toMatchObject([{ labels: { alertname: "FromAmtool", node: "n1" }, status: { state: "active" } }]);
  });

  it("makes, lists, changes and ends a silence", async () => {
    const id = (await amtool("silence", "add", "node=n1", "--comment=planned", "--author=ana", "--duration=1h")).trim();
    expect(await amtool("silence", "query")).toContain(id);
    expect(JSON.parse(await amtool("-o", "json", "alert", "query", "--silenced", "node=n1"))).toMatchObject([{ status: { state: "suppressed", silencedBy: [id] } }]);
    expect(await amtool("silence", "update", "--duration=2h", id)).toContain(id);
    await amtool("silence", "expire", id);
    expect((await amtool("silence", "query", "--quiet")).includes(id)).toBe(false);
  });

  it("shows the configuration", async () => {
    expect(await amtool("config", "show")).toContain("receiver");
  });
});
