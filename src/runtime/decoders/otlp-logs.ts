// OpenTelemetry log records as OTLP/HTTP JSON (ExportLogsServiceRequest): resource attributes say where, the body says what, often in another sender's format.
import { toIso } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { sha256 } from "../../kernel/id.ts";
import type { DecodeContext, Decoded, Decoder, DecoderSession } from "../decoder.ts";
import { createPayloads } from "../decoding-envelope.ts";
import type { Envelope } from "../decoding-envelope.ts";
import { containerIdOf, imageOf, withTag } from "../decoding-image.ts";
import { eventOf, gather, parseRecord, reasonAgainst, rejected } from "../decoding-session.ts";
import type { Member } from "../decoding-session.ts";
import { firstInstant, firstText, isRecord, listOf, lookUp, memberOf, numberOf, present, setMember, textAt, textOf } from "../decoding-values.ts";
import type { JsonRecord } from "../decoding-values.ts";
import type { FieldValue, Fields, LogSource, Origin } from "../event.ts";
import { accessFields } from "../web/access-record.ts";

/** lowerCamelCase is the encoding; some exporters write the proto's own snake_case, which protobuf's JSON mapping tells readers to accept. */
const either = (value: unknown, camel: string): FieldValue | undefined => memberOf(value, camel) ?? memberOf(value, snakeOf(camel));

const snakes = new Map<string, string>();

// The names are ours, and few.
function snakeOf(camel: string): string {
  let snake = snakes.get(camel);
  if (snake === undefined) snakes.set(camel, (snake = camel.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)));
  return snake;
}

/** opentelemetry/proto/common/v1 AnyValue; a value that is not wrapped stands for itself. */
export function anyValue(value: FieldValue | undefined): FieldValue {
  if (!isRecord(value)) return value ?? null;
  const plain = either(value, "stringValue") ?? either(value, "boolValue") ?? either(value, "doubleValue") ?? either(value, "bytesValue");
  if (plain !== undefined) return plain;
  const int = either(value, "intValue");
  // 64-bit integers are texts in JSON; one that a number holds exactly becomes a number.
  if (int !== undefined) return typeof int === "string" && Number.isSafeInteger(Number(int)) && int !== "" ? Number(int) : int;
  const [list, members] = [either(value, "arrayValue"), either(value, "kvlistValue")];
  if (list !== undefined) return listOf(memberOf(list, "values")).map(anyValue);
  return members === undefined ? value : attributesOf(memberOf(members, "values"));
}

/** KeyValue pairs, or an object that somebody made of them. */
function attributesOf(value: FieldValue | undefined): Readonly<Record<string, FieldValue>> {
  const attributes: Record<string, FieldValue> = {};
  if (isRecord(value)) for (const [name, member] of Object.entries(value)) setMember(attributes, name, anyValue(member));
  for (const pair of listOf(value)) { const key = textOf(memberOf(pair, "key")); if (key !== undefined) setMember(attributes, key, anyValue(memberOf(pair, "value"))); }
  return attributes;
}

const workloadKinds = ["Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job", "ReplicaSet"].map((kind) => ({ kind, name: `k8s.${kind.toLowerCase()}.name` }));

/** Semantic conventions of resources: service.*, k8s.*, container.*, host.*, deployment.environment.*, cloud.*. */
function originOf(attributes: JsonRecord): Origin {
  const kind = workloadKinds.find(({ name }) => textAt(attributes, name) !== undefined);
  const tag = firstText(listOf(memberOf(attributes, "container.image.tags"))[0], memberOf(attributes, "container.image.tag"));
  const digests = listOf(memberOf(attributes, "container.image.repo_digests")).map(textOf);
  return present({
    service: textAt(attributes, "service.name"), version: textAt(attributes, "service.version"), environment: firstText(memberOf(attributes, "deployment.environment.name"), memberOf(attributes, "deployment.environment")), host: firstText(memberOf(attributes, "host.name"), memberOf(attributes, "k8s.node.name"), memberOf(attributes, "host.id")),
    cluster: textAt(attributes, "k8s.cluster.name"), namespace: firstText(memberOf(attributes, "k8s.namespace.name")), pod: textAt(attributes, "k8s.pod.name"), ...(kind !== undefined && { workload: textAt(attributes, kind.name), workloadKind: kind.kind }),
    containerId: containerIdOf(textAt(attributes, "container.id")), containerName: firstText(memberOf(attributes, "k8s.container.name"), memberOf(attributes, "container.name")), ...imageOf(withTag(textAt(attributes, "container.image.name"), tag), ...digests, textAt(attributes, "container.image.id")),
  });
}

/** http.*, url.*, client.*: the stable conventions, and beside them those of before 2023. */
function webFields(of: JsonRecord): Fields | undefined {
  const text = (...names: readonly string[]): string | undefined => firstText(...names.map((name) => memberOf(of, name)));
  const method = text("http.request.method_original", "http.request.method", "http.method");
  const [path, query] = [text("url.path"), text("url.query")];
  const target = path === undefined ? text("http.target", "url.full", "http.url") : query === undefined ? path : `${path}?${query}`;
  if (method === undefined && target === undefined) return undefined;
  const [status, size, took] = [numberOf(text("http.response.status_code", "http.status_code")), numberOf(text("http.response.body.size", "http.response_content_length")), numberOf(text("http.server.request.duration"))];
  const header = (name: string): string | undefined => firstText(...listOf(memberOf(of, `http.request.header.${name}`)), memberOf(of, `http.request.header.${name}`));
  return accessFields(present({
    client: text("client.address", "http.client_ip", "network.peer.address", "net.sock.peer.addr", "net.peer.ip"), method, target, status, sizeBytes: size, tookMs: took === undefined ? undefined : took * 1000, agent: text("user_agent.original", "http.user_agent") ?? header("user-agent"),
    referer: header("referer"), host: text("server.address", "http.host", "net.host.name") ?? header("host"), user: text("enduser.id", "user.name"), forwarded: header("x-forwarded-for"), body: text("http.request.body.content", "http.request.body"),
  }) as Parameters<typeof accessFields>[0]);
}

const products: Readonly<Record<string, string>> = { java: "jvm", ruby: "ruby_on_rails" };
function logsourceOf(attributes: JsonRecord, isWeb: boolean): LogSource {
  const [language, name] = [textAt(attributes, "telemetry.sdk.language")?.toLowerCase(), textAt(attributes, "service.name")?.toLowerCase()];
  if (isWeb) return { category: "webserver", service: "otlp" };
  return present({ category: "application", product: language === undefined ? undefined : lookUp(products, language) ?? language, service: name });
}

interface Log { record: JsonRecord; resource: JsonRecord; resourceText: string; scope: FieldValue | undefined; stream: string }

/** Every log record of a request, or the one a record itself is. */
function membersOf(request: JsonRecord, place: string): readonly Member[] {
  const below = (at: string, name: string, index: number): string => `${at === "/" ? "" : at}/${name}/${index}`;
  return listOf(either(request, "resourceLogs")).flatMap((resourceLogs, r) => {
    const [stream, resource] = [below(place, "resourceLogs", r), attributesOf(memberOf(memberOf(resourceLogs, "resource"), "attributes"))];
    if (!isRecord(resourceLogs)) return [{ value: resourceLogs, at: stream }];
    const resourceText = JSON.stringify(resource);
    const [name, scopes] = either(resourceLogs, "scopeLogs") === undefined ? ["instrumentationLibraryLogs", either(resourceLogs, "instrumentationLibraryLogs")] : ["scopeLogs", either(resourceLogs, "scopeLogs")];
    return listOf(scopes).flatMap((scopeLogs, s): Member[] => {
      const at = below(stream, name, s);
      if (!isRecord(scopeLogs)) return [{ value: scopeLogs, at }];
      return listOf(either(scopeLogs, "logRecords") ?? memberOf(scopeLogs, "logs")).map((record, index) => ({ value: isRecord(record) ? { record, resource, resourceText, scope: memberOf(memberOf(scopeLogs, "scope"), "name"), stream } : record, at: below(at, "logRecords", index) }));
    });
  });
}

/** OTLP gives no ids. A record's own uid is one; a record and the exact nanosecond its collector saw it are one as well. */
function idOf({ record, resourceText }: Log, attributes: JsonRecord): string | undefined {
  const uid = textAt(attributes, "log.record.uid");
  if (uid !== undefined) return uid;
  const seen = either(record, "observedTimeUnixNano");
  return typeof seen === "string" && /^[1-9]\d{17,}$/.test(seen) ? sha256(`${resourceText}${JSON.stringify(record)}`) : undefined;
}

const timeOf = (record: JsonRecord): Instant | undefined => firstInstant(either(record, "timeUnixNano"), either(record, "observedTimeUnixNano"));

/** What the record says itself, whatever its body turns out to be. */
function envelopeOf(log: Log, attributes: JsonRecord): Envelope {
  const { record, resource, scope } = log;
  const told = present({ severityText: textOf(either(record, "severityText")), severityNumber: numberOf(either(record, "severityNumber")), traceId: textOf(either(record, "traceId")), spanId: textOf(either(record, "spanId")), scope: textOf(scope), eventName: textOf(either(record, "eventName")) });
  return { id: idOf(log, attributes), at: timeOf(record), origin: originOf({ ...resource, ...attributes }), fields: { ...resource, ...attributes, ...told } };
}

function ownEvent(envelope: Envelope, attributes: JsonRecord, body: FieldValue): Parameters<typeof eventOf>[2] {
  const object = isRecord(body) ? body : parseRecord(body);
  const message = typeof body === "string" ? body : object === undefined ? textOf(body) : firstText(memberOf(object, "message"), memberOf(object, "msg"), memberOf(object, "log"));
  const web = webFields(attributes) ?? (object === undefined ? undefined : webFields(object));
  return { id: envelope.id, at: envelope.at, origin: envelope.origin, logsource: logsourceOf(envelope.fields as JsonRecord, web !== undefined), fields: { ...object, ...envelope.fields, body, ...(message !== undefined && { message }), ...web } };
}

function session(context: DecodeContext): DecoderSession {
  const payloads = createPayloads(context.unwrap);
  const one = ({ value, at }: Member): Decoded => {
    if (!isRecord(value)) return rejected(at, "is no JSON object, and a LogRecord is one.");
    const log = value as unknown as Log;
    const attributes = attributesOf(either(log.record, "attributes"));
    const [envelope, body] = [envelopeOf(log, attributes), anyValue(either(log.record, "body"))];
    const inner = body === null || body === "" ? undefined : payloads.push(body, at, `${log.stream}${textAt(attributes, "log.file.path") ?? ""}`, () => envelope, envelope.origin.host);
    return inner ?? { events: [eventOf("otlp-logs", context, ownEvent(envelope, attributes, body), { resource: log.resource, ...log.record })], rejects: [] };
  };
  return {
    push(record, at) {
      const refused = reasonAgainst(record) ?? (Array.isArray(either(record, "resourceLogs")) ? undefined : "has no resourceLogs: this is no ExportLogsServiceRequest.");
      return refused === undefined ? gather(membersOf(record as JsonRecord, at), one) : rejected(at, refused);
    },
    end: () => payloads.end(),
  };
}

export const otlpLogs: Decoder = {
  id: "otlp-logs",
  about: "OpenTelemetry logs as OTLP JSON; a body that is an access-log line, a syslog line or another decoder's JSON is read as that.",
  reads: "json",
  logsources: [{ category: "webserver", service: "otlp" }, { category: "application" }],
  mapping: {
    message: "body, when it is a text", "cs-method": "http.request.method", "cs-uri-stem": "url.path", "cs-uri-query": "url.query", "sc-status": "http.response.status_code", "c-ip": "client.address, else network.peer.address", "cs-user-agent": "user_agent.original", "cs-host": "server.address",
    "request-decoded": "url.path and url.query, decoded", "every other name": "attributes of the record and its resource, and the members of a body that is an object",
  },
  settings: {},
  recognises: (record) => isRecord(record) && Array.isArray(either(record, "resourceLogs")),
  open: session,
  canary: (token, at) => JSON.stringify({
    resourceLogs: [{
      resource: { attributes: [{ key: "service.name", value: { stringValue: "aftwatch-selftest" } }] },
      scopeLogs: [{ scope: { name: "aftwatch" }, logRecords: [{ timeUnixNano: `${at}000000`, observedTimeUnixNano: `${at}000000`, severityNumber: 9, severityText: "INFO", body: { stringValue: `Aftwatch canary ${token} at ${toIso(at)}` }, attributes: [{ key: "log.record.uid", value: { stringValue: `canary-${token}` } }] }] }],
    }],
  }),
};
