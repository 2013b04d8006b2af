// Records of auoms (microsoft/OMS-Auditd-Plugin), which Azure Monitor collects: a whole event in one line, its numbers already looked up.
import type { AuditRecord } from "./record.ts";

type Values = ReadonlyMap<string, string>;

// Names auoms has for what the kernel calls otherwise, and for the names auditd would have looked up.
const renamed: Readonly<Record<string, string>> = { user: "UID", audit_user: "AUID", effective_user: "EUID", group: "GID", effective_group: "EGID" };
const elsewhere = new Set(["cwd", "cmdline", "proctitle", "name", "nametype", "argc", "path_name", "path_nametype", "path_mode", "path_ouid", "path_ogid", "containerid", "SchemaVersion", "auoms_version", "a0", "a1", "a2", "a3"]);

/** The line as the records the kernel wrote: SYSCALL, CWD, PATH, EXECVE, PROCTITLE. */
export function auomsRecords(record: AuditRecord): AuditRecord[] {
  const { values } = record;
  const part = (type: string, members: readonly (readonly [string, string | undefined])[]): AuditRecord[] => {
    const known = members.filter((member): member is readonly [string, string] => member[1] !== undefined);
    return known.length === 0 ? [] : [{ ...record, type, values: new Map(known), words: "" }];
  };
  const [first, ...rest] = part("SYSCALL", [...values].filter(([name]) => !elsewhere.has(name)).flatMap(([name, value]) => (renamed[name] === undefined ? [[name, value]] : [[name, value], [renamed[name], value]]) as [string, string][]));
  return [
    ...(first === undefined ? [] : [{ ...first, words: record.words }]), ...rest, ...part("CWD", [["cwd", values.get("cwd")]]), ...pathsOf(values).flatMap((path) => part("PATH", path)),
    ...part("EXECVE", wordsOf(values.get("cmdline") ?? "").map((word, place) => [`a${place}`, word])), ...part("PROCTITLE", [["proctitle", values.get("proctitle")]]), ...part("CONTAINER_INFO", [["ID", values.get("containerid")]]),
  ];
}

function pathsOf(values: Values): (readonly [string, string | undefined])[][] {
  const lists = ["name", "nametype", "mode"].map((name) => [name, listOf(values.get(`path_${name}`))] as const);
  const names = lists[0]?.[1] ?? [];
  if (names.length === 0) return values.get("name") === undefined ? [] : [[["name", values.get("name")], ["nametype", values.get("nametype")]]];
  return names.map((_name, place) => lists.map(([name, all]) => [name, all[place] === "" ? undefined : all[place]] as const));
}

/** path_name=["/bin/bash","/lib64/ld-linux-x86-64.so.2"]; without spaces, so that it came as one value. */
function listOf(text: string | undefined): string[] {
  if (text?.startsWith("[") !== true) return [];
  try { const all: unknown = JSON.parse(text); return Array.isArray(all) ? all.map(String) : []; } catch { return []; }
}

// StringUtils.cpp, bash_escape_string: words as one would type them to bash, bare, "...", '...' or $'...'.
const word = /\$'((?:[^'\\]|\\.)*)'|'([^']*)'|"((?:[^"\\]|\\.)*)"|((?:[^\s\\]|\\.)+)/gs;
const controls: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\u0007", b: "\b", f: "\f", v: "\v", e: "\u001b" };

export const wordsOf = (line: string): string[] => [...line.matchAll(word)].map(([, escaped, single, double, bare]) => single ?? (escaped === undefined ? (double ?? bare ?? "").replaceAll(/\\(.)/gs, "$1") : bashText(escaped)));

const bashText = (text: string): string => text.replaceAll(/\\(?:x([0-9a-fA-F]{2})|(.))/gs, (_all, hex: string | undefined, letter: string = "") => (hex === undefined ? controls[letter] ?? letter : String.fromCharCode(Number.parseInt(hex, 16))));
