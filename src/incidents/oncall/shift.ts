// Shifts and overrides: who is on call from when to when, as rows.
import type { Instant } from "../../kernel/clock.ts";

/** [from, to). person undefined: a gap. layer and overrideId say what put them there; neither for a gap. */
export interface Shift { person: string | undefined; from: Instant; to: Instant; layer: string | undefined; overrideId: string | undefined }

/** Somebody takes over for a time; of two that overlap the one made later holds. */
export interface Override {
  overrideId: string; schedule: string; person: string; from: Instant; to: Instant; reason: string | undefined;
  createdAt: Instant; createdBy: string; removedAt: Instant | undefined; removedBy: string | undefined;
}
