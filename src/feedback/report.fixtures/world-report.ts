// The report of the small world of scans, with one finding covered by a statement: what every format is tested on.
import { advisories, at0, component, components, indexOf, kev } from "../../matching/scan.fixtures/world.ts";
import { scanComponents } from "../../matching/scan.ts";
import type { Component } from "../../inventory/component.ts";
import type { VexStatement } from "../../matching/vex-document.ts";
import type { ReportFrame, ScanReport } from "../report.ts";

export const frame: ReportFrame = { width: 120, color: false, maxChars: 60_000 };

const statement: VexStatement = {
  ids: ["CVE-2026-4"], products: [{ purl: "pkg:deb/debian/libssl3", name: "libssl3", within: [] }], status: "not_affected", justification: "vulnerable_code_not_in_execute_path", detail: "no TLS here", statedBy: "Team | Shop",
  at: at0, document: "shop.vex.json",
};

export function worldReport(more: { components?: readonly Component[]; statements?: readonly VexStatement[] } = {}): ScanReport {
  const given = more.components ?? [...components, component("pkg:npm/left@2.0.0", { location: "app/package-lock.json:12", scope: "runtime" })].filter((one, at, all) => all.findIndex(({ purl }) => purl === one.purl) === at);
  const result = scanComponents(given, indexOf(advisories, [kev("CVE-2026-1")]), { at: at0, statements: more.statements ?? [statement] });
  const target = { path: "sbom.json", base: ".", failed: [], locals: 0, subject: { name: "shop", version: "1.4.0", purl: "pkg:oci/shop@sha256%3Aabc" }, sources: [{ path: "sbom.json", format: "cyclonedx-json", components: given.length }], rejects: [{ at: "/components/9", name: "nameless", reason: "no-purl" as const, detail: "It has no purl." }], notes: [] };
  return { at: at0, toolVersion: "0.1.0", components: given, target, result, coverings: { documents: 1, statements: 1, rejects: [], expired: [] } };
}
