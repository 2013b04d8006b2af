// LAUREL's JSON form of audit events: one object per event, a member per record type ("SYSCALL", "EXECVE", "PATH": [...]).
import type { AuditRecord } from "./record.ts";

type Json = Readonly<Record<string, unknown>>;

/** The records of one event; undefined when the text is none of LAUREL's. */
export function laurelRecords(text: string): AuditRecord[] | undefined {
  if (!/^\{"ID":"\d+\.\d{3}:\d+"|^\{"NODE":"[^"]*","ID":"/.test(text)) return undefined;
  const event = parsed(text);
  const [, seconds, serial] = /^(\d+\.\d{3}):(\d+)$/.exec(String(event?.["ID"])) ?? [];
  if (event === undefined || seconds === undefined) return undefined;
  const node = typeof event["NODE"] === "string" ? event["NODE"] : undefined;
  const at = Math.round(Number(seconds) * 1000);
  return Object.entries(event).flatMap(([type, record]) => (type === "ID" || type === "NODE" ? [] : [record].flat().filter(isRecord).map((values) => ({ type, node, at, serial: `${at / 1000}:${serial}`, values: valuesOf(type, values), words: "" }))));
}

function parsed(text: string): Json | undefined {
  try { const value: unknown = JSON.parse(text); return isRecord(value) ? value : undefined; } catch { return undefined; }
}

const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

// ARGV of an EXECVE are its arguments, of a PROCTITLE its words, of a SYSCALL its registers once more; PPID tells of the parent.
function valuesOf(type: string, record: Json): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(record)) {
    if (name === "ARGV" && Array.isArray(value)) {
      if (type === "EXECVE") value.forEach((text, place) => values.set(`a${place}`, String(text)));
      else if (type === "PROCTITLE") values.set("proctitle", value.join(" "));
    } else if (name === "PPID" && isRecord(value)) {
      if (typeof value["exe"] === "string") values.set("pexe", value["exe"]);
    } else values.set(name, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  return values;
}
