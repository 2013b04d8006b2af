// The answer of a scan: what is affected, what could not be told, what was covered by a statement; nothing left out.
//
// finding     one vulnerability in one package, over all of its versions in the target
// undecided   an advisory speaks of the package, but whether this version is affected cannot be told
// unknown     a component that cannot be judged at all, and why
// owned       a language package whose files a distribution's package owns: the distribution's advisories decide
import type { FixState, Severity } from "../advisories/advisory.ts";
import type { IndexStatus } from "../advisories/advisory-index/advisory-index.ts";
import type { ChosenSeverity } from "../advisories/severity.ts";
import type { VulnerabilityRecord } from "../advisories/vulnerability-views.ts";
import type { Priority } from "../findings/finding.ts";
import type { Component } from "../inventory/component.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Verdict } from "./match.ts";
import type { VexStatus } from "./vex-document.ts";

/** One advisory's verdict on one component, with the database it stands in. */
export interface SourceVerdict extends Verdict { source: string }

/**
 * What one advisory says of a fix. version: the smallest that it does not affect; after: fixed in some version above this one, which
 * it does not name. needs: the subscription that this version is published for ("Ubuntu Pro"); undefined: none.
 */
export interface FixStatement { advisory: string; source: string; state: FixState | "unknown"; version: string | undefined; after: string | undefined; needs: string | undefined }

/**
 * knownSince: when the first advisory that names a fix was published (or changed, when it does not say). needs: a subscription
 * without which none of the fixes can be had; undefined when one can.
 */
export interface FixSummary { state: FixState | "unknown"; versions: readonly string[]; statements: readonly FixStatement[]; knownSince: Instant | undefined; needs: string | undefined }

/** One component of a finding. clearedBy: the smallest version that none of these advisories affects. */
export interface AffectedComponent { component: Component; advisories: readonly SourceVerdict[]; clearedBy: string | undefined }

/** Where sources do not agree: whether it is affected at all, how it is fixed, how severe it is. */
export type Disagreement = "verdict" | "fix" | "severity";

/** Why a finding does not count: a statement that covers all of its components. until: undefined = as long as it is given. */
export interface Suppression { by: "vex" | "ignore"; status: VexStatus | "ignored"; justification: string | undefined; reason: string; statedBy: string; document: string; until: Instant | undefined }

export interface ScanFinding {
  vulnerability: VulnerabilityRecord;
  /** "npm:lodash": see packageKey in versions/ecosystem.ts. */
  packageKey: string;
  verdict: "affected" | "unknown";
  isMalicious: boolean;
  components: readonly AffectedComponent[];
  /** For this package: its distribution's own word decides, where it has one; with the reason and what was not chosen. */
  severity: ChosenSeverity;
  /** Every rating as its source gives it, by advisory. */
  severities: readonly Severity[];
  fix: FixSummary;
  clearedBy: string | undefined;
  disagreements: readonly Disagreement[];
  priority: Priority;
  suppression: Suppression | undefined;
  /** Statements that speak of it without ending it: affected, under investigation. */
  remarks: readonly Suppression[];
}

/**
 * no-ecosystem  no database of advisories knows this kind of package
 * no-data       the index holds no advisory of its ecosystem
 * no-release    its distribution keeps advisories per release, and the release is not told
 * no-version, unreadable-version, no-scheme  see Reason in versions/range.ts
 * git           its advisories name commits only
 */
export type UnknownReason = "no-ecosystem" | "no-data" | "no-release" | "no-version" | "unreadable-version" | "no-scheme" | "git";
/** advisories: ids that speak of the package and could not be decided. */
export interface UnknownComponent { component: Component; reason: UnknownReason; detail: string; advisories: readonly string[] }

export interface OwnedComponent { component: Component; ownedBy: string; vulnerabilities: readonly string[] }

/** One upgrade of one package; components: those of this version, several where a distribution builds them from one source. to: clears every id in `clears`; `leaves` have no known fix. */
export interface Upgrade { components: readonly Component[]; packageKey: string; from: string; to: string; clears: readonly string[]; leaves: readonly string[] }

/** The index's state at the time of the scan. asOf: when the source that was heard longest ago was heard; undefined when it holds none. */
interface ScanData { status: IndexStatus; asOf: Instant | undefined }

export interface ScanResult {
  /** Sorted: most urgent first. */
  findings: readonly ScanFinding[];
  /** Packages made to harm: an incident, not an upgrade. */
  malicious: readonly ScanFinding[];
  undecided: readonly ScanFinding[];
  suppressed: readonly ScanFinding[];
  unknowns: readonly UnknownComponent[];
  owned: readonly OwnedComponent[];
  upgrades: readonly Upgrade[];
  /** judged: components on which every advisory's verdict could be told. */
  counts: { components: number; judged: number };
  data: ScanData;
}
