// The short form of npm run chaos:runtime, and that its verdict can find what it looks for.
import { describe, expect, it } from "vitest";
import { postgresBinaries, startCluster } from "../store/postgres-under-test.ts";
import { runRuntimeCampaign } from "./runtime-campaign.ts";
import { singleRule, threeRule } from "./runtime-events.ts";
import { judge } from "./runtime-verdict.ts";
import type { DetectedRow } from "./runtime-verdict.ts";

const wanted = new Map([[`${singleRule} h ip:1`, 3], [`${threeRule} h ip:2`, 1]]);
const row = (ruleId: string, count: number, actor = "ip:1", workload = "h"): DetectedRow => ({ ruleId, actor, count, placement: { workload } });
const whole = [row(singleRule, 3), row(threeRule, 1, "ip:2"), row("content", 9)];

describe("test/chaos/runtime-verdict.ts", () => {
  it("finds nothing where everything counted once", () => expect(judge(wanted, whole)).toEqual({ hits: 4, lost: 0, twice: 0, correlations: 1, split: 0, wrong: [] }));
  it.each<[string, DetectedRow[], object]>([
    ["what is missing", [row(singleRule, 2), whole[1]!], { lost: 1, twice: 0, wrong: [`${singleRule} h ip:1: 2 instead of 3`] }],
    ["what counted twice", [row(singleRule, 3), row(singleRule, 1), whole[1]!], { lost: 0, twice: 1 }],
    ["a correlation that never fired", [whole[0]!], { lost: 1 }],
    ["a correlation that was told twice", [...whole, row(threeRule, 1, "ip:2")], { twice: 1, split: 1 }],
    ["what nobody sent", [...whole, row(singleRule, 1, "ip:9")], { wrong: [`${singleRule} h ip:9 was detected and never sent`] }],
  ])("finds %s", (_what, rows, found) => expect(judge(wanted, rows)).toMatchObject(found));
});

const clean = { lost: 0, twice: 0, split: 0, wrong: [] };

describe("test/chaos/runtime-campaign.ts", () => {
  it("kill -9 while events come: nothing acknowledged is missing, nothing counts twice, correlations over kills fire once", { timeout: 240_000 }, async () => {
    const told = await runRuntimeCampaign({ kills: 2, batches: 100, senders: 4, seed: 3 });
    expect(told).toMatchObject(clean);
    expect(told.hits).toBeGreaterThan(300);
    // A campaign in which every request was answered at once would have proven nothing.
    expect(told.repeated).toBeGreaterThan(0);
  });

  const binaries = postgresBinaries();
  // Its many kills are npm run chaos:runtime; a run of the tests takes one store.
  it.each(process.env["CHAOS_WHOLE"] === "1" && binaries !== undefined ? [binaries] : [])("the same on the PostgreSQL in %s", { timeout: 240_000 }, async (programs) => {
    const cluster = await startCluster(programs);
    try {
      const place = await cluster.ground.fresh();
      expect(await runRuntimeCampaign({ kills: 2, batches: 50, senders: 4, seed: 5, databaseUrl: place.kind === "postgres" ? place.url : "" })).toMatchObject(clean);
    } finally { await cluster.stop(); }
  });
});
