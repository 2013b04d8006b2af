// Falco alerts: the taxonomy, the verdict, the origin, and an id where Falco gives none.
import { describe, expect, it } from "vitest";
import { falcoAlert } from "../decoder-seeds.sample.ts";
import { contextOf } from "../decoder.suite.ts";
import type { RuntimeEvent } from "../event.ts";
import { falco } from "./falco.ts";

const only = (record: unknown): RuntimeEvent => { const { events, rejects } = falco.open(contextOf()).push(record, "line 1"); expect(rejects).toEqual([]); return events[0]!; };
const alert = (fields: object, more: object = {}): RuntimeEvent => only({ output: "o", priority: "Warning", rule: "R", time: "2026-11-22T11:59:59.000000001Z", output_fields: fields, ...more });

describe("runtime/decoders/falco", () => {
  it("an execution is a process creation with the sensor's verdict and where it was", () => {
    const event = only(falcoAlert);
    expect(event.logsource).toEqual({ category: "process_creation", product: "linux", service: "falco" });
    expect(event.fields).toMatchObject({ Image: "/usr/bin/bash", CommandLine: "bash -i", ParentImage: "runc", User: "root", ProcessId: "4711", "proc.name": "bash" });
    expect(event.fields).not.toHaveProperty("ParentCommandLine");
    expect(event.verdict).toEqual({ rule: "Shell in container", level: "medium", priority: "Warning", text: falcoAlert.output, tags: ["container", "mitre_execution"] });
    expect(event.origin).toEqual({ host: "node-1", namespace: "prod", pod: "shop-7d9f8b6c5-x2x4z", containerId: "a1b2c3d4e5f6", containerName: "shop", image: "registry.example/shop:2.4.1", imageDigest: `sha256:${"0a".repeat(32)}` });
    expect([event.id, event.at]).toEqual([falcoAlert.uuid, Date.parse("2026-11-22T11:59:59.123Z")]);
  });

  it.each([
    ["a connection, from fd.name", { "evt.type": "connect", "fd.name": "10.0.0.5:40000->198.51.100.7:443", "proc.cmdline": "curl x" }, "network_connection", { DestinationIp: "198.51.100.7", DestinationPort: "443", SourceIp: "10.0.0.5", SourcePort: "40000", Initiated: "true" }],
    ["one of IPv6", { "fd.name": "2001:db8::5:40000->2001:db8::7:443" }, "network_connection", { DestinationIp: "2001:db8::7", DestinationPort: "443" }],
    ["one with fd.rip and fd.rport", { "fd.rip": "198.51.100.7", "fd.rport": 53 }, "network_connection", { DestinationIp: "198.51.100.7", DestinationPort: "53" }],
    ["one that is accepted", { "evt.type": "accept4", "fd.name": "198.51.100.7:9->10.0.0.5:80" }, "network_connection", { Initiated: "false", SourceIp: "198.51.100.7" }],
    ["a file that is opened", { "evt.type": "openat", "fd.name": "/etc/shadow", "proc.cmdline": "cat /etc/shadow" }, "file_event", { TargetFilename: "/etc/shadow", CommandLine: "cat /etc/shadow" }],
    ["a file of old outputs without evt.type", { "fd.name": "/bin/x", "user.name": "root" }, "file_event", { TargetFilename: "/bin/x", User: "root" }],
  ])("%s", (_case, fields, category, expected) => {
    const event = alert(fields);
    expect(event.logsource.category).toBe(category);
    expect(event.fields).toMatchObject(expected);
    expect(event.alsoAsked).toEqual("proc.cmdline" in fields ? [{ category: "process_creation", product: "linux", service: "falco" }] : undefined);
  });

  it.each([
    ["its rule says so", {}, "Read sensitive file untrusted", "file_access"], ["a rule that writes", {}, "Write below etc", "file_event"], ["one that reads and writes", {}, "Read or write of keys", "file_event"],
    ["its flags", { "evt.arg.flags": "O_RDONLY|O_CLOEXEC" }, "R", "file_access"], ["flags of a write", { "evt.arg.flags": "O_CREAT|O_WRONLY" }, "Read x", "file_event"],
    ["evt.is_open_read", { "evt.is_open_read": true, "evt.is_open_write": false }, "R", "file_access"], ["evt.is_open_write", { "evt.is_open_read": true, "evt.is_open_write": true }, "R", "file_event"],
  ])("whether a file was only read: %s", (_case, fields, rule, category) => {
    expect(alert({ "evt.type": "openat", "fd.name": "/etc/shadow", ...fields }, { rule }).logsource.category).toBe(category);
  });

  it("says in the common names in which container, pod and host it was; a host's process is in none", () => {
    expect(only(falcoAlert).fields).toMatchObject({ "container.id": "a1b2c3d4e5f6", "host.name": "node-1", "k8s.namespace.name": "prod", "k8s.pod.name": "shop-7d9f8b6c5-x2x4z" });
    expect(alert({ "container.id": "host", "proc.exepath": "/bin/ls" }).fields).toMatchObject({ "container.id": "host", "host.name": "door" });
  });

  it("null and <NA> are no values, and the container called host is none", () => {
    const event = alert({ "proc.name": null, "proc.cmdline": "<NA>", "k8s.ns.name": "<NA>", "container.id": "host", "container.name": "host" });
    expect(event.origin).toEqual({ host: "door" });
    expect(event.fields).not.toHaveProperty("Image");
    expect(event.fields["proc.name"]).toBeNull();
  });

  it("its Kubernetes and CloudTrail plug-ins speak the providers' words", () => {
    expect(alert({ "ka.verb": "create", "ka.target.resource": "pods", "ka.user.name": "ann" }, { source: "k8s_audit" })).toMatchObject({ logsource: { category: "application", product: "kubernetes", service: "audit" }, fields: { verb: "create", "objectRef.resource": "pods", "user.username": "ann" } });
    expect(alert({ "ct.name": "StopLogging", "ct.src": "cloudtrail.amazonaws.com" }, { source: "aws_cloudtrail" })).toMatchObject({ logsource: { product: "aws", service: "cloudtrail" }, fields: { eventName: "StopLogging" } });
  });

  it.each([
    ["lost events are a verdict", { rule: "Falco internal: syscall event drop", priority: "Debug" }, { n_drops: "9" }, "medium"],
    ["a snapshot with new drops too", { rule: "Falco internal: metrics snapshot", source: "internal", priority: "Informational" }, { "scap.n_drops": 9, "scap.n_drops_prev": 3 }, "medium"],
    ["a snapshot without is none", { rule: "Falco internal: metrics snapshot", source: "internal", priority: "Informational" }, { "scap.n_drops": 9, "scap.n_drops_prev": 9 }, undefined],
  ])("of itself: %s", (_case, more, fields, level) => {
    const event = alert(fields, more);
    expect([event.logsource, event.verdict?.level]).toEqual([{ product: "falco", service: "internal" }, level]);
  });

  it("without uuid the same alert has the same id, and another nanosecond another", () => {
    const ids = ["1", "1", "2"].map((ns) => alert({ a: 1 }, { time: `2026-11-22T11:59:59.00000000${ns}Z` }).id);
    expect([ids[0] === ids[1], ids[1] === ids[2]]).toEqual([true, false]);
  });

  it("gRPC's forms are read: a priority as number, a time as seconds and nanos; a time that is none falls back to evt.time", () => {
    expect(alert({}, { priority: 4, time: { seconds: 1_570_094_449, nanos: 620_298_462 } })).toMatchObject({ at: 1_570_094_449_620, verdict: { priority: "Warning", level: "medium" } });
    expect(alert({ "evt.time": 1_795_348_799_000_000_000 }, { time: "2021-04-13T20:58:00Z+2" }).at).toBe(1_795_348_799_000);
    expect(alert({}, { time: "soon" }).isTimed).toBe(false);
  });
});
