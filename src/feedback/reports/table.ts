// For a terminal: sections by urgency, columns as wide as they need, wrapped where the terminal ends; nothing is cut.
import { styleText } from "node:util";
import { defineReport } from "../report.ts";
import type { ReportFrame, ScanReport } from "../report.ts";
import { closingLines, headLine, mergedLinesOf, removalLine } from "../report-lines.ts";
import type { MergedLine, Section } from "../report-lines.ts";
import { count, plain, wrapped } from "../report-text.ts";

export const table = defineReport({
  id: "table",
  about: "For people: what is malicious, affected, cannot be told or is covered, then what the answer rests on.",
  mediaType: "text/plain; charset=utf-8",
  render(report, frame) {
    const lines = mergedLinesOf(report);
    const of = (section: Section): MergedLine[] => lines.filter((line) => line.section === section);
    return [
      ...sectionText(`MALICIOUS. ${removalLine}`, of("malicious"), frame), ...sectionText("", of("affected"), frame),
      ...sectionText("CANNOT BE TOLD. An advisory speaks of the package, this version could not be compared:", of("undecided"), frame),
      ...sectionText("COVERED by a statement or an ignore rule:", of("suppressed"), frame),
      ...upgradesText(report, frame), ...unknownsText(report, frame), headLine(report), ...closingLines(report),
    ].map((line) => `${line}\n`).join("");
  },
});

const heads = ["SEVERITY", "VULNERABILITY", "PACKAGE", "VERSION", "FIXED IN", "NOTES", "FOUND IN"] as const;

function sectionText(title: string, lines: readonly MergedLine[], frame: ReportFrame): string[] {
  if (lines.length === 0) return [];
  const rows = lines.map((line) => [line.severity === "unknown" ? "?" : line.severity, line.finding.vulnerability.id, line.package, line.at.component.version ?? "-", line.fix, [...line.marks, ...coverText(line)].join("; ") || "-", line.places.join(" ") || "-"].map(plain));
  return [...(title === "" ? [] : [bold(title, frame)]), ...gridText(heads, rows, frame), ""];
}

const coverText = ({ finding: { suppression } }: MergedLine): string[] =>
  (suppression ? [`${suppression.status.replaceAll("_", " ")} (${suppression.statedBy}: ${suppression.reason})`] : []);

/** Columns take what they need; when the terminal is too narrow the last ones are wrapped, down to a readable width. */
function gridText(titles: readonly string[], rows: readonly (readonly string[])[], frame: ReportFrame): string[] {
  const widths = titles.map((title, column) => rows.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), title.length));
  fit(widths, frame.width);
  const grid = (cells: readonly string[], isHead: boolean): string[] => {
    const wrappedCells = cells.map((text, column) => wrapped(text, widths[column] ?? text.length));
    const height = Math.max(...wrappedCells.map(({ length }) => length));
    return Array.from({ length: height }, (_none, row) => {
      const line = wrappedCells.map((lines, column) => (lines[row] ?? "").padEnd(widths[column] ?? 0));
      return isHead ? bold(line.join("  ").trimEnd(), frame) : [painted(line[0] ?? "", frame), ...line.slice(1)].join("  ").trimEnd();
    });
  };
  return [grid(titles, true), ...rows.map((row) => grid(row, false))].flat();
}

const narrowest = 14;

function fit(widths: number[], width: number): void {
  const gaps = 2 * (widths.length - 1);
  for (let column = widths.length - 1; column > 0; column--) {
    const over = widths.reduce((sum, one) => sum + one, gaps) - width;
    if (over <= 0) return;
    widths[column] = Math.min(widths[column] ?? 0, Math.max(narrowest, (widths[column] ?? 0) - over));
  }
}

const colors = { malicious: "red", critical: "red", high: "magenta", medium: "yellow", low: "cyan" } as const;

function painted(text: string, { color }: ReportFrame): string {
  const name = colors[text.trim() as keyof typeof colors] as (typeof colors)[keyof typeof colors] | undefined;
  return color && name !== undefined ? styleText(name, text, { validateStream: false }) : text;
}

const bold = (text: string, { color }: ReportFrame): string => (color ? styleText("bold", text, { validateStream: false }) : text);

function upgradesText({ result: { upgrades } }: ScanReport, frame: ReportFrame): string[] {
  if (upgrades.length === 0) return [];
  const rows = upgrades.toSorted((a, b) => b.clears.length - a.clears.length || (a.packageKey < b.packageKey ? -1 : 1))
    .map(({ packageKey, from, to, clears, leaves }) => [packageKey, from, to, String(clears.length), leaves.length === 0 ? "-" : leaves.join(" ")].map(plain));
  return [...gridText(["UPGRADE", "FROM", "TO", "CLEARS", "NO FIX YET"], rows, frame), ""];
}

const listedUnknowns = 10;

function unknownsText({ result: { unknowns }, target: { rejects, failed } }: ScanReport, frame: ReportFrame): string[] {
  const lines = [...failed.map(({ path, detail }) => [path, detail]), ...unknowns.map(({ component, detail }) => [component.purl, detail]), ...rejects.map(({ at, name, detail }) => [name ?? at, detail])];
  if (lines.length === 0) return [];
  const shown = lines.slice(0, listedUnknowns).flatMap(([what = "", why = ""]) => wrapped(plain(`  ${what}: ${why}`), Math.max(40, frame.width)));
  const rest = lines.length - listedUnknowns;
  return [bold("NOT COVERED", frame), ...shown, ...(rest > 0 ? [`  and ${count(rest, "more", "more")}; -o json lists them all.`] : []), ""];
}
