// CVSS 4.0's table: whole, never rising with less severity, and what another calculator gives for each highest vector.
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { highest, macroScore } from "./macro-vectors.ts";
import type { MacroVector } from "./macro-vectors.ts";

const { fromVector } = createRequire(import.meta.url)("ae-cvss-calculator") as { fromVector(vector: string): { calculateScores(): { overall?: number } } };

const levels = (count: number): number[] => Array.from({ length: count }, (_, level) => level);
const pairs = [[0, 0], [0, 1], [1, 0], [1, 1], [2, 1]] as const;
const all: readonly MacroVector[] = levels(3).flatMap((eq1) => levels(2).flatMap((eq2) => pairs.flatMap(([eq3, eq6]) => levels(3).flatMap((eq4) => levels(3).map((eq5) => ({ eq1, eq2, eq3, eq4, eq5, eq6 }))))));

/** A highest vector of a MacroVector, as text; "S" (safety) is only a modified value. */
function textOf(macro: MacroVector): string {
  const metrics = new Map((["eq1", "eq2", "eq3eq6", "eq4", "eq5"] as const).flatMap((equivalence) => Object.entries(highest(macro, equivalence)[0] ?? {})));
  const modified = ["SI", "SA"].filter((name) => metrics.get(name) === "S").map((name) => { metrics.set(name, "H"); return `M${name}:S`; });
  const order = ["AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA", "E", "CR", "IR", "AR"];
  return ["CVSS:4.0", ...order.map((name) => `${name}:${metrics.get(name)}`), ...modified].join("/");
}

describe("advisories/cvss/macro-vectors", () => {
  it("there are 270, each with the score that another calculator gives its highest vector", () => {
    expect(all).toHaveLength(270);
    expect(all.filter((macro) => macroScore(macro) !== fromVector(textOf(macro)).calculateScores().overall)).toEqual([]);
  });

  it("one step down in any class never scores higher", () => {
    const rising = all.filter((macro) => (["eq1", "eq2", "eq3", "eq4", "eq5", "eq6"] as const).some((name) => (macroScore({ ...macro, [name]: macro[name] + 1 }) ?? 0) > (macroScore(macro) ?? 0)));
    expect(rising).toEqual([]);
  });

  it.each([{ eq3: 2, eq6: 0 }, { eq1: 3 }, { eq2: 2 }, { eq4: 3 }, { eq5: 3 }])("there is none with %j", (level) => {
    expect(macroScore({ eq1: 0, eq2: 0, eq3: 0, eq4: 0, eq5: 0, eq6: 0, ...level })).toBeUndefined();
  });
});
