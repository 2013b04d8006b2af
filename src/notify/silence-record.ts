// A silence as it is kept, and as people give it.
import type { Instant } from "../kernel/clock.ts";
import type { Matcher } from "./matcher-text.ts";

export interface Silence {
  silenceId: string;
  matchers: readonly Matcher[];
  startsAt: Instant;
  /** The first instant at which it silences no more. */
  endsAt: Instant;
  createdBy: string;
  comment: string;
  /** Set at each change. */
  updatedAt: Instant;
  /** How long before endsAt the author is reminded; undefined: not at all. */
  reminderMs?: number;
}
export type SilenceState = "pending" | "active" | "expired";

/** What people give: everything but the id and updatedAt. */
export type SilenceDraft = Omit<Silence, "silenceId" | "updatedAt">;
