// CVSS 2.0: base, temporal and environmental score (CVSS 2.0 guide, section 3.2).
import { says } from "./grammar.ts";
import type { CvssVector } from "./grammar.ts";

const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { L: 0.395, A: 0.646, N: 1 }, AC: { H: 0.35, M: 0.61, L: 0.71 }, Au: { M: 0.45, S: 0.56, N: 0.704 },
  C: { N: 0, P: 0.275, C: 0.66 }, I: { N: 0, P: 0.275, C: 0.66 }, A: { N: 0, P: 0.275, C: 0.66 },
  E: { U: 0.85, POC: 0.9, F: 0.95, H: 1, ND: 1 }, RL: { OF: 0.87, TF: 0.9, W: 0.95, U: 1, ND: 1 }, RC: { UC: 0.9, UR: 0.95, C: 1, ND: 1 },
  CDP: { N: 0, L: 0.1, LM: 0.3, MH: 0.4, H: 0.5, ND: 0 }, TD: { N: 0, L: 0.25, M: 0.75, H: 1, ND: 1 },
  CR: { L: 0.5, M: 1, H: 1.51, ND: 1 }, IR: { L: 0.5, M: 1, H: 1.51, ND: 1 }, AR: { L: 0.5, M: 1, H: 1.51, ND: 1 },
};

/** All three scores; metrics that are left out are "not defined" and change nothing. */
export function cvss2Scores(vector: CvssVector): { base: number; temporal: number; environmental: number } {
  const weight = (name: string): number => weights[name]?.[vector.metrics.get(name) ?? "ND"] ?? 0;
  const exploitability = 20 * weight("AV") * weight("AC") * weight("Au");
  const baseOf = (impact: number): number => toOneDecimal((0.6 * impact + 0.4 * exploitability - 1.5) * (impact === 0 ? 0 : 1.176));
  const temporalOf = (base: number): number => toOneDecimal(base * weight("E") * weight("RL") * weight("RC"));
  const impact = 10.41 * (1 - (1 - weight("C")) * (1 - weight("I")) * (1 - weight("A")));
  const required = 10.41 * (1 - (1 - weight("C") * weight("CR")) * (1 - weight("I") * weight("IR")) * (1 - weight("A") * weight("AR")));
  const base = baseOf(impact);
  const temporal = temporalOf(base);
  // The adjusted impact is capped at 10, which a full impact (10.0008) is not: without environmental metrics it would fall.
  if (!says(vector, "environmental")) return { base, temporal, environmental: temporal };
  // Section 3.2.3: the temporal score again, with the adjusted impact in the place of the impact.
  const adjusted = temporalOf(baseOf(Math.min(10, required)));
  return { base, temporal, environmental: toOneDecimal((adjusted + (10 - adjusted) * weight("CDP")) * weight("TD")) };
}

// "round_to_1_decimal": half up. The margin is far above the error of the sums and far below what the weights can tell apart.
const toOneDecimal = (score: number): number => Math.round(score * 10 + 1e-9) / 10;
