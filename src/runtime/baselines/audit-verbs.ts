// What was asked of a control plane, and by which kind of user: Kubernetes' audit and the audit logs of clouds.
import type { RuntimeEvent } from "../event.ts";
import { valueOf } from "../field.ts";
import { boundedValue } from "./fact.ts";
import type { Fact } from "./fact.ts";
import { shapeOfPart } from "./shapes.ts";

const none: readonly Fact[] = [];

/** The verb with its resource and the kind of user, and the user where it is an account of its own. A request is counted once, at its end. */
export function verbFacts(event: RuntimeEvent): readonly Fact[] {
  const { fields } = event;
  if (fields["objectRef"] !== undefined || (event.logsource.product === "kubernetes" && fields["verb"] !== undefined)) return kubernetesFacts(event);
  const asked = cloudVerb(event);
  if (asked === undefined) return none;
  const { kind, name } = cloudUser(event);
  const refused = fields["outcome"] === "failure" ? " (refused)" : "";
  return [{ kind: "verb", value: boundedValue(`${asked} by ${kind}${refused}`) }, ...(name === undefined ? [] : [{ kind: "user", value: boundedValue(name) } as const])];
}

// audit.k8s.io/v1: RequestReceived and ResponseStarted tell of a request that will be told again.
const early = new Set(["RequestReceived", "ResponseStarted"]);

function kubernetesFacts({ fields }: RuntimeEvent): readonly Fact[] {
  if (early.has(text(fields["stage"]) ?? "")) return none;
  const verb = text(fields["verb"]);
  if (verb === undefined) return none;
  const resource = text(valueOf(fields, "objectRef.resource"));
  const sub = text(valueOf(fields, "objectRef.subresource"));
  const user = text(valueOf(fields, "user.username")) ?? text(fields["User"]) ?? "";
  const refused = fields["outcome"] === "failure" && valueOf(fields, "annotations.authorization.k8s.io/decision") === "forbid" ? " (refused)" : "";
  const on = resource === undefined ? "no resource" : sub === undefined ? resource : `${resource}/${sub}`;
  const shape = kubernetesUser(user);
  return [{ kind: "verb", value: boundedValue(`${verb} ${on} by ${shape.kind}${refused}`) }, ...(shape.name === undefined ? [] : [{ kind: "user", value: boundedValue(shape.name) } as const])];
}

/** Names of the Kubernetes documentation, "User impersonation" and "Using Node Authorization": nodes and the control plane are kinds; accounts are somebody. */
function kubernetesUser(user: string): { kind: string; name: string | undefined } {
  if (user === "" || user === "system:anonymous") return { kind: "nobody (anonymous)", name: user === "" ? undefined : user };
  if (user.startsWith("system:node:")) return { kind: "node", name: undefined };
  if (user.startsWith("system:serviceaccount:")) return { kind: "service account", name: user };
  return user.startsWith("system:") ? { kind: "control plane", name: user } : { kind: "person", name: user };
}

/** CloudTrail, Google Cloud, Azure, Okta and GitHub name the same thing differently. */
function cloudVerb({ fields, logsource }: RuntimeEvent): string | undefined {
  const aws = text(fields["eventName"]);
  const source = text(fields["eventSource"]);
  if (aws !== undefined && source !== undefined) return `${source.replace(/\.amazonaws\.com$/, "")}:${aws}`;
  const google = text(valueOf(fields, "protoPayload.methodName")) ?? text(fields["gcp.audit.method_name"]);
  if (google !== undefined) return google;
  if (logsource.product === "azure") return text(fields["operationName"]) ?? text(fields["properties.message"]);
  if (logsource.product === "okta") return text(fields["eventType"]) ?? text(fields["eventtype"]);
  return logsource.product === "github" || logsource.product === "bitbucket" ? text(fields["action"]) ?? text(valueOf(fields, "auditType.action")) : undefined;
}

function cloudUser({ fields }: RuntimeEvent): { kind: string; name: string | undefined } {
  const type = text(valueOf(fields, "userIdentity.type"));
  // A session's name is made anew each time; its role stays.
  const role = text(valueOf(fields, "userIdentity.sessionContext.sessionIssuer.userName"));
  if (type !== undefined) return { kind: type, name: type === "AWSService" ? undefined : role ?? text(valueOf(fields, "userIdentity.userName")) ?? text(valueOf(fields, "userIdentity.arn"))?.split("/").map(shapeOfPart).join("/") };
  const mail = text(valueOf(fields, "protoPayload.authenticationInfo.principalEmail")) ?? text(fields["User"]) ?? text(fields["actor"]);
  return { kind: mail?.endsWith(".gserviceaccount.com") === true ? "service account" : "user", name: mail };
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
