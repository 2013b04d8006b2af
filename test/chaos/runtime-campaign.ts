// Kills the server again and again while senders push events, and holds what was detected against what was sent.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { between, createChance } from "../bench/chance.ts";
import { call, startServer } from "../bench/server-under-test.ts";
import type { ServerUnderTest } from "../bench/server-under-test.ts";
import { emptyFolder } from "../store/store-under-test.ts";
import { events, rules } from "./runtime-events.ts";
import type { Batch } from "./runtime-events.ts";
import { judge } from "./runtime-verdict.ts";
import type { DetectedRow, Verdict } from "./runtime-verdict.ts";

export interface Campaign { kills: number; batches: number; senders: number; seed: number; /** PostgreSQL in place of the embedded store. */ databaseUrl?: string; progress?(line: string): void }

/** acknowledged: by the first answer. repeated: requests sent more than once, since no answer came. */
export interface Told extends Verdict { acknowledged: number; repeated: number; kills: number }

interface Tally { acknowledged: number; repeated: number }
/** The life that answers now; undefined between two. */
interface Stage { server: ServerUnderTest | undefined; isOver: boolean }

export async function runRuntimeCampaign(campaign: Campaign): Promise<Told> {
  const folder = emptyFolder();
  try { return await run(campaign, folder); } finally { rmSync(folder, { recursive: true, force: true }); }
}

async function run(campaign: Campaign, folder: string): Promise<Told> {
  mkdirSync(join(folder, "rules"));
  writeFileSync(join(folder, "rules", "chaos.yml"), rules);
  // Two hundred processes read the same code: compiled once, it is kept beside the data.
  const env = {
    AFTWATCH_DATA: join(folder, "data"), AFTWATCH_FEEDS: "none", AFTWATCH_HOST: "off", AFTWATCH_LOG: "error", AFTWATCH_CACHE_MIB: "8", AFTWATCH_RULES: join(folder, "rules"), NODE_COMPILE_CACHE: join(folder, "compiled"),
    ...(campaign.databaseUrl === undefined ? {} : { DATABASE_URL: campaign.databaseUrl }),
  };
  const chance = createChance(campaign.seed);
  const { batches, wanted } = events(campaign.batches, chance, Date.now());
  const [stage, tally]: [Stage, Tally] = [{ server: undefined, isOver: false }, { acknowledged: 0, repeated: 0 }];
  const waiting = [...batches];
  // What a life is given before it is killed: some die before the first answer, some after the last.
  const perLife = Math.ceil(batches.length / (campaign.kills + 1));
  for (let kill = 0; kill < campaign.kills; kill++) {
    stage.server = await startServer(env);
    const part = waiting.splice(0, perLife);
    const sending = sendAll(stage, part, campaign.senders, tally);
    await untilAnswered(tally, tally.acknowledged + between(chance, 0, part.length));
    await pause(between(chance, 0, 60));
    const { server } = stage;
    stage.server = undefined;
    await server.kill();
    waiting.unshift(...await sending);
    if ((kill + 1) % 10 === 0) campaign.progress?.(`${kill + 1} kills, ${tally.acknowledged} requests acknowledged, ${tally.repeated} repeated`);
  }
  return { ...await liveToTheEnd(env, stage, waiting, campaign.senders, tally, wanted), ...tally, kills: campaign.kills };
}

async function liveToTheEnd(env: Readonly<Record<string, string>>, stage: Stage, waiting: readonly Batch[], senders: number, tally: Tally, wanted: ReadonlyMap<string, number>): Promise<Verdict> {
  const server = await startServer(env);
  stage.server = server;
  const left = await sendAll(stage, waiting, senders, tally);
  if (left.length > 0) throw new Error(`${left.length} requests were never answered with 2xx by a server that lives`);
  // Once more, all of it has an id that is known.
  const verdict = judge(wanted, await rowsOf(server));
  const ledger = await call<{ whole: boolean }>(server, "GET", "/ledger/verify");
  await server.stop();
  return { ...verdict, wrong: [...verdict.wrong, ...(ledger.whole ? [] : ["the ledger's chain is broken"])] };
}

async function untilAnswered(tally: Tally, wanted: number): Promise<void> {
  for (let waitedMs = 0; tally.acknowledged < wanted && waitedMs < 10_000; waitedMs += 2) await pause(2);
}

/** Each batch until it is answered or the life is over; answers those that were not. */
async function sendAll(stage: Stage, batches: readonly Batch[], senders: number, tally: Tally): Promise<Batch[]> {
  const queue = [...batches];
  const unanswered: Batch[] = [];
  await Promise.all(Array.from({ length: senders }, async () => {
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
      if (await isTaken(stage, batch, tally)) tally.acknowledged += 1; else unanswered.push(batch);
    }
  }));
  return unanswered;
}

async function isTaken({ server }: Stage, batch: Batch, tally: Tally): Promise<boolean> {
  if (server === undefined) return false;
  if (batch.isSent) tally.repeated += 1;
  batch.isSent = true;
  try {
    const reply = await fetch(`${server.url}/api/v1/ingest/${batch.decoder}?source=chaos`, { method: "POST", headers: { authorization: `Bearer ${server.token}`, "content-type": batch.type }, body: batch.body });
    const text = await reply.text();
    if (reply.status === 200) return true;
    if (reply.status !== 503) throw new Error(`answered ${reply.status}: ${text.slice(0, 500)}`);
  } catch (cause) {
    if (cause instanceof Error && cause.message.startsWith("answered")) throw cause;
  }
  return false;
}

async function rowsOf(server: ServerUnderTest): Promise<DetectedRow[]> {
  const rows: DetectedRow[] = [];
  for (let after: string | null = ""; after !== null;) {
    const page: { items: DetectedRow[]; next: string | null } = await call(server, "GET", `/detections?limit=200${after === "" ? "" : `&after=${encodeURIComponent(after)}`}`);
    rows.push(...page.items);
    after = page.next;
  }
  return rows;
}
