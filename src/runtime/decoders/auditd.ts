// The Linux audit system: lines of one event joined, as auditd, audispd, ausearch and LAUREL write them.
import { toAuditEvent } from "../auditd/event.ts";
import { createAuditJoiner } from "../auditd/joiner.ts";
import type { AuditEvent } from "../auditd/joiner.ts";
import { laurelRecords } from "../auditd/laurel.ts";
import { auditRecord, isAuditLine } from "../auditd/record.ts";
import { storable } from "../lines-text.ts";
import { nothing, recordLimits } from "../decoder.ts";
import type { DecodeContext, Decoded, Decoder, DecoderSession } from "../decoder.ts";

const source = { product: "linux", service: "auditd" };

export const auditd: Decoder = {
  id: "auditd",
  about: "Lines of the Linux audit system, the records of one event joined: /var/log/audit/audit.log, audispd in syslog, ausearch, LAUREL.",
  reads: "lines",
  logsources: [source, ...["process_creation", "file_event", "file_delete", "file_access", "network_connection", "network_listen", "authentication"].map((category) => ({ category, ...source }))],
  mapping: {
    Image: "exe", CommandLine: "EXECVE a0..aN, else proctitle; USER_CMD cmd", ProcessId: "pid", ParentProcessId: "ppid", User: "UID, else uid (0 is root); acct of logins", LoginUser: "AUID, else auid", CurrentDirectory: "cwd",
    TargetFilename: "PATH name, with cwd in front, without PARENT items", DestinationIp: "SOCKADDR of connect", DestinationPort: "SOCKADDR of connect", SourceIp: "SOCKADDR of accept and bind; addr of logins", SourcePort: "SOCKADDR of accept and bind",
    outcome: "res", method: "grantors, else op", type: "the types of all records", syscall: "name and number", SYSCALL: "name", name: "PATH name of all items", a0: "EXECVE, else SYSCALL",
  },
  settings: { zone: "the time zone of times that ausearch -i writes (UTC)" },
  recognises: (record) => typeof record === "string" && (isAuditLine(record) || laurelRecords(record) !== undefined),
  open: (context) => openSession(context),
  canary: (token, at) => `type=USER msg=audit(${(at / 1000).toFixed(3)}:0): pid=0 uid=0 auid=4294967295 ses=4294967295 msg='op=aftwatch-canary acct="${token}" exe="/usr/bin/true" res=success'`,
};

function openSession(context: DecodeContext): DecoderSession {
  const joiner = createAuditJoiner();
  const decoded = (events: readonly AuditEvent[]): Decoded => (events.length === 0 ? nothing : { events: events.map((event) => toAuditEvent(event, auditd.id, context.host)), rejects: [] });
  return {
    push(record, at) {
      if (typeof record !== "string") return refused(at, "is no line of text; send audit records as lines");
      if (record.length > recordLimits.bytes) return refused(at, `is a line of ${record.length} characters; at most ${recordLimits.bytes} are read`);
      const line = storable(record.trim());
      if (isSeparator(line)) return nothing;
      const whole = laurelRecords(line);
      if (whole !== undefined) return whole.length === 0 ? nothing : decoded([{ records: whole, raw: record, part: 1 }]);
      const one = auditRecord(line, context.settings["zone"]);
      return one === undefined ? refused(at, "is no audit record: it has no type= with audit(seconds.milliseconds:serial)") : decoded(joiner.push(one, record));
    },
    end: () => decoded(joiner.end()),
  };
}

// ausearch puts these between events.
const isSeparator = (line: string): boolean => line === "" || line === "----" || line.startsWith("time->") || line === "<no matches>";

const refused = (at: string, rule: string): Decoded => ({ events: [], rejects: [{ at, rule }] });
