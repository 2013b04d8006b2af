// What a claim costs while the outbox is full: 32 messages taken and settled, with 10,000 and 100,000 lanes waiting.
//
// node test/bench/outbox.ts [lanes...]; the figures are in docs/delivery.md.
import { fakeClock } from "../../src/kernel/clock.ts";
import { sampleNotice } from "../../src/notify/notice.sample.ts";
import { outboxRows } from "../../src/notify/notice-store.ts";
import { openStore } from "../../src/store/store.ts";
import type { Store } from "../../src/store/store.ts";
import { aligned, quantile, round } from "./figures.ts";
import { inTemporaryFolder } from "./temporary-folder.ts";

const startAt = Date.UTC(2026, 0, 1);
const rounds = 20;
const receivers = ["slack", "mail", "pager", "hook"];

/** One delivery in each lane, spread over four receivers. */
async function fill(store: Store, lanes: number): Promise<void> {
  for (let from = 0; from < lanes; from += 500) {
    await store.write(async ({ notices }) => {
      for (let lane = from; lane < Math.min(lanes, from + 500); lane++) {
        const notice = sampleNotice({ groupKey: `story-${lane}` });
        await notices.enqueue(outboxRows({ org: "main", noticeId: `ntc_${String(lane).padStart(8, "0")}`, notice, routed: { kind: "routed", receivers: [receivers[lane % receivers.length] ?? ""] }, now: startAt }));
      }
    });
  }
}

async function measure(lanes: number, directory: string): Promise<string[]> {
  const store = await openStore({ kind: "sqlite", directory }, fakeClock(startAt));
  const filledAt = performance.now();
  await fill(store, lanes);
  const fillMs = performance.now() - filledAt;
  const [claims, nexts, settles]: [number[], number[], number[]] = [[], [], []];
  for (let turn = 0; turn < rounds; turn++) {
    const now = startAt + 1000 + turn;
    const askedAt = performance.now();
    await store.read.notices.nextDueAt();
    const claimedAt = performance.now();
    const taken = await store.write(({ notices }) => notices.claimDue(now, 32, 60_000, "bench"));
    const takenAt = performance.now();
    for (const claim of taken) await store.write(({ notices }) => notices.settle(claim, { state: "sent", why: "HTTP 200", nextAttemptAt: undefined, attempts: 1, at: now }));
    nexts.push(claimedAt - askedAt);
    claims.push(takenAt - claimedAt);
    settles.push((performance.now() - takenAt) / taken.length);
  }
  await store.close();
  const shown = (ms: readonly number[]): string => `${round(quantile(ms, 0.5))} / ${round(quantile(ms, 0.99))}`;
  return [String(lanes), shown(nexts), shown(claims), shown(settles), String(round((fillMs * 1000) / lanes))];
}

const sizes = process.argv.slice(2).map(Number);
const rows: string[][] = [];
for (const lanes of sizes.length > 0 ? sizes : [1000, 10_000, 100_000]) rows.push(await inTemporaryFolder("aftwatch-outbox", (folder) => measure(lanes, folder)));
process.stdout.write(`${aligned([["lanes waiting", "next due, ms p50 / p99", "claim of 32, ms p50 / p99", "settle of one, ms p50 / p99", "enqueue, us each"], ...rows])}\n`);
