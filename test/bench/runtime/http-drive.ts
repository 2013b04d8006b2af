// Sends requests by the clock over connections that stay open, and times each from when it was due.
import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Opened } from "../server-process.ts";
import { alertShare, linesPerBatch } from "./http-traffic.ts";
import type { Traffic } from "./http-traffic.ts";

/** ms: one for each request. refused: answered otherwise than with 2xx, or not at all. detections: hits that the receipts count. */
export interface Driven { ms: number[]; requests: number; events: number; refused: number; detections: number }

const connections = 64;

export async function drive(server: Pick<Opened, "url" | "token">, traffic: Traffic, { eventsPerSecond, seconds }: { eventsPerSecond: number; seconds: number }): Promise<Driven> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const driven: Driven = { ms: [], requests: 0, events: 0, refused: 0, detections: 0 };
  const underway = new Set<Promise<void>>();
  const startedAt = performance.now();
  // Both streams by their own beat: which requests are due is told by how much time has passed, however late the timer wakes.
  const beats = [
    { perSecond: eventsPerSecond * alertShare, decoder: "falco", type: "application/json", events: 1, body: traffic.alert, sent: 0 },
    { perSecond: (eventsPerSecond * (1 - alertShare)) / linesPerBatch, decoder: "access-log", type: "text/plain", events: linesPerBatch, body: traffic.batch, sent: 0 },
  ];
  for (let passed = 0; passed < seconds * 1000; passed = performance.now() - startedAt) {
    for (const beat of beats) {
      for (; beat.sent < (passed / 1000) * beat.perSecond; beat.sent++) {
        const dueAt = startedAt + (beat.sent / beat.perSecond) * 1000;
        const one = push(agent, server, beat, dueAt, driven).finally(() => { underway.delete(one); });
        underway.add(one);
      }
    }
    await pause(2);
  }
  await Promise.all(underway);
  agent.destroy();
  return driven;
}

async function push(agent: Agent, { url, token }: Pick<Opened, "url" | "token">, { decoder, type, events, body }: { decoder: string; type: string; events: number; body(at: number): Buffer }, dueAt: number, driven: Driven): Promise<void> {
  const bytes = body(Date.now());
  driven.requests += 1;
  driven.events += events;
  try {
    const { status, text } = await post(agent, `${url}/api/v1/ingest/${decoder}?source=bench`, { authorization: `Bearer ${token}`, "content-type": type, "content-length": String(bytes.length) }, bytes);
    driven.ms.push(performance.now() - dueAt);
    if (status !== 200) { driven.refused += 1; return; }
    const { opened, repeats } = JSON.parse(text) as { opened: number; repeats: number };
    driven.detections += opened + repeats;
  } catch { driven.refused += 1; driven.ms.push(performance.now() - dueAt); }
}

const post = (agent: Agent, url: string, headers: Record<string, string>, bytes: Buffer): Promise<{ status: number; text: string }> => new Promise((resolve, reject) => {
  const asked = request(url, { agent, method: "POST", headers }, (reply) => {
    let text = "";
    reply.setEncoding("utf8");
    reply.on("data", (chunk: string) => { text += chunk; });
    reply.on("end", () => { resolve({ status: reply.statusCode ?? 0, text }); });
    reply.on("error", reject);
  });
  asked.on("error", reject);
  asked.end(bytes);
});
