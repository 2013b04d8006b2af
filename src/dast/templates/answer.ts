// An answer as the language sees it: parts, headers and cookies by name.
import { headersOf } from "../exchange.ts";
import type { Exchange, Header } from "../exchange.ts";
import { byteLength, textOf } from "./byte-text.ts";
import type { Value } from "./dsl/value.ts";

export interface Answer {
  exchange: Exchange;
  status: number;
  /** Undefined: the answer has no part of this name. */
  value(name: string): Value;
}

const canonical = (name: string): string => name.toLowerCase().replaceAll(/(^|-)([a-z])/g, (_all, dash: string, letter: string) => dash + letter.toUpperCase());

/** A part is made when it is asked for: most templates look at one. */
export function answerOf(exchange: Exchange): Answer | undefined {
  const { reply } = exchange;
  if (!reply) return undefined;
  const kept = new Map<string, Value>();
  const value = (name: string): Value => {
    if (!kept.has(name)) kept.set(name, partOf(name, exchange, value));
    return kept.get(name);
  };
  return { exchange, status: reply.status, value };
}

function partOf(name: string, exchange: Exchange, value: (name: string) => Value): Value {
  const { request, reply } = exchange;
  if (!reply) return undefined;
  switch (name) {
    case "body": return textOf(reply.body);
    case "header": case "all_headers": return headerText(reply.headers);
    case "response": case "raw": return `${value("status_line") as string}\r\n${value("header") as string}\r\n${value("body") as string}`;
    case "status_line": return `HTTP/1.1 ${reply.status} ${reasons[reply.status] ?? ""}`.trimEnd();
    case "all": return `${value("body") as string}${value("header") as string}`;
    case "status_code": return reply.status;
    case "content_length": return Number(headersOf(reply.headers, "content-length")[0] ?? byteLength(value("body") as string));
    case "duration": return reply.totalMs / 1000;
    case "request": return requestText(exchange);
    case "host": return new URL(request.url).host;
    case "matched": case "url": return request.url;
    case "type": return "http";
    case "timeout": return false;
    default: return headerOrCookie(name, reply.headers);
  }
}

const headerText = (headers: readonly Header[]): string => headers.map(([name, value]) => `${canonical(name)}: ${value}\r\n`).join("");

/** Headers by their name in lower case with underscores, values side by side; else the cookie of this name. */
function headerOrCookie(name: string, headers: readonly Header[]): Value {
  const values = headers.filter(([one]) => one.trim().toLowerCase().replaceAll("-", "_") === name).map(([, value]) => value);
  if (values.length > 0) return values.join(" ");
  for (const cookie of headersOf(headers, "set-cookie")) {
    const at = cookie.indexOf("=");
    if (at > 0 && cookie.slice(0, at).trim().toLowerCase() === name.toLowerCase()) return cookie.slice(at + 1).split(";", 1)[0] ?? "";
  }
  return undefined;
}

function requestText({ request }: Exchange): string {
  const url = new URL(request.url);
  const body = request.body === undefined ? "" : typeof request.body === "string" ? request.body : textOf(request.body);
  return `${request.method} ${request.url.slice(url.origin.length) || "/"} HTTP/1.1\r\n${request.headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`;
}

const reasons: Readonly<Record<number, string>> = { 200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 206: "Partial Content", 301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 410: "Gone", 422: "Unprocessable Entity", 429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout" };
