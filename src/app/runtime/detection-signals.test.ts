// Detections as signals: what opens an incident, of which kind, and by whom it is joined with others.
import { describe, expect, it } from "vitest";
import type { Detection } from "../../runtime/detection.ts";
import { unplaced } from "../../runtime/placement.ts";
import { signalsOf, toSignal } from "./detection-signals.ts";

const detection = (given: Partial<Detection>): Detection => ({
  detectionId: "det_1", key: "k", kind: "rule", ruleId: "r", title: "Shell", ruleLevel: "high", level: "high", tags: [], decoder: "falco", source: "falco", actor: undefined, subject: "", placement: unplaced("shop/cart"),
  evidence: { state: "none", vulnerability: undefined, component: undefined, because: "" }, why: { sentences: [], proof: {} }, firstAt: 1, lastAt: 1, detectedAt: 1, count: 1, state: "open", exceptionId: undefined, verdict: undefined, note: undefined, judgedBy: undefined, ...given,
});

describe("src/app/runtime/detection-signals.ts", () => {
  it.each([
    [{ level: "critical", tags: ["attack.t1505.003"] }, "web-shell"], [{ level: "critical", tags: ["attack.t1496"] }, "crypto-miner"], [{ level: "critical" }, "attack"], [{ level: "high" }, undefined],
    [{ evidence: { state: "confirmed", vulnerability: "CVE-2021-44228", component: undefined, because: "it runs" } }, "exploited-vulnerability"],
  ] as const)("%j opens %s", (given, kind) => { expect(toSignal(detection(given as Partial<Detection>)).opens).toBe(kind); });

  it.each([["user:root", false], ["user:1000", false], ["user:www-data", false], ["user:ana", true], ["user:SYSTEM", false]])("%s ties incidents together: %s", (actor, ties) => {
    expect(toSignal(detection({ actor })).entities.some(({ kind }) => kind === "user")).toBe(ties);
  });

  it("what an exception left out, and what merely informs, is no signal", () => {
    expect(signalsOf([detection({ state: "excepted" }), detection({ level: "informational" }), detection({ state: "dismissed" })])).toEqual([]);
  });

  it("tactics come in one spelling", () => {
    expect(toSignal(detection({ tags: ["attack.initial_access", "attack.execution", "attack.t1059", "attack.s0154", "cve.2021-1"] })).tactics).toEqual(["initial-access", "execution"]);
  });
});
