// Events as senders write them, in our own words: what tests of decoders begin with.

const json = (...values: readonly unknown[]): string[] => values.map((value) => JSON.stringify(value));
const digest = `sha256:${"0a".repeat(32)}`;

export const falcoAlert = {
  uuid: "5d1c3e3e-5a1f-4a0e-9c58-3f0f0d0a0001", output: "12:00:00.000000001: Warning Shell in a container (user=root shell=bash)", priority: "Warning", rule: "Shell in container", source: "syscall", tags: ["container", "mitre_execution"], time: "2026-11-22T11:59:59.123456789Z", hostname: "node-1",
  output_fields: {
    "evt.type": "execve", "proc.name": "bash", "proc.exepath": "/usr/bin/bash", "proc.cmdline": "bash -i", "proc.pname": "runc", "proc.pcmdline": null, "proc.pid": 4711, "user.name": "root", "container.id": "a1b2c3d4e5f6", "container.name": "shop",
    "container.image.repository": "registry.example/shop", "container.image.tag": "2.4.1", "container.image.digest": digest, "k8s.ns.name": "prod", "k8s.pod.name": "shop-7d9f8b6c5-x2x4z",
  },
};

export const tetragonExec = {
  process_exec: {
    process: {
      exec_id: "bm9kZTox", pid: 12, uid: 0, cwd: "/app", binary: "/usr/bin/curl", arguments: "-s http://198.51.100.7/x", flags: "execve", start_time: "2026-11-22T11:59:58Z", auid: 4294967295, parent_exec_id: "bm9kZTow",
      pod: { namespace: "prod", name: "shop-7d9f8b6c5-x2x4z", workload: "shop", workload_kind: "Deployment", container: { id: "containerd://a1b2c3", name: "shop", image: { id: `registry.example/shop@${digest}`, name: "registry.example/shop:2.4.1" } } },
    },
    parent: { exec_id: "bm9kZTow", pid: 1, uid: 0, binary: "/usr/bin/node", arguments: "server.js" },
  },
  node_name: "node-1", time: "2026-11-22T11:59:59.5Z",
};

const tetragonProbe = (name: string, args: readonly unknown[]): unknown => ({ process_kprobe: { ...tetragonExec.process_exec, function_name: name, args, action: "KPROBE_ACTION_POST", policy_name: "watch" }, node_name: "node-1", time: "2026-11-22T11:59:59.5Z" });

export const auditEvent = {
  kind: "Event", apiVersion: "audit.k8s.io/v1", level: "RequestResponse", auditID: "0f0e0d0c-0000-4000-8000-000000000001", stage: "ResponseComplete", requestURI: "/api/v1/namespaces/prod/pods?fieldManager=kubectl", verb: "create",
  user: { username: "dev@example.com", groups: ["system:authenticated"] }, sourceIPs: ["203.0.113.9", "10.0.0.5"], userAgent: "kubectl/v1.31.0", objectRef: { resource: "pods", namespace: "prod", name: "tool", apiVersion: "v1" }, responseStatus: { metadata: {}, code: 201 },
  requestObject: { kind: "Pod", spec: { hostPID: true, volumes: [{ name: "host", hostPath: { path: "/" } }], containers: [{ name: "tool", image: `alpine@${digest}`, securityContext: { privileged: true, capabilities: { add: ["SYS_ADMIN"] } } }] } },
  requestReceivedTimestamp: "2026-11-22T11:59:59.000001Z", stageTimestamp: "2026-11-22T11:59:59.100001Z", annotations: { "authorization.k8s.io/decision": "allow" },
};

export const trailRecord = {
  eventVersion: "1.09", userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/ann", accountId: "111122223333", userName: "ann" }, eventTime: "2026-11-22T11:59:59Z", eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging", awsRegion: "eu-central-1", sourceIPAddress: "203.0.113.9",
  userAgent: "aws-cli/2.17", requestParameters: { name: "main" }, responseElements: null, eventID: "0f0e0d0c-0000-4000-8000-000000000002", readOnly: false, eventType: "AwsApiCall", recipientAccountId: "111122223333",
};

export const sysmonDump = {
  Event: {
    "#attributes": { xmlns: "http://schemas.microsoft.com/win/2004/08/events/event" },
    System: { Provider: { "#attributes": { Name: "Microsoft-Windows-Sysmon", Guid: "x" } }, EventID: 13, TimeCreated: { "#attributes": { SystemTime: "2026-11-22T11:59:59.5Z" } }, EventRecordID: 77, Channel: "Microsoft-Windows-Sysmon/Operational", Computer: "ws-1" },
    EventData: { EventType: "SetValue", UtcTime: "2026-11-22 11:59:59.500", Image: "C:\\Windows\\regedit.exe", TargetObject: "HKLM\\Software\\Run\\x", Details: "DWORD (0x00000001)", ProcessId: 44 },
  },
};

const winlogbeat = { "@timestamp": "2026-11-22T11:59:59.5Z", host: { name: "ws-1" }, winlog: { channel: "Security", event_id: "4688", provider_name: "Microsoft-Windows-Security-Auditing", record_id: 9, computer_name: "ws-1", event_data: { NewProcessName: "C:\\Windows\\System32\\cmd.exe", CommandLine: "cmd /c whoami", NewProcessId: "0x1f4", ProcessId: "0x64", SubjectUserName: "ann", SubjectDomainName: "ACME" } } };
const nxlog = { EventTime: "2026-11-22 11:59:59", EventReceivedTime: "2026-11-22 12:00:00", Hostname: "ws-1", EventID: 4104, Channel: "Microsoft-Windows-PowerShell/Operational", SourceName: "Microsoft-Windows-PowerShell", RecordNumber: 5, ScriptBlockText: "IEX (New-Object Net.WebClient)" };

export const otlpRequest = (body: unknown, attributes: readonly unknown[] = []): unknown => ({
  resourceLogs: [{
    resource: { attributes: [["service.name", "shop"], ["service.version", "2.4.1"], ["k8s.namespace.name", "prod"], ["k8s.pod.name", "shop-7d9f8b6c5-x2x4z"], ["k8s.deployment.name", "shop"], ["container.image.name", "registry.example/shop"], ["deployment.environment.name", "production"]].map(([key, stringValue]) => ({ key, value: { stringValue } })) },
    scopeLogs: [{ scope: { name: "app" }, logRecords: [{ timeUnixNano: "1795348799000000001", observedTimeUnixNano: "1795348799500000002", severityNumber: 13, severityText: "WARN", traceId: "5b8efff798038103d269b633813fc60c", body, attributes }] }],
  }],
});
const text = (key: string, stringValue: string): unknown => ({ key, value: { stringValue } });

export const cloudEvent = (data: unknown): unknown => ({ specversion: "1.0", id: "e-1", source: "/acme/shop", type: "com.acme.login.failed", time: "2026-11-22T11:59:59Z", datacontenttype: "application/json", data });

/** By the decoder's id; lines of JSON for those that read JSON. */
export const seeds: Readonly<Record<string, readonly string[]>> = {
  falco: json(
    falcoAlert, { ...falcoAlert, uuid: undefined, output_fields: { ...falcoAlert.output_fields, "evt.type": "connect", "fd.name": "10.0.0.5:40000->198.51.100.7:443" } },
    { output: "12:00: Notice K8s", priority: "Notice", rule: "Pod exec", source: "k8s_audit", time: "2026-11-22T11:59:59Z", output_fields: { "ka.verb": "create", "ka.target.resource": "pods", "ka.user.name": "dev", "ka.target.namespace": "prod" } },
    { output: "Falco internal: syscall event drop. 9 system calls dropped.", priority: "Debug", rule: "Falco internal: syscall event drop", time: "2026-11-22T11:59:59.000000003Z", output_fields: { n_drops: "9" } },
  ),
  tetragon: json(
    tetragonExec, tetragonProbe("security_file_permission", [{ file_arg: { path: "/etc/shadow", permission: "-rw-r-----" } }, { int_arg: 4 }]), tetragonProbe("tcp_connect", [{ sock_arg: { family: "AF_INET", protocol: "IPPROTO_TCP", saddr: "10.0.0.5", daddr: "198.51.100.7", sport: 40000, dport: 443 } }]),
    { process_loader: { process: tetragonExec.process_exec.process, path: "/usr/lib/libcrypto.so.3", buildid: "AA==" }, node_name: "node-1", time: "2026-11-22T11:59:59Z" },
  ),
  "k8s-audit": json(auditEvent, { kind: "EventList", apiVersion: "audit.k8s.io/v1", metadata: {}, items: [auditEvent, { ...auditEvent, verb: "get" }] }),
  cloudtrail: json(trailRecord, { Records: [trailRecord, { ...trailRecord, errorCode: "AccessDenied" }] }, { version: "0", "detail-type": "AWS API Call via CloudTrail", source: "aws.cloudtrail", detail: trailRecord }),
  "windows-event": json(sysmonDump, winlogbeat, nxlog),
  "otlp-logs": json(otlpRequest({ stringValue: "login failed for ann" }), otlpRequest({ kvlistValue: { values: [text("event", "login"), text("user", "ann")] } }, [text("http.request.method", "GET"), text("url.path", "/a"), text("url.query", "q=%27")])),
  cloudevents: json(cloudEvent({ user: "ann" }), { headers: { "ce-specversion": "1.0", "ce-id": "e-2", "ce-source": "/acme", "ce-type": "com.acme.x", "content-type": "application/json" }, data: { user: "ann" } }),
  ndjson: json(
    { "@timestamp": "2026-11-22T11:59:59Z", event: { category: ["process"], type: ["start"], id: "e1" }, host: { name: "h", os: { type: "linux" } }, process: { executable: "/bin/sh", command_line: "sh -c id", parent: { executable: "/usr/bin/node" } } },
    { class_uid: 3002, activity_id: 1, metadata: { uid: "m1", product: { name: "x" } }, time: 1_795_348_799_000, status_id: 2, user: { name: "ann" }, src_endpoint: { ip: "203.0.113.9" } },
    { protoPayload: { "@type": "type.googleapis.com/google.cloud.audit.AuditLog", serviceName: "k8s.io", methodName: "io.k8s.core.v1.pods.exec.create", resourceName: "core/v1/namespaces/prod/pods/web", authenticationInfo: { principalEmail: "dev@example.com" }, requestMetadata: { callerIp: "203.0.113.9" } }, insertId: "i1", timestamp: "2026-11-22T11:59:59Z" },
  ),
  "access-log": ["203.0.113.9 - - [22/Nov/2026:11:59:59 +0000] \"GET /a?q=%27 HTTP/1.1\" 200 12 \"-\" \"curl/8\""],
  auditd: ["type=USER_LOGIN msg=audit(1795348799.123:456): pid=1 uid=0 auid=1000 ses=3 msg='op=login acct=\"ann\" exe=\"/usr/sbin/sshd\" hostname=? addr=203.0.113.9 terminal=ssh res=failed'"],
  syslog: ["Nov 22 11:59:59 host-1 sshd[812]: Failed password for invalid user ann from 203.0.113.9 port 40022 ssh2"],
};
