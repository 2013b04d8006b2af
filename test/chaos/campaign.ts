// Kills a server again and again, and compares what is left with what was acknowledged and with a server that nobody killed.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openSqliteFile } from "../../src/store/sqlite.ts";
import { databaseFile } from "../../src/store/store.ts";
import { openReceiver } from "../../src/notify/receiver.sample.ts";
import type { LoopbackReceiver } from "../../src/notify/receiver.sample.ts";
import { createCatalogue } from "../bench/catalogue.ts";
import type { Package } from "../bench/catalogue.ts";
import { between, createChance } from "../bench/chance.ts";
import type { Chance } from "../bench/chance.ts";
import { createMirror, initialRecords, newsAbout } from "../bench/mirror.ts";
import type { Mirror } from "../bench/mirror.ts";
import { showProgress } from "../bench/progress.ts";
import { call, json, startServer, webhookTo } from "../bench/server-under-test.ts";
import { inTemporaryFolder, tmpIn } from "../bench/temporary-folder.ts";
import { lifeMs, liveAndDie, liveToTheEnd, targets } from "./life.ts";
import type { Life, Scene, Target } from "./life.ts";
import { keyOf, lookAt } from "./remains.ts";
import type { Remains } from "./remains.ts";
import { createWorkload, fleetFor } from "./workload.ts";
import { differences, wholeState } from "./whole-state.ts";

/** firstLoad: records in the archives, pulled in parts of 500. */
export interface CampaignSize { kills: number; firstLoad: number; packages: number }
/** Cut: under way when it was killed. */
export interface TargetCount { target: Target; kills: number; requestsCut: number; pullsCut: number; messagesCut: number; openMs: readonly number[] }
/** wrong: every loss, one sentence each; empty when nothing was lost. */
export interface Verdict { targets: readonly TargetCount[]; wrong: readonly string[]; sboms: number; deployments: number; advisories: number; messages: number; repeated: number; ledgerEntries: number }

export const runCampaign = (size: CampaignSize, seed: number): Promise<Verdict> => inTemporaryFolder("aftwatch-chaos", (directory) => runIn(directory, size, seed));

async function runIn(directory: string, size: CampaignSize, seed: number): Promise<Verdict> {
  const chance = createChance(seed);
  // It takes its time, so that kills meet messages on their way; one in ten is refused for now, so that they meet retries.
  const receiver = await openReceiver((response) => { setTimeout(() => { response.writeHead(chance() < 0.1 ? 503 : 204).end(); }, between(chance, 0, 60)); });
  try {
    const scene = sceneIn(directory, size, chance, receiver);
    const lives = await killAll(scene, size, directory);
    const unended = await liveToTheEnd(scene, (size.kills + 1) * lifeMs);
    const end = await lookAt(dataOf(directory), scene.workload.acknowledged, lives.at(-1)?.left.deliveries ?? new Set(), receiver.received);
    const calm = await undisturbed(scene, join(directory, "calm"));
    return verdictOf(scene, lives, [...unended, ...end.wrong, ...undelivered(dataOf(directory), receiver), ...differences(wholeState(dataOf(directory)), wholeState(calm))], end);
  } finally { await receiver.close(); }
}

/** published: what the mirror held when it was killed. */
interface Ended extends Life { left: Remains; published: number }

const dataOf = (directory: string): string => join(directory, "data");

function sceneIn(directory: string, size: CampaignSize, chance: Chance, receiver: LoopbackReceiver): Scene {
  const catalogue = createCatalogue(size.packages);
  const fleet = fleetFor(Math.max(6, size.kills), catalogue, 7);
  const mirror = createMirror(join(directory, "mirror"), initialRecords(catalogue, size.firstLoad, Date.now()), { freshArchives: true });
  const workload = createWorkload(fleet, catalogue, Date.now() - 86_400_000, chance);
  return { env: { ...tmpIn(directory), ...envFor(dataOf(directory), mirror) }, mirror, receiver, workload, chance, news: newsSource(catalogue, fleet.services.flatMap(({ packages }) => packages)) };
}

/** Advisories in turn about the packages that run somewhere; all of one batch are modified at one instant, as exports often have it. */
function newsSource(catalogue: readonly Package[], ranks: readonly number[]): Scene["news"] {
  let last = 0;
  return (count) => {
    const at = Date.now();
    return Array.from({ length: count }, () => {
      const one = catalogue[ranks[(last * 11) % ranks.length] ?? 0];
      if (!one) throw new RangeError("every rank is in the catalogue");
      return newsAbout(one, last++, at);
    });
  };
}

const envFor = (data: string, mirror: Mirror): Record<string, string> => ({
  AFTWATCH_DATA: data, AFTWATCH_FEEDS: "osv", AFTWATCH_OSV_URL: mirror.url, AFTWATCH_POLL_SECONDS: "0.2", AFTWATCH_HOST: "off", AFTWATCH_PRIVATE_CHANNELS: "on", AFTWATCH_LOG: "error",
});

async function killAll(scene: Scene, { kills }: CampaignSize, directory: string): Promise<Ended[]> {
  mkdirSync(dataOf(directory));
  const first = await startServer({ ...scene.env, AFTWATCH_FEEDS: "none" });
  await call(first, "PUT", "/receivers/chaos", json({ channel: "webhook", settings: webhookTo(scene.receiver.port) }));
  await first.stop();
  const progress = showProgress("kills", kills);
  const lives: Ended[] = [];
  for (let number = 0; number < kills; number++) {
    const life = await liveAndDie(scene, targets[number % targets.length] ?? "ingest", number * lifeMs);
    lives.push({ ...life, published: scene.mirror.records().length, left: await lookAt(dataOf(directory), scene.workload.acknowledged, lives.at(-1)?.left.deliveries ?? new Set(), scene.receiver.received) });
    progress.step(number + 1);
  }
  progress.end();
  return lives;
}

/** The same documents, deployments and mirror, given to a server in one go and in peace. */
async function undisturbed(scene: Scene, data: string): Promise<string> {
  const workload = { waiting: [...scene.workload.acknowledged], acknowledged: [] };
  await liveToTheEnd({ ...scene, workload, env: { ...scene.env, AFTWATCH_DATA: data } }, 0);
  return data;
}

/** Each message of the outbox has arrived, under its one key and with its one text; every finding that was opened is told of in one. */
function undelivered(data: string, { received }: LoopbackReceiver): string[] {
  const database = openSqliteFile(databaseFile(data), { readOnly: true });
  try {
    const deliveries = database.prepare("select delivery_id, message_key, state from delivery").all();
    const texts = Map.groupBy(received, keyOf);
    const told = new Set(database.prepare("select body from notice").all().flatMap((row) => [...String(row["body"]).matchAll(/\/findings\/(fnd_\w+)/g)].map(([, id]) => id)));
    const opened = database.prepare("select distinct subject from ledger where kind in ('finding.opened', 'finding.regressed')").all();
    return [
      ...deliveries.filter((row) => row["state"] !== "sent" || !texts.has(String(row["message_key"]))).map((row) => `delivery ${row["delivery_id"]} (${row["state"]}) has not arrived`),
      ...[...texts].filter(([, same]) => new Set(same.map(({ body }) => body)).size > 1).map(([key]) => `the message ${key} came with different texts`),
      ...[...Map.groupBy(received, ({ body }) => body).values()].filter((same) => new Set(same.map(keyOf)).size > 1).map((same) => `one message came under ${new Set(same.map(keyOf)).size} keys`),
      ...opened.filter((row) => !told.has(String(row["subject"]))).map((row) => `finding ${row["subject"]} was opened and nobody is told`),
    ];
  } finally { database.close(); }
}

function verdictOf({ workload, mirror, receiver }: Scene, lives: readonly Ended[], wrongAtEnd: readonly string[], end: Remains): Verdict {
  const keys = new Set(receiver.received.map(keyOf));
  return {
    targets: targets.map((target) => {
      const own = lives.filter((life) => life.target === target);
      return { target, kills: own.length, requestsCut: own.reduce((sum, { requestsCut }) => sum + requestsCut, 0), pullsCut: own.filter(({ left, published }) => left.advisories < published).length, messagesCut: own.reduce((sum, { left }) => sum + left.sending, 0), openMs: own.map(({ left }) => left.openMs) };
    }),
    wrong: [...lives.flatMap(({ target, left }, number) => left.wrong.map((what) => `after kill ${number + 1} (${target}): ${what}`)), ...wrongAtEnd.map((what) => `at the end: ${what}`)],
    sboms: workload.acknowledged.filter(({ kind }) => kind === "sbom").length, deployments: workload.acknowledged.filter(({ kind }) => kind === "deployment").length,
    advisories: mirror.records().length, messages: keys.size, repeated: receiver.received.length - keys.size, ledgerEntries: end.ledgerEntries,
  };
}
