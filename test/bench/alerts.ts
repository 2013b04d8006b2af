// npm run bench:alerts: alerts from the POST to the outbox, growth with the tree, a storm, and Alertmanager beside us; kept in bench/results/alerts.json.
import { mkdirSync, writeFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measurePace, measureStorm } from "./alerts/measure-alerts.ts";
import type { Pace, Storm } from "./alerts/measure-alerts.ts";
import { measurePeer, peerVersion } from "./alerts/peer.ts";
import type { PeerPace } from "./alerts/peer.ts";
import { aligned } from "./figures.ts";

const resultFile = new URL("../../bench/results/alerts.json", import.meta.url);
const ms = (value: number): string => value.toFixed(0);

interface Results { machine: Record<string, string | number>; measuredOn: string; pace: Pace[]; growth: Pace[]; storm: Storm | undefined; peer: PeerPace[] }

function tableOf({ pace, growth, storm, peer }: Results): string {
  const head = ["", "nodes", "alerts/s", "per group", "p50 ms", "p99 ms", "worst ms", "answer p99 ms", "notices", "missing", "cpu", "cpu ms/alert", "peak MB"];
  const row = (name: string, one: Pace): string[] => [name, String(one.nodes), String(one.perSecond), String(one.alertsPerGroup), ms(one.p50), ms(one.p99), ms(one.worst), ms(one.answerP99), String(one.notices), String(one.missing), one.cpuShare.toFixed(2), one.cpuMsPerAlert.toFixed(3), ms(one.peakMb)];
  const rows = [...pace.map((one) => row("POST to outbox", one)), ...growth.map((one) => row("growth", one)),
    ...peer.map((one) => [`Alertmanager ${one.version}, POST to webhook`, String(one.nodes), String(one.perSecond), String(one.alertsPerGroup), ms(one.p50), ms(one.p99), "", "", "", String(one.missing), "", "", ms(one.peakMb)])];
  const said = storm === undefined ? "" : `\nstorm: ${storm.alerts} alerts in ${storm.seconds} s: ${storm.notices} notices, ${storm.delivered} messages, at most ${storm.mostToOneReceiverPerMinute} to one receiver in a minute (limit ${storm.limitPerMinute}), peak ${ms(storm.peakMb)} MB, last alert in the outbox ${storm.drainedSeconds.toFixed(1)} s after the last POST\n`;
  return `${aligned([head, ...rows])}${said}`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { quick: { type: "boolean" }, only: { type: "string" } } });
  const seconds = values.quick ? 5 : 30;
  const does = (part: string): boolean => values.only === undefined || values.only === part;
  const results: Results = {
    machine: { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), platform: `${platform()} ${arch()}`, node: process.versions.node, loadAtStart: Number((loadavg()[0] ?? 0).toFixed(1)) },
    measuredOn: new Date().toISOString().slice(0, 10), pace: [], growth: [], storm: undefined, peer: [],
  };
  const say = (text: string): void => { process.stderr.write(`${text}\n`); };
  for (const alertsPerGroup of does("pace") ? [4, 1] : []) {
    say(`2000 alerts/s for ${seconds} s through 500 nodes, ${alertsPerGroup} to a group`);
    results.pace.push(await measurePace({ nodes: 500, perSecond: 2000, seconds, alertsPerGroup, postSize: 20 }));
  }
  for (const nodes of does("growth") ? [5, 50, 500, 5000] : []) {
    say(`1000 alerts/s through ${nodes} nodes`);
    results.growth.push(await measurePace({ nodes, perSecond: 1000, seconds: values.quick ? 3 : 10, alertsPerGroup: 4, postSize: 20 }));
  }
  if (does("storm")) {
    say("a storm of 100000 alerts in a minute");
    results.storm = await measureStorm(values.quick ? { alerts: 10_000, seconds: 6, limitPerMinute: 60 } : { alerts: 100_000, seconds: 60, limitPerMinute: 60 });
  }
  const version = peerVersion();
  if (version === undefined) say("Alertmanager is not installed here: nothing stands beside our figures");
  for (const alertsPerGroup of does("peer") && version !== undefined ? [4, 1] : []) {
    say(`Alertmanager ${version}, one processor, the same alerts, ${alertsPerGroup} to a group`);
    results.peer.push(await measurePeer({ nodes: 500, perSecond: 2000, seconds, alertsPerGroup, postSize: 20 }, version ?? ""));
  }
  process.stdout.write(`${tableOf(results)}\n`);
  if (values.quick || values.only !== undefined) return;
  mkdirSync(new URL(".", resultFile), { recursive: true });
  writeFileSync(resultFile, `${JSON.stringify(results, undefined, 2)}\n`);
  process.stdout.write(`kept in ${fileURLToPath(resultFile)}\n`);
}

await main();
