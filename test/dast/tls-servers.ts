// TLS servers for tests: certificates made by openssl at run time, and a server that answers a hello with bytes of our own.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createPlain } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import type { TlsOptions } from "node:tls";

export interface Made { key: Buffer; cert: Buffer }
export interface MadeBy { names?: string; days?: number; bits?: number; hash?: string; /** openssl's -not_before and -not_after, which new versions only know: days below zero make an ended one. */ curve?: string }

export const hasOpenssl = ((): boolean => { try { execFileSync("openssl", ["version"], { stdio: "ignore" }); return true; } catch { return false; } })();

/** A certificate signed by itself. names: "DNS:localhost,IP:127.0.0.1". */
export function makeCertificate({ names = "DNS:localhost,IP:127.0.0.1", days = 90, bits = 2048, hash = "sha256", curve }: MadeBy = {}): Made {
  const folder = mkdtempSync(join(tmpdir(), "aftwatch-tls-"));
  try {
    const key = curve === undefined ? ["-newkey", `rsa:${bits}`] : ["-newkey", "ec", "-pkeyopt", `ec_paramgen_curve:${curve}`];
    execFileSync("openssl", ["req", "-x509", "-nodes", ...key, `-${hash}`, "-subj", "/CN=range", "-addext", `subjectAltName=${names}`, "-days", String(days), "-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")], { stdio: "ignore" });
    return { key: readFileSync(join(folder, "key.pem")), cert: readFileSync(join(folder, "cert.pem")) };
  } finally { rmSync(folder, { recursive: true }); }
}

export interface OpenServer { origin: string; close(): Promise<void> }
async function listening(server: Server): Promise<OpenServer> {
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return { origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => new Promise((resolve) => { server.close(() => { resolve(); }); }) };
}

export const openTls = (options: TlsOptions): Promise<OpenServer> => {
  const server = createServer(options, (socket) => { socket.on("error", () => {}); socket.end(); });
  server.on("tlsClientError", () => {});
  return listening(server);
};

/** Answers whatever comes with these bytes. answer gets the ClientHello record. */
export const openScripted = (answer: (hello: Buffer) => Buffer): Promise<OpenServer> => listening(createPlain((socket) => {
  socket.on("error", () => {});
  socket.once("data", (hello) => { socket.write(answer(hello as Buffer)); });
}));

/** A ServerHello with this version, suite and compression, when the hello offers the suite in that version; else an alert. */
export function scriptedHello({ version, suite, compression = 0 }: { version: number; suite: number; compression?: number }): (hello: Buffer) => Buffer {
  return (hello) => {
    const suitesAt = 44 + (hello[43] ?? 0);
    const count = hello.readUInt16BE(suitesAt) / 2;
    const offered = Array.from({ length: count }, (_, at) => hello.readUInt16BE(suitesAt + 2 + at * 2));
    const compressions = hello.subarray(suitesAt + 3 + count * 2, suitesAt + 3 + count * 2 + (hello[suitesAt + 2 + count * 2] ?? 0));
    if (hello.readUInt16BE(9) !== version || !offered.includes(suite)) return Buffer.from([21, 3, 1, 0, 2, 2, 40]);
    const body = Buffer.concat([Buffer.from([version >> 8, version & 255]), Buffer.alloc(32, 7), Buffer.from([0, suite >> 8, suite & 255, compressions.includes(compression) ? compression : 0])]);
    const messages = Buffer.concat([Buffer.from([2, 0, body.length >> 8, body.length & 255]), body, Buffer.from([14, 0, 0, 0])]);
    return Buffer.concat([Buffer.from([22, version >> 8, version & 255, messages.length >> 8, messages.length & 255]), messages]);
  };
}
