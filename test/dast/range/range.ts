// The range: a loopback server of many small applications, each under a random path of its own.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createSeed } from "../../../src/dast/seed.ts";
import type { Header } from "../../../src/dast/exchange.ts";
import type { BuiltCase, RangeAnswer, RangeCase, RangeRequest } from "./case.ts";

export interface OpenCase { case: RangeCase; built: BuiltCase; /** "/qzkdpwhab" */ prefix: string }
export interface SeenRequest { method: string; path: string; prefix: string; headers: Readonly<Record<string, string | undefined>> }
export interface Range { origin: string; cases: readonly OpenCase[]; seen: readonly SeenRequest[]; close(): Promise<void> }

/** Opens the cases on one loopback port. The first page links to each, and to the addresses elsewhere. */
export async function openRange(cases: readonly RangeCase[], seed = "range", elsewhere: readonly string[] = []): Promise<Range> {
  const open: OpenCase[] = [];
  for (const one of cases) {
    const names = createSeed(seed).of(`${one.check}/${one.name}/${one.vulnerable}`);
    open.push({ case: one, prefix: `/${names.word("prefix", 12)}`, built: await one.build({ word: (label) => names.word(label, 7), number: (label, from, to) => names.number(label, from, to) }) });
  }
  const byPrefix = new Map(open.map((one) => [one.prefix, one]));
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => { void answer({ cases: byPrefix, elsewhere }, seen, request, response); });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin, cases: open, seen,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
      for (const { built } of open) await built.close?.();
    },
  };
}

interface Opened { cases: ReadonlyMap<string, OpenCase>; elsewhere: readonly string[] }

async function answer(opened: Opened, seen: SeenRequest[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const target = request.url ?? "/";
  const [, prefix = "", path = ""] = /^(\/[a-z]*)([^?]*)/.exec(target) ?? [];
  seen.push({ method: request.method ?? "GET", path: target, prefix, headers: headersFrom(request) });
  const one = opened.cases.get(prefix);
  if (one === undefined) return send(response, target === "/" ? indexOf(opened) : { status: 404, body: "There is nothing here." });
  const from = requestFrom(request, { prefix, path: path === "" ? "/" : path, body: Buffer.concat(chunks) });
  try {
    const given = from === undefined ? { status: 400, body: "That is no URL." } : await one.built.handle(from);
    send(response, given ?? (path === "" || path === "/" ? { headers: [["content-type", "text/html; charset=utf-8"]], body: `<!doctype html><title>Case</title><body>${one.built.html(prefix)}` } : { status: 404, body: "There is nothing here." }));
  } catch (thrown) {
    send(response, { status: 500, body: `The case failed: ${String(thrown)}` });
  }
  return undefined;
}

const indexOf = ({ cases, elsewhere }: Opened): RangeAnswer => ({ headers: [["content-type", "text/html; charset=utf-8"]], body: `<!doctype html><title>Range</title><ul>${[...[...cases.keys()].map((prefix) => `${prefix}/`), ...elsewhere].map((link) => `<li><a href="${link}">${link}</a>`).join("")}</ul>` });

function requestFrom(request: IncomingMessage, { prefix, path, body }: { prefix: string; path: string; body: Buffer }): RangeRequest | undefined {
  const origin = `http://${request.socket.localAddress}:${request.socket.localPort}`;
  const url = URL.canParse(request.url ?? "/", origin) ? new URL(request.url ?? "/", origin) : undefined;
  if (url === undefined) return undefined;
  const headers = headersFrom(request);
  return {
    method: request.method ?? "GET", path, url, origin, prefix, query: url.searchParams, headers, rawHeaders: pairsOf(request.rawHeaders), cookies: cookiesFrom(headers.cookie), body,
    form: () => new URLSearchParams(body.toString("utf8")),
    json: () => { try { return JSON.parse(body.toString("utf8")) as unknown; } catch { return undefined; } },
  };
}

const headersFrom = (request: IncomingMessage): Record<string, string | undefined> => Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]));
const pairsOf = (raw: readonly string[]): Header[] => raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ""] as const] : []));
const cookiesFrom = (header: string | undefined): Record<string, string | undefined> => Object.fromEntries((header ?? "").split(/; */).filter((pair) => pair.includes("=")).map((pair) => [pair.slice(0, pair.indexOf("=")), decoded(pair.slice(pair.indexOf("=") + 1))]));
const decoded = (text: string): string => { try { return decodeURIComponent(text); } catch { return text; } };

function send(response: ServerResponse, { status = 200, headers = [], body = "", delayMs = 0 }: RangeAnswer): void {
  setTimeout(() => {
    if (response.destroyed) return;
    const lines = new Map<string, string[]>();
    for (const [name, value] of headers) lines.set(name, [...lines.get(name) ?? [], value]);
    response.writeHead(status, Object.fromEntries([...lines].map(([name, values]) => [name, values.length === 1 ? values[0] : values])));
    response.end(body);
  }, delayMs);
}
