// Measures alerts from the POST to the outbox on a server of its own, and what a storm does to it.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { quantile } from "../figures.ts";
import { call, json, startServer, webhookTo } from "../server-under-test.ts";
import type { ServerUnderTest } from "../server-under-test.ts";
import { post, pour, watchOutbox } from "./load.ts";
import { alertOf, treeOf } from "./tree.ts";
import type { Tree } from "./tree.ts";

/** p50, p99 and worst in ms. cpuShare: processor time of the server by wall time; 1 is one core. cpuMsPerAlert: everything the server does, deliveries too. */
export interface Pace { nodes: number; perSecond: number; seconds: number; alertsPerGroup: number; postSize: number; p50: number; p99: number; worst: number; answerP99: number; notices: number; missing: number; cpuShare: number; cpuMsPerAlert: number; peakMb: number }
export interface Storm { alerts: number; seconds: number; notices: number; delivered: number; mostToOneReceiverPerMinute: number; limitPerMinute: number; peakMb: number; drainedSeconds: number }

interface Stage { server: ServerUnderTest; directory: string; arrivals: Map<string, number[]>; close(): Promise<void> }

async function stageFor(tree: Tree, perMinute: number): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), "aftwatch-alerts-"));
  const arrivals = new Map<string, number[]>();
  const sink = createServer((asked, reply) => {
    asked.resume().on("end", () => {
      const name = asked.url ?? "";
      arrivals.set(name, [...arrivals.get(name) ?? [], Date.now()]);
      reply.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => { sink.listen(0, "127.0.0.1", resolve); });
  const { port } = sink.address() as { port: number };
  const server = await startServer({ AFTWATCH_DATA: directory, AFTWATCH_FEEDS: "none", AFTWATCH_HOST: "off", AFTWATCH_PRIVATE_CHANNELS: "on", AFTWATCH_LOG: "error" });
  for (const id of tree.receivers) {
    const settings = webhookTo(port);
    await call(server, "PUT", `/receivers/${id}`, json({ channel: "webhook", settings: { ...settings, url: `${settings.url}${id}` }, common: { messagesPerMinute: perMinute } }));
  }
  await call(server, "PUT", "/routes", json({ routing: tree.routing }));
  return { server, directory, arrivals, close: async () => { await server.stop(); sink.closeAllConnections(); sink.close(); rmSync(directory, { recursive: true, force: true }); } };
}

const told = { groupWait: "0s", groupInterval: "1m", repeatInterval: "4h" };

export async function measurePace({ nodes, perSecond, seconds, alertsPerGroup, postSize }: Pick<Pace, "nodes" | "perSecond" | "seconds" | "alertsPerGroup" | "postSize">): Promise<Pace> {
  const tree = treeOf(nodes, alertsPerGroup === 1 ? ["..."] : ["alertname", "story"], told);
  const { server, directory, close } = await stageFor(tree, 60);
  try {
    const watch = watchOutbox(join(directory, "aftwatch.db"));
    const send = (alerts: unknown[]): Promise<void> => post(server.url, "/api/v2/alerts", server.token, alerts);
    // Warm: the first requests compile what later ones find compiled. Their numbers lie beyond those that are measured.
    await pour({ perSecond: 500, seconds: 2, size: postSize, alert: (n) => alertOf(10_000_000 + n, tree, alertsPerGroup), send });
    await pause(500);
    const [cpuBefore, wallBefore] = [server.cpuMs() ?? Number.NaN, Date.now()];
    const posted = await pour({ perSecond, seconds, size: postSize, alert: (n) => alertOf(n, tree, alertsPerGroup), send });
    const cpuMs = (server.cpuMs() ?? Number.NaN) - cpuBefore;
    const cpuShare = cpuMs / (Date.now() - wallBefore);
    for (let tries = 0; tries < 200 && [...posted.keys()].some((n) => !watch.seen.has(n)); tries++) await pause(50);
    await watch.stop();
    const waits = [...posted].flatMap(([n, { at }]) => { const seenAt = watch.seen.get(n); return seenAt === undefined ? [] : [seenAt - at]; });
    const answers = [...new Set(posted.values())].map(({ at, answeredAt }) => answeredAt - at);
    return {
      nodes: tree.nodes, perSecond, seconds, alertsPerGroup, postSize, p50: quantile(waits, 0.5), p99: quantile(waits, 0.99), worst: quantile(waits, 1), answerP99: quantile(answers, 0.99),
      notices: watch.notices(), missing: posted.size - waits.length, cpuShare, cpuMsPerAlert: cpuMs / posted.size, peakMb: server.memory()?.peak ?? Number.NaN,
    };
  } finally { await close(); }
}

/** 100,000 alerts in a minute: what people are told of it, and what the server needs. */
export async function measureStorm({ alerts, seconds, limitPerMinute }: Pick<Storm, "alerts" | "seconds" | "limitPerMinute">): Promise<Storm> {
  const tree = treeOf(500, ["alertname"], { groupWait: "5s", groupInterval: "30s", repeatInterval: "4h" });
  const { server, directory, arrivals, close } = await stageFor(tree, limitPerMinute);
  try {
    const watch = watchOutbox(join(directory, "aftwatch.db"));
    await pour({ perSecond: alerts / seconds, seconds, size: 50, alert: (n) => alertOf(n, tree, 4), send: (batch) => post(server.url, "/api/v2/alerts", server.token, batch) });
    const endedAt = Date.now();
    for (let tries = 0; tries < 600 && watch.seen.size < alerts; tries++) await pause(100);
    const drainedSeconds = (Date.now() - endedAt) / 1000;
    await pause(5000);
    await watch.stop();
    return { alerts, seconds, limitPerMinute, notices: watch.notices(), delivered: [...arrivals.values()].flat().length, mostToOneReceiverPerMinute: Math.max(0, ...[...arrivals.values()].map(mostPerMinute)), peakMb: server.memory()?.peak ?? Number.NaN, drainedSeconds };
  } finally { await close(); }
}

const mostPerMinute = (times: readonly number[]): number => Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length));
