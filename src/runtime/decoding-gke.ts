// Google's clusters tell the API server's audit in words of Cloud Audit Logs: the same event in the API's own words, so that rules for Kubernetes hold for it.
import { imageOf } from "./decoding-image.ts";
import { podFields, podSpec, workloadKinds } from "./decoding-pod.ts";
import { at, firstText, listOf, lookUp, memberOf, numberOf, present, recordOf, textAt } from "./decoding-values.ts";
import type { JsonRecord } from "./decoding-values.ts";
import type { Fields, LogSource, Origin } from "./event.ts";

const decisionLabel = "authorization.k8s.io/decision";

/** "io.k8s.core.v1.pods.exec.create" on "core/v1/namespaces/default/pods/web"; undefined for every other method. */
export function gkeAudit(record: JsonRecord): { logsource: LogSource; fields: Fields; origin: Origin } | undefined {
  const payload = recordOf(record["protoPayload"]);
  const [, group = "", , rest = ""] = /^io\.k8s\.((?:[a-z0-9-]+\.)*?[a-z0-9-]+)\.(v\d\w*)\.(.+)$/.exec(textAt(payload, "methodName") ?? "") ?? [];
  if (rest === "") return undefined;
  const words = rest.split(".");
  const objectRef = objectOf(textAt(payload, "resourceName") ?? "", group, words);
  const [request, response] = [memberOf(payload, "request"), memberOf(payload, "response")];
  const { images, ...settings } = podFields(podSpec(request) ?? podSpec(response));
  return {
    logsource: { category: "application", product: "kubernetes", service: "audit" }, origin: originOf(record, objectRef, images),
    fields: { verb: words.at(-1), objectRef, user: { username: userOf(payload) ?? null }, ...settings, ...present({ apiGroup: objectRef.apiGroup, ContainerImage: images, requestObject: request, responseObject: response, ...answerOf(record, payload) }) },
  };
}

interface ObjectRef { [name: string]: string; resource: string }

/** The path is the API's below the server: group, version, namespaces of namespaced objects, resource, name. */
function objectOf(path: string, group: string, words: readonly string[]): ObjectRef {
  const [first = "", version = "", ...rest] = path.split("/");
  const below = /^v\d/.test(version) ? rest : [];
  const [namespace, name] = below[0] === "namespaces" && below.length > 2 ? [below[1], below[3]] : [below[0] === "namespaces" ? below[1] : undefined, below[1]];
  const apiGroup = below.length > 0 ? first : group;
  return { resource: words[0] ?? "", ...present({ subresource: words.length > 2 ? words[1] : undefined, namespace, name, apiGroup: apiGroup === "core" ? undefined : apiGroup }) } as ObjectRef;
}

/** Who logged in with Google or Kubernetes; who did not is told by what the authority is chosen by. */
const userOf = (payload: JsonRecord): string | undefined => firstText(at(payload, "authenticationInfo", "principalEmail"), at(payload, "authenticationInfo", "authoritySelector"), at(payload, "authenticationInfo", "principalSubject"));

// google/rpc/code.proto says for each code which status of HTTP it stands for.
const httpOf: Readonly<Record<string, number>> = { 0: 200, 1: 499, 2: 500, 3: 400, 4: 504, 5: 404, 6: 409, 7: 403, 8: 429, 9: 400, 10: 409, 11: 400, 12: 501, 13: 500, 14: 503, 15: 500, 16: 401 };

/** What became of it: status is google.rpc.Status (empty: it went well), response the API's own Status when it did not. Absent where nothing is said. */
function answerOf(record: JsonRecord, payload: JsonRecord): { responseStatus?: Fields; annotations?: Fields; sourceIPs?: string[]; userAgent?: string } {
  const [status, response] = [memberOf(payload, "status"), recordOf(memberOf(payload, "response"))];
  const said = numberOf(at(status, "code")) ?? (status === undefined || status === null ? undefined : 0);
  const own = response["status"] === "Failure" ? numberOf(response["code"]) ?? (said === 0 || said === undefined ? 400 : undefined) : undefined;
  const code = own ?? (said === undefined ? undefined : lookUp(httpOf, String(said)) ?? said);
  const granted = listOf(memberOf(payload, "authorizationInfo")).map((one) => memberOf(one, "granted"));
  const decision = firstText(at(record, "labels", decisionLabel)) ?? (granted.includes(false) ? "forbid" : granted.includes(true) ? "allow" : undefined);
  const caller = firstText(at(payload, "requestMetadata", "callerIp"), at(payload, "requestMetadata", "callerIP"));
  return present({
    responseStatus: code === undefined ? undefined : present({ code, reason: textAt(response, "reason"), message: textAt(status, "message") }) as Fields, annotations: decision === undefined ? undefined : { [decisionLabel]: decision },
    sourceIPs: caller === undefined ? undefined : [caller], userAgent: textAt(payload, "requestMetadata", "callerSuppliedUserAgent"),
  });
}

function originOf(record: JsonRecord, { resource, name, namespace }: ObjectRef, images: readonly string[] | undefined): Origin {
  const kind = lookUp(workloadKinds, resource);
  return present({
    cluster: textAt(record, "resource", "labels", "cluster_name"), namespace, pod: resource === "pods" ? name : undefined, workload: kind === undefined ? undefined : name, workloadKind: kind,
    ...(images?.length === 1 && imageOf(images[0], images[0])),
  });
}
