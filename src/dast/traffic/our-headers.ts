// Headers that every request of a scan has, so that operators can find it, block it and know whose it is.
import type { Header, TestRequest } from "../exchange.ts";

export const scanHeader = "x-aftwatch-scan";

/**
 * The scan id always; a user agent, accept and accept-encoding where the request has none. A probe may put its value into User-Agent:
 * it is then the scan header by which it is known. Ours come last, as the request's own keep their places.
 */
export function withOurHeaders(request: TestRequest, { userAgent, scanId }: { userAgent: string; scanId: string }): TestRequest {
  const has = new Set(request.headers.map(([name]) => name.toLowerCase()));
  const ours: Header[] = [["user-agent", `${userAgent} (+scan ${scanId})`], ["accept", "*/*"], ["accept-encoding", "gzip, deflate, br"]];
  return { ...request, headers: [...request.headers.filter(([name]) => name.toLowerCase() !== scanHeader), ...ours.filter(([name]) => !has.has(name)), [scanHeader, scanId]] };
}

const requestLine = /^[A-Z]+ \S+ HTTP\/1\.[01]\r\n/;
const hostLine = /\r\n[Hh][Oo][Ss][Tt]:[^\r\n]*\r\n(?![ \t])/;

/**
 * Bytes of a check's own making, with the scan's headers behind the first request's Host: an operator can find and block these as well.
 * What is no HTTP/1 or has no plain Host line stays to the byte: there the form is what is tested.
 */
export function bytesWithOurHeaders(bytes: Uint8Array, { userAgent, scanId }: { userAgent: string; scanId: string }): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  const end = text.indexOf("\r\n\r\n");
  const head = end < 0 ? text : text.slice(0, end + 2);
  const host = hostLine.exec(head);
  if (!requestLine.test(head) || host === null || head.toLowerCase().includes(`\r\n${scanHeader}:`)) return bytes;
  const agent = /\r\nuser-agent:/i.test(head) ? "" : `User-Agent: ${userAgent} (+scan ${scanId})\r\n`;
  const at = host.index + host[0].length;
  return Buffer.from(`${text.slice(0, at)}${agent}${scanHeader}: ${scanId}\r\n${text.slice(at)}`, "latin1");
}
