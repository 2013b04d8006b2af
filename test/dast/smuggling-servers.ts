// A proxy and a server behind it on one shared connection, each with its own way of finding the end of a request.
import { connect, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";

/** chunkedBy: whether a head's Transfer-Encoding counts. wins: which counts when both are there; refuse: 400. */
export interface Framing { chunkedBy: RegExp; wins: "chunks" | "length" | "refuse" }
export const strict = /^transfer-encoding: ?chunked$/im;
export const lenient = /^\s*transfer-encoding\s*:.*chunked/im;
export const never = /^\u0000$/;

interface Cut { head: string; whole: Buffer; rest: Buffer; isRefused: boolean }

/** The first request of the bytes; undefined while it is not complete. */
function cutRequest(bytes: Buffer, { chunkedBy, wins }: Framing): Cut | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = bytes.subarray(0, end).toString("latin1");
  const chunked = chunkedBy.test(head.replaceAll("\r", ""));
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  const cutAt = (at: number): Cut | undefined => (at > bytes.length ? undefined : { head, whole: bytes.subarray(0, at), rest: bytes.subarray(at), isRefused: false });
  if (chunked && length !== undefined && wins === "refuse") return { head, whole: bytes, rest: Buffer.alloc(0), isRefused: true };
  if (!chunked || (length !== undefined && wins === "length")) return cutAt(end + 4 + Number(length ?? 0));
  for (let at = end + 4; ;) {
    const line = bytes.indexOf("\r\n", at);
    if (line < 0) return undefined;
    const size = Number.parseInt(bytes.subarray(at, line).toString("latin1"), 16);
    if (Number.isNaN(size)) return { head, whole: bytes, rest: Buffer.alloc(0), isRefused: true };
    if (size === 0) return cutAt(line + 4);
    at = line + 2 + size + 2;
    if (at > bytes.length) return undefined;
  }
}

const answer = (status: string, body: string): string => `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\nContent-Type: text/plain\r\n\r\n${body}`;

/** Calls take for each request that is complete. */
function reading(socket: Socket, framing: Framing, take: (cut: Cut) => void): void {
  let held = Buffer.alloc(0);
  socket.on("error", () => {});
  socket.on("data", (part) => {
    held = Buffer.concat([held, part as Buffer]);
    for (let cut = cutRequest(held, framing); cut !== undefined; cut = cutRequest(held, framing)) {
      held = Buffer.from(cut.rest);
      take(cut);
      if (held.length === 0) return;
    }
  });
}

const listen = (server: Server): Promise<number> => new Promise((resolve) => { server.listen(0, "127.0.0.1", () => { resolve((server.address() as AddressInfo).port); }); });

export async function openPair(front: Framing, back: Framing, { delayMs = 0 }: { delayMs?: number } = {}): Promise<{ origin: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const kept = (socket: Socket): Socket => { sockets.add(socket); socket.on("close", () => sockets.delete(socket)); return socket; };
  const backServer = createServer((socket) => {
    reading(kept(socket), back, ({ head, isRefused }) => {
      const [, , path = ""] = /^(\S+) (\S+)/.exec(head) ?? [];
      setTimeout(() => { socket.write(isRefused ? answer("400 Bad Request", "refused") : path === "/" ? answer("200 OK", "welcome") : answer("404 Not Found", "nothing here")); }, delayMs);
    });
  });
  const backPort = await listen(backServer);
  let shared: Socket | undefined;
  const waiting: Socket[] = [];
  // A connection on which an answer never came is given up when its client leaves, as real proxies do.
  const toBack = (): Socket => {
    if (shared !== undefined && !shared.destroyed) return shared;
    const made = kept(connect(backPort, "127.0.0.1"));
    made.on("error", () => {});
    made.on("data", (part) => { waiting.shift()?.end(part); });
    shared = made;
    return made;
  };
  const frontServer = createServer((client) => {
    client.on("close", () => { if (waiting.includes(client)) { waiting.length = 0; shared?.destroy(); } });
    let isLast = false;
    reading(kept(client), front, ({ head, whole, isRefused }) => {
      // RFC 9112 section 9.6: nothing behind a request that closes the connection is read.
      if (isLast) return;
      isLast = /^connection: *close/im.test(head);
      if (isRefused) { client.end(answer("400 Bad Request", "refused")); return; }
      waiting.push(client);
      toBack().write(whole);
    });
  });
  const port = await listen(frontServer);
  return { origin: `http://127.0.0.1:${port}`, close: async () => { for (const socket of sockets) socket.destroy(); await Promise.all([frontServer, backServer].map((server) => new Promise((resolve) => { server.close(resolve); }))); } };
}
