// The listener's HTTP side: bounded, tells which paths were asked for, and speaks just enough LDAP on the same port.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createNetServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { hearLdap } from "./ldap-answer.ts";

export interface HttpListenerOptions {
  host: string; port: number;
  /** Path and Host of a request; gives what to answer, undefined for 404. */
  asked(about: { method: string; path: string; hostName: string; from: string; agent: string }): { body: string; contentType: string } | undefined;
  searched(name: string, from: string): void;
}
export interface HttpListener { port: number; close(): Promise<void> }

/** Throws what the system says when the port cannot be opened. */
export async function openHttpListener(options: HttpListenerOptions): Promise<HttpListener> {
  const http = createServer({ maxHeaderSize: 8_192, requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 1_000 }, (request, response) => { answer(request, response, options); });
  http.on("clientError", (_error, socket) => { socket.destroy(); });
  const sockets = new Set<Socket>();
  const front = createNetServer((socket) => {
    sockets.add(socket);
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => { sockets.delete(socket); });
    socket.once("data", (first) => { route(socket, first, (name) => { options.searched(name, fromOf(socket)); }, () => { http.emit("connection", socket); }); });
  });
  front.maxConnections = 200;
  await new Promise<void>((resolve, reject) => { front.once("error", reject); front.listen(options.port, options.host, () => { front.off("error", reject); resolve(); }); });
  return {
    port: (front.address() as AddressInfo).port,
    close: async () => { for (const socket of sockets) socket.destroy(); http.close(); await new Promise<void>((resolve) => { front.close(() => { resolve(); }); }); },
  };
}

const fromOf = (socket: Socket): string => (socket.remoteAddress ?? "unknown").replace(/^::ffff:/, "");

// 0x30 opens an LDAP message and never an HTTP method.
function route(socket: Socket, first: Buffer, searched: (name: string) => void, asHttp: () => void): void {
  if (first[0] !== 0x30) {
    // Paused while it changes hands, so that the first bytes are read by the HTTP parser and nobody else.
    socket.pause();
    socket.unshift(first);
    asHttp();
    setImmediate(() => { socket.resume(); });
    return;
  }
  const hear = (message: Buffer): void => {
    const heard = hearLdap(message);
    if (heard === undefined) { socket.destroy(); return; }
    if (heard.searched !== undefined) searched(heard.searched);
    socket.write(heard.reply);
  };
  hear(first);
  socket.on("data", hear);
}

function answer(request: IncomingMessage, response: ServerResponse, options: HttpListenerOptions): void {
  const about = { method: request.method ?? "GET", path: request.url ?? "/", hostName: request.headers.host ?? "", from: fromOf(request.socket), agent: request.headers["user-agent"] ?? "" };
  const given = options.asked(about);
  // What is sent to us is none of our business: read away up to a limit, never kept.
  let read = 0;
  request.on("data", (chunk: Buffer) => { read += chunk.length; if (read > 65_536) request.destroy(); });
  request.on("error", () => {});
  response.writeHead(given === undefined ? 404 : 200, { "content-type": given?.contentType ?? "text/plain; charset=utf-8", connection: "close" });
  response.end(given?.body ?? "");
}
