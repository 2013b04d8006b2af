// Puts the records of one audit event together: they come as lines, and lines of several events may be mixed.
import type { AuditRecord } from "./record.ts";
import { endsEvent, standsAlone } from "./types.ts";

/** A whole event: its records, and its lines as they came. part: 2 when records of an event came after it was given out. */
export interface AuditEvent { records: readonly AuditRecord[]; raw: string; part: number }

interface Pending { records: AuditRecord[]; lines: string[]; host: string }

export interface AuditJoiner {
  push(record: AuditRecord, line: string): readonly AuditEvent[];
  /** Whatever still waits, oldest first. */
  end(): readonly AuditEvent[];
}

// auparse gives an event up two seconds after it, too: the kernel writes its records at once, and only their order is mixed.
const waitMs = 2000;
const mostPending = 256;
const mostRecords = 1024;
const mostKnown = 4096;

/** An event is whole at its PROCTITLE or EOE, two seconds of event time later, or at the end; a thousand records are enough of one. */
export function createAuditJoiner(): AuditJoiner {
  const pending = new Map<string, Pending>();
  const given = new Map<string, number>();
  const give = (key: string): AuditEvent[] => {
    const event = pending.get(key);
    pending.delete(key);
    if (event === undefined || event.records.length === 0) return [];
    const part = (given.get(key) ?? 0) + 1;
    given.set(key, part);
    if (given.size > mostKnown) given.delete(given.keys().next().value ?? "");
    return [{ records: event.records, raw: event.lines.join("\n"), part }];
  };
  // In the order they came, so that the first of a host that is not due ends the search.
  const overdue = (host: string, at: number): AuditEvent[] => {
    const due: AuditEvent[] = [];
    for (const [key, event] of pending) {
      if (event.host !== host) continue;
      if (at - (event.records[0]?.at ?? at) < waitMs) break;
      due.push(...give(key));
    }
    return due;
  };
  return {
    push(record, line) {
      const host = record.node ?? "";
      const key = `${host} ${record.serial}`;
      if (standsAlone(record.type)) return [...overdue(host, record.at), { records: [record], raw: line, part: 1 }];
      const waiting = pending.get(key);
      if (record.type === "EOE") return [...overdue(host, record.at), ...give(key)];
      if (waiting === undefined) pending.set(key, { records: [record], lines: [line], host });
      else { waiting.records.push(record); waiting.lines.push(line); }
      const isWhole = endsEvent(record.type) || (waiting?.records.length ?? 0) >= mostRecords;
      return [...overdue(host, record.at), ...(isWhole ? give(key) : []), ...(pending.size > mostPending ? give(pending.keys().next().value ?? "") : [])];
    },
    end: () => [...pending.keys()].flatMap(give),
  };
}
