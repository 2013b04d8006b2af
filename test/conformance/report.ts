// A grading in words: for a terminal, for a program, and as the committed page.
import type { Grading, Tally } from "./grade.ts";

const shownWrong = 10;

/** The last line is `TOTAL n right, n wrong, n threw`, for whoever reads it by program. */
export function terminalText(grading: Grading): string {
  const rows = [["file", "rows of", "rows", "right", "wrong", "threw", "not graded", ""], ...grading.tallies.map(cellsOf)];
  return [
    aligned(rows), ...grading.tallies.flatMap(toldOf), ...asideOf(grading), totalOf(grading),
  ].join("\n");
}

export const totalOf = ({ right, wrong, threw }: Grading): string => `TOTAL ${right} right, ${wrong} wrong, ${threw} threw`;

export const jsonText = (grading: Grading): string => JSON.stringify(grading, undefined, 2);

const cellsOf = (tally: Tally): string[] =>
  [tally.file, tally.kind, ...[tally.rows, tally.right, tally.wrong, tally.threw, tally.ungraded].map(String), wordOf(tally)];

const wordOf = ({ required, wrong, threw, right }: Tally): string => (wrong + threw > 0 ? (required ? "WRONG" : "not required") : right > 0 ? "ok" : "");

function toldOf({ file, kind, told }: Tally): string[] {
  const more = told.length > shownWrong ? [`  ${file}: and ${told.length - shownWrong} more of ${kind}`] : [];
  return [...told.slice(0, shownWrong).map((one) => `  ${file}, ${kind}: ${one}`), ...more];
}

const asideOf = ({ absent, ignored }: Grading): string[] => [
  ...(absent.length > 0 ? [`No vectors here for: ${absent.join(", ")}.`] : []),
  ...(ignored.length > 0 ? [`Not graded here: ${foldersOf(ignored).join(", ")}.`] : []),
];

/** A folder of which nothing is graded goes by its name. */
function foldersOf(files: readonly string[]): string[] {
  const counts = new Map<string, number>();
  const nameOf = (file: string): string => (file.startsWith("docs/") ? `${file.split("/").slice(0, 2).join("/")}/` : file);
  for (const file of files) counts.set(nameOf(file), (counts.get(nameOf(file)) ?? 0) + 1);
  return [...counts].map(([name, count]) => (name.endsWith("/") ? `${name} (${count} files)` : name));
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => (/^\d+$/.test(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join("  ").trimEnd()).join("\n");
}

/** Figures only: the vectors themselves are third-party data and stay where they are. */
export function pageText(grading: Grading): string {
  const rows = grading.tallies.map(({ file, kind, rows: count, right, wrong, threw, ungraded }) => `| ${[file, kind, count, right, wrong, threw, ungraded].join(" | ")} |`);
  return `${[
    "# Conformance", "",
    "How our answers stand against conformance vectors: versions, native ranges, VERS, package URLs, CVSS, CPE, licence expressions, VEX and whole matching cases. Written by `npm run conformance -- --write`; `npm run conformance -- FOLDER` grades another folder of the same format.", "",
    "Oracle-generated rows are answered by the ecosystem's own tool and published nowhere; hand-written ones follow from a standard; published ones come from the projects' own tests. A claimed row was not confirmed by a reference implementation and is not required. Rows that are not graded have no answer to be right about, or one that the ecosystem's own tool contradicts.", "",
    "| file | rows of | rows | right | wrong | threw | not graded |", "|---|---|---:|---:|---:|---:|---:|", ...rows, "",
    `${totalOf(grading)}.`,
  ].join("\n")}\n`;
}
