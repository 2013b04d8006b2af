// What was not told, and what held it back: a row for each pair of holder and held, counted, so that the list stays bounded.
import type { Instant } from "../kernel/clock.ts";

/**
 * silence, inhibition, mute (quiet times of a route), route (nobody is named), duplicate (told before and nothing new),
 * resolved (over before it was told), receiver (it does not want resolves).
 */
export const suppressionKinds = ["silence", "inhibition", "mute", "route", "duplicate", "resolved", "receiver"] as const;
export type SuppressionKind = (typeof suppressionKinds)[number];

export interface Suppression {
  by: SuppressionKind;
  /** The silence's id, the inhibition rule's id, the name of the times, the route's id, the receiver's id. */
  byId: string;
  /** An alert's fingerprint, a group's key, or a notice's group key. */
  subject: string;
  /** The group or receiver that would have been told. */
  target: string;
  /** What the subject is, in words. */
  title: string;
  why: string;
}

/** How often it held, first and last. */
export interface SuppressionRow extends Suppression { times: number; firstAt: Instant; lastAt: Instant }

/** The same pair once, with how often it came: what one write stores. */
export function tallySuppressions(suppressions: readonly Suppression[]): { suppression: Suppression; times: number }[] {
  const tally = new Map<string, { suppression: Suppression; times: number }>();
  for (const suppression of suppressions) {
    const key = JSON.stringify([suppression.by, suppression.byId, suppression.subject, suppression.target]);
    const kept = tally.get(key);
    if (kept) kept.times += 1;
    else tally.set(key, { suppression, times: 1 });
  }
  return [...tally.values()];
}
