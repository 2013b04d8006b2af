// What grading one vector gives, and how vectors are read: a family claims files of the folder and grades their text.

/** Where the expected answer comes from; each stands on a line of its own. */
export type Kind = "oracle-generated" | "hand-written" | "published, verified" | "published" | "published, claimed only" | "required" | "recommended" | (string & {});

/** right, wrong and threw are counted; ungraded is told and never counted: what nobody can be right or wrong about. */
type Outcome = "right" | "wrong" | "threw" | "ungraded";

/** told: the question, the answer expected and ours, for whoever looks into a wrong row. */
export interface Row { readonly kind: Kind; readonly required: boolean; readonly outcome: Outcome; readonly told: string }

/** claims: is this file, by its path inside the folder, one of the family's. */
export interface Family { readonly id: string; claims(path: string): boolean; grade(path: string, text: string): readonly Row[] }

/** One question: `ours` may throw, which is as wrong as a wrong answer. Answers are compared as text. */
export function graded({ kind, required, question, expected, ours }: { kind: Kind; required: boolean; question: string; expected: string; ours: () => string }): Row {
  try {
    const answer = ours();
    return { kind, required, outcome: answer === expected ? "right" : "wrong", told: `${question}: expected ${expected}, we say ${answer}` };
  } catch (cause) {
    return { kind, required, outcome: "threw", told: `${question}: ${cause instanceof Error ? cause.message : String(cause)}` };
  }
}

export const ungraded = (kind: Kind, told: string): Row => ({ kind, required: false, outcome: "ungraded", told });

/** Records of a CSV file by the names of its first line (RFC 4180; a record stands on one line). */
export function csvRecords(text: string): Readonly<Record<string, string>>[] {
  const [head = "", ...lines] = text.split(/\r?\n/).filter((line) => line !== "");
  const names = csvCells(head);
  return lines.map((line) => { const cells = csvCells(line); return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ""])); });
}

const cell = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/gy;

function csvCells(line: string): string[] {
  const cells: string[] = [];
  cell.lastIndex = 0;
  for (let match = cell.exec(line); match; match = cell.exec(line)) {
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "") break;
  }
  return cells;
}

/** Throws for a line that is no JSON: the file is then no vectors. */
export const jsonLines = <T>(text: string): T[] => text.split("\n").filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as T);

/** Published rows that no reference implementation was run on are somebody's word only. */
export function kindOf(source: string, verifiedBy: string | undefined): Kind {
  if (source === "oracle-generated") return "oracle-generated";
  if (/hand|by hand/.test(source)) return "hand-written";
  if (verifiedBy === undefined) return "published";
  return verifiedBy === "" ? "published, claimed only" : "published, verified";
}
