// Kubernetes audit events (audit.k8s.io/v1): one Event, or the EventList that the API server's webhook posts.
import { toIso } from "../../kernel/clock.ts";
import type { Decoder } from "../decoder.ts";
import { imageOf } from "../decoding-image.ts";
import { podFields, podSpec, workloadKinds } from "../decoding-pod.ts";
import { jsonSession, membersBelow } from "../decoding-session.ts";
import type { EventParts, Member } from "../decoding-session.ts";
import { at, firstInstant, firstText, isRecord, listOf, memberOf, present, recordOf, textAt, textOf } from "../decoding-values.ts";
import type { JsonRecord } from "../decoding-values.ts";
import type { LogSource, Origin } from "../event.ts";

const audit: LogSource = { category: "application", product: "kubernetes", service: "audit" };

// Log pipelines drop members they have no use for: the API version, or a verb with whom or what it is about, is enough.
const isEvent = (record: JsonRecord): boolean => (typeof record["auditID"] === "string" && (record["stage"] !== undefined || record["verb"] !== undefined)) || (typeof record["apiVersion"] === "string" && record["apiVersion"].startsWith("audit.k8s.io/") && record["kind"] !== "EventList")
  || (typeof record["verb"] === "string" && (isRecord(record["objectRef"]) || (typeof record["requestURI"] === "string" && isRecord(record["user"]))));
const isEventList = (record: JsonRecord): boolean => Array.isArray(record["items"]) && (record["kind"] === "EventList" || (isRecord(record["items"][0]) && isEvent(record["items"][0])));

function originOf(record: JsonRecord, images: readonly string[] | undefined): Origin {
  const object = recordOf(memberOf(record, "objectRef"));
  const [resource, name] = [textAt(object, "resource") ?? "", firstText(memberOf(object, "name"), at(record, "responseObject", "metadata", "name"), at(record, "requestObject", "metadata", "name"))];
  const kind = Object.hasOwn(workloadKinds, resource) ? workloadKinds[resource] : undefined;
  // Who runs in the cluster, for requests that are about no pod: node and pod of the service account's token (KEP-1205 and 4193).
  const extra = recordOf(at(record, "user", "extra"));
  const caller = firstText(listOf(memberOf(extra, "authentication.kubernetes.io/pod-name"))[0]);
  return present({
    cluster: firstText(at(record, "annotations", "cluster"), at(record, "annotations", "authentication.k8s.io/cluster")), namespace: textAt(object, "namespace") ?? textAt(record, "requestObject", "metadata", "namespace"),
    pod: resource === "pods" ? name : caller, workload: kind === undefined ? undefined : name, workloadKind: kind, host: firstText(listOf(memberOf(extra, "authentication.kubernetes.io/node-name"))[0]), ...(images?.length === 1 && imageOf(images[0], images[0])),
  });
}

/** Of a subresource exec: the command words of its request URI. */
function execCommand(uri: string | undefined): string | undefined {
  const query = uri?.split("?")[1];
  if (query === undefined || !/(?:^|&)command=/.test(query)) return undefined;
  return new URLSearchParams(query).getAll("command").join(" ");
}

/** The proxies in between may write what they like; only the last is the API server's own word (types.go, Event.SourceIPs). */
function sourceOf(record: JsonRecord): { SourceIp?: string; claimedSourceIps?: string[] } {
  const ips = listOf(memberOf(record, "sourceIPs")).flatMap((ip) => textOf(ip) ?? []);
  return present({ SourceIp: ips.at(-1), claimedSourceIps: ips.length > 1 ? ips.slice(0, -1) : undefined });
}

function decodeEvent(record: JsonRecord): EventParts | string {
  const [auditId, verb] = [textAt(record, "auditID"), textAt(record, "verb")];
  if (auditId === undefined && verb === undefined && !isEvent(record)) return "has neither auditID nor verb: this is no event of audit.k8s.io/v1.";
  const pod = podFields(podSpec(memberOf(record, "requestObject")) ?? podSpec(memberOf(record, "responseObject")));
  const { images, ...settings } = pod;
  const stage = textAt(record, "stage");
  return {
    // One request is told at several stages; a stage told twice is one event.
    id: auditId === undefined ? undefined : `${auditId}/${stage ?? ""}`,
    at: firstInstant(memberOf(record, "stageTimestamp"), memberOf(record, "requestReceivedTimestamp"), memberOf(record, "timestamp")), logsource: audit, origin: originOf(record, images),
    fields: {
      ...record, ...settings, ...sourceOf(record),
      ...present({ apiGroup: textAt(record, "objectRef", "apiGroup"), User: textAt(record, "user", "username"), ContainerImage: images, CommandLine: execCommand(textAt(record, "requestURI")), outcome: outcomeOf(record) }),
    },
  };
}

/** allow and forbid are the authoriser's; a request can still fail. */
function outcomeOf(record: JsonRecord): string | undefined {
  const status = at(record, "responseStatus", "code");
  const code = typeof status === "number" ? status : undefined;
  if (memberOf(memberOf(record, "annotations"), "authorization.k8s.io/decision") === "forbid") return "failure";
  return code === undefined ? undefined : code < 400 ? "success" : "failure";
}

const membersOf = (record: JsonRecord, place: string): readonly Member[] =>
  (Array.isArray(record["items"]) && record["auditID"] === undefined ? membersBelow(record["items"], place, "items") : [{ value: record, at: place }]);

export const k8sAudit: Decoder = {
  id: "k8s-audit",
  about: "Kubernetes audit events, as the API server's webhook posts them or its log holds them.",
  reads: "json",
  logsources: [audit],
  mapping: {
    SourceIp: "the last of sourceIPs (the others, which a client may have written: claimedSourceIps)", User: "user.username", ContainerImage: "images of requestObject's or responseObject's pod template", CommandLine: "command of requestURI (pods/exec)",
    hostPath: "volumes.hostPath.path of the pod template", capabilities: "securityContext.capabilities.add of its containers", privileged: "\"true\" when one of its containers is", apiGroup: "objectRef.apiGroup", outcome: "success, or failure from status 400 on and for a forbidden request",
  },
  settings: {},
  recognises: (record) => isRecord(record) && (isEvent(record) || isEventList(record)),
  open: (context) => jsonSession("k8s-audit", context, decodeEvent, membersOf),
  canary: (token, at) => JSON.stringify({
    kind: "EventList", apiVersion: "audit.k8s.io/v1", metadata: {},
    items: [{
      level: "Metadata", auditID: `canary-${token}`, stage: "ResponseComplete", requestURI: `/api/v1/namespaces/default/pods?labelSelector=${token}`, verb: "list", user: { username: "aftwatch-selftest", groups: ["system:authenticated"] }, sourceIPs: ["127.0.0.1"],
      userAgent: `aftwatch-selftest/${token}`, objectRef: { resource: "pods", namespace: "default", apiVersion: "v1" }, responseStatus: { metadata: {}, code: 200 }, requestReceivedTimestamp: toIso(at), stageTimestamp: toIso(at), annotations: { "authorization.k8s.io/decision": "allow" },
    }],
  }),
};
