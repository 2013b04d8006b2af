// The records of one audit event as fields: auditd's own names, and those of Sigma's taxonomy beside them.
import type { FieldValue, LogSource } from "../event.ts";
import { setMember } from "../decoding-values.ts";
import { addressOf, limited, storable } from "../lines-text.ts";
import type { AuditRecord } from "./record.ts";
import { peerFields } from "./sockaddr.ts";
import { syscallName } from "./syscalls.ts";
import { standsAlone } from "./types.ts";

type Values = Record<string, FieldValue>;

// More arguments than these are in CommandLine only.
const mostArguments = 64;

/** Log source and fields of the records of one event, in the order they came. */
export function auditFields(records: readonly AuditRecord[]): { logsource: LogSource; fields: Readonly<Record<string, FieldValue>> } {
  const own = ownFields(records);
  const syscall = records.find(({ type }) => type === "SYSCALL")?.values;
  const called = syscall?.get("syscall") === undefined ? undefined : syscall.get("SYSCALL") ?? syscallName(syscall.get("arch"), syscall.get("syscall") ?? "");
  const what = called === undefined ? userFields(records, own) : callFields(records, called, syscall ?? new Map());
  return { logsource: { ...what.logsource, product: "linux", service: "auditd" }, fields: { ...own, ...(called === undefined ? {} : { syscall: [...new Set([called, syscall?.get("syscall") ?? called])], SYSCALL: called }), ...what.fields } };
}

/** Every value under its own name; what several records say under one name is a list of what they say. */
function ownFields(records: readonly AuditRecord[]): Values {
  const fields: Record<string, string | string[]> = {};
  const isExec = records.some(({ type, values }) => type === "EXECVE" || /^(?:59|221|execve|execveat)$/.test(values.get("syscall") ?? ""));
  for (const { type, values, words } of records) {
    say(fields, "type", type);
    if (words !== "") say(fields, "message", words);
    for (const [name, value] of values) {
      // SYSCALL's a0-a3 are registers; of an execve they are addresses, and the rules mean the arguments.
      if (isExec && isArgument(name)) continue;
      if (name !== "node" && value !== "(null)") say(fields, name, limited(storable(value)));
    }
  }
  argumentsOf(records).slice(0, mostArguments).forEach((text, place) => { fields[`a${place}`] = limited(storable(text)); });
  return fields;
}

// Most values are said once, or the same again.
function say(fields: Record<string, string | string[]>, name: string, value: string): void {
  const said = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (said === undefined) setMember(fields, name, value);
  else if (typeof said !== "string") { if (!said.includes(value)) said.push(value); } else if (said !== value) setMember(fields, name, [said, value]);
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

// "a" and a digit: most names are no such thing, and no expression is asked about them.
const isArgument = (name: string): boolean => name.charCodeAt(0) === 0x61 && isDigit(name.charCodeAt(1)) && /^a\d+(?:_len|\[\d+\])?$/.test(name);

/** The arguments of an execve, long ones put together from their parts a1[0], a1[1] ...; possibly from several EXECVE records. */
export function argumentsOf(records: readonly AuditRecord[]): string[] {
  const parts = new Map<number, string>();
  for (const { type, values } of records) {
    if (type !== "EXECVE") continue;
    for (const [name, value] of values) {
      const [, place] = isArgument(name) ? /^a(\d+)(?:\[\d+\])?$/.exec(name) ?? [] : [];
      if (place !== undefined) parts.set(Number(place), (parts.get(Number(place)) ?? "") + value);
    }
  }
  return [...parts].sort(([a], [b]) => a - b).map(([, text]) => text);
}

const changes = /^(?:creat|mkdir|mknod|rename|link|symlink|chmod|fchmod|chown|lchown|fchown|truncate|ftruncate|setxattr|lsetxattr|fsetxattr)/;
const deletes = /^(?:unlink|rmdir)/;

function callFields(records: readonly AuditRecord[], called: string, values: ReadonlyMap<string, string>): { logsource: LogSource; fields: Values } {
  const paths = pathsOf(records);
  const fields = { ...processFields(records, values), ...(paths.length === 0 ? {} : { path: paths }), ...peerFields(records, called) };
  const category = values.get("success") === "no" ? undefined : categoryOf(called, values, paths, fields);
  const touched = targetsOf(paths, records);
  return { logsource: category === undefined ? {} : { category }, fields: category?.startsWith("file_") === true && touched.length > 0 ? { ...fields, TargetFilename: touched.length === 1 ? touched[0] ?? "" : touched } : fields };
}

function categoryOf(called: string, values: ReadonlyMap<string, string>, paths: readonly Values[], fields: Values): string | undefined {
  if (called === "execve" || called === "execveat") return "process_creation";
  if (called === "listen" || called === "bind") return fields["SourcePort"] === undefined ? undefined : "network_listen";
  if (fields["DestinationIp"] !== undefined || fields["SourceIp"] !== undefined) return "network_connection";
  if (deletes.test(called)) return "file_delete";
  if (changes.test(called)) return "file_event";
  if (!/^(?:open|openat|openat2|open_by_handle_at)$/.test(called)) return undefined;
  return isWriting(called, values) || paths.some(({ nametype }) => nametype === "CREATE") ? "file_event" : "file_access";
}

// fcntl.h: O_WRONLY 1, O_RDWR 2, O_CREAT 0100, O_TRUNC 01000, O_APPEND 02000; the flags are open's second argument and openat's third.
function isWriting(called: string, values: ReadonlyMap<string, string>): boolean {
  const flags = values.get(called === "open" ? "a1" : "a2") ?? "";
  return /^[0-9a-f]+$/i.test(flags) ? (Number.parseInt(flags, 16) & 0o3103) !== 0 : /O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(flags);
}

function processFields(records: readonly AuditRecord[], values: ReadonlyMap<string, string>): Values {
  const cwd = valueIn(records, "CWD", "cwd");
  const line = argumentsOf(records).join(" ") || valueIn(records, "PROCTITLE", "proctitle");
  const user = userOf(values);
  const named: Record<string, string | undefined> = { Image: values.get("exe"), ParentImage: values.get("pexe"), CommandLine: line, ProcessId: values.get("pid"), ParentProcessId: values.get("ppid"), User: user, LoginUser: loginUserOf(values), CurrentDirectory: cwd };
  const fields: Values = {};
  for (const name in named) { const value = named[name]; if (value !== undefined && value !== "(null)" && value !== "") fields[name] = limited(storable(value)); }
  return fields;
}

const valueIn = (records: readonly AuditRecord[], type: string, name: string): string | undefined => records.find((record) => record.type === type)?.values.get(name);

/** Who the process runs as: the name auditd looked up, "root" of 0, else the number. */
const userOf = (values: ReadonlyMap<string, string>): string | undefined => values.get("UID") ?? nameOf(values.get("uid"));

// auid: who logged in, kept through su and sudo; 4294967295 (-1) is nobody: a daemon.
const loginUserOf = (values: ReadonlyMap<string, string>): string | undefined => {
  const name = values.get("AUID") ?? nameOf(values.get("auid"));
  return name === "4294967295" || name === "-1" || name === "unset" ? undefined : name;
};

const nameOf = (uid: string | undefined): string | undefined => (uid === "0" ? "root" : uid);

function pathsOf(records: readonly AuditRecord[]): Values[] {
  return records.filter(({ type }) => type === "PATH").map(({ values }) => {
    const fields: Values = {};
    for (const [name, value] of values) if (pathNames.has(name)) fields[name === "objtype" ? "nametype" : name] = limited(storable(value));
    return fields;
  });
}

const pathNames = new Set(["item", "name", "nametype", "mode", "ouid", "ogid", "OUID", "OGID", "objtype"]);

function targetsOf(paths: readonly Values[], records: readonly AuditRecord[]): string[] {
  const cwd = valueIn(records, "CWD", "cwd") ?? "";
  const named = paths.filter(({ nametype, name }) => nametype !== "PARENT" && typeof name === "string" && name !== "(null)").map(({ name }) => String(name));
  return [...new Set(named.map((name) => (name.startsWith("/") || cwd === "" ? name : `${cwd.replace(/\/$/, "")}/${name.replace(/^\.\//, "")}`)))];
}

const logins = new Set(["USER_LOGIN", "USER_AUTH"]);

// PAM, sshd, sudo, useradd: op, acct, addr, res in msg='...'.
function userFields(records: readonly AuditRecord[], own: Values): { logsource: LogSource; fields: Values } {
  const type = records[0]?.type ?? "";
  const said = (name: string): string | undefined => { const value = records[0]?.values.get(name); return value === undefined || value === "?" || value === "(unknown)" || value === "" ? undefined : value; };
  const res = said("res") ?? said("result");
  const outcome = res === undefined || !standsAlone(type) ? undefined : /^(?:success|yes|1)$/i.test(res) ? "success" : "failure";
  const named: Record<string, string | undefined> = {
    User: said("acct") ?? said("AUID") ?? nameOf(said("id")), SourceIp: addressOf(said("addr") ?? "") ?? addressOf(said("hostname") ?? ""), outcome, Image: said("exe"), ProcessId: said("pid"), CommandLine: type === "USER_CMD" ? said("cmd") : undefined, CurrentDirectory: type === "USER_CMD" ? said("cwd") : undefined,
    method: logins.has(type) ? said("grantors") ?? said("op") : undefined, service: /\/sshd(?:-session)?$/.test(String(own["exe"] ?? "")) ? "sshd" : undefined,
  };
  return { logsource: logins.has(type) ? { category: "authentication" } : {}, fields: Object.fromEntries(Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== undefined)) };
}
