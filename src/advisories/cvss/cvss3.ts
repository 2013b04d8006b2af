// CVSS 3.0 and 3.1: base, temporal and environmental score (specification, section 7 "CVSS v3 equations").
import type { CvssVector } from "./grammar.ts";

const impacts = { N: 0, L: 0.22, H: 0.56 };
const requirements = { X: 1, L: 0.5, M: 1, H: 1.5 };
const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 }, AC: { L: 0.77, H: 0.44 }, UI: { N: 0.85, R: 0.62 }, C: impacts, I: impacts, A: impacts,
  E: { X: 1, H: 1, F: 0.97, P: 0.94, U: 0.91 }, RL: { X: 1, U: 1, W: 0.97, T: 0.96, O: 0.95 }, RC: { X: 1, C: 1, R: 0.96, U: 0.92 },
  CR: requirements, IR: requirements, AR: requirements,
};
const privileges = { U: { N: 0.85, L: 0.62, H: 0.27 }, C: { N: 0.85, L: 0.68, H: 0.5 } } as const satisfies Record<string, Readonly<Record<string, number>>>;

/** All three scores. The environmental one is worked out also where no environmental metric is given, as the formulas have it. */
export function cvss3Scores({ version, metrics }: CvssVector): { base: number; temporal: number; environmental: number } {
  const roundUp = version === "3.0" ? roundUp30 : roundUp31;
  const own = (name: string): string => metrics.get(name) ?? "X";
  const modified = (name: string): string => (own(`M${name}`) === "X" ? own(name) : own(`M${name}`));
  const timely = (score: number): number => roundUp(score * weightOf("E", own("E")) * weightOf("RL", own("RL")) * weightOf("RC", own("RC")));
  const base = scoreOf({ value: own, iss: issOf(own, () => 1), bend: bend30, roundUp });
  const miss = Math.min(issOf(modified, (name) => weightOf(name, own(name))), 0.915);
  const adjusted = scoreOf({ value: modified, iss: miss, bend: version === "3.0" ? bend30 : bend31, roundUp });
  return { base, temporal: timely(base), environmental: timely(adjusted) };
}

const weightOf = (name: string, value: string): number => weights[name]?.[value] ?? 0;

type ValueOf = (name: string) => string;

function issOf(value: ValueOf, requirement: (name: string) => number): number {
  const left = (name: string): number => 1 - requirement(`${name}R`) * weightOf(name, value(name));
  return 1 - left("C") * left("I") * left("A");
}

function scoreOf({ value, iss, bend, roundUp }: { value: ValueOf; iss: number; bend: (iss: number) => number; roundUp: (score: number) => number }): number {
  const isChanged = value("S") === "C";
  const impact = isChanged ? 7.52 * (iss - 0.029) - 3.25 * bend(iss) : 6.42 * iss;
  if (impact <= 0) return 0;
  const needed: Readonly<Record<string, number>> = isChanged ? privileges.C : privileges.U;
  const exploitability = 8.22 * weightOf("AV", value("AV")) * weightOf("AC", value("AC")) * (needed[value("PR")] ?? 0) * weightOf("UI", value("UI"));
  return roundUp(Math.min((isChanged ? 1.08 : 1) * (impact + exploitability), 10));
}

// The one formula that differs: 3.1 bends the modified impact so that a higher requirement never lowers the score.
const bend30 = (iss: number): number => (iss - 0.02) ** 15;
const bend31 = (iss: number): number => (iss * 0.9731 - 0.02) ** 13;

// 3.0: "the smallest number, to one decimal place, that is equal to or higher than its input". The margin only takes
// back the error of the sums: what the weights can tell apart is ten times as much.
const roundUp30 = (score: number): number => Math.ceil(score * 10 - 1e-11) / 10;

// 3.1, appendix A: on whole numbers, so that every implementation rounds alike.
function roundUp31(score: number): number {
  const whole = Math.round(score * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}
