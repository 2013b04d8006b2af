// The contract of the advisory index: all advisories on disk, opened without loading, read by package or by id.
//
// part      what one advisory says of one package in one ecosystem
// segment   an immutable file of advisories; a later one replaces what an earlier one says under the same id
import type { Instant } from "../../kernel/clock.ts";
import type { Advisory, Enrichment, Severity } from "../advisory.ts";
import type { AdvisedPart } from "../advisory-store.ts";

/** An advisory as the index keeps it: everything but its long text and its parts. */
export type IndexedAdvisory = Omit<Advisory, "details" | "affected">;

/** A part with what its source rates this package at. */
export interface IndexedPart extends AdvisedPart { severities: readonly Severity[] }

/** One source's state. newestAt: the latest change it told of. syncedAt: when it was last heard. */
export interface IndexedSource { id: string; records: number; newestAt: Instant | undefined; syncedAt: Instant }

export interface IndexStatus {
  formatVersion: number;
  /** Changes with every swap. */
  generation: number;
  builtAt: Instant;
  sources: readonly IndexedSource[];
  counts: { advisories: number; parts: number; packages: number; malicious: number };
  /** Every ecosystem, without release, that an advisory was read of, sorted; undefined when that was not kept. What is not in it is not covered, however quiet it is. */
  ecosystems?: readonly string[];
  bytes: number;
  segments: number;
}

/** Synchronous, because a look-up is one or two positional reads of a file that the system keeps in memory. */
export interface AdvisoryIndex {
  status(): IndexStatus;
  /** Parts of advisories that are not withdrawn, on this package, whose ecosystem's scope covers `ecosystem` (with release suffix). The same array for the same question while it is cached. */
  partsOf(packageKey: string, ecosystem: string): readonly IndexedPart[];
  advisory(id: string): IndexedAdvisory | undefined;
  /** Every part of one advisory, withdrawn or not. */
  partsOfAdvisory(id: string): readonly IndexedPart[];
  /** The ids that are one vulnerability with this one, sorted; at least the id itself. */
  clusterOf(id: string): readonly string[];
  /** What is known of CVE ids beyond advisories. */
  enrichmentsOf(cve: string): readonly Enrichment[];
  close(): void;
}
