// npm run chaos:runtime: kill -9 at 200 random points while senders push events.
//
// The server is the real one (HTTP, store, jobs) as a process of its own. Senders give events ids, note what was acknowledged, and send again
// what was not answered. In the end each event must have counted once: in the detections of its rule, and in the one correlation of its group,
// whose three events lie in requests that kills come between. What the words of the last line mean: runtime-verdict.ts. A tenth of the kills
// is repeated with PostgreSQL where it is installed. Exit code 1 when something is missing, counted twice or told twice.
import { parseArgs } from "node:util";
import { postgresBinaries, startCluster } from "../store/postgres-under-test.ts";
import { runRuntimeCampaign } from "./runtime-campaign.ts";
import type { Told } from "./runtime-campaign.ts";

const { values } = parseArgs({ options: { kills: { type: "string", default: "200" }, batches: { type: "string" }, senders: { type: "string", default: "6" }, seed: { type: "string", default: "1" }, "only-sqlite": { type: "boolean", default: false } } });
const kills = Number(values.kills);
const about = { senders: Number(values.senders), seed: Number(values.seed), progress: (line: string) => { process.stderr.write(`${line}\n`); } };
// 25 requests for each life, so that most kills come in the middle of some.
const batchesFor = (lives: number): number => Number(values.batches ?? (lives + 1) * 25);

function tell(store: string, { kills: killed, hits, lost, twice, correlations, split, acknowledged, repeated, wrong }: Told, startedAt: number): void {
  for (const what of wrong) process.stdout.write(`WRONG  ${what}\n`);
  process.stdout.write(`${store}: ${killed} kills, ${acknowledged} requests acknowledged, ${repeated} repeated, ${correlations} correlations over kills, ${Math.round((performance.now() - startedAt) / 1000)} s\n`);
  process.stdout.write(`TOTAL ${hits} hits, ${lost} lost, ${twice} twice, ${split} correlations told twice\n`);
  if (lost + twice + split + wrong.length > 0) process.exitCode = 1;
}

const startedAt = performance.now();
tell("SQLite", await runRuntimeCampaign({ ...about, kills, batches: batchesFor(kills) }), startedAt);

const binaries = postgresBinaries();
if (binaries === undefined) process.stdout.write("PostgreSQL: not installed here, so not tried\n");
else if (!values["only-sqlite"]) {
  const cluster = await startCluster(binaries);
  try {
    const [some, from] = [Math.max(1, Math.round(kills / 10)), performance.now()];
    const place = await cluster.ground.fresh();
    if (place.kind === "postgres") tell("PostgreSQL", await runRuntimeCampaign({ ...about, kills: some, batches: batchesFor(some), databaseUrl: place.url }), from);
  } finally { await cluster.stop(); }
}
