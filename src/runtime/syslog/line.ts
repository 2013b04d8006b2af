// One syslog line: RFC 5424, RFC 3164 and its relatives (rsyslog's file formats, journalctl's short forms and its JSON).
import type { Instant } from "../../kernel/clock.ts";
import { isoTime, stampTime } from "../lines-time.ts";

export interface SyslogLine {
  at: Instant | undefined;
  host: string | undefined;
  /** "sshd", "postfix/smtpd"; undefined when the line names none. */
  program: string | undefined;
  pid: string | undefined;
  /** By name: "authpriv"; undefined without a priority. */
  facility: string | undefined;
  severity: string | undefined;
  /** RFC 5424's structured data: "origin@123" -> names and values. */
  data: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  messageId: string | undefined;
  message: string;
}

const facilities = ["kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp", "audit", "alert", "clock", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"] as const;
const severities = ["emergency", "alert", "critical", "error", "warning", "notice", "informational", "debug"] as const;

const stamps = "[A-Z][a-z]{2} [ \\d]\\d (?:\\d{4} )?\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?(?: \\d{4}(?= ))?";
const isoStamps = "\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?(?: ?(?:Z|UTC|[+-]\\d{2}:?\\d{2}))?";
const timed = new RegExp(`^(?:(${stamps})|(?:[A-Z][a-z]{2} )?(${isoStamps})) (.*)$`, "s");
const tagged = /^([\w./()@-]{1,64}|\([\w./@-]{1,64}\))(?:\[(\d{1,10})\])?: ?(.*)$/s;
const modern = /^1 (\S+) (\S+) (\S+) (\S+) (\S+) (.*)$/s;

/** Undefined when the line has no head of syslog's: no priority, and no time with a host and a program after it. */
export function syslogLine(text: string, receivedAt: Instant, zone?: string): SyslogLine | undefined {
  // RFC 6587 section 3.4.1: octet counting puts the length in front.
  const counted = /^\d{1,7} (?=<\d{1,3}>)/.exec(text)?.[0] ?? "";
  const [pri = "", priority] = /^<(\d{1,3})>/.exec(text.slice(counted.length)) ?? [];
  const rest = text.slice(counted.length + pri.length);
  const rank = { facility: priority === undefined ? undefined : facilities[Number(priority) >> 3], severity: priority === undefined ? undefined : severities[Number(priority) & 7] };
  const line = modernLine(rest, zone) ?? legacyLine(rest, receivedAt, zone, priority !== undefined);
  return line === undefined ? undefined : { ...line, ...rank };
}

type Body = Omit<SyslogLine, "facility" | "severity">;

function modernLine(text: string, zone: string | undefined): Body | undefined {
  const [, time = "", host, program, pid, messageId, rest = ""] = modern.exec(text) ?? [];
  if (host === undefined) return undefined;
  const at = time === "-" ? undefined : isoTime(time, zone);
  if (time !== "-" && at === undefined) return undefined;
  const { data, length } = structuredData(rest);
  return { at, host: said(host), program: said(program), pid: said(pid), messageId: said(messageId), data, message: rest.slice(length).replace(/^ /, "").replace(/^\ufeff/, "") };
}

const said = (value: string | undefined): string | undefined => (value === undefined || value === "-" || value === "" ? undefined : value);

// RFC 5424 section 6.3: [id name="value" ...][id ...], with \" \\ \] in values.
function structuredData(text: string): { data: SyslogLine["data"]; length: number } {
  if (!text.startsWith("[")) return { data: undefined, length: text.startsWith("-") ? 1 : 0 };
  const data: Record<string, Record<string, string>> = {};
  const element = /\[([^\s\]="]{1,64})((?: [^\s\]="]{1,64}="(?:[^"\\]|\\.)*")*)\]/gy;
  let length = 0;
  for (let found = element.exec(text); found !== null; found = element.exec(text)) {
    const [, id = "", params = ""] = found;
    data[id] = Object.fromEntries([...params.matchAll(/ ([^\s="]+)="((?:[^"\\]|\\.)*)"/g)].map(([, name = "", value = ""]) => [name, value.replaceAll(/\\(["\\\]])/g, "$1")]));
    length = element.lastIndex;
  }
  return { data: length === 0 ? undefined : data, length };
}

function legacyLine(text: string, receivedAt: Instant, zone: string | undefined, hasPriority: boolean): Body | undefined {
  const [, stamp, iso, rest = ""] = timed.exec(text) ?? [];
  if (stamp === undefined && iso === undefined) return hasPriority ? { at: undefined, host: undefined, messageId: undefined, data: undefined, ...contentOf(text) } : undefined;
  const at = stamp === undefined ? isoTime((iso ?? "").replace("UTC", "Z"), zone) : stampTime(stamp, receivedAt, zone);
  if (at === undefined) return undefined;
  // "host program[pid]: message"; without a host where journalctl was told so, or a device leaves it out.
  const blank = rest.indexOf(" ");
  const [first, after] = [rest.slice(0, blank), rest.slice(blank + 1)];
  const isHost = blank > 0 && /^[\w.:%-]+$/.test(first) && !first.endsWith(":") && tagged.test(after);
  if (!isHost && !hasPriority && !tagged.test(rest) && !/^\S+ (?:kernel|last message repeated|message repeated)\b/.test(rest)) return undefined;
  return { at, host: isHost || !tagged.test(rest) ? said(first) : undefined, messageId: undefined, data: undefined, ...contentOf(isHost || !tagged.test(rest) ? after : rest) };
}

/** RFC 3164 section 4.1.3: the tag is the program; what has none is all message. */
export function contentOf(text: string): Pick<SyslogLine, "program" | "pid" | "message"> {
  const [, program, pid, message] = tagged.exec(text) ?? [];
  return program === undefined ? { program: undefined, pid: undefined, message: text } : { program: program.replace(/^\((.*)\)$/, "$1"), pid, message: message ?? "" };
}

/** A line of `journalctl -o json` (systemd.journal-fields); undefined when it is none. */
export function journalLine(text: string): SyslogLine | undefined {
  if (!text.startsWith("{") || !text.includes("\"__REALTIME_TIMESTAMP\"")) return undefined;
  let entry: Readonly<Record<string, unknown>>;
  try { entry = JSON.parse(text) as typeof entry; } catch { return undefined; }
  const value = (name: string): string | undefined => { const is = entry[name]; return typeof is === "string" || typeof is === "number" ? String(is) : Array.isArray(is) && is.every((byte) => typeof byte === "number") ? Buffer.from(is).toString("utf8") : undefined; };
  const message = value("MESSAGE");
  if (message === undefined) return undefined;
  const [realtime, facility, priority] = [Number(value("_SOURCE_REALTIME_TIMESTAMP") ?? value("__REALTIME_TIMESTAMP")), value("SYSLOG_FACILITY"), value("PRIORITY")];
  return {
    at: Number.isFinite(realtime) ? Math.floor(realtime / 1000) : undefined, host: value("_HOSTNAME"), program: value("SYSLOG_IDENTIFIER") ?? value("_COMM"), pid: value("_PID") ?? value("SYSLOG_PID"),
    facility: facility === undefined ? undefined : facilities[Number(facility)], severity: priority === undefined ? undefined : severities[Number(priority)], data: undefined, messageId: value("MESSAGE_ID"), message,
  };
}
