// Findings of a scan, one JSON object a line, for what reads streams.
import { placeText } from "../finding.ts";
import { defineReport } from "./report.ts";
import { inOrder } from "./report-words.ts";

export const jsonl = defineReport({
  id: "jsonl", about: "One finding a line, for programs that read streams.", mediaType: "application/x-ndjson", extension: "jsonl",
  write: ({ scan, findings }) => inOrder(findings).map((one) => `${JSON.stringify({ scanId: scan.scanId, target: scan.url, where: placeText(one.place), ...one })}\n`).join(""),
});
