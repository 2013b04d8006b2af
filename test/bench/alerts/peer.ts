// Alertmanager itself beside us, where it is installed: from the POST to the arrival of its webhook.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { dump } from "js-yaml";
import { quantile } from "../figures.ts";
import { post, pour } from "./load.ts";
import { alertOf, treeOf } from "./tree.ts";
import type { Tree } from "./tree.ts";

export interface PeerPace { version: string; nodes: number; perSecond: number; seconds: number; alertsPerGroup: number; p50: number; p99: number; missing: number; peakMb: number }

const program = "prometheus-alertmanager";

export function peerVersion(): string | undefined {
  const { stdout, stderr, status } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return status === 0 ? /version (\S+)/.exec(`${stdout}${stderr}`)?.[1]?.replace(",", "") : undefined;
}

export async function measurePeer(asked: Pick<PeerPace, "nodes" | "perSecond" | "seconds" | "alertsPerGroup"> & { postSize: number }, version: string): Promise<PeerPace> {
  const tree = treeOf(asked.nodes, asked.alertsPerGroup === 1 ? ["..."] : ["alertname", "story"], {});
  const folder = mkdtempSync(join(tmpdir(), "aftwatch-peer-"));
  const seen = new Map<number, number>();
  const sink = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => {
      const now = Date.now();
      for (const [, n] of Buffer.concat(chunks).toString("utf8").matchAll(/"n":"(\d+)"/g)) if (!seen.has(Number(n))) seen.set(Number(n), now);
      reply.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => { sink.listen(0, "127.0.0.1", resolve); });
  const { port } = sink.address() as { port: number };
  writeFileSync(join(folder, "alertmanager.yml"), configOf(tree, port));
  const own = 20_000 + Math.floor(process.pid % 20_000);
  const child = spawn(program, [`--config.file=${folder}/alertmanager.yml`, `--storage.path=${folder}/data`, `--web.listen-address=127.0.0.1:${own}`, "--cluster.listen-address=", "--log.level=error"], { stdio: "ignore", env: { ...process.env, GOMAXPROCS: "1" } });
  const url = `http://127.0.0.1:${own}`;
  try {
    for (let tries = 0; tries < 100; tries++) { try { if ((await fetch(`${url}/-/ready`)).ok) break; } catch { await pause(50); } }
    const posted = await pour({ ...asked, size: asked.postSize, alert: (n) => alertOf(n, tree, asked.alertsPerGroup), send: (alerts) => post(url, "/api/v2/alerts", "", alerts) });
    for (let tries = 0; tries < 200 && seen.size < posted.size; tries++) await pause(50);
    const waits = [...posted].flatMap(([n, { at }]) => { const seenAt = seen.get(n); return seenAt === undefined ? [] : [seenAt - at]; });
    return { version, ...asked, nodes: tree.nodes, p50: quantile(waits, 0.5), p99: quantile(waits, 0.99), missing: posted.size - waits.length, peakMb: peakOf(child.pid) };
  } finally {
    child.kill("SIGKILL");
    sink.closeAllConnections();
    sink.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function configOf({ routing, receivers }: Tree, port: number): string {
  interface Ours { receiver?: string; matchers?: string[]; routes?: Ours[] }
  const { route, inhibitRules } = routing as { route: Ours & { groupBy: string[] }; inhibitRules: { sourceMatchers: string[]; targetMatchers: string[]; equal: string[] }[] };
  return dump({
    route: { receiver: route.receiver, group_by: route.groupBy, group_wait: "0s", group_interval: "1m", repeat_interval: "4h", routes: route.routes },
    inhibit_rules: inhibitRules.map(({ sourceMatchers, targetMatchers, equal }) => ({ source_matchers: sourceMatchers, target_matchers: targetMatchers, equal })),
    receivers: receivers.map((name) => ({ name, webhook_configs: [{ url: `http://127.0.0.1:${port}/${name}`, send_resolved: true }] })),
  });
}

function peakOf(pid: number | undefined): number {
  try { return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) / 1024; } catch { return Number.NaN; }
}
