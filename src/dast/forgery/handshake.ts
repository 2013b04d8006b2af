// The opening of a WebSocket connection as a page of another site opens it (RFC 6455 sections 4.1 and 10.2).
import { hash } from "node:crypto";
import type { RawReply, Tools } from "../check.ts";
import type { Exchange, Header, TestRequest } from "../exchange.ts";

/** An exchange of the opening alone; the connection is closed at once and no message is sent. */
export async function openingOf(tools: Tools, { url, headers }: Pick<TestRequest, "url" | "headers">): Promise<Exchange & { isOpen: boolean }> {
  const { origin, host, pathname, search } = new URL(url);
  const key = Buffer.from(tools.seed.word("websocket key", 16), "latin1").toString("base64");
  const lines: readonly Header[] = [["Host", host], ["Upgrade", "websocket"], ["Connection", "Upgrade"], ["Sec-WebSocket-Key", key], ["Sec-WebSocket-Version", "13"], ...headers];
  const request: TestRequest = { method: "GET", url, headers: lines, body: undefined };
  const raw = await tools.sendRaw({ origin, bytes: Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`, "latin1"), timeoutMs: 5_000, until: (bytes) => Buffer.from(bytes).includes("\r\n\r\n") });
  const accept = Buffer.from(hash("sha1", `${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`, "hex"), "hex").toString("base64");
  const head = Buffer.from(raw.bytes).toString("latin1").split("\r\n\r\n")[0] ?? "";
  return { ...exchangeOf(request, raw, head, tools.clock.now()), isOpen: /^HTTP\/1\.1 101\b/.test(head) && head.includes(accept) };
}

function exchangeOf(request: TestRequest, { bytes, totalMs, firstByteMs, failure }: RawReply, head: string, at: Exchange["at"]): Exchange {
  const [first = "", ...lines] = head.split("\r\n");
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1];
  if (status === undefined) return { seq: 0, at, request, reply: undefined, failure: { kind: "malformed", why: failure ?? "no answer to the opening" } };
  const headers = lines.map((line): Header => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
  return { seq: 0, at, request, failure: undefined, reply: { status: Number(status), headers, body: new Uint8Array(), text: "", sizeBytes: bytes.length, truncated: false, headMs: firstByteMs ?? totalMs, totalMs } };
}

const absolute = /\bwss?:\/\/[\w.:[\]-]+(?:\/[\w./~%-]*)?(?:\?[\w=&%.-]*)?/g;
// new WebSocket(`${scheme}//${location.host}/path`), new WebSocket("/path"), with the scheme put before in any way.
const relative = /new\s+(?:WebSocket|ReconnectingWebSocket|SockJS)\s*\([^;]{0,160}?["'`}](\/[\w./~%-]+)["'`]/g;

/** Addresses of sockets that a page or script opens on its own origin, as http(s) URLs. */
export function socketsIn(text: string, base: string): string[] {
  const { origin } = new URL(base);
  const whole = (text.match(absolute) ?? []).flatMap((url) => { const http = url.replace(/^ws/, "http"); return URL.canParse(http) && new URL(http).origin === origin ? [http] : []; });
  const paths = [...text.matchAll(relative)].flatMap(([, path = ""]) => (URL.canParse(path, origin) ? [new URL(path, origin).href] : []));
  return [...new Set([...whole, ...paths])].filter((url) => new URL(url).origin === origin);
}
