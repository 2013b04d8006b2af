// What the demo's sensors and collectors send, in the form they send it today; all names and addresses are invented or set aside for examples.
import { secondMs, toIso } from "../../src/kernel/clock.ts";
import type { Instant } from "../../src/kernel/clock.ts";

/** A service as it runs somewhere: what senders know of it. */
export interface Running { service: string; version: string; place: string }
export interface Request { at: Instant; from: string; method?: string; path: string; status?: number; bytes?: number; agent?: string }

const namespace = "shop";
const registry = "registry.lantern.example";
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";

/** nginx's combined format. */
export function accessLine({ at, from, method = "GET", path, status = 200, bytes = 512, agent = browser }: Request): string {
  const time = new Date(at);
  const two = (number: number): string => String(number).padStart(2, "0");
  const stamp = `${two(time.getUTCDate())}/${months[time.getUTCMonth()] ?? ""}/${time.getUTCFullYear()}:${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())} +0000`;
  return `${from} - - [${stamp}] "${method} ${path} HTTP/1.1" ${status} ${bytes} "-" "${agent}"`;
}

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });

/** A collector's OTLP request: access-log lines as bodies, and the resource they are of. */
export const collected = (groups: readonly { of: Running; requests: readonly Request[] }[]): string => JSON.stringify({
  resourceLogs: groups.map(({ of, requests }) => ({
    resource: { attributes: [text("service.name", of.service), text("service.version", of.version), text("k8s.cluster.name", of.place), text("k8s.namespace.name", namespace), text("k8s.deployment.name", of.service), text("k8s.pod.name", podOf(of)), text("container.image.name", `${registry}/${of.service}`), text("container.image.tag", of.version)] },
    scopeLogs: [{ scope: { name: "filelog" }, logRecords: requests.map((one) => ({ timeUnixNano: `${one.at}000000`, body: { stringValue: accessLine(one) } })) }],
  })),
});

const podOf = ({ service }: Running): string => `${service}-7d4b9c6f58-x2x8k`;

export interface Execution { of: Running; at: Instant; binary: string; words?: string; parent?: string; user?: number }

/** Tetragon's export: one line an execution. */
export const executions = (all: readonly Execution[]): string => all.map(({ of, at, binary, words = "", parent = "/usr/bin/tini", user = 1000 }, index) => JSON.stringify({
  process_exec: {
    process: { exec_id: execId(of, at, index), pid: 200 + index, uid: user, cwd: "/app", binary, arguments: words, flags: "execve clone", start_time: toIso(at), parent_exec_id: execId(of, 0, 0), pod: podFact(of) },
    parent: { exec_id: execId(of, 0, 0), pid: 1, uid: user, cwd: "/app", binary: parent, arguments: "", pod: podFact(of) },
  },
  node_name: `${of.place}-node-1`, cluster_name: of.place, time: toIso(at),
})).join("\n");

const execId = ({ service, place }: Running, at: Instant, index: number): string => Buffer.from(`${place}:${service}:${at}:${index}`).toString("base64");
const podFact = (of: Running) => ({ namespace, name: podOf(of), workload: of.service, workload_kind: "Deployment", container: { id: `containerd://${Buffer.from(of.service).toString("hex").padEnd(64, "0")}`, name: of.service, image: { id: `${registry}/${of.service}`, name: `${registry}/${of.service}:${of.version}` } } });

export interface FalcoAlert { of: Running; at: Instant; rule: string; priority: string; output: string; fields: Readonly<Record<string, string | number>>; tags: readonly string[] }

/** Falco's http_output. */
export const falcoAlert = ({ of, at, rule, priority, output, fields, tags }: FalcoAlert): string => JSON.stringify({
  hostname: `${of.place}-node-1`, output: `${toIso(at)}: ${priority} ${output}`, priority, rule, source: "syscall", tags, time: toIso(at),
  output_fields: { "container.id": "3f0c9a541f6e", "container.name": of.service, "container.image.repository": `${registry}/${of.service}`, "container.image.tag": of.version, "k8s.ns.name": namespace, "k8s.pod.name": podOf(of), "evt.time": toIso(at), ...fields },
});

/** auditd of a host, as audisp writes it: an execution is four lines of one serial. */
export function auditLines(at: Instant, serial: number, command: readonly string[]): string {
  const head = `msg=audit(${(at / secondMs).toFixed(3)}:${serial})`;
  const [binary = "/usr/bin/true"] = command;
  return [
    `type=SYSCALL ${head}: arch=c000003e syscall=59 success=yes exit=0 a0=55d a1=55e a2=55f a3=0 items=2 ppid=2041 pid=${3000 + serial} auid=1001 uid=1001 gid=1001 euid=1001 suid=1001 fsuid=1001 egid=1001 sgid=1001 fsgid=1001 tty=pts0 ses=4 comm="${binary.split("/").at(-1) ?? ""}" exe="${binary}" key="exec"`,
    `type=EXECVE ${head}: argc=${command.length} ${command.map((word, index) => `a${index}="${word}"`).join(" ")}`,
    `type=CWD ${head}: cwd="/home/noor"`, `type=EOE ${head}: `,
  ].join("\n");
}

/** Evenly over a span, so that every run of the demo tells the same. */
export const spread = (from: Instant, spanMs: number, count: number): Instant[] => Array.from({ length: count }, (_, index) => from + Math.floor(((index + 0.5) * spanMs) / count));
