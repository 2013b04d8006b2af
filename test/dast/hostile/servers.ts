// Hostile servers: each answers in a way that wants a scanner's time, memory or patience. Loopback only.
import { createServer as createTlsServer } from "node:tls";
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { brotliCompressSync, constants, createGzip, gzipSync } from "node:zlib";

export interface Hostile { origin: string; /** Connections that are still open. */ open(): number; close(): Promise<void> }

/** speak: what happens on a connection once the first request has come. */
export async function openHostile(speak: (socket: Socket) => void, scheme: "http" | "https" = "http"): Promise<Hostile> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => { sockets.delete(socket); });
    socket.once("data", () => { speak(socket); });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return {
    origin: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`, open: () => sockets.size,
    close: async () => { for (const socket of sockets) socket.destroy(); await new Promise((resolve) => { server.close(resolve); }); },
  };
}

export const head = (...lines: string[]): string => `${lines.join("\r\n")}\r\n\r\n`;

/** Writes as fast as the other side reads, for ever or until `total` bytes went out. */
export function pour(socket: Socket, chunk: Buffer, total = Number.POSITIVE_INFINITY): void {
  let sent = 0;
  const more = (): void => { while (!socket.destroyed && sent < total) { sent += chunk.length; if (!socket.write(chunk)) { socket.once("drain", more); return; } } if (!socket.destroyed) socket.end(); };
  more();
}

/** One byte every so often. */
export function drip(socket: Socket, everyMs: number): void {
  const timer = setInterval(() => { socket.write("x"); }, everyMs);
  socket.on("close", () => { clearInterval(timer); });
}

/** A gzip of so many zero bytes, made as a stream: about a thousandth of it. */
export async function gzipOfZeros(bytes: number): Promise<Buffer> {
  const gzip = createGzip({ level: 9 });
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((resolve) => { gzip.on("data", (chunk: Buffer) => { chunks.push(chunk); }).on("end", resolve); });
  const zeros = Buffer.alloc(2 ** 20);
  for (let left = bytes; left > 0; left -= zeros.length) if (!gzip.write(zeros)) await new Promise((resolve) => { gzip.once("drain", resolve); });
  gzip.end();
  await ended;
  return Buffer.concat(chunks);
}

export const twiceGzipped = (bomb: Buffer): Buffer => gzipSync(bomb, { level: 9 });
export const brotliOfZeros = (bytes: number): Buffer => brotliCompressSync(Buffer.alloc(bytes), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });

/** What a server says that speaks TLS to nobody's liking. */
export const tlsNoise: Readonly<Record<string, (socket: Socket) => void>> = {
  "plain text where TLS is expected": (socket) => { socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"); },
  "a fatal alert": (socket) => { socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 40])); },
  "random bytes": (socket) => { socket.end(Buffer.alloc(4096, 0xa7)); },
  "the end in the middle of the handshake": (socket) => { socket.destroy(); },
};

/** A TLS server with a certificate of its own making, for what happens behind the handshake. */
export async function openTls(pem: { key: string; cert: string }, speak: (socket: Socket) => void): Promise<Hostile> {
  const sockets = new Set<Socket>();
  const server = createTlsServer(pem, (socket) => { sockets.add(socket); socket.on("error", () => {}).on("close", () => { sockets.delete(socket); }); socket.once("data", () => { speak(socket); }); });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return { origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, open: () => sockets.size, close: async () => { for (const socket of sockets) socket.destroy(); await new Promise((resolve) => { server.close(resolve); }); } };
}
