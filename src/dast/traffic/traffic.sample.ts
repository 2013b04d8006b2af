// Traffic for tests: opened at a loopback server, with a profile that may do everything and no canary unless asked for.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../kernel/clock.ts";
import { profiles } from "../profile.ts";
import type { Scope } from "../scope.ts";
import { openTraffic } from "./open-traffic.ts";
import type { OpenTraffic, TrafficOptions } from "./open-traffic.ts";
import type { LoggedRequest } from "./request-log.ts";

export interface TestServer { origin: string; port: number; connections: Set<Socket>; close(): Promise<void> }

/** An HTTP server on a loopback port of its own. */
export async function openHttp(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener);
  return listening(server, () => { server.closeAllConnections(); });
}

/** A server that speaks what it likes. */
export async function openTcp(speak: (socket: Socket) => void): Promise<TestServer> {
  return listening(createTcpServer((socket) => { socket.on("error", () => {}); speak(socket); }), () => {});
}

async function listening(server: ReturnType<typeof createTcpServer>, before: () => void): Promise<TestServer> {
  const connections = new Set<Socket>();
  server.on("connection", (socket: Socket) => { connections.add(socket); socket.on("close", () => connections.delete(socket)); });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, port, connections, close: async () => { before(); for (const socket of connections) socket.destroy(); await new Promise((resolve) => { server.close(resolve); }); } };
}

export interface TestTraffic { traffic: OpenTraffic; notes: string[]; stop(): void; /** Closes the traffic and gives the lines of its log. */ lines(): Promise<LoggedRequest[]> }

export const scopeOf = (start: string, more: Partial<Scope> = {}): Scope => ({ start, origins: [], include: [], exclude: [], addresses: [], ...more });

/** Wide budgets, so that only what a test sets holds it back. */
export async function openTestTraffic(start: string, options: Partial<TrafficOptions> = {}): Promise<TestTraffic> {
  const folder = mkdtempSync(join(tmpdir(), "aftwatch-dast-traffic-"));
  const logFile = join(folder, "requests.ndjson");
  const [notes, stopper] = [[] as string[], new AbortController()];
  const traffic = await openTraffic({
    profile: profiles.full, scope: scopeOf(start), logFile, clock: systemClock, elapsedMs: () => performance.now(), scanId: "scan-1", userAgent: "aftwatch-dast/test", signal: stopper.signal,
    resolve: () => Promise.resolve(["127.0.0.1"]), note: (text) => { notes.push(text); }, canaryEveryMs: 0, ...options,
    budget: { requestsPerSecond: 1e6, concurrency: 50, ...options.budget },
  });
  let logged: string | undefined;
  // Whoever closes it leaves nothing behind, and may still ask what was logged.
  const close = async (): Promise<void> => {
    await traffic.close();
    logged ??= readFileSync(logFile, "utf8");
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    traffic: { ...traffic, close }, notes, stop: () => { stopper.abort(); },
    async lines() {
      await close();
      return (logged ?? "").split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as LoggedRequest);
    },
  };
}

export const crawl = { session: undefined, about: { phase: "crawl" } } as const;
