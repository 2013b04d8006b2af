// Lines of the error logs of nginx and Apache: who, what was asked, and what the server said of it.
import { stampTime, instantOfWall } from "../lines-time.ts";
import type { Instant } from "../../kernel/clock.ts";
import { addressOf, hostOf, unescaped } from "../lines-text.ts";
import { recordOf, requestParts, saidOf } from "./access-record.ts";
import type { AccessRecord } from "./access-record.ts";

/** Undefined when it is neither's. zone: of the wall clock they write, without an offset. */
export const errorLine = (line: string, receivedAt: Instant, zone?: string): AccessRecord | undefined => nginxError(line, zone) ?? apacheError(line, receivedAt, zone);

// nginx, ngx_log.c: "2021/12/02 11:53:15 [error] 4065777#4065777: *42 message, client: a, server: s, request: "r", host: "h"".
const nginxHead = /^(\d{4})\/(\d{2})\/(\d{2}) (\d{2}):(\d{2}):(\d{2}) \[(\w+)\] (\d+)#(\d+): (?:\*(\d+) )?/;

function nginxError(line: string, zone: string | undefined): AccessRecord | undefined {
  const [head, year, month, day, hour, minute, second, level = ""] = nginxHead.exec(line) ?? [];
  if (head === undefined) return undefined;
  const message = line.slice(head.length);
  const said = contextOf(message);
  const client = addressOf(said.get("client") ?? "");
  return recordOf({
    at: instantOfWall({ year: Number(year), month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second), ms: 0 }, zone), client,
    ...requestParts(unescaped(said.get("request") ?? "")), host: hostName(said.get("host") ?? said.get("server")), referer: saidOf(said.get("referrer")), user: /user "([^"]+)"/.exec(message)?.[1],
    product: "nginx", service: "error", message, more: { level },
  });
}

const hostName = (text: string | undefined): string | undefined => (text === undefined || text === "" || text === "_" ? undefined : hostOf(text));

function contextOf(message: string): Map<string, string> {
  const said = new Map<string, string>();
  for (const [, name = "", quoted, plain] of message.matchAll(/, (client|server|request|upstream|host|referrer): (?:"((?:[^"\\]|\\.)*)"|([^,]*))/g)) said.set(name, quoted ?? plain ?? "");
  return said;
}

// Apache 2.4, ErrorLogFormat's default: "[Fri Oct 08 17:08:41.203277 2021] [core:error] [pid 7005:tid 1] [client 88.168.206.87:14532] AH00126: message, referer: r"; 2.2 without module and pid.
const apacheHead = /^\[[A-Z][a-z]{2} ([A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}:\d{2}(?:\.\d+)? \d{4})\] \[(?:([\w-]*):)?([a-z]+\d?)\] (?:\[pid [^\]]*\] )?(?:\([^)]*\)[^[]{0,200}: )?(?:\[(?:remote|client) ([^\]\s]+)\] )?/;

function apacheError(line: string, receivedAt: Instant, zone: string | undefined): AccessRecord | undefined {
  const [head, time = "", module, level = "", client = ""] = apacheHead.exec(line) ?? [];
  if (head === undefined) return undefined;
  const message = unescaped(line.slice(head.length));
  const [, method, target, version] = /(?:request|URI in request|to) ([A-Z]{3,10}) (\S+)(?: (HTTP\/[\d.]+))?/.exec(message) ?? [];
  return recordOf({
    at: stampTime(time, receivedAt, zone), client: client === "" ? undefined : addressOf(client) ?? hostOf(client), method, target, version, referer: /, referer: (\S+)$/.exec(message)?.[1],
    user: /user ([^\s:,]+)(?::| not found)/.exec(message)?.[1], product: "apache", service: "error", message, more: { level, ...(module === undefined ? {} : { module }) },
  });
}
