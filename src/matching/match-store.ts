// What matching asks of a store; every call stands in the caller's transaction.
import type { Instant } from "../kernel/clock.ts";

/** A component is affected by an advisory, since we knew. retractedAt: it no longer says so. */
export interface Match { componentId: number; advisoryId: string; packageKey: string; clearedBy: string | undefined; reason: string; detectedAt: Instant; retractedAt: Instant | undefined }

export interface MatchStore {
  /** Opens matches that are new or were retracted; those that hold keep their detectedAt. Returns how many were opened. */
  openMatches(org: string, matches: readonly Omit<Match, "detectedAt" | "retractedAt">[], at: Instant): Promise<number>;
  /** Of these advisories, what holds now: (advisory, component). */
  holding(org: string, advisoryIds: readonly string[]): Promise<readonly { advisoryId: string; componentId: number }[]>;
  retract(org: string, pairs: readonly { advisoryId: string; componentId: number }[], at: Instant): Promise<void>;
  ofComponent(org: string, componentId: number): Promise<readonly Match[]>;
  countOfComponents(org: string, componentIds: readonly number[]): Promise<number>;
}
