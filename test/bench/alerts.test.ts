// The benchmark of alerts still measures what it says: a small tree, a second of alerts, and every figure is a number.
import { describe, expect, it } from "vitest";
import { measurePace, measureStorm } from "./alerts/measure-alerts.ts";
import { alertOf, treeOf } from "./alerts/tree.ts";

describe("test/bench/alerts", () => {
  it("every alert that was posted is seen in the outbox, in as many notices as there are stories", { timeout: 120_000 }, async () => {
    const pace = await measurePace({ nodes: 50, perSecond: 200, seconds: 1, alertsPerGroup: 4, postSize: 20 });
    expect(pace).toMatchObject({ missing: 0, perSecond: 200 });
    // 1,000 alerts warm the server; each story is one group, told at least once.
    expect(pace.notices).toBeGreaterThanOrEqual((1000 + 200) / 4);
    for (const figure of [pace.p50, pace.p99, pace.worst, pace.answerP99]) expect(figure).toBeGreaterThan(0);
    if (process.platform === "linux") expect(Math.min(pace.cpuMsPerAlert, pace.peakMb)).toBeGreaterThan(0);
  });

  it("a storm becomes grouped notices, and nobody gets more than his limit", { timeout: 120_000 }, async () => {
    const storm = await measureStorm({ alerts: 1000, seconds: 2, limitPerMinute: 3 });
    expect(storm.notices).toBeGreaterThan(0);
    expect(storm.notices).toBeLessThan(1000);
    expect(storm.mostToOneReceiverPerMinute).toBeLessThanOrEqual(3);
  });

  it("a tree has the size that was asked for, and its alerts spread over it", () => {
    const tree = treeOf(500, ["alertname"], {});
    expect(tree.nodes).toBe(501);
    const places = new Set(Array.from({ length: 5000 }, (_, n) => (alertOf(n, tree, 1)["labels"] as { service: string }).service));
    expect(places.size).toBeGreaterThan(400);
  });
});
