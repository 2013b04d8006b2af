// CVSS 4.0: the score of a vector from its MacroVector and its distance to the MacroVector's highest vectors (specification, section 8).
import type { CvssVector, MetricGroup } from "./grammar.ts";
import { says } from "./grammar.ts";
import { depths, highest, macroScore } from "./macro-vectors.ts";
import type { Equivalence, MacroVector } from "./macro-vectors.ts";

/** base: base metrics alone (CVSS-B); threat: with exploit maturity (CVSS-BT); environmental: with everything (CVSS-BTE). */
export function cvss4Scores(vector: CvssVector): { base: number; temporal: number; environmental: number } {
  const base = scoreOf(valuesOf(vector, []));
  const temporal = says(vector, "temporal") ? scoreOf(valuesOf(vector, ["temporal"])) : base;
  return { base, temporal, environmental: says(vector, "environmental") ? scoreOf(valuesOf(vector, ["temporal", "environmental"])) : temporal };
}

type Values = ReadonlyMap<string, string>;

const impactNames = ["VC", "VI", "VA", "SC", "SI", "SA"];
const baseNames = ["AV", "AC", "AT", "PR", "UI", ...impactNames];

/** The value of every metric that counts; what is not defined is assumed to be the worst (section 2.2, 4.1). */
function valuesOf({ metrics }: CvssVector, groups: readonly MetricGroup[]): Values {
  const given = (name: string, group: MetricGroup): string => (groups.includes(group) ? metrics.get(name) ?? "X" : "X");
  const or = (value: string, otherwise: string): string => (value === "X" ? otherwise : value);
  return new Map([
    ...baseNames.map((name) => [name, or(given(`M${name}`, "environmental"), metrics.get(name) ?? "")] as const),
    ["E", or(given("E", "temporal"), "A")],
    ...["CR", "IR", "AR"].map((name) => [name, or(given(name, "environmental"), "H")] as const),
  ]);
}

function scoreOf(values: Values): number {
  const is = (name: string, value: string): boolean => values.get(name) === value;
  if (impactNames.every((name) => is(name, "N"))) return 0;
  const macro = macroVectorOf(is);
  const score = macroScore(macro) ?? 0;
  const steps = (["eq1", "eq2", "eq3eq6", "eq4", "eq5"] as const).flatMap((equivalence) => {
    const lower = lowerScore(macro, equivalence);
    return lower === undefined ? [] : [(score - lower) * shareOf(macro, equivalence, values)];
  });
  const mean = steps.length === 0 ? 0 : steps.reduce((sum, step) => sum + step, 0) / steps.length;
  // FIRST's calculator rounds half up with this margin, so that x.x5 does not depend on the error of the sums.
  return Math.round((Math.max(0, Math.min(10, score - mean)) + 1e-6) * 10) / 10;
}

/** Tables 24 to 29. eq3 and eq6 are not independent and count as one. */
function macroVectorOf(is: (name: string, value: string) => boolean): MacroVector {
  const open = [is("AV", "N"), is("PR", "N"), is("UI", "N")].filter(Boolean).length;
  const requires = [["CR", "VC"], ["IR", "VI"], ["AR", "VA"]].some(([requirement = "", impact = ""]) => is(requirement, "H") && is(impact, "H"));
  const vulnerable = is("VC", "H") && is("VI", "H") ? 0 : is("VC", "H") || is("VI", "H") || is("VA", "H") ? 1 : 2;
  return {
    eq1: open === 3 ? 0 : open > 0 && !is("AV", "P") ? 1 : 2,
    eq2: is("AC", "L") && is("AT", "N") ? 0 : 1,
    eq3: vulnerable,
    eq4: is("SI", "S") || is("SA", "S") ? 0 : is("SC", "H") || is("SI", "H") || is("SA", "H") ? 1 : 2,
    eq5: is("E", "A") ? 0 : is("E", "P") ? 1 : 2,
    eq6: requires ? 0 : 1,
  };
}

/** The score of the next lower MacroVector in this direction; the higher one where there are two ways down. */
function lowerScore(macro: MacroVector, equivalence: Equivalence): number | undefined {
  if (equivalence !== "eq3eq6") return macroScore({ ...macro, [equivalence]: macro[equivalence] + 1 });
  const ways = macro.eq3 === 0 && macro.eq6 === 0 ? [{ eq6: 1 }, { eq3: 1 }] : [macro.eq6 === 0 ? { eq6: 1 } : { eq3: macro.eq3 + 1 }];
  const found = ways.flatMap((way) => macroScore({ ...macro, ...way }) ?? []);
  return found.length === 0 ? undefined : Math.max(...found);
}

// Each metric's values from most to least severe; SC has no "S", so its steps begin one later (as the calculator has it).
const ladders: Readonly<Record<string, string>> = {
  AV: "NALP", PR: "NLH", UI: "NPA", AC: "LH", AT: "NP", VC: "HLN", VI: "HLN", VA: "HLN", SC: "SHLN", SI: "SHLN", SA: "SHLN", CR: "HML", IR: "HML", AR: "HML", E: "APU",
};

/** How far down its level the vector is, as a share of the level's depth: 0 = a highest vector of it. */
function shareOf(macro: MacroVector, equivalence: Equivalence, values: Values): number {
  for (const vector of highest(macro, equivalence)) {
    let distance = 0;
    const isAbove = Object.entries(vector).every(([name, top]) => {
      const steps = (ladders[name] ?? "").indexOf(values.get(name) ?? "") - (ladders[name] ?? "").indexOf(top);
      distance += steps;
      return steps >= 0;
    });
    if (isAbove) return distance / depths(macro, equivalence);
  }
  return 0;
}
