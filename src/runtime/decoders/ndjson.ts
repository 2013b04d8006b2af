// Any JSON object: by a mapping of the source's settings, else by a schema that is known (ECS, OCSF, cloud audit logs), else under its own names.
import { toIso } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { DecodeContext, Decoded, Decoder, DecoderSession } from "../decoder.ts";
import { createPayloads } from "../decoding-envelope.ts";
import type { Envelope } from "../decoding-envelope.ts";
import { gather, isTooDeep, jsonSession, logsourceOf, membersBelow } from "../decoding-session.ts";
import type { EventParts, Member } from "../decoding-session.ts";
import { dotted, shapes } from "../decoding-shapes.ts";
import type { Shape } from "../decoding-shapes.ts";
import { at, firstText, instantOf, isRecord, memberOf, present, setMember, textOf } from "../decoding-values.ts";
import type { JsonRecord } from "../decoding-values.ts";
import type { FieldValue, Fields, LogSource, Origin } from "../event.ts";
import { containerIdOf, imageOf, withTag } from "../decoding-image.ts";
import { requestDecoded } from "../web/decode.ts";

type Settings = DecodeContext["settings"];

// What loggers call the time, the id and the text when nobody says: common words only, a wrong guess would be worse than none.
const times = ["@timestamp", "timestamp", "time", "ts", "datetime", "date", "eventTime", "event_time", "EventTime", "TimeGenerated", "asctime"];
const messages = ["message", "msg", "log", "MESSAGE"];

const path = (record: JsonRecord, paths: readonly string[]): FieldValue | undefined => { for (const one of paths) { const value = dotted(record, one); if (value !== undefined && value !== null && value !== "") return value; } return undefined; };
// Arguments of a process are a list in ECS; a command line is one text.
const asText = (name: string, value: FieldValue | undefined): FieldValue | undefined => (name.endsWith("CommandLine") && Array.isArray(value) ? value.map((word) => textOf(word) ?? "").join(" ") : value);
function mapped(record: JsonRecord, mapping: Mapping): Fields {
  const fields: Record<string, FieldValue> = {};
  for (const [name, paths] of mapping) { const value = asText(name, path(record, paths)); if (value !== undefined) setMember(fields, name, value); }
  return fields;
}

type Mapping = readonly (readonly [name: string, paths: readonly string[]])[];
const mappings = new WeakMap<Settings, Map<Shape | undefined, Mapping>>();

/** A shape's fields and over them the settings', put together once for a source. */
function mappingFor(shape: Shape | undefined, settings: Settings): Mapping {
  const known = mappings.get(settings) ?? new Map<Shape | undefined, Mapping>();
  mappings.set(settings, known);
  const mapping = known.get(shape) ?? Object.entries({ ...shape?.fields, ...mappingOf(settings) });
  known.set(shape, mapping);
  return mapping;
}

/** The mapping of the settings: "map.Image" = "process.path" (several paths: separated by commas). */
const mappingOf = (settings: Settings): Readonly<Record<string, readonly string[]>> => Object.fromEntries(Object.entries(settings).flatMap(([name, paths]) => (name.startsWith("map.") ? [[name.slice(4), paths.split(",").map((one) => one.trim())] as const] : [])));

function webOf(fields: Fields): Fields {
  const [stem, query, uri] = [textOf(fields["cs-uri-stem"]), textOf(fields["cs-uri-query"])?.replace(/^\?/, ""), textOf(fields["cs-uri"])];
  const target = stem === undefined ? uri : query === undefined ? stem : `${stem}?${query}`;
  if (target === undefined) return {};
  const below = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "") || "/";
  const mark = below.indexOf("?");
  return { "cs-uri": uri ?? target, "cs-uri-stem": stem ?? (mark < 0 ? below : below.slice(0, mark)), ...(query !== undefined ? { "cs-uri-query": query } : mark >= 0 && { "cs-uri-query": below.slice(mark + 1) }), "request-decoded": requestDecoded(target) };
}

function originOf(record: JsonRecord, hosts: readonly string[]): Origin {
  const text = (...paths: readonly string[]): string | undefined => firstText(...paths.map((one) => dotted(record, one)));
  const workload = text("kubernetes.deployment.name", "kubernetes.daemonset.name", "kubernetes.statefulset.name", "orchestrator.resource.parent.name");
  return present({
    host: text(...hosts), cluster: text("orchestrator.cluster.name", "kubernetes.cluster.name", "kubernetes.cluster"), namespace: text("kubernetes.namespace", "kubernetes.namespace_name", "orchestrator.namespace"), pod: text("kubernetes.pod.name", "kubernetes.pod_name", "device.container.pod_uuid"), workload,
    containerId: containerIdOf(text("container.id", "kubernetes.docker_id", "device.container.uid")), containerName: text("container.name", "kubernetes.container.name", "kubernetes.container_name", "device.container.name"),
    ...imageOf(withTag(text("container.image.name", "kubernetes.container_image", "device.container.image.name"), text("container.image.tag")), text("container.image.hash.all"), text("kubernetes.container_hash")),
    service: text("service.name"), version: text("service.version"), environment: text("service.environment"),
  });
}

function timeOf(record: JsonRecord, settings: Settings, shape: Shape | undefined): Instant | undefined {
  const paths = settings["time"] === undefined ? [...shape?.time ?? [], ...times] : [settings["time"]];
  for (const one of paths) { const at = instantOf(dotted(record, one)); if (at !== undefined) return at; }
  return undefined;
}

// An event of no source would be asked every rule there is; a record nobody described is its decoder's.
function sourceOf(record: JsonRecord, settings: Settings, shape: Shape | undefined): LogSource {
  const known = { ...shape?.logsource(record), ...logsourceOf(settings) };
  return Object.keys(known).length === 0 ? { service: "ndjson" } : known;
}

function decodeRecord(record: JsonRecord, { settings }: DecodeContext): EventParts {
  const shape = shapes.find((one) => one.recognises(record));
  const [own, outcome] = [mapped(record, mappingFor(shape, settings)), shape?.outcome?.(record)];
  const message = firstText(...messages.map((name) => memberOf(record, name)));
  const idPaths = settings["id"] === undefined ? shape?.ids ?? [] : [settings["id"]];
  const hosts = settings["host"] === undefined ? [...shape?.host ?? [], ...hostNames] : [settings["host"]];
  const also = shape?.also?.(record);
  return {
    ...(also !== undefined && { alsoAsked: [also.logsource] }),
    id: firstText(...idPaths.map((one) => dotted(record, one))), at: timeOf(record, settings, shape), origin: { ...originOf(record, hosts), ...also?.origin }, logsource: sourceOf(record, settings, shape),
    fields: { ...record, ...also?.fields, ...(message !== undefined && { message }), ...(outcome !== undefined && { outcome }), ...own, ...webOf(own) },
  };
}

// Docker and Fluent Bit; Filebeat, Vector; journald; Azure Monitor; zap and pino around a line; Wazuh; GELF (1.1: full_message holds the whole); Splunk's HEC.
const lineNames = ["log", "message", "MESSAGE", "SyslogMessage", "msg", "full_log", "full_message", "short_message", "event"];

/** What a collector wraps a line in: Docker's json-file, Fluent Bit, Filebeat without modules, Azure Monitor's syslog and its clusters' audit. */
function lineOf(record: JsonRecord): { line: string; place: string } | undefined {
  const cluster = at(record, "properties", "log");
  if (typeof cluster === "string") return { line: cluster, place: "properties/log" };
  const place = lineNames.find((name) => typeof record[name] === "string" && /\S/.test(record[name]));
  return place === undefined || isShaped(record) ? undefined : { line: (record[place] as string).replace(/[\r\n]+$/, ""), place };
}

/** Azure's diagnostic export and Event Hubs put many into {"records": [...]}. */
const membersOf = (record: JsonRecord, place: string): readonly Member[] => (Array.isArray(record["records"]) && record["records"].length > 0 && record["records"].every(isRecord) ? membersBelow(record["records"], place, "records") : [{ value: record, at: place }]);

const isShaped = (record: JsonRecord): boolean => shapes.some((shape) => shape.recognises(record) && (shape.id !== "ecs" || dotted(record, "event.category") !== undefined));

const hostNames = ["host.name", "hostname", "host", "HostName", "Computer"];
const hostOf = (record: JsonRecord): string | undefined => firstText(...hostNames.map((name) => dotted(record, name)));
// Lines of one file of one host belong together; two hosts number their audit events alike.
const streamOf = (record: JsonRecord, host: string | undefined): string => `${host ?? ""} ${firstText(dotted(record, "kubernetes.pod_name"), dotted(record, "log.file.path"), memberOf(record, "stream")) ?? ""}`;

function session(context: DecodeContext): DecoderSession {
  const [plain, payloads] = [jsonSession("ndjson", context, decodeRecord), createPayloads(context.unwrap)];
  const isMapped = Object.keys(context.settings).length > 0;
  const envelopeOf = (record: JsonRecord): Envelope => { const { id, at, origin } = decodeRecord(record, context); return { id, at, origin, fields: {} }; };
  const unwrapped = (record: JsonRecord, place: string): Decoded | undefined => {
    if (isMapped || isTooDeep(record)) return undefined;
    const found = lineOf(record);
    if (found === undefined) return undefined;
    const host = hostOf(record);
    return payloads.push(found.line, `${place === "/" ? "" : place}/${found.place}`, streamOf(record, host), () => envelopeOf(record), host);
  };
  const one = ({ value, at: place }: Member): Decoded => (isRecord(value) ? unwrapped(value, place) : undefined) ?? plain.push(value, place);
  return { push: (record, place) => (isRecord(record) ? gather(membersOf(record, place), one) : plain.push(record, place)), end: () => payloads.end() };
}

export const ndjson: Decoder = {
  id: "ndjson",
  about: "Any JSON object, one per line or in a list, by a mapping in the source's settings; ECS, OCSF, Google Cloud, Azure, Microsoft 365, Okta and GitHub are known without one.",
  reads: "json",
  logsources: [{ category: "process_creation" }, { category: "file_event" }, { category: "network_connection" }, { category: "webserver" }, { category: "authentication" }, { category: "dns" }, { product: "gcp", service: "gcp.audit" }, { product: "azure" }, { product: "m365", service: "audit" }, { product: "okta", service: "okta" }, { product: "github", service: "audit" }, { service: "ndjson" }],
  mapping: Object.fromEntries(shapes.flatMap(({ fields }) => Object.keys(fields)).map((name) => [name, shapes.flatMap(({ id, fields }) => (fields[name] === undefined ? [] : [`${id}: ${fields[name].join(", ")}`])).join("; ")])),
  settings: {
    "map.*": "map.Image=process.path: the path (or paths, separated by commas) a field is read from", "logsource.category": "the category of Sigma its rules have", "logsource.product": "the product", "logsource.service": "the service",
    time: "the path of the time", id: "the path of the sender's id", host: "the path of the host",
  },
  recognises: (record) => isRecord(record) && isShaped(record),
  open: session,
  canary: (token, instant) => JSON.stringify({ "@timestamp": toIso(instant), message: `Aftwatch canary ${token}` }),
};
