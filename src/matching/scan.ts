// A target's components against the advisory index, without a server: every verdict, every gap, every statement that covers one.
import type { AdvisoryIndex } from "../advisories/advisory-index/advisory-index.ts";
import type { Component } from "../inventory/component.ts";
import type { Instant } from "../kernel/clock.ts";
import { coverOf } from "./scan-cover.ts";
import type { IgnoreRule } from "./scan-cover.ts";
import { findingsOf } from "./scan-findings.ts";
import { createJudge } from "./scan-judge.ts";
import type { Judged } from "./scan-judge.ts";
import type { OwnedComponent, ScanFinding, ScanResult } from "./scan-result.ts";
import { unknownsOf } from "./scan-unknowns.ts";
import { upgradesOf } from "./scan-upgrades.ts";
import { createVulnerabilities } from "./scan-vulnerabilities.ts";
import type { VexStatement } from "./vex-document.ts";

export interface ScanOptions {
  /** When the scan is made: ignore rules end. */
  at: Instant;
  statements?: readonly VexStatement[];
  ignores?: readonly IgnoreRule[];
  /** Purls of the thing the components were found in (an image, a release): statements about it cover what is within. */
  subjects?: readonly string[];
  /** Called after each component; done counts from 1. */
  onProgress?: (done: number, total: number) => void;
}

/** Pure over its input and the index: the same answer for the same state of both, in any order of the components. */
export function scanComponents(components: readonly Component[], index: AdvisoryIndex, options: ScanOptions): ScanResult {
  const judged = judgeAll(components, index, options.onProgress);
  const vulnerabilities = createVulnerabilities(index);
  const own = judged.filter(({ named }) => named.ownedBy === undefined);
  const all = findingsOf(own, vulnerabilities, coverOf(options));
  const open = all.filter(({ suppression }) => suppression === undefined);
  const findings = open.filter(({ verdict, isMalicious }) => verdict === "affected" && !isMalicious);
  const status = index.status();
  const unknowns = unknownsOf(own, status.ecosystems);
  const gaps = new Set([...unknowns.map(({ component }) => component), ...all.filter(({ verdict }) => verdict === "unknown").flatMap((finding) => finding.components.map(({ component }) => component))]);
  return {
    findings, malicious: open.filter(({ verdict, isMalicious }) => verdict === "affected" && isMalicious),
    undecided: open.filter(({ verdict }) => verdict === "unknown"), suppressed: all.filter(({ suppression }) => suppression !== undefined),
    unknowns, owned: ownedOf(judged, vulnerabilities), upgrades: upgradesOf(own, findings),
    counts: { components: components.length, judged: components.length - gaps.size },
    data: { status, asOf: status.sources.length > 0 ? Math.min(...status.sources.map(({ syncedAt }) => syncedAt)) : undefined },
  };
}

function judgeAll(components: readonly Component[], index: AdvisoryIndex, onProgress: ScanOptions["onProgress"]): Judged[] {
  const judge = createJudge(index);
  return components.map((component, place) => {
    const judged = judge(component);
    onProgress?.(place + 1, components.length);
    return judged;
  }).toSorted((a, b) => (a.component.purl < b.component.purl ? -1 : 1));
}

/** What the language's own advisories say of packages that a distribution's package owns: told, not counted twice. */
function ownedOf(judged: readonly Judged[], vulnerabilities: ReturnType<typeof createVulnerabilities>): OwnedComponent[] {
  return judged.flatMap(({ component, named, verdicts }) => {
    if (named.ownedBy === undefined) return [];
    const affecting = verdicts.filter(({ verdict }) => verdict === "affected");
    return [{ component, ownedBy: named.ownedBy, vulnerabilities: [...new Set(affecting.flatMap(({ advisoryId }) => vulnerabilities.subjectsOf(advisoryId)))].toSorted() }];
  });
}

/** The findings of a result that a person must look at: affected and made to harm. */
export const openOf = (result: Pick<ScanResult, "findings" | "malicious">): readonly ScanFinding[] => [...result.malicious, ...result.findings];
