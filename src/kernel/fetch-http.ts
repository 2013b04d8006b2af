// The network behind the Http port: http, https (both through a proxy if one is set) and read-only file: URLs.
import { Agent as PlainAgent, request as plainRequest } from "node:http";
import type { IncomingMessage, RequestOptions } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import type { Clock } from "./clock.ts";
import { Fault, isFault, messageOf } from "./fault.ts";
import { readFileUrl } from "./file-http.ts";
import { replyOf } from "./http-reply.ts";
import type { Http, HttpReply, HttpRequest } from "./http.ts";
import { printableUrl } from "./printable-url.ts";

export interface HttpOptions {
  clock: Clock;
  userAgent: string;
  /** URL of an HTTP proxy for http and https; may hold credentials, which are never shown. */
  proxy?: string | undefined;
  /** Hosts that are reached directly: the syntax of NO_PROXY. */
  noProxy?: string | undefined;
  /** A body that sends nothing for this long is given up; default 60 s. */
  idleMs?: number | undefined;
}

interface Line { plain: PlainAgent; tls: TlsAgent; userAgent: string; idleMs: number }
interface Ask { method: string; headers: Record<string, string>; body: string | Uint8Array | undefined }

const maxRedirects = 5;
const defaultTimeoutMs = 30_000;

/**
 * Makes the one door to the network. Bodies come as they were sent (no decompression), so node:http is
 * used rather than fetch, which undoes Content-Encoding and has no proxy of its own.
 * Every failure to get an answer is a Fault `http.unreachable` naming host and cause; an abort throws the signal's reason.
 */
export function createHttp(options: HttpOptions): Http {
  const { proxy, noProxy, clock, userAgent, idleMs = 60_000 } = options;
  const proxyEnv = proxy === undefined ? undefined : { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: noProxy };
  const agent = { keepAlive: true, maxSockets: 32, proxyEnv };
  const line: Line = { plain: new PlainAgent(agent), tls: new TlsAgent(agent), userAgent, idleMs };
  return {
    async send(url, request = {}) {
      request.signal?.throwIfAborted();
      try {
        return url.startsWith("file:") ? await readFileUrl(url, request, clock) : await follow(line, url, request);
      } catch (cause) {
        request.signal?.throwIfAborted();
        if (isFault(cause)) throw cause;
        throw unreachable(url, causeText(cause), cause);
      }
    },
  };
}

const unreachable = (url: string, why: string, cause?: unknown): Fault =>
  new Fault("http.unreachable", { detail: `${printableUrl(url)}: ${why}.` }, cause);

async function follow(line: Line, url: string, request: HttpRequest): Promise<HttpReply> {
  let at = new URL(url);
  let ask: Ask = { method: request.method ?? "GET", headers: { ...request.headers }, body: request.body };
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const message = await exchange(line, at, ask, request);
    const location = message.headers.location;
    const status = message.statusCode ?? 0;
    if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return replyOf(message, at, line.idleMs, request.signal);
    message.resume();
    const next = nextStop(at, location);
    ask = redirected(ask, status, next.origin === at.origin);
    at = next;
  }
  throw unreachable(url, `more than ${maxRedirects} redirects`);
}

function nextStop(from: URL, location: string): URL {
  if (!URL.canParse(location, from.href)) throw unreachable(from.href, "the redirect's Location is not a URL");
  const next = new URL(location, from);
  if (next.protocol !== "https:" && next.protocol !== from.protocol) throw unreachable(from.href, `refused to follow a redirect from ${from.protocol} to ${next.protocol}`);
  return next;
}

// RFC 9110 15.4: 303, and by custom 301 and 302, turn a POST into a GET. Credentials never follow to another origin.
function redirected(ask: Ask, status: number, sameOrigin: boolean): Ask {
  const toGet = status === 303 || ((status === 301 || status === 302) && ask.method === "POST");
  const secret = /^(authorization|cookie|proxy-authorization|apikey)$/i;
  const headers = sameOrigin ? ask.headers : Object.fromEntries(Object.entries(ask.headers).filter(([name]) => !secret.test(name)));
  return toGet && ask.method !== "HEAD" ? { method: "GET", headers, body: undefined } : { ...ask, headers };
}

function exchange(line: Line, url: URL, ask: Ask, request: HttpRequest): Promise<IncomingMessage> {
  const tls = url.protocol === "https:";
  if (!tls && url.protocol !== "http:") throw unreachable(url.href, `the scheme ${url.protocol} is not supported`);
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
  const options: RequestOptions = {
    method: ask.method, agent: tls ? line.tls : line.plain,
    headers: { "user-agent": line.userAgent, "accept-encoding": "identity", ...lengthOf(ask.body), ...ask.headers },
    ...(request.signal ? { signal: request.signal } : {}),
  };
  return new Promise((resolve, reject) => {
    const out = (tls ? tlsRequest : plainRequest)(url, options);
    const timer = setTimeout(() => out.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    out.once("response", (message) => { clearTimeout(timer); resolve(message); });
    out.on("error", (cause) => { clearTimeout(timer); reject(cause); });
    out.end(ask.body);
  });
}

const lengthOf = (body: string | Uint8Array | undefined): Record<string, string> =>
  body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };

// A refused dual-stack connection is an AggregateError with an empty message; its code says what happened.
function causeText(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  return messageOf(cause) || code || "no cause given";
}
