// Shapes of JSON events that are known without a mapping: common schemas (ECS, OCSF) and providers' audit logs, each with its log source and taxonomy.
import { at as valueAt, isRecord, listOf, lookUp, memberOf, numberOf, textAt, textOf } from "./decoding-values.ts";
import type { JsonRecord } from "./decoding-values.ts";
import { gkeAudit } from "./decoding-gke.ts";
import type { Fields, LogSource, Origin } from "./event.ts";

export interface Shape {
  id: string;
  recognises(record: JsonRecord): boolean;
  logsource(record: JsonRecord): LogSource;
  /** Taxonomy name -> dotted paths, the first that has a value. */
  fields: Readonly<Record<string, readonly string[]>>;
  time: readonly string[];
  ids: readonly string[];
  host: readonly string[];
  outcome?(record: JsonRecord): "success" | "failure" | undefined;
  /** Another log source it is also told as, the fields its rules know, and where it happened. */
  also?(record: JsonRecord): { logsource: LogSource; fields: Fields; origin: Origin } | undefined;
}

const process = {
  Image: ["process.executable", "process.name"], CommandLine: ["process.command_line", "process.args"], ProcessId: ["process.pid"], ParentProcessId: ["process.parent.pid", "process.ppid"], ProcessGuid: ["process.entity_id"], ParentProcessGuid: ["process.parent.entity_id"],
  ParentImage: ["process.parent.executable", "process.parent.name"], ParentCommandLine: ["process.parent.command_line", "process.parent.args"], CurrentDirectory: ["process.working_directory"], User: ["user.name", "user.id"],
};
const network = { SourceIp: ["source.ip", "source.address"], SourcePort: ["source.port"], DestinationIp: ["destination.ip", "destination.address"], DestinationPort: ["destination.port"], DestinationHostname: ["destination.domain"], Protocol: ["network.transport"], QueryName: ["dns.question.name"] };
const web = {
  "c-ip": ["client.ip", "client.address", "source.ip", "source.address"], "cs-method": ["http.request.method"], "cs-uri": ["url.original"], "cs-uri-stem": ["url.path"], "cs-uri-query": ["url.query"], "cs-host": ["url.domain"], "cs-user-agent": ["user_agent.original"],
  "cs-referer": ["http.request.referrer"], "sc-status": ["http.response.status_code"], "sc-bytes": ["http.response.body.bytes", "http.response.bytes"], "cs-body": ["http.request.body.content"], "cs-username": ["user.name"],
};

const categoriesOf = (record: JsonRecord): string[] => listOf(dotted(record, "event.category")).concat(textOf(dotted(record, "event.category")) ?? []).flatMap((one) => textOf(one) ?? []);

/** event.category and event.type of ECS as Sigma's categories. */
function ecsCategory(record: JsonRecord): string | undefined {
  const types = [dotted(record, "event.type")].flat().flatMap((type) => textOf(type) ?? []);
  const all = new Set(categoriesOf(record));
  if (all.has("process")) return types.includes("end") ? "process_termination" : "process_creation";
  if (all.has("file")) return types.includes("deletion") ? "file_delete" : types.includes("access") ? "file_access" : "file_event";
  if (all.has("web") || dotted(record, "http.request.method") !== undefined) return "webserver";
  if (all.has("network")) return dotted(record, "dns.question.name") === undefined ? "network_connection" : "dns";
  if (all.has("registry")) return "registry_event";
  if (all.has("library")) return "image_load";
  return all.has("authentication") ? "authentication" : undefined;
}

const platform = (record: JsonRecord): string | undefined => { const name = textOf(dotted(record, "host.os.type") ?? dotted(record, "host.os.platform") ?? dotted(record, "host.os.family"))?.toLowerCase(); return name === undefined || /windows|macos|linux/.test(name) ? name : name === "darwin" ? "macos" : /ubuntu|debian|centos|rhel|redhat|fedora|alpine|amzn|suse/.test(name) ? "linux" : undefined; };

const succeeded = (text: string | undefined): "success" | "failure" | undefined => (text === undefined ? undefined : /^(?:success|succeeded|allow|0)$/i.test(text) ? "success" : /^(?:failure|failed|deny|denied)$/i.test(text) ? "failure" : undefined);

const ecs: Shape = {
  id: "ecs",
  recognises: (record) => (dotted(record, "ecs.version") !== undefined || (record["@timestamp"] !== undefined && (categoriesOf(record).length > 0 || dotted(record, "event.action") !== undefined))) && memberOf(record, "class_uid") === undefined,
  logsource: (record) => {
    const category = ecsCategory(record);
    const product = category === "webserver" ? textOf(dotted(record, "event.module"))?.toLowerCase() : platform(record) ?? textOf(dotted(record, "event.module"))?.toLowerCase();
    const service = category === "webserver" ? undefined : textOf(dotted(record, "event.dataset"))?.toLowerCase();
    return { ...(category !== undefined && { category }), ...(product !== undefined && { product }), ...(service !== undefined && { service }) };
  },
  fields: { ...process, ...network, ...web, TargetFilename: ["file.path"], TargetObject: ["registry.path"], ImageLoaded: ["dll.path"], message: ["message"] },
  time: ["@timestamp"], ids: ["event.id", "_id"], host: ["host.name", "host.hostname", "agent.hostname"], outcome: (record) => succeeded(textOf(dotted(record, "event.outcome"))),
};

const ocsfCategories: Readonly<Record<number, string>> = { 1001: "file_event", 1005: "image_load", 1007: "process_creation", 201001: "registry_event", 201002: "registry_event", 3002: "authentication", 4001: "network_connection", 4002: "webserver", 4003: "dns" };
const ocsf: Shape = {
  id: "ocsf",
  recognises: (record) => typeof record["class_uid"] === "number" && (record["metadata"] !== undefined || record["activity_id"] !== undefined),
  logsource: (record) => {
    const id = numberOf(record["class_uid"]) ?? 0;
    if (id === 6003 && /^(?:aws|cloudtrail)$/i.test(textOf(dotted(record, "metadata.product.name")) ?? textAt(record, "cloud", "provider") ?? "")) return { product: "aws", service: "cloudtrail" };
    const [terminated, os] = [id === 1007 && record["activity_id"] === 2, textOf(dotted(record, "device.os.type"))?.toLowerCase() ?? textOf(dotted(record, "device.os.name"))?.toLowerCase()];
    const category = terminated ? "process_termination" : ocsfCategories[id];
    return { ...(category !== undefined && { category }), ...(os !== undefined && category !== "webserver" && { product: os }), service: `ocsf-${id}` };
  },
  fields: {
    Image: ["process.file.path", "process.path", "process.name", "actor.process.file.path"], CommandLine: ["process.cmd_line", "actor.process.cmd_line"], ProcessId: ["process.pid", "actor.process.pid"], ProcessGuid: ["process.uid"], CurrentDirectory: ["process.working_directory"],
    ParentImage: ["process.parent_process.file.path", "process.parent_process.path", "process.parent_process.name", "actor.process.file.path"], ParentCommandLine: ["process.parent_process.cmd_line", "actor.process.cmd_line"], ParentProcessId: ["process.parent_process.pid", "actor.process.pid"],
    User: ["user.name", "process.user.name", "actor.user.name", "user.uid"], TargetFilename: ["file.path"], TargetObject: ["reg_key.path", "reg_value.path"], ImageLoaded: ["module.file.path"], QueryName: ["query.hostname"],
    SourceIp: ["src_endpoint.ip"], SourcePort: ["src_endpoint.port"], DestinationIp: ["dst_endpoint.ip"], DestinationPort: ["dst_endpoint.port"], DestinationHostname: ["dst_endpoint.hostname"], Protocol: ["connection_info.protocol_name"],
    "c-ip": ["src_endpoint.ip"], "cs-method": ["http_request.http_method"], "cs-uri": ["http_request.url.url_string"], "cs-uri-stem": ["http_request.url.path"], "cs-uri-query": ["http_request.url.query_string"], "cs-host": ["http_request.url.hostname"], "cs-user-agent": ["http_request.user_agent"],
    "cs-referer": ["http_request.referrer"], "sc-status": ["http_response.code"], "sc-bytes": ["http_response.length"], method: ["auth_protocol"], message: ["message"], eventName: ["api.operation"], eventSource: ["api.service.name"], sourceIPAddress: ["src_endpoint.ip"],
  },
  time: ["time", "time_dt"], ids: ["metadata.uid"], host: ["device.hostname", "device.name"], outcome: (record) => (record["status_id"] === 1 ? "success" : record["status_id"] === 2 ? "failure" : succeeded(textAt(record, "status"))),
};

const gcpAudit: Shape = {
  id: "gcp-audit",
  recognises: (record) => typeof valueAt(record, "protoPayload", "methodName") === "string" || (textAt(record, "protoPayload", "@type") ?? "").endsWith("AuditLog"),
  logsource: (record) => ({ product: "gcp", service: /^(?:admin|login)\.googleapis\.com$/.test(textAt(record, "protoPayload", "serviceName") ?? "") ? `google_workspace.${textAt(record, "protoPayload", "serviceName")?.split(".")[0] ?? ""}` : "gcp.audit" }),
  fields: {
    "gcp.audit.method_name": ["protoPayload.methodName"], "gcp.audit.service_name": ["protoPayload.serviceName"], eventName: ["protoPayload.metadata.event.eventName", "protoPayload.methodName"], eventService: ["protoPayload.serviceName"],
    User: ["protoPayload.authenticationInfo.principalEmail", "protoPayload.authenticationInfo.principalSubject"], SourceIp: ["protoPayload.requestMetadata.callerIp", "protoPayload.requestMetadata.callerIP"], "cs-user-agent": ["protoPayload.requestMetadata.callerSuppliedUserAgent"],
  },
  time: ["timestamp", "receiveTimestamp"], ids: ["insertId"], host: [], outcome: (record) => (numberOf(valueAt(record, "protoPayload", "status", "code")) ?? 0) === 0 ? "success" : "failure", also: gkeAudit,
};

const azureServices: Readonly<Record<string, string>> = { signinlogs: "signinlogs", noninteractiveusersigninlogs: "signinlogs", serviceprincipalsigninlogs: "signinlogs", managedidentitysigninlogs: "signinlogs", auditlogs: "auditlogs", administrative: "activitylogs", policy: "activitylogs", security: "activitylogs", riskyusers: "riskdetection", userriskevents: "riskdetection" };
const azure: Shape = {
  id: "azure",
  recognises: (record) => (record["operationName"] !== undefined || record["OperationName"] !== undefined || record["riskEventType"] !== undefined) && ["resourceId", "ResourceId", "tenantId", "correlationId", "CorrelationId", "category", "Category", "riskEventType"].some((name) => record[name] !== undefined) && record["eventVersion"] === undefined,
  logsource: (record) => ({ product: "azure", service: record["riskEventType"] === undefined ? lookUp(azureServices, (textAt(record, "category") ?? textAt(record, "Category"))?.toLowerCase()) ?? "activitylogs" : "riskdetection" }),
  fields: { User: ["properties.userPrincipalName", "identity.claims.name", "caller", "Caller", "properties.initiatedBy.user.userPrincipalName"], SourceIp: ["callerIpAddress", "CallerIpAddress", "properties.ipAddress"], "cs-user-agent": ["properties.userAgent"], operationName: ["operationName.value", "operationName"] },
  time: ["time", "TimeGenerated", "eventTimestamp", "createdDateTime", "activityDateTime"], ids: ["properties.id", "eventDataId", "id"], host: [], outcome: (record) => (/^(?:0|success|succeeded)$/i.test(textAt(record, "resultType") ?? textAt(record, "resultSignature") ?? "") ? "success" : record["resultType"] === undefined ? undefined : "failure"),
};

/** A provider's audit log that is told by a few members: its names are the rules' names. */
const named = (id: string, logsource: LogSource, recognises: Shape["recognises"], more: Pick<Shape, "fields" | "time" | "ids"> & Partial<Pick<Shape, "outcome" | "host" | "logsource">>): Shape => ({ id, logsource: () => logsource, recognises, host: [], ...more });

const okta = named("okta", { product: "okta", service: "okta" }, (record) => typeof record["eventType"] === "string" && record["published"] !== undefined && record["actor"] !== undefined, {
  fields: { User: ["actor.alternateId"], SourceIp: ["client.ipAddress"], "cs-user-agent": ["client.userAgent.rawUserAgent"] }, time: ["published"], ids: ["uuid"], outcome: (record) => succeeded(textAt(record, "outcome", "result")),
});
const github = named("github", { product: "github", service: "audit" }, (record) => typeof record["action"] === "string" && record["_document_id"] !== undefined && record["actor"] !== undefined, { fields: { User: ["actor"], SourceIp: ["actor_ip"] }, time: ["@timestamp", "created_at"], ids: ["_document_id"] });
const m365 = named("m365", { product: "m365", service: "audit" }, (record) => typeof record["Operation"] === "string" && record["Workload"] !== undefined && record["CreationTime"] !== undefined, {
  fields: { User: ["UserId"], SourceIp: ["ClientIP", "ClientIPAddress", "ActorIpAddress"], eventName: ["Operation"], eventSource: ["Workload"], status: ["ResultStatus"] }, time: ["CreationTime"], ids: ["Id"], outcome: (record) => succeeded(textAt(record, "ResultStatus")),
});
const osquery = named("osquery", { service: "osquery" }, (record) => record["hostIdentifier"] !== undefined && typeof record["columns"] === "object", {
  fields: {
    Image: ["columns.path", "columns.exe"], CommandLine: ["columns.cmdline", "columns.command"], ProcessId: ["columns.pid"], ParentProcessId: ["columns.parent", "columns.ppid"], User: ["columns.username", "columns.user", "columns.uid"], CurrentDirectory: ["columns.cwd"],
    TargetFilename: ["columns.target_path"], DestinationIp: ["columns.remote_address"], DestinationPort: ["columns.remote_port"], SourceIp: ["columns.local_address"], SourcePort: ["columns.local_port"], message: ["name"],
  }, time: ["unixTime", "columns.time"], ids: [], host: ["hostIdentifier", "decorations.hostname"], logsource: (record) => {
    const name = textAt(record, "name") ?? "";
    const category = /process_events|processes/.test(name) ? "process_creation" : /socket_events|process_open_sockets/.test(name) ? "network_connection" : /file_events/.test(name) ? "file_event" : undefined;
    return { ...(category !== undefined && { category, product: "linux" }), service: "osquery" };
  },
});

/** In the order they are asked. */
export const shapes: readonly Shape[] = [ocsf, gcpAudit, okta, github, m365, azure, osquery, ecs];

/** A value by a dotted path, or by the name itself: senders write {"url":{"path":1}} and {"url.path":1} for the same. */
export function dotted(value: unknown, path: string): ReturnType<typeof memberOf> {
  if (!isRecord(value)) return undefined;
  if (Object.hasOwn(value, path)) return value[path];
  if (!path.includes(".")) return undefined;
  for (const [head, rest] of splitsOf(path)) {
    const below = Object.hasOwn(value, head) ? value[head] : undefined;
    if (below === undefined || below === null || typeof below !== "object") continue;
    const found = Array.isArray(below) ? ofItems(below, rest) : dotted(below, rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

const splits = new Map<string, readonly (readonly [head: string, rest: string])[]>();

/** "a.b.c" as a + b.c and a.b + c. Paths are ours and the settings', so they are few. */
function splitsOf(path: string): readonly (readonly [string, string])[] {
  const known = splits.get(path);
  if (known !== undefined) return known;
  const made = [...path].flatMap((letter, dot): (readonly [string, string])[] => (letter === "." ? [[path.slice(0, dot), path.slice(dot + 1)]] : []));
  if (splits.size < 10_000) splits.set(path, made);
  return made;
}

/** Of a list on the way: what its members have, one value or a list. */
function ofItems(items: readonly unknown[], path: string): ReturnType<typeof memberOf> {
  const found = items.flatMap((item) => dotted(item, path) ?? []);
  return found.length > 1 ? found : found[0];
}
