// From an advisory in the mirror to its notices at a receiver: the whole loop, with the real jobs and a real poll.
import type { LoopbackReceiver, Received } from "../../src/notify/receiver.sample.ts";
import type { Package } from "./catalogue.ts";
import { between, createChance } from "./chance.ts";
import { spread } from "./fleet.ts";
import type { Fleet } from "./fleet.ts";
import { newsAbout } from "./mirror.ts";
import type { Mirror } from "./mirror.ts";
import { showProgress } from "./progress.ts";

/** first: until the first owner had the notice; all: until every owner had; hits: live deployments an advisory affects. */
export interface NoticeDelays { first: readonly number[]; all: readonly number[]; hits: readonly number[] }

const patienceMs = 120_000;

export async function measureNotices({ mirror, receiver, fleet, catalogue, runs, pollMs }: { mirror: Mirror; receiver: LoopbackReceiver; fleet: Fleet; catalogue: readonly Package[]; runs: number; pollMs: number }): Promise<NoticeDelays> {
  const chance = createChance(4);
  const targets = targetsIn(fleet, runs);
  const progress = showProgress("advisory to notice", runs);
  const delays = { first: [] as number[], all: [] as number[], hits: [] as number[] };
  for (let run = 0; run < runs; run++) {
    const target = targets[run % targets.length];
    const one = target && catalogue[target.rank];
    if (!target || !one) throw new Error("no package of the fleet is as common as the measure asks for");
    // Anywhere between two polls: right after one is as likely as right before.
    await new Promise((resolve) => { setTimeout(resolve, between(chance, 0, pollMs)); });
    const news = newsAbout(one, run, Date.now());
    const startedAt = performance.now();
    mirror.publish([news]);
    const { first, all } = await heard(receiver, news.alias, target.owners, startedAt);
    delays.first.push(first);
    delays.all.push(all);
    delays.hits.push(target.deployments);
    progress.step(run + 1);
  }
  progress.end();
  return delays;
}

/** Packages that 5 to 10 % of the live deployments hold: 1,000 to 2,000 in the whole fleet. */
function targetsIn(fleet: Fleet, wanted: number): { rank: number; deployments: number; owners: number }[] {
  const live = fleet.placements.length;
  const common = [...spread(fleet)].map(([rank, { deployments, owners }]) => ({ rank, deployments, owners: owners.size }))
    .filter(({ deployments }) => deployments >= 0.05 * live && deployments <= 0.1 * live).toSorted((a, b) => a.rank - b.rank);
  const every = Math.max(1, Math.floor(common.length / wanted));
  return common.filter((_, index) => index % every === 0).slice(0, wanted);
}

async function heard(receiver: LoopbackReceiver, id: string, owners: number, startedAt: number): Promise<{ first: number; all: number }> {
  let first: number | undefined;
  const told = new Set<string>();
  let read = 0;
  for (;;) {
    for (; read < receiver.received.length; read++) {
      const owner = ownerTold(receiver.received[read], id);
      if (owner !== undefined) { told.add(owner); first ??= performance.now() - startedAt; }
    }
    if (first !== undefined && told.size >= owners) break;
    if (performance.now() - startedAt > patienceMs) throw new Error(`${id}: ${told.size} of ${owners} owners were told within ${patienceMs} ms`);
    await new Promise((resolve) => { setTimeout(resolve, 2); });
  }
  receiver.received.length = 0;
  return { first, all: performance.now() - startedAt };
}

function ownerTold(message: Received | undefined, id: string): string | undefined {
  if (!message?.body.includes(id)) return undefined;
  return (JSON.parse(message.body) as { data: { labels: { owner?: string } } }).data.labels.owner ?? "";
}
