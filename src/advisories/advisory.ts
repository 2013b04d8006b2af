// Advisories: one record from one source, in the fields we use.
import type { Instant } from "../kernel/clock.ts";
import type { CpeConfiguration } from "../versions/cpe/index.ts";
import type { AffectedVersions } from "../versions/range.ts";

/** A rating as its source gives it. `score` is a CVSS vector, or the source's own word ("medium", "negligible"). */
export interface Severity { type: "CVSS_V2" | "CVSS_V3" | "CVSS_V4" | "Ubuntu" | "word"; score: string; source: string }

/** What a source says of a fix, beyond its ranges. Only "not-affected" removes a match; a fixed event alone says nothing here. */
export type FixState = "fixed" | "not-fixed" | "will-not-fix" | "end-of-life" | "deferred" | "under-investigation" | "not-affected";

/** One package an advisory speaks of. ecosystem keeps its release suffix ("Debian:12"); name is OSV's, normalised by versions/package.ts. */
export interface AffectedPackage extends AffectedVersions {
  ecosystem: string;
  name: string;
  severities: readonly Severity[];
  fixState: FixState | undefined;
  /** The versions that the source last knew to be affected ("<= 8.0.0"), where it knows no fix: a hint for people, no bound (GHSA database_specific). */
  lastKnownAffected?: string;
  /** The module stream the record speaks of ("nodejs:18"), where a distribution has streams. */
  module?: string;
  /** For ecosystem "CPE" (name: part:vendor:product): the configurations in which this product is affected; its ranges and versions are empty. */
  configurations?: readonly CpeConfiguration[];
}

export interface Advisory {
  id: string;
  /** The feed it came from. */
  source: string;
  modifiedAt: Instant;
  publishedAt: Instant | undefined;
  withdrawnAt: Instant | undefined;
  summary: string;
  details: string;
  aliases: readonly string[];
  upstream: readonly string[];
  related: readonly string[];
  severities: readonly Severity[];
  affected: readonly AffectedPackage[];
  references: readonly { type: string; url: string }[];
}

/** What is known of a vulnerability beyond its advisories, by CVE id. */
export type Enrichment =
  | { kind: "kev"; cve: string; addedAt: Instant; dueOn: string | undefined; ransomware: boolean; forensicTriage: boolean | undefined }
  | { kind: "epss"; cve: string; probability: number; percentile: number | undefined; scoredOn: string; model: string | undefined };
