// What the advisories room asks of a store; every call stands in the caller's transaction.
import type { Instant } from "../kernel/clock.ts";
import type { Advisory, Enrichment, Severity } from "./advisory.ts";
import type { AffectedPackage } from "./advisory.ts";
import type { AliasAssertion } from "./alias-clusters.ts";
import type { VulnerabilityRecord } from "./vulnerability-views.ts";

export interface StoredAdvisory { advisoryId: string; digest: string; source: string; modifiedAt: Instant; packageKeys: readonly string[] }

/** What one advisory says of one package, as stored. */
export interface AdvisedPart extends Omit<AffectedPackage, "name" | "severities"> { advisoryId: string; packageKey: string }

/** What an advisory contributes to a vulnerability. */
export interface AdvisoryFacts { id: string; source: string; summary: string; publishedAt: Instant | undefined; ingestedAt: Instant; withdrawnAt: Instant | undefined; aliases: readonly string[]; upstream: readonly string[]; severities: readonly Severity[] }

/** An id that went by one vulnerability and then by another; undefined: nothing speaks of it any more. */
export interface MemberChange { id: string; from: string; to: string | undefined }

export interface FeedRecord { feedId: string; cursor: string | undefined; lastAttemptAt: Instant | undefined; lastSuccessAt: Instant | undefined; lastError: string | undefined; records: number; rejects: number }

export interface AdvisoryStore {
  findStored(ids: readonly string[]): Promise<ReadonlyMap<string, StoredAdvisory>>;
  /** Replaces what was stored under these ids. */
  putAdvisories(advisories: readonly { advisory: Advisory; digest: string; keys: readonly string[] }[], at: Instant): Promise<void>;
  removeAdvisories(ids: readonly string[]): Promise<void>;
  idsOfSource(source: string): Promise<readonly string[]>;
  countOfSource(source: string): Promise<number>;

  /** Every assertion that can be reached from these ids by aliases, in either direction. */
  assertionsAround(ids: readonly string[]): Promise<readonly AliasAssertion[]>;
  /** Advisories that name one of these ids as upstream. */
  citing(ids: readonly string[]): Promise<readonly string[]>;
  membersOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  membersOfVulnerabilities(vulnerabilityIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  putMembers(members: ReadonlyMap<string, string>): Promise<void>;
  removeMembers(ids: readonly string[]): Promise<void>;
  /** Keeps that ids went from one cluster to another: merged, split, renamed, or no longer spoken of. */
  addMemberChanges(changes: readonly MemberChange[], at: Instant): Promise<void>;
  factsOf(advisoryIds: readonly string[]): Promise<readonly AdvisoryFacts[]>;
  subjectsOf(advisoryIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  putSubjects(subjects: ReadonlyMap<string, readonly string[]>): Promise<void>;
  advisoriesAbout(vulnerabilityIds: readonly string[]): Promise<readonly { vulnerabilityId: string; advisoryId: string }[]>;
  vulnerabilities(ids: readonly string[]): Promise<ReadonlyMap<string, VulnerabilityRecord>>;
  putVulnerabilities(records: readonly VulnerabilityRecord[]): Promise<void>;
  removeVulnerabilities(ids: readonly string[]): Promise<void>;

  /** Parts of advisories that are not withdrawn, by package. */
  partsOfPackages(packageKeys: readonly string[]): Promise<readonly AdvisedPart[]>;
  partsOfAdvisories(advisoryIds: readonly string[]): Promise<readonly AdvisedPart[]>;

  /** Stores what differs; returns the CVE ids whose knowledge changed. */
  putEnrichments(enrichments: readonly Enrichment[], source: string): Promise<readonly string[]>;
  /** What this source said before and is not in `kept` goes; returns the CVE ids. */
  keepEnrichments(kind: Enrichment["kind"], source: string, kept: ReadonlySet<string>): Promise<readonly string[]>;
  countEnrichments(kind: Enrichment["kind"]): Promise<number>;
  enrichmentsOf(cves: readonly string[]): Promise<readonly Enrichment[]>;

  feed(feedId: string): Promise<FeedRecord | undefined>;
  putFeed(feed: FeedRecord): Promise<void>;
  putFeedRejects(feedId: string, rejects: readonly { record: string; reason: string }[], at: Instant): Promise<void>;
  clearFeedRejects(feedId: string, records: readonly string[]): Promise<void>;
  countFeedRejects(feedId: string): Promise<number>;
}
