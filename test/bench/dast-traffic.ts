// npm run bench:dast-traffic: requests a second through the whole way out of a scan against a fast loopback server, and memory over many of them.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { systemClock } from "../../src/kernel/clock.ts";
import { profiles } from "../../src/dast/profile.ts";
import { openTraffic } from "../../src/dast/traffic/open-traffic.ts";
import type { OpenTraffic } from "../../src/dast/traffic/open-traffic.ts";
import { isMet, quantile, round, tableOf } from "./figures.ts";
import type { Row } from "./figures.ts";
import { inTemporaryFolder } from "./temporary-folder.ts";

const { values } = parseArgs({ options: { quick: { type: "boolean" }, requests: { type: "string" } } });
const total = Number(values.requests ?? (values.quick ? 2_000 : 100_000));
const aims = { perSecond: 1_500, grownMb: 50 } as const;

async function main(work: string): Promise<void> {
  const server = fork(fileURLToPath(new URL("dast-traffic/server-process.ts", import.meta.url)));
  try {
    const [port] = await once(server, "message") as [number];
    const origin = `http://127.0.0.1:${port}`;
    const traffic = await openTraffic({
      profile: { ...profiles.staging, budget: { ...profiles.staging.budget, requests: 1e9, bytes: 1e12, requestsPerSecond: 1e6, concurrency: 16 } }, scope: { start: `${origin}/`, origins: [], include: [], exclude: ["/private"], addresses: [] },
      logFile: join(work, "requests.ndjson"), clock: systemClock, elapsedMs: () => performance.now(), scanId: "bench", userAgent: "aftwatch-dast/bench", signal: new AbortController().signal, resolve: () => Promise.resolve([]), note: (text) => { process.stderr.write(`${text}\n`); },
    });
    const rows = await measured(traffic, origin);
    await traffic.close();
    process.stdout.write(`\n${tableOf("the way out of a scan", rows)}  ${total} requests of 2 kB answers, 16 at once, scope with an exclusion, word guard, canary and log at work; the server runs in a process of its own on the same cores.\n`);
    const missed = rows.filter((row) => row.aim !== undefined && !isMet(row)).map(({ measure }) => measure);
    process.stdout.write(`${missed.length === 0 ? "Every aim is met." : `MISSED: ${missed.join("; ")}.`}\n`);
  } finally {
    server.kill();
  }
}

async function measured(traffic: OpenTraffic, origin: string): Promise<Row[]> {
  const memory: number[] = [];
  const headMs: number[] = [];
  let left = total;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      if (left % Math.ceil(total / 20) === 0) memory.push(process.memoryUsage().rss / 2 ** 20);
      const { reply, failure } = await traffic.send({ method: "GET", url: `${origin}/orders/${left % 100}/items?page=${left}&sort=name`, headers: [["accept", "text/html"], ["cookie", "session=abcdef"]], body: undefined }, { session: undefined, about: { phase: "check", check: "bench", routeId: "r1", pointId: "query:page" } });
      if (reply?.status !== 200) throw new Error(`the server did not answer: ${failure?.why ?? reply?.status}`);
      headMs.push(reply.headMs);
    }
  };
  const [cpu, startedAt] = [process.cpuUsage(), performance.now()];
  await Promise.all(Array.from({ length: 16 }, work));
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  // The first fifth warms up: what grows after it does not stop growing.
  const warm = memory.slice(Math.floor(memory.length / 5));
  return [
    { measure: "requests a second", value: round(total / seconds), unit: "/s", aim: aims.perSecond, more: true },
    { measure: "processor for 1,000 requests", value: round((user + system) / total), unit: "ms", aim: undefined },
    { measure: "time to the head, p50", value: round(quantile(headMs, 0.5)), unit: "ms", aim: undefined },
    { measure: "time to the head, p99", value: round(quantile(headMs, 0.99)), unit: "ms", aim: undefined },
    { measure: "memory at the end", value: round(memory.at(-1) ?? Number.NaN), unit: "MB", aim: undefined },
    { measure: "memory, last fifth against the second", value: round(quantile(warm.slice(-4), 0.5) - quantile(warm.slice(0, 4), 0.5)), unit: "MB", aim: total < 100_000 ? undefined : aims.grownMb },
  ];
}

await inTemporaryFolder("aftwatch-bench-dast-traffic", main);
