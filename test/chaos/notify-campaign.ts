// Kills the delivering server again and again while stories open and resolve, and holds what arrived against what was acknowledged.
import { fork } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { between, createChance } from "../bench/chance.ts";
import type { Chance } from "../bench/chance.ts";
import { webhookTo } from "../bench/server-under-test.ts";
import { emptyFolder } from "../store/store-under-test.ts";
import { openBadReceiver } from "./bad-receiver.ts";
import type { BadReceiver } from "./bad-receiver.ts";
import type { Asked, Handed, Left } from "./notify-process.ts";
import { judge } from "./notify-verdict.ts";
import type { Verdict } from "./notify-verdict.ts";

export interface Campaign { kills: number; notices: number; receivers: number; stories: number; seed: number; progress?(line: string): void }

// In the place of 20 s and 5 s: nobody waits minutes between two attempts here, and a lease ends within a life.
const attemptSeconds = 0.3;
const retrySeconds = 0.05;

/** Runs it and tells what became of every notice. */
export async function runNotifyCampaign(campaign: Campaign): Promise<Verdict> {
  const chance = createChance(campaign.seed);
  // In memory where there is such a folder: kill -9 leaves what the kernel has, on a disk or not.
  const folder = emptyFolder();
  const receivers = await Promise.all(Array.from({ length: campaign.receivers }, (_, index) => openBadReceiver(`hook-${index}`, chance, { share: 0.35, lateMs: attemptSeconds * 1000 * 2 })));
  try {
    return await run(campaign, receivers, chance, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await Promise.all(receivers.map((receiver) => receiver.close()));
  }
}

async function run(campaign: Campaign, receivers: readonly BadReceiver[], chance: Chance, folder: string): Promise<Verdict> {
  const env = {
    AFTWATCH_DATA: join(folder, "data"), AFTWATCH_FEEDS: "none", AFTWATCH_HOST: "off", AFTWATCH_PRIVATE_CHANNELS: "on", AFTWATCH_LOG: "error", AFTWATCH_CACHE_MIB: "8",
    AFTWATCH_ATTEMPT_SECONDS: String(attemptSeconds), AFTWATCH_RETRY_SECONDS: String(retrySeconds),
  };
  const batches = batchesOf(noticesOf(campaign, receivers, chance), chance);
  const acknowledged: Handed[] = [];
  const perLife = Math.ceil(batches.length / (campaign.kills + 1));
  let next = forkNotifier(folder);
  for (let kill = 0; kill < campaign.kills; kill++) {
    const server = next;
    await openNotifier(server, env, receivers);
    // The next process reads its code while this one works.
    next = forkNotifier(folder);
    const handing = handOver(server, batches, perLife, acknowledged);
    // From the first moments of a life, with leases of the one before still running, to when all that was handed in is on its way.
    await untilFewer(batches, batches.length - between(chance, 0, perLife + 1));
    await pause(between(chance, 0, 400));
    await server.kill();
    await handing;
    if ((kill + 1) % 10 === 0) campaign.progress?.(`${kill + 1} kills, ${acknowledged.length} notices acknowledged, ${receivers.reduce((sum, { arrivals }) => sum + arrivals.length, 0)} arrivals`);
  }
  await openNotifier(next, env, receivers);
  const left = await liveToTheEnd(next, receivers, batches, acknowledged);
  return judge(acknowledged, receivers, left);
}

async function untilFewer(batches: readonly unknown[], wanted: number): Promise<void> {
  for (let waitedMs = 0; batches.length > wanted && waitedMs < 5000; waitedMs += 5) await pause(5);
}

/** What waits is handed in again in the next life, whole and under the same ids, unless it was acknowledged. */
async function handOver(server: Notifier, batches: Handed[][], most: number, acknowledged: Handed[]): Promise<void> {
  for (let handed = 0; handed < most; handed++) {
    const [batch] = batches;
    if (!batch) return;
    try { await server.ask({ hand: batch }); } catch (cause) {
      if (server.isDead()) return;
      throw cause;
    }
    acknowledged.push(...batch);
    batches.shift();
  }
}

const patienceMs = 180_000;

async function liveToTheEnd(server: Notifier, receivers: readonly BadReceiver[], batches: Handed[][], acknowledged: Handed[]): Promise<Left> {
  await handOver(server, batches, Infinity, acknowledged);
  let left = await server.ask({ left: true }) as Left;
  for (let waitedMs = 0; left.unsettled > 0 && waitedMs < patienceMs; waitedMs += 50) {
    // Long enough under fire; what then waits out its growing pauses may arrive.
    if (waitedMs === 5000) for (const receiver of receivers) receiver.behave();
    await pause(50);
    left = await server.ask({ left: true }) as Left;
  }
  await server.ask({ stop: true });
  return left;
}

/** Stories of each receiver open and resolve in turns; number n of a story is its n-th notice, told in its only row. */
function noticesOf({ notices, stories, seed }: Campaign, receivers: readonly BadReceiver[], chance: Chance): Handed[] {
  const numbers = new Map<string, number>();
  return Array.from({ length: notices }, (_, index): Handed => {
    const receiver = receivers[between(chance, 0, receivers.length)]?.id ?? "";
    const story = `story-${between(chance, 0, stories)}`;
    const number = (numbers.get(`${receiver} ${story}`) ?? 0) + 1;
    numbers.set(`${receiver} ${story}`, number);
    const isEnd = number % 2 === 0;
    return {
      id: `ntc_${seed}_${String(index).padStart(7, "0")}`, receiver,
      notice: {
        kind: isEnd ? "chaos.resolved" : "chaos.opened", groupKey: story, severity: "high", title: `${story} ${isEnd ? "is over" : "began"}`, what: "w", where: "w", why: "w", due: "d", action: { label: "a", url: "http://127.0.0.1/" },
        at: 0, labels: { services: [], owner: undefined, environments: [], vulnerability: undefined }, items: [{ title: `${receiver} ${story} ${number}`, detail: "", url: "" }], state: isEnd ? "resolved" : "open",
      },
    };
  });
}

function batchesOf(notices: readonly Handed[], chance: Chance): Handed[][] {
  const batches: Handed[][] = [];
  for (let from = 0; from < notices.length;) {
    const size = between(chance, 1, 20);
    batches.push(notices.slice(from, from + size));
    from += size;
  }
  return batches;
}

type Question = Asked extends infer One ? (One extends { ask: number } ? Omit<One, "ask"> : never) : never;
interface Notifier { ask(question: Question): Promise<unknown>; kill(): Promise<void>; isDead(): boolean }

const openNotifier = (server: Notifier, env: Readonly<Record<string, string>>, receivers: readonly BadReceiver[]): Promise<unknown> =>
  server.ask({ env, receivers: receivers.map(({ id, port }) => ({ id, settings: webhookTo(port), common: {} })) });

// Two hundred processes read the same code: compiled once, it is kept beside the data.
function forkNotifier(folder: string): Notifier {
  const child = fork(fileURLToPath(new URL("notify-process.ts", import.meta.url)), { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: [], env: { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") } });
  let isGone = false;
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(why: Error): void }>();
  const gone = new Promise<void>((resolve) => { child.once("exit", () => { isGone = true; for (const { reject } of waiting.values()) reject(new Error("killed")); resolve(); }); });
  child.on("error", () => {});
  child.on("message", ({ ask, answer, error }: { ask: number; answer?: unknown; error?: string }) => {
    if (error === undefined) waiting.get(ask)?.resolve(answer);
    else waiting.get(ask)?.reject(new Error(error));
    waiting.delete(ask);
  });
  let last = 0;
  const ask = (question: Question): Promise<unknown> => new Promise((resolve, reject) => {
    if (isGone) return reject(new Error("killed"));
    waiting.set(++last, { resolve, reject });
    child.send({ ...question, ask: last }, (failed) => { if (failed) reject(failed); });
  });
  let isKilled = false;
  return { ask, isDead: () => isKilled, kill: async () => { isKilled = true; child.kill("SIGKILL"); await gone; } };
}
