// What is remembered of alerts, kept: whoever judges them holds the rows in memory, and the store says whether they are still the newest.
import type { Instant } from "../kernel/clock.ts";
import type { ProfileRow } from "./storm/profile.ts";

/**
 * Who wrote last. version counts the writes of an organisation; stamps are those of the last of them, newest first, each unique over all
 * processes: a writer that finds its own stamp knows that its transaction was committed.
 */
export interface ProfileHead { version: number; stamps: readonly string[] }

/** gone: keys that were removed, for as long as they are noted (forget). */
export interface ProfileReading { rows: ProfileRow[]; gone: string[] }

export interface AlertProfileStore {
  /** Undefined: nothing was ever written. */
  head(org: string): Promise<ProfileHead | undefined>;
  /** Rows written by a later version than this; 0 reads all. */
  read(org: string, afterVersion: number): Promise<ProfileReading>;
  /** Rows that changed, keys that went, and who wrote it. */
  write(org: string, changes: { rows: readonly ProfileRow[]; removed: readonly string[] }, head: ProfileHead, at: Instant): Promise<void>;
  /** Keys that went before this instant are noted no longer. */
  forget(org: string, at: Instant): Promise<void>;
}
