// A scan and its findings as JSON: everything, in a stable order, and no secret of an identity.
import { toIso } from "../../kernel/clock.ts";
import type { DastScan } from "../scan.ts";
import { defineReport } from "./report.ts";
import { gapsOf, inOrder } from "./report-words.ts";

/** Raised when a change would break readers. */
export const schemaVersion = 1;

export const json = defineReport({
  id: "json", about: "Everything a scan knows, for other programs.", mediaType: "application/json", extension: "json",
  write: ({ scan, findings, at }) => `${JSON.stringify({ schemaVersion, kind: "dast-scan", writtenAt: toIso(at), scan: withoutSecrets(scan), notTested: gapsOf(scan, findings), findings: inOrder(findings) }, undefined, 2)}\n`,
});

/** How an identity logs in is not for readers of a report: its name and kind are. */
export const withoutSecrets = (scan: DastScan): object => ({
  ...scan, spec: { ...scan.spec, identities: scan.spec.identities.map(({ name, login }) => ({ name, kind: login.kind })), retests: scan.spec.retests.map(({ findingId, fingerprint, check }) => ({ findingId, fingerprint, check })) },
});
