// Tactics in their order, and what progress makes of a severity.
import { describe, expect, it } from "vitest";
import { chainSeverity, inChainOrder, stagesOf } from "./kill-chain.ts";
import type { SignalSeverity } from "./signal.ts";

describe("src/incidents/kill-chain.ts", () => {
  it("orders tactics as ATT&CK does, each once however it is written; unknown ones come last", () => {
    expect(inChainOrder(["Impact", "attack.initial_access", "reconnaissance", "initial-access", "stealth"])).toEqual(["reconnaissance", "initial-access", "impact", "stealth"]);
  });
  it("what goes on outside is no stage", () => { expect(stagesOf(["reconnaissance", "resource-development", "execution"])).toEqual(["execution"]); });
  it.each<[string, SignalSeverity, string[], SignalSeverity]>([
    ["one stage leaves it", "low", ["execution"], "low"], ["three stages are high", "low", ["initial-access", "execution", "persistence"], "high"], ["three stages leave what is worse", "critical", ["initial-access", "execution", "persistence"], "critical"],
    ["five are critical", "low", ["initial-access", "execution", "persistence", "discovery", "collection"], "critical"], ["a goal after a stage is critical", "low", ["initial-access", "impact"], "critical"], ["a goal alone is not", "low", ["impact"], "low"],
    ["scans do not count", "medium", ["reconnaissance", "resource-development", "initial-access"], "medium"],
  ])("%s", (_, severity, tactics, expected) => { expect(chainSeverity(severity, tactics)).toBe(expected); });
});
