// No secret comes out: a marker in every secret setting of every channel, in the environment and in the store is looked for in logs, API answers, facts and errors.
import { createServer as createHttpServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeToken } from "../../src/access/tokens.ts";
import { createServer } from "../../src/api/server.ts";
import { readSettings } from "../../src/app/settings.ts";
import { fakeClock, minuteMs } from "../../src/kernel/clock.ts";
import { createIds } from "../../src/kernel/id.ts";
import { createLog } from "../../src/kernel/log.ts";
import { channels } from "../../src/notify/channels/index.ts";
import { sampleNotice } from "../../src/notify/notice.sample.ts";
import { outboxRows } from "../../src/notify/outbox-rows.ts";
import { openTestApp, testStartAt } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";

const marker = "xyzzyM4RK";
const padded = (length: number): string => marker.repeat(10).slice(0, length);
const basic = (user: string, secret: string): string => Buffer.from(`${user}:${secret}`).toString("base64");
const base64 = (text: string): string => Buffer.from(text).toString("base64").replace(/=+$/, "");
// As it is, and as it travels: in an Authorization header, in an answer that encodes what it got.
const forms = [marker, basic("watch", padded(20)), basic("watch@acme.example", padded(20)), base64(padded(20)), encodeURIComponent(base64(padded(20)))];

/** Each way of using each channel: settings with the marker in every secret one. */
const ways: readonly { channel: string; settings(url: string, port: number): Record<string, unknown> }[] = [
  { channel: "alertmanager", settings: (url) => ({ url: `${url}/${padded(20)}`, token: padded(20), allowPrivate: true }) },
  { channel: "discord", settings: (url) => ({ url: `${url}/api/webhooks/1/${padded(20)}`, allowPrivate: true }) },
  { channel: "email", settings: (_url, port) => ({ host: "127.0.0.1", port, user: "watch", password: padded(20), from: "a@b.example", to: "c@d.example" }) },
  { channel: "github", settings: (url) => ({ token: padded(20), repository: "acme/ops", url, allowPrivate: true }) },
  { channel: "gitlab", settings: (url) => ({ token: padded(20), project: "acme/ops", url, allowPrivate: true }) },
  { channel: "jira", settings: (url) => ({ url, user: "watch@acme.example", token: padded(20), project: "OPS", allowPrivate: true }) },
  { channel: "mattermost", settings: (url) => ({ url: `${url}/hooks/${padded(20)}`, allowPrivate: true }) },
  { channel: "ocsf", settings: (url) => ({ url: `${url}/in/${padded(20)}`, token: padded(20), format: "splunk", allowPrivate: true }) },
  { channel: "opsgenie", settings: (url) => ({ apiKey: padded(20), url, allowPrivate: true }) },
  { channel: "pagerduty", settings: (url) => ({ routingKey: padded(32), url, allowPrivate: true }) },
  { channel: "servicenow", settings: (url) => ({ url, user: "watch", password: padded(20), allowPrivate: true }) },
  { channel: "servicenow", settings: (url) => ({ url, token: padded(20), allowPrivate: true }) },
  { channel: "slack", settings: (url) => ({ url: `${url}/services/T/B/${padded(20)}`, allowPrivate: true }) },
  { channel: "slack", settings: (url) => ({ token: `xoxb-${padded(20)}`, channel: "C0123456789", apiUrl: `${url}/api`, allowPrivate: true }) },
  { channel: "syslog", settings: (_url, port) => ({ host: "127.0.0.1", port, transport: "tcp", allowPrivate: true }) },
  { channel: "teams", settings: (url) => ({ url: `${url}/workflows/1?sig=${padded(20)}`, allowPrivate: true }) },
  { channel: "telegram", settings: (url) => ({ token: `1234567890:${padded(35)}`, chat: "@acme", url, allowPrivate: true }) },
  { channel: "webhook", settings: (url) => ({ url: `${url}/in/${padded(20)}`, secrets: [`whsec_${padded(32)}`], allowPrivate: true }) },
];

type Way = "success" | "a yes that repeats everything" | "a no that repeats everything" | "wait" | "failure" | "garbage" | "reset" | "silence" | "gone";
const answersOf: readonly Way[] = ["success", "a yes that repeats everything", "garbage", "a no that repeats everything", "wait", "failure", "reset", "silence", "gone"];

const success = { ok: true, channel: "C0123456789", ts: "1.1", number: 7, iid: 7, key: "OPS-7", result: { sys_id: "0a".repeat(16), number: "INC0010007", message_id: 7 }, items: [], issues: [], transitions: [] };
const listOf = (path: string): unknown => (path.includes("/table/") ? { result: [] } : path.includes("/search") ? { items: [], issues: [] } : []);

function respond(way: Way, request: IncomingMessage, body: string, response: ServerResponse): void {
  const echo = `${request.url} ${JSON.stringify(request.headers)} ${JSON.stringify(request.rawHeaders)} ${body}`;
  const all = { error: echo, message: echo, description: echo, errors: [echo], errorMessages: [echo], detail: echo, text: echo, id: echo, key: echo, ts: echo, channel: echo, number: echo, ok: false };
  const json = (status: number, value: unknown, headers = {}): void => { response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value)); };
  if (way === "success") json(200, request.method === "GET" ? listOf(request.url ?? "") : success);
  else if (way === "a yes that repeats everything") json(200, { ...all, ok: true });
  else if (way === "a no that repeats everything") json(400, all);
  else if (way === "wait") json(429, all, { "retry-after": "1" });
  else if (way === "failure") response.writeHead(500).end(echo);
  else if (way === "garbage") response.writeHead(200).end(Buffer.from([0, 255, 128, ...Buffer.from(echo)]));
  else if (way === "reset") response.destroy();
  else if (way === "gone") json(410, all);
}

/** A far side for each receiver, so that none is left alone because of another. */
async function openFarSide(current: () => Way): Promise<{ port: number; seen: () => string; close(): Promise<void> }> {
  let seen = "";
  const server = createHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => { const body = Buffer.concat(chunks).toString("utf8"); seen += `${request.url} ${JSON.stringify(request.headers)} ${body}`; respond(current(), request, body, response); });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return { port: (server.address() as AddressInfo).port, seen: () => seen, close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }) };
}

describe("test/acceptance/secrets", () => {
  const lines: string[] = [];
  const told: { from: string; text: string }[] = [];
  const far: Awaited<ReturnType<typeof openFarSide>>[] = [];
  let test: TestApp;
  let server: ReturnType<typeof createServer>;
  let headers: { authorization: string };
  let way: Way = "success";
  const clock = fakeClock(testStartAt);

  async function ask(method: "GET" | "PUT" | "POST", path: string, payload?: object): Promise<string> {
    const reply = await server.inject({ method, url: `/api/v1${path}`, headers, ...(payload === undefined ? {} : { payload }) });
    told.push({ from: `${method} ${path}: ${reply.statusCode}`, text: reply.body + JSON.stringify(reply.headers) });
    return reply.body;
  }
  const idOf = (index: number): string => `r-${ways[index]?.channel ?? ""}-${index}`;

  beforeAll(async () => {
    const env = { AFTWATCH_NVD_API_KEY: padded(20), HTTPS_PROXY: `http://watch:${padded(20)}@127.0.0.1:9`, AFTWATCH_FEEDS: "none", AFTWATCH_HOST: "off", AFTWATCH_PRIVATE_CHANNELS: "on" };
    const { proxy, feeds, delivery } = readSettings(env, {}, "/");
    test = await openTestApp({ world: { clock, log: createLog({ clock, level: "debug", write: (line) => lines.push(line) }) }, settings: { proxy, feeds, delivery: { ...delivery, attemptMs: 300 } } });
    server = createServer(test.app, { consoleDir: undefined });
    headers = { authorization: `Bearer ${(await makeToken({ store: test.app.access, clock, ids: createIds(clock) }, { org: test.app.org, name: "test", scopes: ["admin"], expiresAt: undefined })).secret}` };
    for (const [index, { channel, settings }] of ways.entries()) {
      const side = await openFarSide(() => way);
      far.push(side);
      const request = { channel, settings: settings(`http://127.0.0.1:${side.port}`, side.port) };
      const answer = await ask("PUT", `/receivers/${idOf(index)}`, request);
      if (!answer.includes(idOf(index))) throw new Error(`the receiver was not taken: ${answer}`);
    }
    for (const next of answersOf) await sendAll(next);
    // Through the proxy whose password is planted, where nobody listens.
    for (const feed of ["kev", "nvd"]) told.push({ from: `sync ${feed}`, text: await test.app.syncFeed(feed, "test").then((status) => JSON.stringify(status), (thrown: unknown) => inspect(thrown, { depth: 9 })) });
    for (const [index, { channel, settings }] of ways.entries()) {
      const right = settings("http://127.0.0.1:1", 1);
      await ask("POST", `/receivers/${idOf(index)}/preview`, {});
      await ask("POST", `/receivers/${idOf(index)}/test`, {});
      for (const name of Object.keys(right)) await ask("PUT", "/receivers/wrong", { channel, settings: { ...right, [name]: { [padded(20)]: padded(20) }, stranger: padded(20) } });
      await ask("PUT", "/receivers/wrong", { channel, settings: { ...right, url: `ftp://${padded(20)}`, token: ` ${padded(20)} \n`, password: 7 } });
    }
    for (const path of ["/receivers", "/deliveries?limit=500", "/deliveries/counts", "/notices?limit=500", "/channels", "/faults", "/ledger?limit=500", "/feeds", "/now", "/routes", "/health"]) await ask("GET", path);
    for (const { id } of (await test.app.notices.deliveries(test.app.org, {}, { limit: 500, after: undefined })).items) await ask("GET", `/deliveries/${id}`);
  }, 120_000);
  afterAll(async () => { await server.close(); await test.close(); await Promise.all(far.map((side) => side.close())); });

  async function sendAll(next: Way): Promise<void> {
    way = next;
    clock.advance(120 * minuteMs);
    const notice = sampleNotice({ groupKey: `story ${next}`, at: clock.now() });
    await test.app.store.write((ports) => ports.notices.enqueue(outboxRows({ org: test.app.org, noticeId: `ntc_${answersOf.indexOf(next)}`, notice, routed: { kind: "routed", receivers: ways.map((_way, index) => idOf(index)) }, now: clock.now(), groupWaitMs: 0 })));
    await test.app.steps.deliver();
    await test.app.steps.deliver();
  }

  it("every secret setting of every channel holds the marker", () => {
    const planted = (channel: string, name: string): boolean => ways.some((one) => one.channel === channel && JSON.stringify(one.settings("https://x.example", 1)[name] ?? "").includes(marker));
    const missing = channels.all.flatMap((channel) => channel.fields.filter(({ name, secret }) => secret && !planted(channel.id, name)).map(({ name }) => `${channel.id}.${name}`));
    expect(missing).toEqual([]);
    expect(channels.all.map(({ id }) => id).filter((id) => !ways.some(({ channel }) => channel === id))).toEqual([]);
  });

  it("the far sides got the secrets, so that they could have come back", () => {
    const blind = ways.flatMap(({ channel }, index) => (["email", "syslog", "webhook"].includes(channel) || forms.some((form) => far[index]?.seen().includes(form)) ? [] : [channel]));
    expect(blind).toEqual([]);
  });

  it("every receiver met success, refusal and failure", async () => {
    const { items } = await test.app.notices.deliveries(test.app.org, {}, { limit: 500, after: undefined });
    expect([...new Set(items.map(({ state }) => state))]).toEqual(expect.arrayContaining(["sent", "refused", "waiting"]));
    const met = Map.groupBy(items, ({ receiver }) => receiver ?? "");
    expect([...met.entries()].filter(([receiver, rows]) => !receiver.includes("syslog") && !rows.some(({ why }) => why !== undefined)).map(([receiver]) => receiver)).toEqual([]);
    expect(met.size).toBe(ways.length);
    expect(lines.length).toBeGreaterThan(ways.length);
  });

  it("a preview was given for every receiver", () => expect(told.filter(({ from }) => from.includes("/preview") && !from.endsWith(": 200")).map(({ from }) => from)).toEqual([]));
  it("feeds were asked through the proxy whose password is planted, and failed", () => expect(told.filter(({ from }) => from.startsWith("sync ")).map(({ text }) => /ECONNREFUSED|unreachable|refused/i.test(text))).toEqual([true, true]));
  it("no log line holds one", () => expect(lines.filter((line) => forms.some((form) => line.includes(form)))).toEqual([]));
  it("no answer of the API holds one", () => expect(told.filter(({ text }) => forms.some((form) => text.includes(form))).map(({ from, text }) => `${from} ${text.slice(0, 2000)}`)).toEqual([]));
  it("no fact of the ledger holds one", async () => {
    const { items } = await test.app.ledger.list(test.app.org, { kind: undefined, subject: undefined }, { limit: 500, after: undefined });
    expect(items.length).toBeGreaterThan(ways.length);
    expect(items.filter((fact) => forms.some((form) => JSON.stringify(fact).includes(form)))).toEqual([]);
  });
  it("the settings as shown say that there is a secret", async () => {
    const withSecrets = (await test.app.notices.receivers(test.app.org)).filter(({ channel }) => channel !== "syslog");
    expect(withSecrets.length).toBeGreaterThan(10);
    expect(withSecrets.filter(({ settings }) => !JSON.stringify(settings).includes("[secret]"))).toEqual([]);
  });
});
