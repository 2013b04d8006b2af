// Access logs written as JSON: Caddy, Traefik, and whatever names people give nginx's, Apache's and HAProxy's variables.
import type { FieldValue } from "../event.ts";
import { isoTime, clfTime } from "../lines-time.ts";
import { addressOf, hostOf } from "../lines-text.ts";
import { recordOf, requestParts, saidOf } from "./access-record.ts";
import type { AccessRecord } from "./access-record.ts";

type Json = Readonly<Record<string, unknown>>;

// The names of a member, in the order they are believed; compared without case and without "-", "_", "$", "." and "@".
const names = {
  time: ["time_iso8601", "timestamp", "@timestamp", "time_local", "time", "StartUTC", "ts", "start_time", "msec", "datetime"],
  client: ["remote_addr", "ClientHost", "client_ip", "remote_ip", "clientip", "remote_host", "ClientAddr", "client.address", "downstream_remote_address", "client", "ip", "c-ip", "remoteip", "host_client", "remoteaddr"],
  forwarded: ["http_x_forwarded_for", "x_forwarded_for", "xff", "request_X-Forwarded-For", "forwarded_for"],
  user: ["remote_user", "ClientUsername", "user_id", "user", "auth_user", "cs-username"],
  request: ["request", "request_line", "http_request"],
  method: ["request_method", "RequestMethod", "method", "http_method", "verb", "cs-method"],
  target: ["request_uri", "RequestPath", "uri", "path", "url", "cs-uri", "original_path", "http_path", "cs-uri-stem", "requesturi"],
  query: ["query_string", "args", "query", "cs-uri-query", "querystring"],
  version: ["server_protocol", "RequestProtocol", "proto", "protocol", "http_version", "httpversion"],
  status: ["status", "DownstreamStatus", "response_code", "status_code", "sc-status", "http_status", "code", "OriginStatus"],
  size: ["body_bytes_sent", "bytes_sent", "DownstreamContentSize", "size", "bytes", "response_size", "sc-bytes", "bytes_out"],
  referer: ["http_referer", "http_referrer", "referer", "referrer", "request_Referer", "cs-referer"],
  agent: ["http_user_agent", "request_User-Agent", "user_agent", "useragent", "agent", "cs-user-agent"],
  host: ["http_host", "RequestHost", "host", "server_name", "vhost", "authority", "domain", "cs-host"],
  seconds: ["request_time", "duration", "response_time", "upstream_response_time"],
  body: ["request_body", "body", "cs-body"],
} as const satisfies Record<string, readonly string[]>;

const bare = (name: string): string => name.toLowerCase().replaceAll(/[-_$.@]/g, "");
const places = Object.fromEntries(Object.entries(names).map(([member, spelled]) => [member, spelled.map(bare)])) as unknown as Readonly<Record<keyof typeof names, readonly string[]>>;

/** Undefined when the value is no access log: it must say a status, and a request line or a method and a target. */
export function accessJson(value: unknown, zone?: string): AccessRecord | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const log = value as Json;
  const flat = flattened(log);
  const found = (member: keyof typeof names): unknown => { for (const name of places[member]) { const at = flat.get(name); if (at !== undefined && at !== null && typeof at !== "object") return at; } return undefined; };
  const text = (member: keyof typeof names): string | undefined => { const is = found(member); return is === undefined ? undefined : saidOf(String(is)); };
  const line = text("request");
  const asked = line !== undefined && text("method") === undefined ? requestParts(line) : partsOf(text("method"), text("target"), text("query"), text("version"));
  const status = Number(text("status"));
  if (asked.target === undefined && asked.request === undefined || !Number.isInteger(status) || text("status") === undefined) return undefined;
  const client = text("client");
  return recordOf({
    at: timeOf(found("time"), zone), client: client === undefined ? undefined : addressOf(client) ?? client, forwarded: text("forwarded"), user: text("user"), ...asked, status,
    sizeBytes: numberOf(found("size")), referer: text("referer"), agent: text("agent"), host: hostIn(text("host")), tookMs: tookOf(log, found("seconds")), body: text("body"), product: productOf(log), more: log as Readonly<Record<string, FieldValue>>,
  });
}

// Caddy keeps the request in a member of its own, its headers as lists; others put everything at the top or under "request", "http", "client".
function flattened(log: Json): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  const put = (name: string, value: unknown): void => { const key = bare(name); if (!flat.has(key)) flat.set(key, Array.isArray(value) ? value.join(", ") : value); };
  for (const [name, value] of Object.entries(log)) if (typeof value !== "object" || value === null) put(name, value);
  for (const part of [log["request"], log["http"], log["req"], log["client"]].filter(isRecord)) {
    for (const [name, value] of Object.entries(part)) if (!isRecord(value)) put(name, value);
    if (isRecord(part["headers"])) for (const [name, value] of Object.entries(part["headers"])) put(name, value);
  }
  return flat;
}

const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

function partsOf(method: string | undefined, target: string | undefined, query: string | undefined, version: string | undefined): AccessRecord {
  const asked = target === undefined ? undefined : query === undefined || target.includes("?") ? target : `${target}?${query.replace(/^\?/, "")}`;
  return recordOf({ method, target: method === undefined ? undefined : asked, version });
}

const hostIn = (host: string | undefined): string | undefined => (host === undefined ? undefined : hostOf(host));

function timeOf(value: unknown, zone: string | undefined): number | undefined {
  if (typeof value === "number" || (typeof value === "string" && /^\d{9,13}(?:\.\d+)?$/.test(value))) { const count = Number(value); return Math.round(count < 1e11 ? count * 1000 : count); }
  return typeof value === "string" ? isoTime(value, zone) ?? clfTime(value, zone) : undefined;
}

const numberOf = (value: unknown): number | undefined => (value === undefined || value === "" || value === "-" || !Number.isFinite(Number(value)) ? undefined : Number(value));

// Traefik's Duration is in nanoseconds; Caddy's and nginx's are seconds.
function tookOf(log: Json, value: unknown): number | undefined {
  const count = numberOf(value);
  if (count === undefined) return undefined;
  return "RouterName" in log || "DownstreamStatus" in log ? Math.round(count / 1e6) : Math.round(count * 1000);
}

function productOf(log: Json): string | undefined {
  if (typeof log["logger"] === "string" && log["logger"].startsWith("http.log.access")) return "caddy";
  if ("DownstreamStatus" in log) return "traefik";
  return "body_bytes_sent" in log || "request_uri" in log ? "nginx" : undefined;
}
