// A real HTTP receiver on the loopback interface, for tests of what is sent over the wire.
import { createServer } from "node:http";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received { method: string; path: string; headers: IncomingHttpHeaders; body: string }

export interface LoopbackReceiver { port: number; received: Received[]; close(): Promise<void> }

/** Listens on a free port; keeps what came and answers as told. An answer that never ends the response leaves the sender waiting. */
export async function openReceiver(answer: (response: ServerResponse, received: Received) => void): Promise<LoopbackReceiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString("utf8") };
      received.push(one);
      answer(response, one);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return {
    port: (server.address() as AddressInfo).port,
    received,
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}
