// What the ledger asks of a store.
import type { Page, PageRequest } from "../kernel/page.ts";
import type { Fact, LedgerEntry } from "./fact.ts";

export interface LedgerFilter { kind: string | undefined; subject: string | undefined }

export interface LedgerStore {
  /** Appends in the caller's transaction; returns the entries with their places. */
  append(org: string, facts: readonly Fact[]): Promise<readonly LedgerEntry[]>;
  head(org: string): Promise<{ seq: number; hash: string }>;
  /** In order of seq, from the first one after `afterSeq`. */
  entries(org: string, afterSeq: number): AsyncIterable<LedgerEntry>;
  /** Newest first. */
  list(org: string, filter: LedgerFilter, page: PageRequest): Promise<Page<LedgerEntry>>;
}
