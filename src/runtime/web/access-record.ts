// One request as a web server logged it, and the fields of Sigma's webserver taxonomy it becomes.
import type { Instant } from "../../kernel/clock.ts";
import { limited, storable } from "../lines-text.ts";
import type { FieldValue, Fields } from "../event.ts";
import { requestDecoded } from "./decode.ts";

/** What a log says of a request; what it does not say is left out. Texts are free of the log's own escapes. */
export interface AccessRecord {
  at?: Instant;
  /** Who connected: an address, or a name where the server looks names up. */
  client?: string;
  /** X-Forwarded-For as logged: it can be written by anybody. */
  forwarded?: string;
  user?: string;
  method?: string;
  target?: string;
  version?: string;
  /** The request line where it is none: "\x16\x03\x01" of TLS on a plain port, another protocol, "-". */
  request?: string;
  status?: number;
  sizeBytes?: number;
  referer?: string;
  agent?: string;
  host?: string;
  tookMs?: number;
  body?: string;
  /** nginx, apache, traefik, ... when the format tells. */
  product?: string;
  /** error: a line of an error log. */
  service?: "error";
  message?: string;
  /** What else stood there, by name where it has one. */
  more?: Readonly<Record<string, FieldValue>>;
}

const requestLine = /^([A-Za-z][A-Za-z_-]{0,31}) (\S.*?)(?: (HTTP\/\d(?:\.\d)?))?$/s;

/** Method, target and version of a request line (RFC 9112 section 3); what is none is kept as `request`. A target may hold blanks: broken clients send them. */
export function requestParts(line: string): Pick<AccessRecord, "method" | "target" | "version" | "request"> {
  const [, method, target, version] = requestLine.exec(line) ?? [];
  if (method === undefined || target === undefined || (version === undefined && !/^[A-Z]+$/.test(method))) return line === "-" || line === "" ? {} : { request: line };
  return { method, target, ...(version === undefined ? {} : { version }) };
}

/** time-taken is in milliseconds, sc-bytes in bytes; absent is what the log does not have or writes as "-". */
export function accessFields(record: AccessRecord): Fields {
  const { client, forwarded, user, status, sizeBytes, tookMs, method, version } = record;
  const named: Record<string, FieldValue | undefined> = {
    "c-ip": client, "cs-method": method, ...targetFields(record), "cs-version": version, "cs-user-agent": text(record.agent), "cs-referer": text(record.referer), "cs-username": text(user),
    "sc-status": status, "sc-bytes": sizeBytes, "time-taken": tookMs, xff: text(forwarded), "cs-body": text(record.body), message: text(record.message), request: text(record.request),
  };
  const fields: Record<string, FieldValue | undefined> = { ...record.more };
  for (const name in named) if (named[name] !== undefined) fields[name] = named[name];
  return fields;
}

const text = (value: string | undefined): string | undefined => (value === undefined ? undefined : limited(storable(value)));

// RFC 9112 section 3.2: origin-form, absolute-form (to proxies; its host is the host asked for), authority-form (CONNECT), "*".
function targetFields({ target, request, host, method }: AccessRecord): Record<string, FieldValue | undefined> {
  const asked = target ?? request;
  if (asked === undefined) return { "cs-host": host };
  const uri = text(asked) ?? "";
  const [, authority, below] = method === "CONNECT" ? [] : /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/is.exec(uri) ?? [];
  const path = authority === undefined ? uri : below === undefined || below === "" ? "/" : below;
  const at = path.indexOf("?");
  return {
    "cs-uri": uri, "cs-uri-stem": at < 0 ? path : path.slice(0, at), "cs-uri-query": at < 0 ? undefined : path.slice(at + 1),
    "cs-host": authority === undefined ? host : host ?? authority, "request-decoded": storable(requestDecoded(uri)),
  };
}

/** A number of a log: "-" and what is none are undefined. */
export function countOf(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** A text of a log: "-" and nothing are undefined. */
export const saidOf = (value: string | undefined): string | undefined => (value === undefined || value === "-" || value === "" ? undefined : value);

/** Leaves out the members that are undefined, as exact optional members want it. */
export const recordOf = (members: { readonly [Name in keyof AccessRecord]: AccessRecord[Name] | undefined }): AccessRecord => {
  const record: Record<string, unknown> = {};
  // Names of ours: no stranger's word is among them.
  for (const name in members) { const value = members[name as keyof AccessRecord]; if (value !== undefined) record[name] = value; }
  return record as AccessRecord;
};
