// Turns the moulds of a block into a request that can be sent.
import type { Header, TestRequest } from "../exchange.ts";
import { bytesOf } from "./byte-text.ts";
import type { Names, Surroundings } from "./dsl/value.ts";
import { fill } from "./mould.ts";
import type { Block } from "./template.ts";

/** bytes: as they go over the wire, for unsafe requests. */
export interface Prepared { request: TestRequest; bytes: Uint8Array | undefined; timeoutMs: number | undefined; serverName: string | undefined }
/** missing: names that have no value; broken: why it cannot be a request. */
export type Preparing = Prepared | { missing: readonly string[] } | { broken: string };

interface Filling { names: Names; around: Surroundings; base: string; missing: Set<string> }

export interface Place { names: Names; around: Surroundings; base: string }

/** sequence: the number of the path or raw request of the block. */
export function prepare(block: Block, sequence: number, place: Place): Preparing {
  const filling: Filling = { ...place, missing: new Set() };
  const raw = block.raw[sequence - block.paths.length];
  const made = sequence < block.paths.length ? fromPath(block, block.paths[sequence] ?? "", filling) : fromRaw(block, raw ?? "", filling);
  if (filling.missing.size > 0 && !block.skipsVariableCheck) return { missing: [...filling.missing] };
  return made;
}

function filled(mould: string, { names, around, missing }: Filling): string {
  const made = fill(mould, names, around);
  for (const name of made.missing) missing.add(name);
  return made.text;
}

function fromPath(block: Block, mould: string, filling: Filling): Preparing {
  const url = urlOf(filled(mould, filling), filling.base);
  if (url === undefined) return { broken: `the address ${filled(mould, filling).slice(0, 200)} cannot be read` };
  const headers = block.headers.map(([name, value]): Header => [name, headerText(filled(value, filling))]);
  const body = block.body === "" ? undefined : bodyFrom(filled(block.body, filling));
  return { request: { method: block.method, url, headers, body }, bytes: undefined, timeoutMs: undefined, serverName: undefined };
}

const bodyFrom = (text: string): string | Uint8Array => (text.isWellFormed() ? text : bytesOf(text));
const headerText = (text: string): string => (text.isWellFormed() ? text : bytesOf(text).toString("latin1"));

/** What a URL may not hold as it stands is escaped; dots and escapes that are there stay. */
export function urlOf(text: string, base: string): string | undefined {
  const whole = /^https?:\/\//i.test(text) ? text : joined(base, text);
  const bytes = bytesOf(whole.replace(/#.*$/s, "")).toString("latin1");
  const escaped = bytes.replaceAll(/[^\x21-\x7e]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
  return URL.canParse(escaped) ? escaped : undefined;
}

const joined = (base: string, path: string): string => `${base.replace(/\/+$/, "")}${path === "" || path.startsWith("/") || path.startsWith("?") ? path : `/${path}`}`;

const annotationAt = /^@(Host|tls-sni|timeout|once)\s*:?\s*(.*)$/i;

interface Annotations { host: string | undefined; serverName: string | undefined; timeoutMs: number | undefined }

/** Whether a raw request is sent with the first payload set only. */
export const isOnce = (raw: string): boolean => raw.split("\n").some((line) => /^@once\b/i.test(line.trim()));

function fromRaw(block: Block, mould: string, filling: Filling): Preparing {
  const { rest, annotations } = annotated(mould, filling);
  const text = filled(rest, filling);
  const base = annotations.host === undefined ? filling.base : hostBase(annotations.host, filling.base);
  if (base === undefined) return { broken: `the host ${annotations.host ?? ""} cannot be read` };
  const request = rawRequest(text, base);
  if (request === undefined) return { broken: `the request ${text.slice(0, 100)} cannot be read` };
  return { request, bytes: block.unsafe ? wireBytes(text) : undefined, timeoutMs: annotations.timeoutMs, serverName: annotations.serverName };
}

function annotated(mould: string, filling: Filling): { rest: string; annotations: Annotations } {
  const annotations: Annotations = { host: undefined, serverName: undefined, timeoutMs: undefined };
  const lines = mould.split("\n");
  while (lines.length > 0 && ((lines[0] ?? "").trim() === "" || (lines[0] ?? "").startsWith("@"))) {
    const [, kind = "", value = ""] = annotationAt.exec(lines.shift()?.trim() ?? "") ?? [];
    if (/^host$/i.test(kind)) annotations.host = filled(value, filling);
    if (/^tls-sni$/i.test(kind)) annotations.serverName = filled(value, filling);
    if (/^timeout$/i.test(kind)) annotations.timeoutMs = durationMs(value);
  }
  return { rest: lines.join("\n"), annotations };
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, "": 1000 };

function durationMs(text: string): number | undefined {
  const [, amount, unit = ""] = /^(\d{1,6})(ms|s|m)?$/.exec(text.trim()) ?? [];
  return amount === undefined ? undefined : Math.min(120_000, Number(amount) * (unitsMs[unit] ?? 1000));
}

function hostBase(host: string, base: string): string | undefined {
  const text = /^https?:\/\//i.test(host) ? host : `${new URL(base).protocol}//${host}`;
  return URL.canParse(text) ? new URL(text).origin : undefined;
}

/** RFC 9112: request line, header lines, an empty line, the body. */
function rawRequest(text: string, base: string): TestRequest | undefined {
  const { head, body } = headAndBody(text);
  const [line = "", ...lines] = head.split("\n").map((one) => one.replace(/\r$/, ""));
  const [, method, target = ""] = /^(\S+)\s+(.*?)(?:\s+HTTP\/[\d.]+)?\s*$/.exec(line) ?? [];
  const url = method === undefined ? undefined : urlOf(target, base);
  if (method === undefined || url === undefined) return undefined;
  const headers = lines.flatMap((one): Header[] => { const at = one.indexOf(":"); return at > 0 ? [[one.slice(0, at).trim(), headerText(one.slice(at + 1).trim())]] : []; });
  return { method: method.toUpperCase(), url, headers: headers.filter(([name]) => !/^(?:content-length|accept-encoding|connection)$/i.test(name)), body: body === "" ? undefined : bodyFrom(linesFor(headers, body)) };
}

/** RFC 2046, 4.1.1: the lines of a multipart body end with CRLF, which YAML does not keep. */
const linesFor = (headers: readonly Header[], body: string): string => (headers.some(([name, value]) => name.toLowerCase() === "content-type" && /^multipart\//i.test(value)) && !body.includes("\r\n") ? body.replaceAll("\n", "\r\n") : body);

function headAndBody(text: string): { head: string; body: string } {
  const [, head = text, body = ""] = /^([^]*?)\r?\n\r?\n([^]*)$/.exec(text) ?? [];
  // YAML's block ends with a line feed that the author did not mean; multipart bodies keep their own.
  return { head, body: body.replace(/\n$/, "") };
}

/** Line feeds of the head become CRLF; the body stays as it is written. The reply ends with the connection unless the template is about connections. */
function wireBytes(text: string): Uint8Array {
  const { head, body } = headAndBody(text);
  const close = /^(?:connection|transfer-encoding|content-length)\s*:/im.test(head) ? "" : "\r\nConnection: close";
  return bytesOf(`${head.replace(/\s+$/, "").replaceAll(/\r?\n/g, "\r\n")}${close}\r\n\r\n${body}`);
}
