// The benchmark of storms still measures what it says: a network of our own through the engine, and a score that knows right from wrong.
import { describe, expect, it } from "vitest";
import { runStorm } from "./alert-storms-run.ts";
import { groupedNotifications, scoreNetwork } from "./alert-storms-score.ts";
import { syntheticNetwork } from "./alert-storms-synthetic.ts";

describe("test/bench/alert-storms", () => {
  it("the same seed is the same network, another seed another one", () => {
    expect(syntheticNetwork(3)).toEqual(syntheticNetwork(3));
    expect(syntheticNetwork(3).alerts.length).not.toBe(syntheticNetwork(4).alerts.length);
  });

  it("few incidents come out, most of them of attacks, and most phases are covered", { timeout: 60_000 }, () => {
    const scores = [1, 2, 3, 4].map((seed) => { const network = syntheticNetwork(seed); return scoreNetwork(network, runStorm(network).incidents); });
    const sum = (of: (score: (typeof scores)[number]) => number): number => scores.reduce((total, score) => total + of(score), 0);
    expect(sum(({ covered }) => covered) / sum(({ phases }) => phases)).toBeGreaterThan(0.7);
    expect(sum(({ incidents }) => incidents) / sum(({ days }) => days)).toBeLessThan(1);
    expect(sum(({ inside }) => inside) / sum(({ incidents }) => incidents)).toBeGreaterThan(0.5);
  });

  it("an incident that holds nothing covers nothing, and one over everything is no better than chance", () => {
    const network = syntheticNetwork(1);
    const span = { openedAt: network.alerts[0]?.at ?? 0, startedAt: network.alerts[0]?.at ?? 0, endedAt: network.alerts.at(-1)?.at ?? 0 };
    const nothing = scoreNetwork(network, [{ ...span, evidence: [], context: [], before: [] }]);
    expect([nothing.covered, nothing.inside, nothing.touching]).toEqual([0, 0, 0]);
    const everything = scoreNetwork(network, [{ ...span, evidence: network.alerts.map((_, index) => index), context: [], before: [] }]);
    expect([everything.covered, everything.byChance]).toEqual([everything.phases, 1]);
    expect(groupedNotifications(network, ({ name }) => name).notifications).toBeGreaterThan(100);
  });
});
