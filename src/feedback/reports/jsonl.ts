// One JSON object a line, each with its kind; the first tells of the scan.
import { defineReport } from "../report.ts";
import { findingJson, headJson, ownedJson, schemaVersion, unknownJson, upgradeJson } from "../report-json.ts";

export const jsonl = defineReport({
  id: "jsonl",
  about: "One JSON object a line, each with its kind: scan, malicious, finding, undecided, suppressed, unknown, owned, upgrade.",
  mediaType: "application/jsonl",
  render(report) {
    const { result } = report;
    const of = <T>(kind: string, items: readonly T[], shape: (item: T) => object): object[] => items.map((item) => ({ kind, ...shape(item) }));
    const lines = [
      { kind: "scan", schemaVersion, ...headJson(report) },
      ...of("malicious", result.malicious, findingJson), ...of("finding", result.findings, findingJson), ...of("undecided", result.undecided, findingJson), ...of("suppressed", result.suppressed, findingJson),
      ...of("unknown", result.unknowns, unknownJson), ...of("owned", result.owned, ownedJson), ...of("upgrade", result.upgrades, upgradeJson),
    ];
    return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  },
});
