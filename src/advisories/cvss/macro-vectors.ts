// CVSS 4.0's MacroVectors: their scores, their highest severity vectors and their depth (specification, section 8.2 and 8.3, tables 24 to 30).

/** Levels of the six equivalence classes; 0 is the most severe. */
export interface MacroVector { eq1: number; eq2: number; eq3: number; eq4: number; eq5: number; eq6: number }

/** The directions in which a MacroVector has a lower neighbour; eq3 and eq6 go together. */
export type Equivalence = "eq1" | "eq2" | "eq3eq6" | "eq4" | "eq5";

// Scores in tenths, as FIRST publishes them. One row for each eq1, eq2 and (eq3, eq6); in it eq4 and, within that, eq5 count up.
const rows: readonly string[] = [
  "100 98 95 100 93 91 93 89 81",
  "99 95 92 96 87 81 90 80 68",
  "98 95 90 93 89 81 88 78 69",
  "95 92 84 92 81 65 80 70 48",
  "92 82 72 79 69 50 69 55 27",
  "99 95 92 95 90 84 92 82 72",
  "97 92 85 91 83 71 81 71 53",
  "95 92 85 92 80 70 84 71 50",
  "93 85 73 82 72 59 70 52 30",
  "86 75 52 71 52 29 63 29 17",
  "98 94 91 94 86 77 87 74 63",
  "95 87 81 89 74 64 75 63 49",
  "94 88 76 86 74 59 72 57 52",
  "89 77 67 76 58 50 57 52 25",
  "83 70 54 65 58 26 53 21 13",
  "95 88 76 90 75 61 77 68 52",
  "90 76 70 77 62 53 66 59 30",
  "89 76 62 74 57 47 61 57 24",
  "78 67 58 59 57 23 52 29 16",
  "71 59 30 58 26 15 23 13 6",
  "93 86 75 86 74 56 70 52 40",
  "87 72 58 74 61 34 54 40 22",
  "85 74 62 72 55 46 53 34 19",
  "75 55 51 57 41 19 36 19 8",
  "64 51 20 47 21 11 24 9 4",
  "88 73 60 73 59 41 54 45 20",
  "75 53 50 55 40 20 43 22 11",
  "75 58 40 61 48 20 46 17 8",
  "55 45 21 51 18 9 18 7 2",
  "53 24 14 24 12 5 10 3 1",
];
const scores = rows.map((row) => row.split(" ").map((tenths) => Number(tenths) / 10));

// There is no (2, 0): a requirement is only met by a high impact.
const pairs: Readonly<Record<string, number>> = { "00": 0, "01": 1, "10": 2, "11": 3, "21": 4 };

/** undefined: there is no such MacroVector. */
export function macroScore({ eq1, eq2, eq3, eq4, eq5, eq6 }: MacroVector): number | undefined {
  const pair = pairs[`${eq3}${eq6}`];
  if (pair === undefined || eq1 > 2 || eq2 > 1 || eq4 > 2 || eq5 > 2) return undefined;
  return scores[(eq1 * 2 + eq2) * 5 + pair]?.[eq4 * 3 + eq5];
}

type Values = Readonly<Record<string, string>>;

const vectors = (...texts: readonly string[]): readonly Values[] => texts.map((text) => Object.fromEntries(text.split("/").map((metric) => metric.split(":"))));

const tops: Readonly<Record<Equivalence, Readonly<Record<string, readonly Values[]>>>> = {
  eq1: {
    0: vectors("AV:N/PR:N/UI:N"),
    1: vectors("AV:A/PR:N/UI:N", "AV:N/PR:L/UI:N", "AV:N/PR:N/UI:P"),
    2: vectors("AV:P/PR:N/UI:N", "AV:A/PR:L/UI:P"),
  },
  eq2: { 0: vectors("AC:L/AT:N"), 1: vectors("AC:H/AT:N", "AC:L/AT:P") },
  eq3eq6: {
    "00": vectors("VC:H/VI:H/VA:H/CR:H/IR:H/AR:H"),
    "01": vectors("VC:H/VI:H/VA:L/CR:M/IR:M/AR:H", "VC:H/VI:H/VA:H/CR:M/IR:M/AR:M"),
    "10": vectors("VC:L/VI:H/VA:H/CR:H/IR:H/AR:H", "VC:H/VI:L/VA:H/CR:H/IR:H/AR:H"),
    "11": vectors("VC:L/VI:H/VA:L/CR:H/IR:M/AR:H", "VC:L/VI:H/VA:H/CR:H/IR:M/AR:M", "VC:H/VI:L/VA:H/CR:M/IR:H/AR:M", "VC:H/VI:L/VA:L/CR:M/IR:H/AR:H", "VC:L/VI:L/VA:H/CR:H/IR:H/AR:M"),
    "21": vectors("VC:L/VI:L/VA:L/CR:H/IR:H/AR:H"),
  },
  eq4: { 0: vectors("SC:H/SI:S/SA:S"), 1: vectors("SC:H/SI:H/SA:H"), 2: vectors("SC:L/SI:L/SA:L") },
  eq5: { 0: vectors("E:A"), 1: vectors("E:P"), 2: vectors("E:U") },
};

const depthsOf: Readonly<Record<Equivalence, Readonly<Record<string, number>>>> = {
  eq1: { 0: 1, 1: 4, 2: 5 }, eq2: { 0: 1, 1: 2 }, eq3eq6: { "00": 7, "01": 6, "10": 8, "11": 8, "21": 10 }, eq4: { 0: 6, 1: 5, 2: 4 }, eq5: { 0: 1, 1: 1, 2: 1 },
};

const levelOf = (macro: MacroVector, equivalence: Equivalence): string =>
  (equivalence === "eq3eq6" ? `${macro.eq3}${macro.eq6}` : String(macro[equivalence]));

/** The highest severity vectors of the level, by metric. */
export const highest = (macro: MacroVector, equivalence: Equivalence): readonly Values[] => tops[equivalence][levelOf(macro, equivalence)] ?? [];

/** How many steps lie between the level's highest and lowest vector, both counted. */
export const depths = (macro: MacroVector, equivalence: Equivalence): number => depthsOf[equivalence][levelOf(macro, equivalence)] ?? 1;
