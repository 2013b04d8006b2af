// Events over HTTP at a real server with all rules loaded: how long from sending to the answer, which comes when the detections are committed.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quantile } from "../figures.ts";
import type { Row } from "../figures.ts";
import { call, startServer } from "../server-under-test.ts";
import type { ServerUnderTest } from "../server-under-test.ts";
import { createTraffic, trafficSaid } from "./http-traffic.ts";
import { drive } from "./http-drive.ts";
import type { Driven } from "./http-drive.ts";
import type { Measured, Plan } from "./plan.ts";
import { ruleTexts, rulesSaid } from "./rules.ts";

const aims = { rate: 2000, p99: 250 } as const;

export async function measureHttp(plan: Plan, work: string): Promise<Measured> {
  const isQuick = plan.runs === 1;
  const folder = join(work, "http-rules");
  const rules = writeRules(folder, isQuick ? 200 : Infinity);
  const server = await startServer({ AFTWATCH_DATA: join(work, "http-data"), AFTWATCH_FEEDS: "none", AFTWATCH_HOST: "off", AFTWATCH_LOG: "error", AFTWATCH_RULES: folder });
  try {
    await drive(server, createTraffic(1), { eventsPerSecond: isQuick ? 500 : 1000, seconds: isQuick ? 1 : 8 });
    const [loaded, stated] = [await loadedRules(server), await measured(server, aims.rate, isQuick ? 2 : 30)];
    const highest = isQuick ? { rate: aims.rate, p99: stated.p99 } : await highestRate(server, stated.p99);
    return { rows: rowsOf(stated, highest), notes: [`${rules} files of ${rulesSaid}, with content: ${loaded} rules and correlations at work. ${trafficSaid}`, "From the moment a request was due to its 2xx: requests are sent by the clock, whether or not earlier ones were answered. The sender runs on the other core."] };
  } finally { await server.stop(); }
}

interface Stated extends Driven { p50: number; p95: number; p99: number; cpuShare: number; rss: number; peak: number }

async function measured(server: ServerUnderTest, eventsPerSecond: number, seconds: number): Promise<Stated> {
  const [cpu, from] = [server.cpuMs() ?? Number.NaN, performance.now()];
  const driven = await drive(server, createTraffic(2), { eventsPerSecond, seconds });
  const cpuShare = (((server.cpuMs() ?? Number.NaN) - cpu) / (performance.now() - from)) * 100;
  const { rss, peak } = server.memory() ?? { rss: Number.NaN, peak: Number.NaN };
  return { ...driven, p50: quantile(driven.ms, 0.5), p95: quantile(driven.ms, 0.95), p99: quantile(driven.ms, 0.99), cpuShare, rss, peak };
}

/** Upwards by a quarter until the answers take too long; each rate for ten seconds. */
async function highestRate(server: ServerUnderTest, p99At: number): Promise<{ rate: number; p99: number }> {
  let best: { rate: number; p99: number } = p99At <= aims.p99 ? { rate: aims.rate, p99: p99At } : { rate: 0, p99: p99At };
  for (let rate: number = p99At <= aims.p99 ? aims.rate * 1.25 : aims.rate * 0.25; rate <= 64_000; rate = Math.round(rate * 1.25)) {
    const { p99, refused } = await measured(server, rate, 10);
    if (p99 > aims.p99 || refused > 0) return best;
    best = { rate, p99 };
  }
  return best;
}

const row = (measure: string, value: number, unit: string, aim?: number): Row => ({ measure, value, unit, aim });

function rowsOf({ p50, p95, p99, cpuShare, rss, peak, requests, events, refused, detections }: Stated, highest: { rate: number; p99: number }): Row[] {
  const at = `${aims.rate} events/s`;
  return [
    row(`${at}: send to committed, p50`, p50, "ms"), row(`${at}: send to committed, p95`, p95, "ms"), row(`${at}: send to committed, p99`, p99, "ms", aims.p99),
    row(`${at}: processor of the server, of one core`, cpuShare, "%"), row(`${at}: memory of the server`, rss, "MB"), row(`${at}: peak memory of the server, loading included`, peak, "MB"),
    row(`${at}: requests`, requests, ""), row(`${at}: events`, events, ""), row(`${at}: hits counted in detections`, detections, ""), row(`${at}: requests without 2xx`, refused, "", 0),
    { ...row(`highest rate with p99 within ${aims.p99} ms`, highest.rate, "events/s", aims.rate), more: true }, row("p99 at that rate", highest.p99, "ms"),
  ];
}

async function loadedRules(server: ServerUnderTest): Promise<number> {
  const { rules, correlations } = await call<{ rules: number; correlations: number }>(server, "GET", "/runtime");
  return rules + correlations;
}

function writeRules(folder: string, most: number): number {
  mkdirSync(folder, { recursive: true });
  const texts = ruleTexts().slice(0, most);
  texts.forEach(({ text }, index) => { writeFileSync(join(folder, `${String(index).padStart(5, "0")}.yml`), text); });
  return texts.length;
}

