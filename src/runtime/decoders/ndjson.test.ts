// Any JSON: by a mapping, by a schema that is known, by what a collector wrapped, else by its own names.
import { describe, expect, it } from "vitest";
import { auditEvent, seeds } from "../decoder-seeds.sample.ts";
import { contextOf, receivedAt } from "../decoder.suite.ts";
import { openSession } from "../framing.ts";
import { ndjson } from "./ndjson.ts";

const decode = (record: unknown, settings: Record<string, string> = {}) => openSession(ndjson, contextOf(settings)).push(record, "/").events[0];
const seed = (index: number): unknown => JSON.parse(seeds["ndjson"]?.[index] ?? "");

describe("runtime/decoders/ndjson", () => {
  it("a mapping says what is what", () => {
    const settings = { "map.Image": "proc.path", "map.CommandLine": "proc.args, proc.line", "logsource.category": "Process_Creation", "logsource.product": "linux", time: "when", id: "uid", host: "box.name" };
    expect(decode({ proc: { path: "/bin/sh", line: "sh -c id" }, when: 1_795_348_799, uid: 7, box: { name: "b1" } }, settings)).toMatchObject({ id: "7", at: 1_795_348_799_000, logsource: { category: "process_creation", product: "linux" }, origin: { host: "b1" }, fields: { Image: "/bin/sh", CommandLine: "sh -c id" } });
  });

  it("without one the names are its own, and the time is that of receipt when none is told", () => {
    expect(decode({ a: { b: 1 }, msg: "hi" })).toMatchObject({ at: receivedAt, isTimed: false, origin: { host: "door" }, fields: { a: { b: 1 }, message: "hi" }, logsource: { service: "ndjson" } });
  });

  it("ECS, nested and dotted alike", () => {
    expect(decode(seed(0))).toMatchObject({ id: "e1", logsource: { category: "process_creation", product: "linux" }, origin: { host: "h" }, fields: { Image: "/bin/sh", CommandLine: "sh -c id", ParentImage: "/usr/bin/node" } });
    expect(decode({ "@timestamp": "2026-11-22T11:59:59Z", "event.category": "web", "url.path": "/a", "url.query": "q=%3Cscript%3E", "http.request.method": "GET", "source.ip": "203.0.113.9" })).toMatchObject({ logsource: { category: "webserver" }, fields: { "cs-uri-stem": "/a", "request-decoded": "/a?q=<script>", "c-ip": "203.0.113.9" } });
  });

  it.each([
    ["Authentication", seed(1), { category: "authentication" }, { User: "ann", SourceIp: "203.0.113.9", outcome: "failure" }],
    ["Process Activity", { class_uid: 1007, activity_id: 1, metadata: {}, time: 1, device: { os: { type: "Linux" } }, process: { cmd_line: "id", file: { path: "/usr/bin/id" }, parent_process: { file: { path: "/bin/sh" } } } }, { category: "process_creation", product: "linux" }, { Image: "/usr/bin/id", ParentImage: "/bin/sh", CommandLine: "id" }],
    ["HTTP Activity", { class_uid: 4002, activity_id: 3, metadata: {}, http_request: { http_method: "GET", url: { path: "/x", query_string: "a=1" }, user_agent: "curl" }, http_response: { code: 404 } }, { category: "webserver" }, { "cs-method": "GET", "cs-uri-query": "a=1", "sc-status": 404, "cs-user-agent": "curl" }],
  ])("OCSF %s", (_case, record, logsource, fields) => { const event = decode(record); expect(event?.logsource).toMatchObject(logsource); expect(event?.fields).toMatchObject(fields); });

  it("Google's cluster audit is asked for as Kubernetes' too", () => {
    const event = decode(seed(2));
    expect([event?.logsource, event?.alsoAsked]).toEqual([{ product: "gcp", service: "gcp.audit" }, [{ category: "application", product: "kubernetes", service: "audit" }]]);
    expect(event?.fields).toMatchObject({ "gcp.audit.method_name": "io.k8s.core.v1.pods.exec.create", verb: "create", objectRef: { resource: "pods", subresource: "exec", namespace: "prod", name: "web" }, SourceIp: "203.0.113.9" });
  });

  const gke = (payload: object, more: object = {}) => decode({ protoPayload: { "@type": "type.googleapis.com/google.cloud.audit.AuditLog", serviceName: "k8s.io", methodName: "io.k8s.core.v1.pods.create", resourceName: "core/v1/namespaces/shop/pods/web", ...payload }, timestamp: "2026-11-22T11:59:59Z", ...more });

  it.each([
    ["refused", { status: { code: 7, message: "no" } }, 403], ["not found", { status: { code: 5 } }, 404], ["nobody logged in", { status: { code: 16 } }, 401], ["an empty status is success", { status: {} }, 200], ["a status of HTTP stays", { status: { code: 422 } }, 422],
    ["the API's own answer is exacter", { status: { code: 7 }, response: { kind: "Status", status: "Failure", code: 409 } }, 409], ["a failure the status does not know", { status: {}, response: { status: "Failure" } }, 400], ["nothing is said", {}, undefined],
  ])("Google's cluster audit: %s", (_case, payload, code) => { expect((gke(payload)?.fields["responseStatus"] as { code?: number } | undefined)?.code).toBe(code); });

  it.each([
    ["who logged in", { authenticationInfo: { principalEmail: "ann@shop.example", authoritySelector: "x" } }, "ann@shop.example"], ["who did not", { authenticationInfo: { authoritySelector: "system:anonymous" } }, "system:anonymous"], ["nobody is named", {}, null],
  ])("Google's cluster audit: %s", (_case, payload, username) => { expect(gke(payload)?.fields["user"]).toEqual({ username }); });

  it("Google's cluster audit: the pod that is asked for, the decision and the place are in the API's words", () => {
    const spec = { hostPID: true, volumes: [{ hostPath: { path: "/etc" } }], containers: [{ image: "registry.example/x:1", securityContext: { privileged: true } }] };
    const event = gke({ request: { kind: "Pod", spec }, authorizationInfo: [{ granted: true }], requestMetadata: { callerIp: "203.0.113.9", callerSuppliedUserAgent: "kubectl/v1" } }, { resource: { type: "k8s_cluster", labels: { cluster_name: "c1" } } });
    expect(event?.fields).toMatchObject({ privileged: "true", hostPID: "true", hostPath: ["/etc"], ContainerImage: ["registry.example/x:1"], annotations: { "authorization.k8s.io/decision": "allow" }, sourceIPs: ["203.0.113.9"], userAgent: "kubectl/v1" });
    expect(event?.origin).toMatchObject({ cluster: "c1", namespace: "shop", pod: "web", image: "registry.example/x:1" });
  });

  it.each([
    ["io.k8s.rbac.v1.clusterrolebindings.create", "rbac.authorization.k8s.io/v1/clusterrolebindings/admin", { resource: "clusterrolebindings", name: "admin", apiGroup: "rbac.authorization.k8s.io" }],
    ["io.k8s.core.v1.namespaces.delete", "core/v1/namespaces/shop", { resource: "namespaces", namespace: "shop", name: "shop" }],
    ["io.k8s.apps.v1.deployments.scale.update", "apps/v1/namespaces/shop/deployments/web/scale", { resource: "deployments", subresource: "scale", namespace: "shop", name: "web", apiGroup: "apps" }],
    ["io.k8s.core.v1.nodes.list", "core/v1/nodes", { resource: "nodes" }],
  ])("Google's cluster audit: %s on %s", (methodName, resourceName, objectRef) => { expect(gke({ methodName, resourceName })?.fields["objectRef"]).toEqual(objectRef); });

  it.each(["SyslogMessage", "message", "msg", "full_log", "full_message", "event"])("audit records in %s are joined, host by host", (name) => {
    const session = openSession(ndjson, contextOf());
    const of = (host: string, line: string) => session.push({ [name]: line, host }, "/").events;
    const [call, args, end] = ["SYSCALL msg=audit(1700000000.123:7): arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=2 uid=0 exe=\"/bin/sh\"", "EXECVE msg=audit(1700000000.123:7): argc=2 a0=\"sh\" a1=\"-i\"", "PROCTITLE msg=audit(1700000000.123:7): proctitle=7368"].map((text) => `type=${text}`);
    const events = [...["a", "b"].flatMap((host) => of(host, call ?? "")), ...["a", "b"].flatMap((host) => [...of(host, args ?? ""), ...of(host, end ?? "")]), ...session.end().events];
    expect(events.map(({ fields, origin }) => [fields["CommandLine"], fields["host.name"], origin.host])).toEqual([["sh -i", "a", "a"], ["sh -i", "b", "b"]]);
  });

  it.each([
    ["Docker", { log: "203.0.113.9 - - [22/Nov/2026:11:00:00 +0000] \"GET /x HTTP/1.1\" 404 1 \"-\" \"nikto\"\n", stream: "stdout", time: "2026-11-22T11:59:59Z" }, "access-log"],
    ["Fluent Bit", { log: JSON.stringify(auditEvent), kubernetes: { pod_name: "p", namespace_name: "n" } }, "k8s-audit"],
    ["Azure's clusters", { category: "kube-audit", operationName: "x", resourceId: "/s", properties: { log: JSON.stringify(auditEvent) } }, "k8s-audit"],
  ])("a line that %s wrapped is read by its decoder", (_case, record, decoder) => { expect(decode(record)?.decoder).toBe(decoder); });

  it.each([
    ["okta", { eventType: "user.session.start", published: "2026-11-22T11:59:59Z", actor: { alternateId: "ann" }, uuid: "u", outcome: { result: "FAILURE" } }, { product: "okta", service: "okta" }, { User: "ann", outcome: "failure" }],
    ["azure sign-ins", { category: "SignInLogs", operationName: "Sign-in activity", tenantId: "t", resultType: "50126", properties: { userPrincipalName: "ann" } }, { product: "azure", service: "signinlogs" }, { User: "ann", outcome: "failure" }],
    ["osquery", { name: "pack_x_process_events", hostIdentifier: "h", unixTime: 1_795_348_799, columns: { path: "/tmp/x", cmdline: "/tmp/x -d" } }, { category: "process_creation", product: "linux", service: "osquery" }, { Image: "/tmp/x", CommandLine: "/tmp/x -d" }],
  ])("%s", (_case, record, logsource, fields) => { const event = decode(record); expect(event?.logsource).toEqual(logsource); expect(event?.fields).toMatchObject(fields); });
});
