// Falco's JSON output and falcosidekick's payload: the sensor has already decided, and the values it decided by sit in `output_fields`.
import { toIso } from "../../kernel/clock.ts";
import { sha256 } from "../../kernel/id.ts";
import { levelOfPriority } from "../decoder.ts";
import type { Decoder } from "../decoder.ts";
import { containerIdOf, imageOf, withTag } from "../decoding-image.ts";
import { jsonSession } from "../decoding-session.ts";
import type { EventParts } from "../decoding-session.ts";
import { firstInstant, firstText, isRecord, listOf, memberOf, numberOf, present, recordOf, textAt, textOf } from "../decoding-values.ts";
import type { JsonRecord } from "../decoding-values.ts";
import type { Fields, LogSource, Origin, Verdict } from "../event.ts";

// Falco's priorities in the order of its own numbers (userspace/falco, priority.h); gRPC clients send the number.
const priorities = ["Emergency", "Alert", "Critical", "Error", "Warning", "Notice", "Informational", "Debug"];

const linux = (category: string): LogSource => ({ category, product: "linux", service: "falco" });
const internal: LogSource = { product: "falco", service: "internal" };
const kubernetesAudit: LogSource = { category: "application", product: "kubernetes", service: "audit" };
const cloudtrail: LogSource = { product: "aws", service: "cloudtrail" };

/** Names of the taxonomy, and the fields of Falco they are read from, the first that has a text. */
const process: Readonly<Record<string, readonly string[]>> = {
  Image: ["proc.exepath", "proc.name"], CommandLine: ["proc.cmdline"], ProcessId: ["proc.pid"], CurrentDirectory: ["proc.cwd"],
  ParentImage: ["proc.pexepath", "proc.pname"], ParentCommandLine: ["proc.pcmdline"], ParentProcessId: ["proc.ppid"], User: ["user.name", "user.uid"], LoginUser: ["user.loginname", "user.loginuid"],
};
// Falco's plug-ins tell of other audit logs in words of their own; rules know the provider's.
const audit: Readonly<Record<string, readonly string[]>> = {
  verb: ["ka.verb"], requestURI: ["ka.uri"], userAgent: ["ka.useragent"], "user.username": ["ka.user.name"], "objectRef.resource": ["ka.target.resource"], "objectRef.subresource": ["ka.target.subresource"],
  "objectRef.namespace": ["ka.target.namespace"], "objectRef.name": ["ka.target.name"], "responseStatus.code": ["ka.response.code"], SourceIp: ["ka.sourceips"],
};
const trail: Readonly<Record<string, readonly string[]>> = {
  eventName: ["ct.name"], eventSource: ["ct.src"], sourceIPAddress: ["ct.srcip"], userAgent: ["ct.useragent"], errorCode: ["ct.error"], awsRegion: ["ct.region"], "userIdentity.arn": ["ct.user.arn"], "userIdentity.type": ["ct.user.identitytype"],
};

type Names = readonly (readonly [name: string, sources: readonly string[]])[];
const [processNames, auditNames, trailNames]: [Names, Names, Names] = [Object.entries(process), Object.entries(audit), Object.entries(trail)];

function named(of: JsonRecord, names: Names): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, sources] of names) for (const source of sources) { const text = textOf(memberOf(of, source)); if (text !== undefined) { found[name] = text; break; } }
  return found;
}

const fileCall = /^(?:open|openat|openat2|open_by_handle_at|creat|unlink|unlinkat|rename|renameat|renameat2|mkdir|mkdirat|rmdir|chmod|fchmod|fchmodat|chown|fchownat|lchown|symlink|symlinkat|link|linkat|truncate|mknod|mknodat)$/;
const netCall = /^(?:connect|accept|accept4|sendto|sendmsg|sendmmsg|recvfrom|recvmsg|recvmmsg|listen|bind)$/;

/** "10.0.0.1:4312->10.96.0.1:443": client and server of a connection (fd.name of IPv4 and IPv6 sockets). */
const tuple = /^(?<cip>[0-9a-fA-F:.]+):(?<cport>\d+)->(?<sip>[0-9a-fA-F:.]+):(?<sport>\d+)$/;

function connectionOf(of: JsonRecord, call: string | undefined): Record<string, string> | undefined {
  const ends = tuple.exec(textAt(of, "fd.name") ?? "")?.groups;
  const [ip, port] = [firstText(memberOf(of, "fd.rip"), memberOf(of, "fd.sip"), ends?.["sip"]), firstText(memberOf(of, "fd.rport"), memberOf(of, "fd.sport"), ends?.["sport"])];
  if (ip === undefined && !netCall.test(call ?? "")) return undefined;
  return present({
    DestinationIp: ip, DestinationPort: port, DestinationHostname: firstText(memberOf(of, "fd.rip.name"), memberOf(of, "fd.sip.name")), SourceIp: firstText(ends?.["cip"], memberOf(of, "fd.cip"), memberOf(of, "fd.lip")),
    SourcePort: firstText(ends?.["cport"], memberOf(of, "fd.cport"), memberOf(of, "fd.lport")), Protocol: textAt(of, "fd.l4proto"), Initiated: call === undefined ? undefined : String(!/^(?:accept|listen|bind|recv)/.test(call)),
  }) as Record<string, string>;
}

function fileOf(of: JsonRecord, call: string | undefined): string | undefined {
  const target = firstText(memberOf(of, "fd.name"), memberOf(of, "fs.path.name"), memberOf(of, "evt.arg.path"), memberOf(of, "evt.arg.name"));
  return fileCall.test(call ?? "") || (call === undefined && target?.startsWith("/") === true) ? target : undefined;
}

const writeFlags = /O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)/;

/** Whether a file was only read: by what Falco says of the open (fields evt.is_open_*, flags), else by the rule's name ("Read sensitive file untrusted"); its output holds texts of users. */
function isRead(of: JsonRecord, call: string | undefined, rule: string): boolean {
  if (call !== undefined && !call.startsWith("open")) return false;
  const [reading, writing] = [textAt(of, "evt.is_open_read"), textAt(of, "evt.is_open_write")];
  if (writing !== undefined || reading !== undefined) return writing !== "true" && (reading === "true" || writing === "false");
  const flags = firstText(memberOf(of, "evt.arg.flags"), memberOf(of, "evt.arg[flags]"));
  return flags === undefined ? /\bread(?:ing)?\b/i.test(rule) && !/\b(?:writ\w*|creat\w*|modif\w*)\b/i.test(rule) : !writeFlags.test(flags);
}

/** What the event is about; the other sources whose rules hold for it as well. */
interface About { fields: Fields; logsource: LogSource; alsoAsked?: readonly LogSource[] }

function aboutSyscall(of: JsonRecord, rule: string): About {
  const call = textAt(of, "evt.type")?.toLowerCase();
  const [who, net, file] = [named(of, processNames), connectionOf(of, call), fileOf(of, call)];
  const isProcess = who["CommandLine"] !== undefined;
  const category = net !== undefined ? "network_connection" : file !== undefined ? (isRead(of, call, rule) ? "file_access" : "file_event") : isProcess ? "process_creation" : undefined;
  const fields = { ...who, ...net, ...(file !== undefined && { TargetFilename: file }) };
  const logsource = category === undefined ? { product: "linux", service: "falco" } : linux(category);
  return { fields, logsource, ...(isProcess && category !== "process_creation" && { alsoAsked: [linux("process_creation")] }) };
}

function aboutOf(source: string, of: JsonRecord, rule: string): About {
  if (source === "k8s_audit" || memberOf(of, "ka.verb") !== undefined) return { fields: named(of, auditNames), logsource: kubernetesAudit };
  if (source === "aws_cloudtrail" || memberOf(of, "ct.name") !== undefined) return { fields: named(of, trailNames), logsource: cloudtrail };
  return /^(?:|syscalls?)$/.test(source) || memberOf(of, "proc.cmdline") !== undefined ? aboutSyscall(of, rule) : { fields: {}, logsource: { product: "falco", service: source.toLowerCase() } };
}

function originOf(record: JsonRecord, of: JsonRecord): Origin {
  const container = containerIdOf(textAt(of, "container.id"));
  const name = withTag(textAt(of, "container.image.repository") ?? textAt(of, "container.image"), textAt(of, "container.image.tag"));
  return present({
    host: firstText(memberOf(record, "hostname"), memberOf(of, "evt.hostname"), memberOf(of, "falco.hostname")), cluster: firstText(memberOf(of, "k8s.cluster.name"), memberOf(of, "cluster")),
    namespace: firstText(memberOf(of, "k8s.ns.name"), memberOf(of, "ka.target.namespace")), pod: firstText(memberOf(of, "k8s.pod.name"), memberOf(of, "ka.target.pod.name")),
    workload: textAt(of, "k8s.deployment.name"), ...(textAt(of, "k8s.deployment.name") !== undefined && { workloadKind: "Deployment" }),
    containerId: container, containerName: container === undefined ? undefined : textAt(of, "container.name"), ...imageOf(name, textAt(of, "container.image.digest"), textAt(of, "container.image.id")),
  });
}

const priorityOf = (value: unknown): string => (typeof value === "number" ? priorities[value] ?? String(value) : textOf(value) ?? "Warning");
const tagsOf = (record: JsonRecord): string[] => listOf(memberOf(record, "tags")).flatMap((tag) => textOf(tag) ?? []);

// The sensor's own troubles: a snapshot of its metrics is no finding, but events it lost are attacks nobody saw.
function lostOf(rule: string, of: JsonRecord): boolean {
  if (/drop/i.test(rule)) return true;
  const [now, before] = [numberOf(memberOf(of, "scap.n_drops")), numberOf(memberOf(of, "scap.n_drops_prev"))];
  return now !== undefined && before !== undefined && now > before;
}

function verdictOf(record: JsonRecord, rule: string, isLoss: boolean): Verdict {
  const priority = priorityOf(memberOf(record, "priority"));
  // Falco tells of lost events as Debug by default; for who relies on it they are no detail.
  return { rule, level: isLoss ? "medium" : levelOfPriority(priority), priority, text: firstText(memberOf(record, "output"), memberOf(record, "message")) ?? rule, tags: tagsOf(record) };
}

/** falcosidekick's uuid; Falco itself sends none, so one nanosecond's same alert with the same fields is the same event. */
const idOf = (record: JsonRecord, of: JsonRecord): string =>
  textAt(record, "uuid") ?? sha256(JSON.stringify([record["time"], record["rule"], record["hostname"], record["source"], record["output"], of]));

function decodeAlert(record: JsonRecord): EventParts | string {
  const rule = textAt(record, "rule");
  if (rule === undefined) return "has no rule: this is not an alert of Falco (set json_output: true and send it as it is).";
  const of = recordOf(memberOf(record, "output_fields"));
  const source = textAt(record, "source") ?? "";
  const isInternal = source === "internal" || rule.startsWith("Falco internal:");
  const about = isInternal ? { fields: {}, logsource: internal } : aboutOf(source, of, rule);
  const isLoss = isInternal && lostOf(rule, of);
  return {
    id: idOf(record, of), at: firstInstant(memberOf(record, "time"), memberOf(of, "evt.time"), memberOf(of, "evt.time.iso8601")), origin: originOf(record, of), logsource: about.logsource,
    ...("alsoAsked" in about && about.alsoAsked !== undefined && { alsoAsked: about.alsoAsked }), fields: { ...record, ...of, ...about.fields }, ...((!isInternal || isLoss) && { verdict: verdictOf(record, rule, isLoss) }),
  };
}

export const falco: Decoder = {
  id: "falco",
  about: "Alerts of the Falco sensor, from its http_output or from falcosidekick.",
  reads: "json",
  logsources: [linux("process_creation"), linux("file_event"), linux("file_access"), linux("network_connection"), kubernetesAudit, cloudtrail, internal],
  mapping: Object.fromEntries([
    ...[...processNames, ...auditNames, ...trailNames].map(([name], _index, all) => [name, all.filter(([other]) => other === name).flatMap(([, sources]) => sources).join(", else ")] as const),
    ["TargetFilename", "fd.name, else fs.path.name, evt.arg.path (calls that name a file)"], ["DestinationIp", "fd.rip, else fd.sip, else the server of fd.name"], ["DestinationPort", "fd.rport, else fd.sport, else the server of fd.name"],
    ["SourceIp", "the client of fd.name, else ka.sourceips"], ["SourcePort", "the client of fd.name"], ["Initiated", "evt.type: false for accept, listen, bind, recv*"],
  ]),
  settings: {},
  recognises: (record) => isRecord(record) && typeof record["rule"] === "string" && typeof record["output"] === "string" && (isRecord(record["output_fields"]) || record["priority"] !== undefined),
  open: (context) => jsonSession("falco", context, decodeAlert),
  canary: (token, at) => JSON.stringify({
    uuid: `canary-${token}`, hostname: "aftwatch-selftest", output: `${toIso(at)}: Notice Aftwatch canary ${token} (command=echo ${token})`, priority: "Notice", rule: "Aftwatch canary", source: "syscall", tags: ["canary"], time: toIso(at),
    output_fields: { "evt.type": "execve", "proc.name": "echo", "proc.exepath": "/bin/echo", "proc.cmdline": `echo ${token}`, "user.name": "nobody", "container.id": "host" },
  }),
};
