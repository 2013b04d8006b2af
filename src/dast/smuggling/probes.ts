// Requests whose end two servers see differently (RFC 9112 section 6.3), as bytes.

export interface Ambiguity {
  /** "CL.TE": the front counts by Content-Length, the back by chunks. */
  kind: "CL.TE" | "TE.CL";
  /** How Transfer-Encoding is written so that only one of the two reads it. */
  spelling: string;
}

// The plain one first; then spellings that one of two servers overlooks.
export const spellings: readonly string[] = ["Transfer-Encoding: chunked", "Transfer-Encoding: xchunked", "Transfer-Encoding : chunked", "Transfer-Encoding:\tchunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x", "X: x\nTransfer-Encoding: chunked", " Transfer-Encoding: chunked", "Transfer-Encoding: identity, chunked"];

const head = (origin: string, lines: readonly string[]): string => ["POST / HTTP/1.1", `Host: ${new URL(origin).host}`, "Content-Type: application/x-www-form-urlencoded", "Connection: close", ...lines].join("\r\n");
const bytesOf = (text: string): Uint8Array => Buffer.from(text, "latin1");

/** A server behind that counts otherwise waits for more; one that agrees answers at once: "Q" is no size of a chunk and is refused. */
export const waitingProbe = (origin: string, { kind, spelling }: Ambiguity): Uint8Array => bytesOf(kind === "CL.TE"
  ? `${head(origin, ["Content-Length: 4", spelling])}\r\n\r\n1\r\nA\r\nQ\r\n\r\n`
  : `${head(origin, ["Content-Length: 6", spelling])}\r\n\r\n0\r\n\r\nX`);

/** The same headers and a body whose end is the same by both ways of counting. */
export const agreeingProbe = (origin: string, { kind, spelling }: Ambiguity): Uint8Array => bytesOf(kind === "CL.TE"
  ? `${head(origin, ["Content-Length: 11", spelling])}\r\n\r\n1\r\nA\r\n0\r\n\r\n`
  : `${head(origin, ["Content-Length: 5", spelling])}\r\n\r\n0\r\n\r\n`);

/** Leaves the beginning of a request to `path` behind; the next request on that connection becomes its rest. */
export function leavingProbe(origin: string, { kind, spelling }: Ambiguity, path: string): Uint8Array {
  const rest = `GET ${path} HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nX-Rest: `;
  if (kind === "CL.TE") {
    const body = `0\r\n\r\n${rest}`;
    return bytesOf(`${head(origin, [`Content-Length: ${body.length}`, spelling])}\r\n\r\n${body}`);
  }
  const whole = `GET ${path} HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nContent-Length: 15\r\n\r\nx=1`;
  const size = whole.length.toString(16);
  return bytesOf(`${head(origin, [`Content-Length: ${size.length + 2}`, spelling])}\r\n\r\n${size}\r\n${whole}\r\n0\r\n\r\n`);
}

export const plainRequest = (origin: string): Uint8Array => bytesOf(`GET / HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nConnection: close\r\n\r\n`);
