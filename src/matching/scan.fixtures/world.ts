// A small world of advisories and components for tests of scans: every name in it is invented.
import { memoryIndex } from "../../advisories/advisory-index/memory-index.ts";
import type { AdvisoryIndex } from "../../advisories/advisory-index/advisory-index.ts";
import type { Advisory, AffectedPackage, Enrichment } from "../../advisories/advisory.ts";
import type { Component } from "../../inventory/component.ts";
import { componentFromPurl } from "../../inventory/purl-component.ts";
import { parsePurl } from "../../versions/purl.ts";
import type { RangeEvent } from "../../versions/range.ts";

export const at0 = Date.UTC(2026, 10, 1, 12);
const published = Date.UTC(2026, 5, 1);

export const part = (ecosystem: string, name: string, events: readonly RangeEvent[], more: Partial<AffectedPackage> = {}): AffectedPackage =>
  ({ ecosystem, name, ranges: events.length > 0 ? [{ type: "ECOSYSTEM", events }] : [], versions: [], severities: [], fixState: undefined, ...more });

export const advisory = (id: string, affected: readonly AffectedPackage[], more: Partial<Advisory> = {}): Advisory =>
  ({ id, source: "osv", modifiedAt: published, publishedAt: published, withdrawnAt: undefined, summary: `about ${id}`, details: "", aliases: [], upstream: [], related: [], severities: [], affected, references: [], ...more });

export const rated = (vector: string): Pick<Advisory, "severities"> => ({ severities: [{ type: "CVSS_V3", score: vector, source: "" }] });
export const criticalVector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
export const lowVector = "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N";

export function component(purl: string, more: Partial<Component> = {}): Component {
  const parsed = parsePurl(purl);
  if (!parsed) throw new TypeError(`${purl} is no purl`);
  return { ...componentFromPurl(parsed, { location: undefined }), ...more };
}

export const indexOf = (advisories: readonly Advisory[], enrichments: readonly Enrichment[] = []): AdvisoryIndex =>
  memoryIndex({ advisories, enrichments, builtAt: at0, sources: ["osv", "kev", "epss"].map((id) => ({ id, records: advisories.length, newestAt: published, syncedAt: at0 - 720_000 })) });

export const kev = (cve: string): Enrichment => ({ kind: "kev", cve, addedAt: published, dueOn: undefined, ransomware: false, forensicTriage: undefined });
export const epss = (cve: string, probability: number): Enrichment => ({ kind: "epss", cve, probability, percentile: undefined, scoredOn: "2026-11-01", model: undefined });

const before = (fixed: string): RangeEvent[] => [{ introduced: "0" }, { fixed }];

/** One of everything: a critical with a fix, one that sources disagree on, malware, one that cannot be told, an unfixed one. */
export const advisories: readonly Advisory[] = [
  advisory("GHSA-aaaa-aaaa-aaaa", [part("npm", "left", before("2.0.1"))], { aliases: ["CVE-2026-1"], summary: "left is | broken", ...rated(criticalVector) }),
  advisory("CVE-2026-1", [part("npm", "left", before("2.0.3"))], rated(lowVector)),
  advisory("GHSA-bbbb-bbbb-bbbb", [part("npm", "left", [{ introduced: "0" }])], { aliases: ["CVE-2026-2"] }),
  advisory("MAL-2026-9", [part("npm", "evil", [], { versions: ["1.0.0"] })], { summary: "Malicious code in evil" }),
  advisory("GHSA-cccc-cccc-cccc", [part("npm", "odd", before("not a version"))], { aliases: ["CVE-2026-3"], ...rated(criticalVector) }),
  advisory("DEBIAN-CVE-2026-4", [part("Debian:12", "ssl", before("3.0.13-1"))], { upstream: ["CVE-2026-4"] }),
];

/** What a report is made of, from the whole of this world. */
export const components: readonly Component[] = [
  component("pkg:npm/left@2.0.0", { location: "app/package-lock.json:12", scope: "runtime", direct: true }), component("pkg:npm/evil@1.0.0", { location: "app/package-lock.json:20" }),
  component("pkg:npm/odd@1.0.0"), component("pkg:npm/calm@1.0.0"), component("pkg:generic/blob@1"),
  component("pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12&upstream=ssl", { location: "/var/lib/dpkg/status" }),
];
