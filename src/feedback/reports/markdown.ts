// For the comment of a pull request: the same sections, within the length such a comment may have; what is left out is counted.
import { defineReport } from "../report.ts";
import type { ReportFrame, ScanReport } from "../report.ts";
import { closingLines, headLine, mergedLinesOf, removalLine } from "../report-lines.ts";
import type { MergedLine, Section } from "../report-lines.ts";
import { advisoryUrl, count, plain } from "../report-text.ts";

export const markdown = defineReport({
  id: "markdown",
  about: "For comments of pull requests: bounded in length, and it says what did not fit.",
  mediaType: "text/markdown; charset=utf-8",
  render(report, frame) {
    const head = [`### Aftwatch: ${headLine(report)}`, ""];
    const tail = ["", ...closingLines(report).map(text)];
    return `${[...head, ...withinBudget(blocksOf(report), frame, [...head, ...tail].join("\n").length), ...tail].join("\n")}\n`;
  },
});

/** A title, the head of its table and the rows. */
interface Block { title: string; head: readonly string[]; rows: readonly string[]; noun: string }

function blocksOf(report: ScanReport): Block[] {
  const lines = mergedLinesOf(report);
  const block = (title: string, section: Section, noun: string): Block => ({ title, noun, head: tableHead(["severity", "vulnerability", "package", "version", "fixed in", "notes"]), rows: lines.filter((line) => line.section === section).map(rowOf) });
  const upgrades = report.result.upgrades.map(({ packageKey, from, to, clears, leaves }) => row([code(packageKey), code(from), code(to), String(clears.length), leaves.map(idText).join(", ")]));
  const unknowns = report.result.unknowns.map(({ component, detail }) => row([code(component.purl), text(detail)]));
  return [
    block(`**Malicious.** ${removalLine}`, "malicious", "malicious package"), block("**Affected**", "affected", "finding"),
    { title: "**Upgrades**", head: tableHead(["package", "from", "to", "clears", "no fix yet"]), rows: upgrades, noun: "upgrade" },
    block("**Cannot be told**", "undecided", "finding that cannot be told"), block("**Covered by statements and ignore rules**", "suppressed", "covered finding"),
    { title: "**Not covered**", head: tableHead(["component", "why"]), rows: unknowns, noun: "component that is not covered" },
  ].filter(({ rows }) => rows.length > 0);
}

function rowOf({ finding, at, severity, fix, marks, package: named }: MergedLine): string {
  const notes = [...marks, ...(finding.suppression ? [`${finding.suppression.status}: ${finding.suppression.reason}`] : [])];
  return row([severity === "unknown" ? "?" : severity, idText(finding.vulnerability.id), code(named), code(at.component.version ?? "-"), text(fix), text(notes.join("; "))]);
}

/** Most urgent first, so what is left out is what matters least; every table gets told what it lacks. */
function withinBudget(blocks: readonly Block[], { maxChars }: ReportFrame, usedChars: number): string[] {
  let left = maxChars - usedChars;
  return blocks.flatMap(({ title, head, rows, noun }) => {
    const reserve = 160;
    left -= title.length + head.join("\n").length + 4 + reserve;
    const kept = rows.filter((line) => { const fits = left >= line.length + 1; left = fits ? left - line.length - 1 : -1; return fits; });
    left += reserve;
    const missing = rows.length - kept.length;
    const note = missing > 0 ? ["", `_${count(missing, `${noun} more is`, `more rows (${noun}) are`)} not shown: a comment may have ${maxChars} characters._`] : [];
    left = missing > 0 ? 0 : left;
    return [title, "", ...(kept.length > 0 ? [...head, ...kept] : []), ...note, ""];
  });
}

const tableHead = (names: readonly string[]): string[] => [row(names), row(names.map(() => "---"))];
const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

// Text from other people's documents: no markup, no mention, no link of theirs may come alive in the comment.
const text = (raw: string): string => plain(raw).replaceAll(/[\\`*_{}[\]<>#|~!]/g, "\\$&").replaceAll("@", "@\u200b").replaceAll("://", ":\u200b//");
const code = (raw: string): string => `\`${plain(raw).replaceAll("`", "'").replaceAll("|", "\\|")}\``;

function idText(id: string): string {
  const url = advisoryUrl(id);
  return url === undefined ? code(id) : `[${text(id)}](${url})`;
}
