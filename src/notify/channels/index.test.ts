// The family of channels: the registry is the folder, and every member passes the suite.
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describeChannel } from "../channel.suite.ts";
import type { ChannelCase } from "../channel.suite.ts";
import type { Taken } from "../channel-case.sample.ts";
import type { Received } from "../receiver.sample.ts";
import { channels } from "./index.ts";

const secret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
const asymmetric = `whsk_${Buffer.alloc(32, 9).toString("base64")}`;
const both = ["deliveryKey", "storyKey"] as const;
const telegramToken = "1234567890:xyzzy-Aftwatch-0123456789abcdefghi";
const pagerdutyKey = "xyzzy0123456789xyzzy0123456789xy";

function jiraTakes({ method, path }: Received): Taken {
  if (path.includes("/search")) return { status: 200, body: '{"issues":[]}' };
  if (path.endsWith("/transitions")) return method === "GET" ? { status: 200, body: '{"transitions":[{"id":"31","name":"Done","to":{"statusCategory":{"key":"done"}}}]}' } : { status: 204, body: "" };
  if (method === "PUT") return { status: 204, body: "" };
  return { status: method === "POST" ? 201 : 200, body: '{"id":"10","key":"OPS-7","fields":{"status":{"statusCategory":{"key":"new"}},"labels":[],"description":null}}' };
}

const incident = `{"sys_id":"${"0a".repeat(16)}","number":"INC0010007","state":"1","urgency":"1","impact":"1","description":""}`;
const servicenowTakes = ({ method }: Received): Taken =>
  (method === "GET" ? { status: 200, body: `{"result":[${incident}]}` } : { status: 200, body: `{"result":${incident}}` });

const cases: Readonly<Record<string, Omit<ChannelCase, "channel">>> = {
  alertmanager: { rawSettings: (port) => ({ url: `http://127.0.0.1:${port}/hook/xyzzy`, token: "tok-plugh", receiver: "watch", maxAlerts: 50, allowPrivate: true }), secrets: ["xyzzy", "tok-plugh"], carries: both },
  discord: { rawSettings: (port) => ({ url: `http://127.0.0.1:${port}/api/webhooks/1/xyzzy`, allowPrivate: true }), secrets: ["xyzzy"], taken: { status: 200, body: '{"id":"1"}' }, carries: ["deliveryKey"] },
  email: {
    rawSettings: (port) => ({ host: "127.0.0.1", port, security: "starttls", user: "watch", password: "pw-xyzzy", from: "watch@aftwatch.example", to: ["oncall@aftwatch.example"] }),
    secrets: ["pw-xyzzy"], http: false,
  },
  github: {
    rawSettings: (port) => ({ token: "ghp_xyzzy0123456789", repository: "acme/ops", labels: "security, ops", url: `http://127.0.0.1:${port}`, allowPrivate: true }), secrets: ["ghp_xyzzy0123456789"], carries: both,
    taken: ({ method, path }) => ({ status: method === "POST" ? 201 : 200, body: path.startsWith("/search") ? '{"total_count":0,"items":[]}' : method === "GET" && path.includes("?") ? "[]" : '{"number":7,"state":"open","body":"","labels":[]}' }),
  },
  gitlab: {
    rawSettings: (port) => ({ token: "glpat-xyzzy0123456789", project: "acme/ops", labels: "security", confidential: true, url: `http://127.0.0.1:${port}`, allowPrivate: true }), secrets: ["glpat-xyzzy0123456789"], carries: both,
    taken: ({ method, path }) => ({ status: method === "POST" ? 201 : 200, body: method === "GET" && path.includes("?") ? "[]" : '{"iid":7,"state":"opened","description":"","labels":[]}' }),
  },
  jira: {
    rawSettings: (port) => ({ url: `http://127.0.0.1:${port}`, edition: "cloud", user: "watch@acme.example", token: "ATATT-xyzzy0123456789", project: "OPS", issueType: "Bug", priorities: "critical=Highest", allowPrivate: true }),
    secrets: ["ATATT-xyzzy0123456789", Buffer.from("watch@acme.example:ATATT-xyzzy0123456789").toString("base64")], carries: both, taken: jiraTakes,
  },
  mattermost: { rawSettings: (port) => ({ url: `http://127.0.0.1:${port}/hooks/xyzzy`, channel: "town-square", allowPrivate: true }), secrets: ["xyzzy"], carries: both },
  ocsf: { rawSettings: (port) => ({ url: `http://127.0.0.1:${port}/services/xyzzy`, token: "tok-plugh", format: "splunk", rotateMegabytes: 5, keepFiles: 3, allowPrivate: true }), secrets: ["xyzzy", "tok-plugh"], carries: both },
  opsgenie: {
    rawSettings: (port) => ({ apiKey: "xyzzy-0123456789abcdef", teams: "payments, search", url: `http://127.0.0.1:${port}`, allowPrivate: true }),
    secrets: ["xyzzy-0123456789abcdef"], taken: { status: 202, body: '{"result":"Request will be processed","took":0.1,"requestId":"r"}' }, carries: both,
  },
  pagerduty: {
    rawSettings: (port) => ({ routingKey: pagerdutyKey, url: `http://127.0.0.1:${port}`, allowPrivate: true }),
    secrets: [pagerdutyKey], taken: { status: 202, body: '{"status":"success","message":"Event processed","dedup_key":"k"}' }, carries: both,
  },
  servicenow: {
    rawSettings: (port) => ({ url: `http://127.0.0.1:${port}`, user: "watch", password: "pw-xyzzy", assignmentGroup: "SecOps", closeCode: "Solution provided", allowPrivate: true }),
    secrets: ["pw-xyzzy", Buffer.from("watch:pw-xyzzy").toString("base64")], carries: both, taken: servicenowTakes,
  },
  slack: { rawSettings: (port) => ({ url: `http://127.0.0.1:${port}/services/T0/B0/xyzzy`, allowPrivate: true }), secrets: ["xyzzy"], carries: ["deliveryKey"] },
  syslog: {
    rawSettings: (port) => ({ host: "127.0.0.1", port, transport: "tcp", format: "rfc5424", facility: 10, hostname: "watch-1", enterprise: 4711, maxBytes: 4096, allowPrivate: true }), secrets: [], http: false,
  },
  teams: { rawSettings: (port) => ({ url: `http://127.0.0.1:${port}/workflows/1/triggers/manual/paths/invoke?sig=xyzzy`, allowPrivate: true }), secrets: ["xyzzy"], taken: { status: 202, body: "" }, carries: both },
  telegram: {
    rawSettings: (port) => ({ token: telegramToken, chat: "-1001234567890", topic: 5, url: `http://127.0.0.1:${port}`, allowPrivate: true }),
    secrets: [telegramToken], taken: { status: 200, body: '{"ok":true,"result":{"message_id":7,"chat":{"id":-1001234567890}}}' },
  },
  webhook: { rawSettings: (port) => ({ url: `http://127.0.0.1:${port}/in/xyzzy`, secrets: [secret], allowPrivate: true }), secrets: ["xyzzy", secret], carries: both },
};

// A channel that can be set up in a second way is run a second time.
const further: readonly ({ id: string } & Omit<ChannelCase, "channel">)[] = [
  {
    id: "slack", name: "bot", carries: both, secrets: ["xoxb-1-xyzzy"], taken: { status: 200, body: '{"ok":true,"channel":"C0123456789","ts":"1700000000.000100"}' },
    rawSettings: (port) => ({ token: "xoxb-1-xyzzy", channel: "C0123456789", apiUrl: `http://127.0.0.1:${port}/api`, allowPrivate: true }),
  },
  {
    id: "jira", name: "Data Center", carries: both, secrets: ["pat-xyzzy0123456789"], taken: jiraTakes,
    rawSettings: (port) => ({ url: `http://127.0.0.1:${port}/jira`, edition: "server", token: "pat-xyzzy0123456789", project: "OPS", closeTransition: "done", reopenTransition: "To Do", allowPrivate: true }),
  },
  { id: "ocsf", name: "NDJSON", carries: both, secrets: ["tok-plugh"], rawSettings: (port) => ({ url: `http://127.0.0.1:${port}/in`, token: "tok-plugh", format: "ndjson", allowPrivate: true }) },
  { id: "servicenow", name: "token", carries: both, secrets: ["tok-plugh-01"], taken: servicenowTakes, rawSettings: (port) => ({ url: `http://127.0.0.1:${port}`, token: "tok-plugh-01", allowPrivate: true }) },
  { id: "webhook", name: "Ed25519", carries: both, secrets: ["xyzzy", asymmetric], rawSettings: (port) => ({ url: `http://127.0.0.1:${port}/in/xyzzy`, secrets: [asymmetric], allowPrivate: true }) },
];

describe("src/notify/channels/index.ts", () => {
  it("lists every file of the folder, each with its name as id", () => {
    const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "index.ts");
    expect(channels.all.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });

  it("has no id twice", () => expect(new Set(channels.all.map(({ id }) => id)).size).toBe(channels.all.length));

  it("has a case of the suite for each", () => expect(Object.keys(cases).toSorted()).toEqual(channels.all.map(({ id }) => id).toSorted()));
});

for (const channel of channels.all) {
  const one = cases[channel.id];
  if (one !== undefined) describeChannel({ channel, ...one });
  for (const { id, ...more } of further) if (id === channel.id) describeChannel({ channel, ...more });
}
