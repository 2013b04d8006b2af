// Receivers that misbehave: too late, too often, broken, reset, slow, cut off; each remembers what came whole and what it said yes to.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Chance } from "../bench/chance.ts";

/** key: the webhook-id. body as it came, whole. */
export interface Arrival { key: string; body: string; accepted: boolean }
export interface BadReceiver { id: string; port: number; arrivals: readonly Arrival[]; behave(): void; close(): Promise<void> }

/** How an answer goes wrong. "late" and "cut" read the message whole and do not say so; "slow" says yes byte by byte. */
export const moods = ["good", "late", "busy", "broken", "reset", "slow", "cut"] as const;
export type Mood = (typeof moods)[number];

/** share: how many of its answers go wrong, evenly over the moods; lateMs: longer than the sender waits. */
export async function openBadReceiver(id: string, chance: Chance, { share, lateMs }: { share: number; lateMs: number }): Promise<BadReceiver> {
  const arrivals: Arrival[] = [];
  let isBad = true;
  const moodOf = (): Mood => (isBad && chance() < share ? moods[1 + Math.floor(chance() * (moods.length - 1))] ?? "good" : "good");
  const server = createServer((request, response) => {
    request.on("error", () => {});
    response.on("error", () => {});
    const mood = moodOf();
    if (mood === "reset") return void setTimeout(() => request.socket.resetAndDestroy(), chance() * 5);
    void bodyOf(request).then((body) => {
      if (body === undefined) return;
      arrivals.push({ key: String(request.headers["webhook-id"]), body, accepted: mood === "good" || mood === "slow" });
      answer(response, mood, lateMs);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return {
    id, port: (server.address() as AddressInfo).port, arrivals, behave: () => { isBad = false; },
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  try { for await (const chunk of request) chunks.push(chunk as Buffer); } catch { return undefined; }
  return Buffer.concat(chunks).toString("utf8");
}

function answer(response: ServerResponse, mood: Mood, lateMs: number): void {
  switch (mood) {
    case "good": response.writeHead(200).end("ok"); return;
    case "late": setTimeout(() => { response.writeHead(200).end("ok"); }, lateMs); return;
    case "busy": response.writeHead(429, { "retry-after": "0" }).end("slow down"); return;
    case "broken": response.writeHead(500).end("no"); return;
    case "slow": response.writeHead(200); drip(response, 6); return;
    // A status line that breaks off: the sender cannot know whether it was taken.
    case "cut": response.socket?.end("HTTP/1.1 20"); return;
    case "reset": return;
    default: mood satisfies never;
  }
}

function drip(response: ServerResponse, bytes: number): void {
  if (bytes === 0) return void response.end();
  response.write("x");
  setTimeout(() => drip(response, bytes - 1), 5);
}
