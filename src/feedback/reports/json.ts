// The whole answer as one JSON document.
import { defineReport } from "../report.ts";
import { findingJson, headJson, ownedJson, schemaVersion, unknownJson, upgradeJson } from "../report-json.ts";

export const json = defineReport({
  id: "json",
  about: "One JSON document with everything; it carries schemaVersion and keeps its order.",
  mediaType: "application/json",
  render(report) {
    const { result } = report;
    const document = {
      schemaVersion, kind: "scan", ...headJson(report),
      malicious: result.malicious.map(findingJson), findings: result.findings.map(findingJson), undecided: result.undecided.map(findingJson), suppressed: result.suppressed.map(findingJson),
      unknowns: result.unknowns.map(unknownJson), owned: result.owned.map(ownedJson), upgrades: result.upgrades.map(upgradeJson),
    };
    return `${JSON.stringify(document, null, 2)}\n`;
  },
});
