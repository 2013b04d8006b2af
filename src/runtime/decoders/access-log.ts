// Access logs of web servers and proxies, as lines: who asked for what, and what was answered.
import { toIso } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { aloneSession, nothing, recordLimits } from "../decoder.ts";
import type { DecodeContext, Decoded, Decoder, DecoderSession } from "../decoder.ts";
import { storable } from "../lines-text.ts";
import { isAccessLine, readAccess, toAccessEvent, unwrapped } from "../web/access-event.ts";
import { w3cColumns } from "../web/w3c-log.ts";

const products = ["nginx", "apache", "caddy", "traefik", "haproxy", "envoy", "iis", "aws-elb"] as const;

export const accessLog: Decoder = {
  id: "access-log",
  about: "Access logs of nginx, Apache, Caddy, Traefik, HAProxy, Envoy, IIS and AWS load balancers, and the error logs of nginx and Apache.",
  reads: "lines",
  logsources: [{ category: "webserver" }, ...products.map((product) => ({ category: "webserver", product })), { product: "nginx", service: "error" }, { product: "apache", service: "error" }],
  mapping: {
    "c-ip": "who connected ($remote_addr, %h); with the setting client=forwarded the first address of X-Forwarded-For", "cs-method": "the request line", "cs-uri": "the request line's target, as sent", "cs-uri-stem": "the target up to \"?\"",
    "cs-uri-query": "the target after \"?\"", "cs-host": "virtual host, or the host of an absolute target", "cs-user-agent": "User-Agent", "cs-referer": "Referer", "cs-username": "$remote_user, %u", "cs-version": "the request line",
    "sc-status": "$status, %>s", "sc-bytes": "$body_bytes_sent, %b", "time-taken": "milliseconds", xff: "X-Forwarded-For, which anybody can write", "request-decoded": "path and query after repeated decoding", request: "a request line that is none", extra: "what else stands on the line",
  },
  settings: {
    product: "the log source's product where lines do not tell it: nginx, apache, ...",
    client: "forwarded: c-ip is the first address of X-Forwarded-For. Only behind a proxy of yours that overwrites that header; anybody can write it.",
    zone: "the time zone of times without an offset, such as Europe/Paris or +0200 (UTC)",
  },
  recognises: (record) => typeof record === "string" && isOneOfOurs(record),
  open: (context) => openSession(context),
  canary: (token, at) => `192.0.2.1 - - [${clfText(at)}] "GET /?aftwatch-canary=${token} HTTP/1.1" 404 0 "-" "aftwatch-canary/${token}"`,
};

const farFuture = Date.UTC(2100);

function isOneOfOurs(line: string): boolean {
  const text = unwrapped(line);
  // A line of syslog that carries one is syslog's: it knows the host.
  if (/^(?:<\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d )/.test(text)) return false;
  if (isAccessLine(text) && text.includes("\"")) return true;
  return readAccess(text.startsWith("{") ? text : text.slice(0, 16_384), { settings: {}, receivedAt: farFuture }) !== undefined || w3cColumns(text) !== undefined || /^#(?:Software|Version): /.test(text);
}

function openSession(context: DecodeContext): DecoderSession {
  let columns: readonly string[] | undefined;
  return aloneSession((record, at) => {
    if (typeof record !== "string") return refused(at, "is no line of text; send access logs as lines");
    if (record.length > recordLimits.bytes) return refused(at, `is a line of ${record.length} characters; at most ${recordLimits.bytes} are read`);
    if (record.trim() === "") return nothing;
    columns = w3cColumns(record) ?? columns;
    if (record.startsWith("#")) return nothing;
    const line = unwrapped(storable(record.replace(/\r?\n?$/, "")));
    const found = readAccess(line, context, columns);
    return found === undefined ? refused(at, "is in none of the formats of access logs that are read; name the fields with the decoder ndjson, or log in the combined format") : { events: [toAccessEvent(found, record, accessLog.id, context)], rejects: [] };
  });
}

const refused = (at: string, rule: string): Decoded => ({ events: [], rejects: [{ at, rule }] });

const clfMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function clfText(at: Instant): string {
  const [year, month, day = ""] = toIso(at).slice(0, 10).split("-");
  return `${day}/${clfMonths[Number(month) - 1]}/${year}:${toIso(at).slice(11, 19)} +0000`;
}
