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
