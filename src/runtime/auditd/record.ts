// One line of the Linux audit system: its type, its event's time and serial, and its names and values (audit-documentation, "Audit event log format").
import { instantOfWall } from "../lines-time.ts";
import type { Instant } from "../../kernel/clock.ts";
import { auomsText, isAuoms } from "./auoms-text.ts";
import { typeNames } from "./types.ts";

/** One record of an event. Values are as the kernel wrote them after its encoding of untrusted texts is undone. */
export interface AuditRecord { type: string; node: string | undefined; at: Instant; /** "1700000000.123:456": the same for all records of one event of one node. */ serial: string; values: ReadonlyMap<string, string>; /** Words that are no values: "avc: denied { read } for". */ words: string }

const head = /(?:^|[\s:])(?:node=(\S+) )?type=([A-Z0-9_]+|UNKNOWN\[\d+\]) (?:msg=)?audit\(([^)]{1,60})\) ?: ?/;

/** Whether a line holds a record, with whatever syslog, audispd or the kernel's ring buffer puts in front. */
export const isAuditLine = (line: string): boolean => line.includes("audit(") && head.test(line.length > 4096 ? line.slice(0, 4096) : line);

/** Undefined when it is none. zone: of the wall clock that `ausearch -i` writes. */
export function auditRecord(line: string, zone?: string): AuditRecord | undefined {
  const found = head.exec(line.length > 4096 ? line.slice(0, 4096) : line);
  if (found === null) return undefined;
  const [all, node, type = "", stamp = ""] = found;
  const at = timeOf(stamp, zone);
  if (at === undefined) return undefined;
  const named = typeNames.get(type) ?? type;
  const isInterpreted = stamp.includes("/");
  const text = line.slice(found.index + all.length);
  const { values, words } = isAuoms(named) ? auomsValues(text, named) : valuesOf(text, named, isInterpreted);
  return { type: named, node: node ?? values.get("node"), at, serial: `${at / 1000}:${stamp.slice(stamp.lastIndexOf(":") + 1)}`, values, words };
}

function auomsValues(text: string, type: string): { values: Map<string, string>; words: string } {
  const { plain, ...texts } = auomsText(text);
  const { values, words } = valuesOf(plain, type, false);
  for (const [name, value] of Object.entries(texts)) if (value !== undefined) values.set(name, value);
  return { values, words };
}

// "1700000000.123:456", or "05/27/2020 10:00:00.123:456" as ausearch -i has it (its locale's order of day and month: the US one).
function timeOf(stamp: string, zone: string | undefined): Instant | undefined {
  const [, seconds, ms] = /^(\d{1,11})\.(\d{3}):\d+$/.exec(stamp) ?? [];
  if (seconds !== undefined) return Number(seconds) * 1000 + Number(ms);
  const [, month, day, year = "", hour, minute, second, part] = /^(\d\d)\/(\d\d)\/(\d{4}|\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3}):\d+$/.exec(stamp) ?? [];
  if (month === undefined) return undefined;
  return instantOfWall({ year: Number(year.length === 2 ? `20${year}` : year), month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second), ms: Number(part) }, zone);
}

const pair = /([A-Za-z_][\w.-]*(?:\[\d+\])?)=(?:"([^"]*)"?|'(.*)'|([^\s\u001d]*))|([^\s\u001d]+)/gy;

function valuesOf(text: string, type: string, isInterpreted: boolean): { values: Map<string, string>; words: string } {
  const values = new Map<string, string>();
  const words: string[] = [];
  let last: string | undefined;
  const put = (name: string, value: string): void => { if (!values.has(name)) values.set(name, value); last = name; };
  const read = (part: string): void => {
    eachPair(part, ([found, name = "", quoted, nested, plain, word]) => {
      if (word !== undefined) { if (isInterpreted && last !== undefined) values.set(last, `${values.get(last)} ${word}`); else if (last === undefined) words.push(word); return; }
      if (nested !== undefined) { read(nested); return; }
      if (quoted !== undefined) { put(name, quoted); return; }
      const value = plain ?? found;
      if (!value.includes("=\"")) { put(name, isInterpreted ? value : plainOf(type, name, value)); return; }
      for (const [member, own] of unglued(name, value)) put(member, isInterpreted ? own : plainOf(type, member, own));
    });
  };
  read(text);
  return { values, words: words.join(" ") };
}

function eachPair(text: string, take: (match: RegExpExecArray) => void): void {
  for (let at = 0; at < text.length;) {
    if (text.charCodeAt(at) <= 0x20) { at += 1; continue; }
    // Set for each look: what is taken may hold pairs of its own.
    pair.lastIndex = at;
    const match = pair.exec(text);
    at = match === null ? at + 1 : Math.max(pair.lastIndex, at + 1);
    if (match !== null) take(match);
  }
}

// log_format=ENRICHED puts \x1d between the kernel's values and the names it looked up; copied through a terminal the sign is lost: cap_frootid=0OUID="root".
function unglued(name: string, value: string): [string, string][] {
  const [, own = "", second = "", named = ""] = /^(.*?)([A-Z]{3,})="([^"]*)"?$/.exec(value) ?? [];
  return second === "" ? [[name, value]] : [[name, own], [second, named]];
}

// Fields whose texts come from users: printable ones stand in quotes, others as hexadecimal digits (auparse, typetab.h: ESCAPED).
const untrusted = new Set(["name", "path", "comm", "exe", "file", "cwd", "cmd", "acct", "dir", "key", "data", "proctitle", "vm", "device", "cgroup", "root_dir", "old_dir", "new-disk", "old-disk", "watch", "grp", "new_group"]);
const bytes = new TextDecoder("utf-8");

function plainOf(type: string, name: string, value: string): string {
  const isEncoded = value.length > 0 && value.length % 2 === 0 && (untrusted.has(name) || (type === "EXECVE" && /^a\d/.test(name))) && /^[0-9A-F]+$/i.test(value);
  if (!isEncoded) return value;
  const text = bytes.decode(Buffer.from(value, "hex"));
  // Arguments in a process title are separated by NUL; elsewhere (an abstract socket's name) it is told as what it is.
  return name === "proctitle" || name === "cmd" ? text.replaceAll("\0", " ").trimEnd() : text.replaceAll("\0", "\\x00");
}
