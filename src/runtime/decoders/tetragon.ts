// Tetragon's JSON export: one member names what happened (process_exec, process_kprobe, ...), and holds the process, its parent and their pod.
import { toIso } from "../../kernel/clock.ts";
import { sha256 } from "../../kernel/id.ts";
import type { Decoder } from "../decoder.ts";
import { containerIdOf, imageOf } from "../decoding-image.ts";
import { jsonSession } from "../decoding-session.ts";
import type { EventParts } from "../decoding-session.ts";
import { at, firstText, instantOf, isRecord, listOf, memberOf, present, recordOf, textAt } from "../decoding-values.ts";
import type { JsonRecord } from "../decoding-values.ts";
import type { Fields, LogSource, Origin } from "../event.ts";

const source = (category: string): LogSource => ({ category, product: "linux", service: "tetragon" });

// tetragon/api/v1/tetragon/events.proto, GetEventsResponse.event; connect, listen, accept, close, dns and http come from the enterprise build.
const kinds: Readonly<Record<string, LogSource>> = {
  process_exec: source("process_creation"), process_exit: source("process_termination"), process_loader: source("image_load"), process_connect: source("network_connection"),
  process_accept: source("network_connection"), process_close: source("network_close"), process_listen: source("network_listen"), process_dns: source("dns_query"), process_http: source("http"),
  process_kprobe: source("kprobe"), process_tracepoint: source("tracepoint"), process_uprobe: source("uprobe"), process_lsm: source("lsm"), process_usdt: source("usdt"),
  process_throttle: { product: "tetragon", service: "internal" }, rate_limit_info: { product: "tetragon", service: "internal" }, test: { product: "tetragon", service: "internal" },
};
const probes = new Set(["process_kprobe", "process_tracepoint", "process_uprobe", "process_lsm", "process_usdt"]);

export const kindOfEvent = (record: JsonRecord): string | undefined => { for (const name in record) if (Object.hasOwn(kinds, name) && isRecord(record[name])) return name; return undefined; };

/** Root by its number, everyone else by number too: Tetragon resolves names only where it is told to (process.user.name). */
const userOf = (process: JsonRecord): string | undefined => firstText(at(process, "user", "name"), at(process, "uid") === 0 ? "root" : at(process, "uid"));
const commandLineOf = (process: JsonRecord): string | undefined => { const binary = textAt(process, "binary"); const words = textAt(process, "arguments"); return binary === undefined ? words : words === undefined ? binary : `${binary} ${words}`; };

/** The process and its parent, from one level up if the event does not carry it. */
function processFields(process: JsonRecord, parent: JsonRecord): Record<string, string> {
  return present({
    Image: textAt(process, "binary"), CommandLine: commandLineOf(process), ProcessId: textAt(process, "pid"), ProcessGuid: textAt(process, "exec_id"), CurrentDirectory: textAt(process, "cwd"), User: userOf(process), LoginUid: textAt(process, "auid"),
    ParentImage: textAt(parent, "binary"), ParentCommandLine: commandLineOf(parent), ParentProcessId: textAt(parent, "pid"), ParentUser: userOf(parent), ParentProcessGuid: firstText(memberOf(process, "parent_exec_id"), memberOf(parent, "exec_id")),
  }) as Record<string, string>;
}

function originOf(record: JsonRecord, process: JsonRecord): Origin {
  const pod = recordOf(memberOf(process, "pod"));
  const container = recordOf(memberOf(pod, "container"));
  return present({
    host: textAt(record, "node_name"), cluster: textAt(record, "cluster_name"), namespace: textAt(pod, "namespace"), pod: textAt(pod, "name"), workload: textAt(pod, "workload"), workloadKind: textAt(pod, "workload_kind"),
    containerId: containerIdOf(firstText(memberOf(container, "id"), memberOf(process, "docker"))), containerName: textAt(container, "name"), ...imageOf(textAt(container, "image", "name"), textAt(container, "image", "id")),
  });
}

/** The first argument that has this form. */
function argument(args: readonly JsonRecord[], ...names: readonly string[]): JsonRecord | undefined {
  for (const arg of args) for (const name of names) { const value = memberOf(arg, name); if (isRecord(value)) return value; }
  return undefined;
}

const textsOfArgs = (args: readonly JsonRecord[]): string[] => args.flatMap((arg) => firstText(memberOf(arg, "string_arg"), at(arg, "file_arg", "path"), at(arg, "path_arg", "path"), at(arg, "linux_binprm_arg", "path"), at(arg, "module_arg", "name")) ?? []);

// A path in a probe's argument is as the kernel has it; older versions left out the leading slash.
const absolute = (path: string | undefined): string | undefined => (path === undefined || path.startsWith("/") || !/^(?:bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)\//.test(path) ? path : `/${path}`);

/** Words of the functions that are hooked (kernel names, with the prefixes of system calls taken off), and what an event of them is. */
const functions: readonly { name: RegExp; category: string }[] = [
  { name: /^(?:tcp_connect|tcp_v[46]_connect|security_socket_connect|connect|tcp_sendmsg|udp_sendmsg|sendto|ip_output|sk_alloc)$/, category: "network_connection" },
  { name: /^(?:inet_csk_accept|security_socket_accept|accept4?)$/, category: "network_connection" },
  { name: /^tcp_close$/, category: "network_close" },
  { name: /^(?:inet_csk_listen_start|security_socket_listen|security_socket_bind|listen|bind|inet_listen)$/, category: "network_listen" },
  { name: /^(?:security_bprm_(?:check|creds_from_file|creds_for_exec|committing_creds)|bprm_check_security|bprm_creds_from_file|execveat?)$/, category: "process_creation" },
  { name: /^(?:security_(?:file|path|inode|mmap_file|sb_mount)\w*|(?:file|path|inode)_\w+|mmap_file|fd_install|vfs_\w+|do_(?:truncate|unlinkat|filp_open|sys_open\w*)|openat?2?|openat|creat|read|write|pwrite64|unlink(?:at)?|rename(?:at2?)?|mkdir(?:at)?|rmdir|(?:f|l)?chmod(?:at)?|(?:f|l)?chown(?:at)?|(?:sym)?link(?:at)?|(?:f)?truncate|mount|umount2?)$/, category: "file_event" },
  { name: /^(?:do_init_module|security_kernel_(?:read_file|module_request|load_data)|find_module_sections|kernel_(?:read_file|module_request)|init_module|finit_module)$/, category: "driver_load" },
  { name: /^(?:mmap|dlopen)$/, category: "image_load" },
];

/** "__x64_sys_openat" and "sys_enter_openat" are openat. */
const plainName = (name: string): string => name.replace(/^(?:__(?:x64|ia32|arm64|se)_)?sys_(?:enter_|exit_)?/, "").replace(/^__/, "");

const socketFields = (args: readonly JsonRecord[], isOutgoing: boolean): Fields => {
  const sock = argument(args, "sock_arg", "skb_arg");
  const addr = argument(args, "sockaddr_arg");
  return present({
    DestinationIp: firstText(memberOf(sock, "daddr"), memberOf(addr, "addr")), DestinationPort: firstText(memberOf(sock, "dport"), memberOf(addr, "port")), SourceIp: textAt(sock, "saddr"), SourcePort: textAt(sock, "sport"),
    Protocol: textAt(sock, "protocol")?.replace(/^IPPROTO_/, "").toLowerCase(), Initiated: String(isOutgoing),
  });
};

function probeFields(name: string, category: string | undefined, args: readonly JsonRecord[]): Fields {
  if (category === "network_listen") { const { addr, port } = recordOf(argument(args, "sockaddr_arg")); const sock = recordOf(argument(args, "sock_arg")); return present({ SourceIp: firstText(sock["saddr"], addr), SourcePort: firstText(sock["sport"], port) }); }
  if (category?.startsWith("network") === true) return socketFields(args, !/accept/.test(name));
  const [target, second] = textsOfArgs(args).map(absolute);
  if (category === "driver_load" || category === "image_load") return present({ ImageLoaded: target, TargetFilename: target });
  return category === "file_event" ? present({ TargetFilename: second !== undefined && /rename|link/.test(name) ? second : target, ...(second !== undefined && { SourceFilename: target }) }) : {};
}

/** At a hook of an execution the process is still who executes: the new program's parent, whose arguments are not told. */
function execFields(event: JsonRecord, args: readonly JsonRecord[]): Fields {
  const [target] = textsOfArgs(args).map(absolute);
  if (target === undefined) return {};
  const caller = recordOf(memberOf(event, "process"));
  return present({ Image: target, CommandLine: target, ParentImage: textAt(caller, "binary"), ParentCommandLine: commandLineOf(caller) });
}

/** What a probe saw: by the function it hooks, whatever the policy calls it. */
function ofProbe(kind: string, event: JsonRecord): { fields: Fields; logsource: LogSource } {
  const name = plainName(firstText(memberOf(event, "function_name"), memberOf(event, "event"), memberOf(event, "symbol"), memberOf(event, "name")) ?? "");
  const category = kind === "process_uprobe" || kind === "process_usdt" ? undefined : functions.find((one) => one.name.test(name))?.category;
  const args = listOf(memberOf(event, "args")).filter(isRecord);
  return { fields: { function: name, ...(category === "process_creation" ? execFields(event, args) : probeFields(name, category, args)) }, logsource: source(category ?? kind.slice("process_".length)) };
}

function ofEvent(kind: string, event: JsonRecord): Fields {
  if (kind === "process_loader") return present({ ImageLoaded: textAt(event, "path"), TargetFilename: textAt(event, "path") });
  if (kind === "process_listen") return present({ SourceIp: textAt(event, "ip"), SourcePort: textAt(event, "port"), Protocol: textAt(event, "protocol")?.toLowerCase() });
  if (kind === "process_dns") return present({ QueryName: firstText(at(event, "dns", "query"), listOf(at(event, "dns", "names"))[0]) });
  if (!/connect|accept|close/.test(kind)) return {};
  return present({
    SourceIp: textAt(event, "source_ip"), SourcePort: textAt(event, "source_port"), DestinationIp: textAt(event, "destination_ip"), DestinationPort: textAt(event, "destination_port"),
    DestinationHostname: firstText(...listOf(memberOf(event, "destination_names"))), Protocol: textAt(event, "protocol")?.toLowerCase(), Initiated: String(kind !== "process_accept"),
  });
}

// Tetragon gives no ids: the export's time has nanoseconds, and with the process and the whole event it is one event's.
const idOf = (record: JsonRecord): string => sha256(JSON.stringify(record));

function decodeEvent(record: JsonRecord): EventParts | string {
  const kind = kindOfEvent(record);
  if (kind === undefined) return `holds none of ${Object.keys(kinds).slice(0, 4).join(", ")}, ...: this is not an event of Tetragon's JSON export.`;
  const event = recordOf(record[kind]);
  const process = recordOf(memberOf(event, "process"));
  const who = processFields(process, recordOf(memberOf(event, "parent")));
  const seen = probes.has(kind) ? ofProbe(kind, event) : { fields: ofEvent(kind, event), logsource: kinds[kind] ?? source("unknown") };
  return { id: idOf(record), at: instantOf(memberOf(record, "time")), logsource: seen.logsource, origin: originOf(record, process), fields: { ...record, ...who, ...seen.fields } };
}

export const tetragon: Decoder = {
  id: "tetragon",
  about: "Tetragon's JSON export: executions, connections, files and whatever its policies hook, with the pod and the image they happened in.",
  reads: "json",
  logsources: [...new Set(["process_creation", "process_termination", "image_load", "network_connection", "network_listen", "network_close", "file_event", "driver_load", "dns_query"])].map(source),
  mapping: {
    Image: "process.binary (an executed file of a probe: its path)", CommandLine: "process.binary and process.arguments", ParentImage: "parent.binary", ParentCommandLine: "parent.binary and parent.arguments", User: "process.user.name, else process.uid",
    ProcessId: "process.pid", ParentProcessId: "parent.pid", ProcessGuid: "process.exec_id", ParentProcessGuid: "process.parent_exec_id", CurrentDirectory: "process.cwd", TargetFilename: "args: file_arg.path, path_arg.path, string_arg", ImageLoaded: "process_loader.path",
    DestinationIp: "args: sock_arg.daddr, sockaddr_arg.addr", DestinationPort: "args: sock_arg.dport, sockaddr_arg.port", SourceIp: "args: sock_arg.saddr", SourcePort: "args: sock_arg.sport", Initiated: "false for accepting functions", function: "function_name without __x64_sys_ and its like",
  },
  settings: {},
  recognises: (record) => isRecord(record) && kindOfEvent(record) !== undefined,
  open: (context) => jsonSession("tetragon", context, decodeEvent),
  canary: (token, at) => JSON.stringify({
    process_exec: {
      process: { exec_id: `canary-${token}`, pid: 1, uid: 65534, cwd: "/", binary: "/bin/echo", arguments: token, flags: "execve", start_time: toIso(at) },
      parent: { exec_id: "canary", pid: 1, uid: 65534, cwd: "/", binary: "/bin/sh", arguments: "" },
    },
    node_name: "aftwatch-selftest", time: toIso(at),
  }),
};
