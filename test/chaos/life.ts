// One life of the server: it is started on what the life before left, given work of one kind, and killed in the middle of it.
import { setTimeout as pause } from "node:timers/promises";
import type { LoopbackReceiver } from "../../src/notify/receiver.sample.ts";
import { between } from "../bench/chance.ts";
import type { Chance } from "../bench/chance.ts";
import type { Advisory, Mirror } from "../bench/mirror.ts";
import { startServer } from "../bench/server-under-test.ts";
import type { ServerUnderTest } from "../bench/server-under-test.ts";
import { sendUntil } from "./workload.ts";
import type { Workload } from "./workload.ts";

/** What the server is busy with when it is killed. */
export type Target = "ingest" | "feed" | "notify";
export const targets: readonly Target[] = ["ingest", "feed", "notify"];

export interface Scene {
  env: Readonly<Record<string, string>>;
  mirror: Mirror;
  receiver: LoopbackReceiver;
  workload: Workload;
  chance: Chance;
  /** Fresh advisories: `count` of them, about packages of the fleet. */
  news(count: number): Advisory[];
}

/** requestsCut: requests that had no answer when the server died. */
export interface Life { target: Target; requestsCut: number }

// Each life begins two minutes later on the server's clock, so that the leases of the one before have ended.
export const lifeMs = 120_000;

// How long it may be at it before it dies. The first load takes seconds and later pulls take less: the feed's time is drawn twice, so that short ones are common.
const busyMs: Record<Target, (chance: Chance) => number> = { ingest: () => 400, feed: (chance) => between(chance, 100, 2500), notify: () => 60 };

// A life for the messages sends a little, which makes some, and leaves the rest for lives that are about ingest.
const sentIn: Record<Target, number> = { ingest: Infinity, feed: 0, notify: 5 };

export async function liveAndDie(scene: Scene, target: Target, clockAheadMs: number): Promise<Life> {
  // Before it starts: the first thing the server does is to poll the mirror.
  if (target !== "ingest") scene.mirror.publish(scene.news(target === "feed" ? 60 : 6));
  const heard = scene.receiver.received.length;
  const server = await startServer(scene.env, { clockAheadMs });
  const dying = new AbortController();
  const sending = sendUntil(server, scene.workload, dying.signal, sentIn[target]);
  // A failure while it lives must be heard at once, not after the kill.
  const failed = sending.then(() => undefined, (thrown: unknown) => thrown);
  if (target === "notify") await Promise.race([untilHeard(scene.receiver, heard), failed]);
  await pause(between(scene.chance, 0, busyMs[target](scene.chance)));
  dying.abort();
  await server.kill();
  const { cutOff } = await sending;
  return { target, requestsCut: cutOff };
}

async function untilHeard(receiver: LoopbackReceiver, before: number): Promise<void> {
  for (let waitedMs = 0; receiver.received.length <= before && waitedMs < 4000; waitedMs += 5) await pause(5);
}

/**
 * The last life ends in peace: everything is sent, pulled and delivered; restarted later on its clock while something waits
 * for then. Answers with what did not come to its end, a sentence each.
 */
export async function liveToTheEnd(scene: Scene, clockAheadMs: number): Promise<string[]> {
  let aheadMs = clockAheadMs;
  for (let attempt = 0; attempt < 6; attempt++, aheadMs += 5 * 3_600_000) {
    const server = await startServer(scene.env, { clockAheadMs: aheadMs });
    try {
      await sendUntil(server, scene.workload, new AbortController().signal);
      const missing = await untilPulled(server, scene.mirror);
      if (await untilDelivered(server)) return missing;
    } finally { await server.stop(); }
  }
  return ["messages still wait after six restarts"];
}

const patienceMs = 60_000;

async function untilPulled(server: ServerUnderTest, mirror: Mirror): Promise<string[]> {
  const wanted = mirror.records().length;
  let last = { pulled: 0, resting: false };
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 50) {
    last = await server.ask({ kind: "feed" });
    if (last.pulled >= wanted && last.resting) return [];
    await pause(50);
  }
  return [`the feed did not come to its end within ${patienceMs} ms: it has ${last.pulled} of ${wanted} records and ${last.resting ? "rests" : "does not rest"}`];
}

/** False when what is left waits for a time that is not now. */
async function untilDelivered(server: ServerUnderTest): Promise<boolean> {
  let [left, quietMs] = [Infinity, 0];
  while (quietMs < 3000) {
    const { waiting, sending, dead } = await server.ask({ kind: "outbox" });
    if (dead > 0) throw new Error(`${dead} messages were given up`);
    if (waiting + sending === 0) return true;
    quietMs = waiting + sending < left ? 0 : quietMs + 50;
    left = waiting + sending;
    await pause(50);
  }
  return false;
}
