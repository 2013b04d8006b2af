// Tab-separated rows without a head: what a pipe gets, for `cut` and `wc -l`.
import { defineReport } from "../report.ts";
import { mergedLinesOf } from "../report-lines.ts";
import { plain } from "../report-text.ts";

export const tsv = defineReport({
  id: "tsv",
  about: "Tab-separated rows: state, severity, vulnerability, package, version, fix, notes, locations.",
  mediaType: "text/tab-separated-values",
  render: (report) => mergedLinesOf(report).map(({ section, severity, finding, at, fix, marks, places }) =>
    `${[section, severity, finding.vulnerability.id, finding.packageKey, at.component.version ?? "-", fix, marks.join("; ") || "-", places.join(" ") || "-"].map(plain).join("\t")}\n`).join(""),
});
