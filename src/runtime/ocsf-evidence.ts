// A kept event as OCSF evidence: its process, file, request, call and ends, each only where the event has it.
import { derivedId } from "../kernel/id.ts";
import type { Sample } from "./detection.ts";
import type { FieldValue, RuntimeEvent } from "./event.ts";
import { valueOf } from "./field.ts";
import { text } from "./ocsf-text.ts";

export type Evidence = Readonly<Record<string, unknown>>;

/** Of objects that the schema wants something of (a process its number or id, a file its name) none is given without it. `data` is the event as it came, cut. */
export function evidenceOf({ detectionId, slot, event }: Sample): Evidence {
  const isWeb = said(event, "cs-uri") !== undefined || said(event, "cs-uri-stem") !== undefined || said(event, "cs-method") !== undefined;
  return {
    uid: `${detectionId}:${slot}`, name: text(event.decoder, 200), process: processOf(event, derivedId("prc", detectionId, String(slot))), file: fileOf(said(event, "TargetFilename")), user: userOf(event), api: apiOf(event),
    src_endpoint: endpointOf(said(event, "c-ip") ?? said(event, "SourceIp") ?? said(event, "sourceIPAddress") ?? lastOf(valueOf(event.fields, "sourceIPs")), undefined, said(event, "SourcePort")),
    dst_endpoint: endpointOf(said(event, "DestinationIp"), said(event, "DestinationHostname") ?? (isWeb ? said(event, "cs-host") : undefined), said(event, "DestinationPort")),
    ...(isWeb ? webOf(event) : {}), device: deviceOf(event), data: { raw: text(event.raw, 4000), at: event.at },
  };
}

const said = (event: RuntimeEvent, name: string): string | undefined => textIn(valueOf(event.fields, name));

function textIn(value: FieldValue | undefined): string | undefined { return typeof value === "object" ? undefined : text(value); }

const lastOf = (value: FieldValue | undefined): string | undefined => (Array.isArray(value) ? textIn((value as readonly FieldValue[]).at(-1)) : textIn(value));

function wholeNumber(value: string | undefined, most: number): number | undefined {
  const number = value !== undefined && /^\d{1,10}$/.test(value) ? Number(value) : undefined;
  return number !== undefined && number <= most ? number : undefined;
}

const mostPid = 2 ** 32 - 1;

/** A process without the sensor's id or a number is given an id of ours: the schema knows it by one of them. */
function processOf(event: RuntimeEvent, ownId: string): unknown {
  const [image, commandLine] = [said(event, "Image"), said(event, "CommandLine")];
  if (image === undefined && commandLine === undefined) return undefined;
  const [pid, uid] = [wholeNumber(said(event, "ProcessId"), mostPid), said(event, "ProcessGuid")];
  return { pid, uid: uid ?? (pid === undefined ? ownId : undefined), name: nameOf(image), file: fileOf(image), cmd_line: commandLine, user: named(said(event, "User")), parent_process: parentOf(event, `${ownId}:parent`) };
}

function parentOf(event: RuntimeEvent, ownId: string): unknown {
  const [image, commandLine] = [said(event, "ParentImage"), said(event, "ParentCommandLine")];
  if (image === undefined && commandLine === undefined) return undefined;
  const [pid, uid] = [wholeNumber(said(event, "ParentProcessId"), mostPid), said(event, "ParentProcessGuid")];
  return { pid, uid: uid ?? (pid === undefined ? ownId : undefined), name: nameOf(image), file: fileOf(image), cmd_line: commandLine };
}

const nameOf = (path: string | undefined): string | undefined => path?.split(/[/\\]/).findLast((part) => part !== "");
const named = (name: string | undefined): unknown => (name === undefined ? undefined : { name });

/** type_id 0: what kind of file it is, no event says. */
function fileOf(path: string | undefined): unknown {
  const name = nameOf(path);
  return name === undefined ? undefined : { name, path, type_id: 0, type: "Unknown" };
}

const userOf = (event: RuntimeEvent): unknown => named(said(event, "user.username") ?? said(event, "userIdentity.arn") ?? said(event, "userIdentity.userName") ?? said(event, "cs-username") ?? said(event, "User"));

/** A cloud's call or a request to the API server. */
function apiOf(event: RuntimeEvent): unknown {
  const [call, verb] = [said(event, "eventName") ?? said(event, "gcp.audit.method_name") ?? said(event, "operationName"), said(event, "verb")];
  const [service, resource] = [said(event, "eventSource") ?? said(event, "eventService"), said(event, "objectRef.resource")];
  if (call !== undefined) return { operation: call, service: named(service) };
  return verb === undefined ? undefined : { operation: resource === undefined ? verb : `${verb} ${resource}`, service: { name: "kubernetes" } };
}

const addressShape = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*)$/i;

/** What stands where an address belongs and is none is a name. */
function endpointOf(address: string | undefined, hostname: string | undefined, port: string | undefined): unknown {
  const ip = address !== undefined && addressShape.test(address) ? address : undefined;
  const host = hostname ?? (ip === undefined ? address : undefined);
  return ip === undefined && host === undefined ? undefined : { ip, hostname: host, port: wholeNumber(port, 65_535) };
}

function webOf(event: RuntimeEvent): Evidence {
  const [stem, query, whole] = [said(event, "cs-uri-stem"), said(event, "cs-uri-query"), said(event, "cs-uri")];
  const path = stem ?? whole?.split("?")[0];
  const url = path === undefined && whole === undefined ? undefined : { path, query_string: query, url_string: whole ?? (query === undefined ? path : `${path ?? ""}?${query}`), hostname: said(event, "cs-host") };
  const code = wholeNumber(said(event, "sc-status"), 999);
  return { url, http_request: { url, http_method: said(event, "cs-method")?.toUpperCase(), user_agent: said(event, "cs-user-agent"), referrer: said(event, "cs-referer") }, http_response: code === undefined ? undefined : { code } };
}

/** type_id 0 Unknown: a host in the origin may be a server, a node or a virtual machine. */
const deviceOf = ({ origin: { host } }: RuntimeEvent): unknown => (host === undefined || host === "" ? undefined : { hostname: text(host, 255), type_id: 0, type: "Unknown" });
