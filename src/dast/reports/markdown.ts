// The report as Markdown: for comments of merge requests and tickets.
import { placeText } from "../finding.ts";
import { defineReport } from "./report.ts";
import { count, cweText, gapsOf, headLine, inOrder, isOpen, plain } from "./report-words.ts";

// Comments of merge requests hold 65,536 characters; what is over is counted, never cut in silence.
const mostFindings = 100;
const mostGaps = 50;

export const markdown = defineReport({
  id: "markdown", about: "Markdown for comments of merge requests.", mediaType: "text/markdown; charset=utf-8", extension: "md",
  write({ scan, findings }) {
    const open = inOrder(findings).filter(isOpen);
    const gaps = gapsOf(scan, findings);
    const rows = open.slice(0, mostFindings).map((one) => `| ${[one.severity, one.title, placeText(one.place), one.confidence, one.lastOutcome, cweText(one.cwe) ?? "", one.findingId].map(cell).join(" | ")} |`);
    return [
      `## Test of ${cell(scan.url)}`, "", cell(headLine(scan)), "", `### ${count(open.length, "open finding")}`, "",
      ...(open.length === 0 ? ["None was proved."] : ["| Severity | Weakness | Where | Confidence | Outcome | CWE | Finding |", "| --- | --- | --- | --- | --- | --- | --- |", ...rows]),
      ...(open.length > mostFindings ? ["", `And ${open.length - mostFindings} more in the other reports.`] : []),
      "", "### Not tested", "", ...(gaps.length === 0 ? ["Everything that the profile allows was tested."] : gaps.slice(0, mostGaps).map(({ subject, why }) => `- ${cell(subject)}: ${cell(why)}`)), ...(gaps.length > mostGaps ? [`- and ${gaps.length - mostGaps} more in the other reports`] : []), "",
    ].join("\n");
  },
});

/** Nothing of other people's text may become a link, an image, a mention or markup. */
const cell = (text: string): string => plain(text).replaceAll(/\s+/g, " ").replaceAll(/[\\`*_{}[\]()#!|~]/g, (sign) => `\\${sign}`).replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("@", "&#64;");
