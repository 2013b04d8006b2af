// The whole server on a port of loopback, with tokens of two organisations, as senders of events meet it.
import { once } from "node:events";
import { request } from "node:http";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { makeToken } from "../../src/access/tokens.ts";
import { createServer } from "../../src/api/server.ts";
import { createIds } from "../../src/kernel/id.ts";
import type { Detection, DetectionDetail, EventReceipt, EventSource } from "../../src/contract/runtime.ts";
import { openApp } from "../../src/app/open.ts";
import type { OpenApp } from "../../src/app/open.ts";
import { readSettings } from "../../src/app/settings.ts";
import { fakeClock } from "../../src/kernel/clock.ts";
import { silentLog } from "../../src/kernel/log.ts";
import type { Log } from "../../src/kernel/log.ts";
import { emptyFolder } from "../store/store-under-test.ts";

/** Sunday, 22 November 2026, noon UTC: one second after the events of src/runtime/decoder-seeds.sample.ts. */
export const noonAt = Date.UTC(2026, 10, 22, 12);

export interface Answer { status: number; headers: Headers; text: string; json<T>(): T }
export type Sent = string | Uint8Array | object;
export interface Sending { headers?: Readonly<Record<string, string>>; as?: "first" | "second" | "nobody"; gzip?: boolean }

export interface RuntimeUnderTest {
  readonly app: OpenApp;
  readonly clock: ReturnType<typeof fakeClock>;
  readonly port: number;
  readonly secret: string;
  call(method: string, path: string, body?: Sent, sending?: Sending): Promise<Answer>;
  /** POST to /api/v1/ingest/<decoder and query>; objects are sent as JSON. */
  push(decoder: string, body: Sent, sending?: Sending): Promise<Answer>;
  /** The same, and what its receipt says; throws unless it is 200. */
  taken(decoder: string, body: Sent, sending?: Sending): Promise<EventReceipt>;
  detections(query?: string, sending?: Sending): Promise<Detection[]>;
  detail(id: string): Promise<DetectionDetail>;
  sources(): Promise<EventSource[]>;
  /** The process ends and a new one opens the same data; the clock goes on. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Rules of the tests' own, beside those of content: each on a word that nothing else has. */
const markerRules = `title: Marker in a message
id: 0a6f4a52-6b0e-4e2e-8e0b-0d8a6f0b1c01
name: marker_message
level: medium
logsource: { product: linux, service: sshd }
detection: { keywords: ['marker-alpha'], condition: keywords }
---
title: Critical marker
id: 0a6f4a52-6b0e-4e2e-8e0b-0d8a6f0b1c02
level: critical
tags: [attack.persistence, attack.t1505.003]
logsource: { product: linux, service: sshd }
detection: { keywords: ['marker-critical'], condition: keywords }
---
title: Counted marker
id: 0a6f4a52-6b0e-4e2e-8e0b-0d8a6f0b1c03
name: marker_counted
level: low
logsource: { product: linux, service: sshd }
detection: { keywords: ['marker-counted'], condition: keywords }
---
title: Three counted markers
id: 0a6f4a52-6b0e-4e2e-8e0b-0d8a6f0b1c04
level: high
correlation: { type: event_count, rules: [marker_counted], group-by: [SourceIp], timespan: 10m, condition: { gte: 3 } }
`;

export const markerIds = { message: "0a6f4a52-6b0e-4e2e-8e0b-0d8a6f0b1c01", critical: "0a6f4a52-6b0e-4e2e-8e0b-0d8a6f0b1c02", counted: "0a6f4a52-6b0e-4e2e-8e0b-0d8a6f0b1c03", three: "0a6f4a52-6b0e-4e2e-8e0b-0d8a6f0b1c04" } as const;

export function markerFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "aftwatch-rules-"));
  mkdirSync(join(folder, "rules"));
  writeFileSync(join(folder, "rules", "marker.yml"), markerRules);
  return join(folder, "rules");
}

export interface Options { databaseUrl?: string; log?: Log; /** Folders of rules beside content and the markers. */ rules?: readonly string[] }

/** No job runs by itself: app.steps.watchRuntime() is a round of it. */
export async function openRuntimeUnderTest({ databaseUrl, log = silentLog, rules = [] }: Options = {}): Promise<RuntimeUnderTest> {
  const [markers, dir, clock] = [markerFolder(), emptyFolder(), fakeClock(noonAt)];
  const settings = {
    ...readSettings({ AFTWATCH_DATA: join(dir, "data"), AFTWATCH_FEEDS: "none", AFTWATCH_HOST: "off", AFTWATCH_CACHE_MIB: "8", AFTWATCH_RULES: [markers, ...rules].join(",") }, {}, dir),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  };
  const open = (): Promise<OpenApp> => openApp(settings, { clock, log, random: () => 0.5 });
  let app = await open();
  const tokens = { first: await tokenOf(app, app.org), second: await tokenOf(app, "other") };
  let server = createServer(app, { consoleDir: undefined });
  let url = await server.listen({ host: "127.0.0.1", port: 0 });

  const call: RuntimeUnderTest["call"] = async (method, path, body, { headers = {}, as = "first", gzip = false } = {}) => {
    const bytes = body === undefined ? undefined : bytesOf(body);
    const type = body === undefined ? {} : { "content-type": typeof body === "object" && !(body instanceof Uint8Array) ? "application/json" : "text/plain" };
    const reply = await fetch(`${url}${path}`, { method, headers: { ...(as === "nobody" ? {} : { authorization: `Bearer ${tokens[as]}` }), ...type, ...(gzip ? { "content-encoding": "gzip" } : {}), ...headers }, ...(bytes === undefined ? {} : { body: Buffer.from(gzip ? gzipSync(bytes) : bytes) }) });
    const text = await reply.text();
    return { status: reply.status, headers: reply.headers, text, json: <T>() => JSON.parse(text) as T };
  };
  const push: RuntimeUnderTest["push"] = (decoder, body, sending) => call("POST", `/api/v1/ingest/${decoder}`, body, sending);
  const read = async <T>(path: string, sending?: Sending): Promise<T> => {
    const reply = await call("GET", `/api/v1${path}`, undefined, sending);
    if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${reply.text.slice(0, 500)}`);
    return reply.json<T>();
  };
  return {
    get app() { return app; },
    clock,
    get port() { return Number(new URL(url).port); },
    secret: tokens.first, call, push,
    async taken(decoder, body, sending) {
      const reply = await push(decoder, body, sending);
      if (reply.status !== 200) throw new Error(`${decoder}: ${reply.status} ${reply.text.slice(0, 1000)}`);
      return reply.json<EventReceipt>();
    },
    detections: async (query = "", sending) => (await read<{ items: Detection[] }>(`/detections?limit=200${query === "" ? "" : `&${query}`}`, sending)).items,
    detail: (id) => read<DetectionDetail>(`/detections/${id}`),
    sources: async () => (await read<{ items: EventSource[] }>("/event-sources")).items,
    async restart() {
      await server.close();
      await app.close();
      app = await open();
      server = createServer(app, { consoleDir: undefined });
      url = await server.listen({ host: "127.0.0.1", port: 0 });
    },
    async close() {
      await server.close();
      await app.close();
      for (const folder of [markers, dir]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function tokenOf(app: OpenApp, org: string): Promise<string> {
  return (await makeToken({ store: app.access, clock: app.clock, ids: createIds(app.clock) }, { org, name: `of-${org}`, scopes: ["admin"], expiresAt: undefined })).secret;
}

const bytesOf = (body: Sent): Uint8Array => (body instanceof Uint8Array ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body)));

/** A line of sshd on a host; SourceIp is what it is grouped by. */
export const sshdLine = (text: string, { at = noonAt, host = "host-1", ip = "203.0.113.9" }: { at?: number; host?: string; ip?: string } = {}): string =>
  `<38>1 ${new Date(at).toISOString()} ${host} sshd 812 - - Failed password for invalid user ${text} from ${ip} port 40022 ssh2`;

/** Lines with ids of their own, as `aftwatch watch` sends them. */
export const named = (lines: readonly (readonly [id: string, text: string])[]): { body: string; headers: Record<string, string> } =>
  ({ body: JSON.stringify(lines.map(([id, text]) => ({ id, text }))), headers: { "content-type": "application/vnd.aftwatch.lines+json" } });

/** A request whose body is written by hand; resolves with the status, or with the name of what broke. */
export async function byHand({ port, secret }: Pick<RuntimeUnderTest, "port" | "secret">, path: string, write: (to: ReturnType<typeof request>) => void | Promise<void>, headers: Readonly<Record<string, string>> = {}): Promise<number | string> {
  const asked = request({ host: "127.0.0.1", port, path, method: "POST", headers: { authorization: `Bearer ${secret}`, "content-type": "text/plain", ...headers } });
  const ended = Promise.race([once(asked, "response").then(([reply]) => { const answer = reply as { statusCode: number; resume(): void }; answer.resume(); return answer.statusCode; }), once(asked, "error").then(([cause]) => (cause as NodeJS.ErrnoException).code ?? "error")]);
  await write(asked);
  const status = await ended.catch((cause: unknown) => (cause as NodeJS.ErrnoException).code ?? "error");
  asked.destroy();
  return status;
}
