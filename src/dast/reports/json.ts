// A scan and its findings as JSON: everything, in a stable order.
import { toIso } from "../../kernel/clock.ts";
import { defineReport } from "./report.ts";

export const json = defineReport({
  id: "json", about: "Everything a scan knows, for other programs.", mediaType: "application/json", extension: "json",
  write: ({ scan, findings, at }) => `${JSON.stringify({ schemaVersion: 1, writtenAt: toIso(at), scan, findings: findings.toSorted((a, b) => (a.findingId < b.findingId ? -1 : 1)) }, undefined, 2)}\n`,
});
