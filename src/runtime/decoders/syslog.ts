// Syslog: files and streams of many programs, each line a message of one of them.
import { toIso } from "../../kernel/clock.ts";
import { toAuditEvent } from "../auditd/event.ts";
import { createAuditJoiner } from "../auditd/joiner.ts";
import type { AuditEvent } from "../auditd/joiner.ts";
import { auditRecord, isAuditLine } from "../auditd/record.ts";
import { nothing, recordLimits } from "../decoder.ts";
import type { DecodeContext, Decoded, Decoder, DecoderSession } from "../decoder.ts";
import { placed } from "../decoding-place.ts";
import type { FieldValue, LogSource, RuntimeEvent } from "../event.ts";
import { limited, storable } from "../lines-text.ts";
import { contentOf, journalLine, syslogLine } from "../syslog/line.ts";
import type { SyslogLine } from "../syslog/line.ts";
import { meaningOf } from "../syslog/meaning.ts";
import { isAuthentication, serviceOf } from "../syslog/service-of.ts";
import { readAccess, toAccessEvent } from "../web/access-event.ts";

export const syslog: Decoder = {
  id: "syslog",
  about: "Syslog lines: RFC 3164, RFC 5424, rsyslog's files, journalctl; logins, sudo, cron and firewalls understood, audit records and access logs inside read as what they are.",
  reads: "lines",
  logsources: ["sshd", "sudo", "su", "cron", "auth", "syslog"].map((service) => ({ product: "linux", service })),
  mapping: {
    message: "the text after the program's name", User: "who logs in, who runs sudo or cron's command", TargetUser: "whom sudo, su or useradd makes of it", SourceIp: "from where", SourcePort: "from which port", outcome: "success or failure", method: "password, publickey, ...",
    CommandLine: "COMMAND of sudo, CMD of cron", CurrentDirectory: "PWD of sudo", program: "the tag", pid: "in brackets after it", severity: "of the priority", facility: "of the priority",
  },
  settings: { zone: "the time zone of times without an offset, such as Europe/Paris (UTC)", product: "of access log lines inside", client: "of access log lines inside: see access-log" },
  recognises: (record) => typeof record === "string" && (journalLine(record) ?? syslogLine(record.slice(0, 4096), farFuture)) !== undefined,
  open: (context) => openSession(context),
  canary: (token, at) => `<86>1 ${toIso(at)} aftwatch aftwatch-canary 0 - - canary ${token}`,
};

const farFuture = Date.UTC(2100);

function openSession(context: DecodeContext): DecoderSession {
  const joiner = createAuditJoiner();
  const lastOf = new Map<string, SyslogLine>();
  const joined = (events: readonly AuditEvent[]): RuntimeEvent[] => events.map((event) => toAuditEvent(event, syslog.id, context.host));
  const read = (text: string): RuntimeEvent[] => {
    const line = journalLine(text) ?? syslogLine(text, context.receivedAt, context.settings["zone"]) ?? { at: undefined, host: undefined, facility: undefined, severity: undefined, data: undefined, messageId: undefined, ...contentOf(text) };
    if (isAuditLine(line.message)) { const record = auditRecord(line.message); if (record !== undefined) return joined(joiner.push({ ...record, node: record.node ?? line.host }, text)); }
    return repeated(line, lastOf).flatMap((one) => eventOf(one, text, context));
  };
  return {
    push(record, at) {
      if (typeof record !== "string") return refused(at, "is no line of text; send syslog as lines");
      if (record.length > recordLimits.bytes) return refused(at, `is a line of ${record.length} characters; at most ${recordLimits.bytes} are read`);
      const text = storable(record.replace(/\r?\n?$/, ""));
      return text.trim() === "" || text.startsWith("-- ") ? nothing : { events: read(text), rejects: [] };
    },
    end: () => ({ events: joined(joiner.end()), rejects: [] }),
  };
}

// A flood that says it repeated a million times is a thousand events, and the field `repeats` has the number.
const mostRepeats = 1000;
const mostPrograms = 1000;

/** rsyslog: "message repeated 5 times: [ ... ]" is that message five times; syslogd: "last message repeated 5 times" is the program's last one. */
function repeated(line: SyslogLine, lastOf: Map<string, SyslogLine>): SyslogLine[] {
  const [, times, inside] = /^message repeated (\d{1,9}) times: \[ ?(.*?)\]?$/s.exec(line.message) ?? [];
  const [, again] = /^-{0,3} ?last message (?:buffered|repeated) (\d{1,9}) times?/.exec(line.message) ?? /^repeated (\d{1,9}) times/.exec(line.program === undefined ? line.message.replace(/^last message /, "") : "") ?? [];
  const key = line.host ?? "";
  if (times === undefined && again === undefined) {
    if (lastOf.size >= mostPrograms) lastOf.clear();
    lastOf.set(key, line);
    return [line];
  }
  const one = times === undefined ? lastOf.get(key) : { ...line, message: inside ?? "" };
  return one === undefined ? [line] : Array.from({ length: Math.max(1, Math.min(Number(times ?? again), mostRepeats)) }, () => ({ ...one, at: line.at }));
}

function eventOf(line: SyslogLine, raw: string, context: DecodeContext): RuntimeEvent[] {
  const host = line.host ?? context.host;
  const access = readAccess(line.message, { ...context, receivedAt: context.receivedAt });
  if (access !== undefined) return [toAccessEvent({ ...access, ...(access.at === undefined && line.at !== undefined ? { at: line.at } : {}) }, raw, syslog.id, context, host)];
  const service = serviceOf(line.program);
  const meaning = meaningOf(service, line.message);
  const logsource: LogSource = { product: "linux", ...(service === undefined ? {} : { service }), ...(meaning?.category === undefined ? {} : { category: meaning.category }) };
  const origin = host === undefined ? {} : { host };
  return [{
    id: undefined, at: line.at ?? context.receivedAt, isTimed: line.at !== undefined, decoder: syslog.id, logsource, alsoAsked: alsoAsked(line, service),
    origin, fields: placed(fieldsOf(line, meaning?.fields ?? {}), origin), raw: storable(raw),
  }];
}

// Sigma's linux/auth is the authentication log whatever program writes into it, linux/syslog the whole of it.
function alsoAsked({ facility }: SyslogLine, service: string | undefined): LogSource[] {
  const isAuth = facility === undefined ? isAuthentication(service) : facility.startsWith("auth") || isAuthentication(service);
  return [...(isAuth ? [{ product: "linux", service: "auth" }] : []), { product: "linux", service: "syslog" }];
}

function fieldsOf(line: SyslogLine, meaning: Readonly<Record<string, FieldValue>>): Readonly<Record<string, FieldValue>> {
  const { program, pid, facility, severity, messageId, data, message } = line;
  const named: Record<string, FieldValue | undefined> = { message: limited(storable(message)), program, pid, facility, severity, msgid: messageId, data, ...jsonIn(message), ...meaning };
  return Object.fromEntries(Object.entries(named).filter((entry): entry is [string, FieldValue] => entry[1] !== undefined).map(([name, value]) => [name, typeof value === "string" ? storable(value) : value]));
}

/** Programs that log JSON into syslog: its members are fields. */
function jsonIn(message: string): Readonly<Record<string, FieldValue>> {
  if (!message.startsWith("{") || message.length > 262_144) return {};
  try { const value = JSON.parse(message) as FieldValue; return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Readonly<Record<string, FieldValue>> : {}; } catch { return {}; }
}

const refused = (at: string, rule: string): Decoded => ({ events: [], rejects: [{ at, rule }] });
