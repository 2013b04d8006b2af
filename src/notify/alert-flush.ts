// Whether a group has something to say to a receiver, and why now (Alertmanager, notify/dedup_stage.go).
import type { Instant } from "../kernel/clock.ts";
import type { Told } from "./alert-store.ts";

/** The words of NoticeAlerts.reason. */
export type FlushReason = "first notification" | "new alerts" | "all resolved" | "some resolved" | "repeat";

/** Fingerprints that passed inhibition, mute times and silences. */
export interface GroupState { firing: readonly string[]; resolved: readonly string[] }

/** sendResolved: the receiver wants to hear of resolved alerts while others still fire. */
export interface FlushAsk { state: GroupState; told: Told | undefined; repeatIntervalMs: number; sendResolved: boolean; now: Instant }

/** Undefined: nothing to say. */
export function flushReason({ state: { firing, resolved }, told, repeatIntervalMs, sendResolved, now }: FlushAsk): FlushReason | undefined {
  if (told === undefined) return firing.length > 0 ? "first notification" : undefined;
  if (!isSubset(firing, told.firing)) return "new alerts";
  // Also without sendResolved: the log must forget what fired, so that it is new when it comes again.
  if (firing.length === 0) return told.firing.length > 0 ? "all resolved" : undefined;
  if (sendResolved && !isSubset(resolved, told.resolved)) return "some resolved";
  return told.toldAt <= now - repeatIntervalMs ? "repeat" : undefined;
}

function isSubset(part: readonly string[], whole: readonly string[]): boolean {
  if (part.length === 0) return true;
  const known = new Set(whole);
  return part.every((fingerprint) => known.has(fingerprint));
}

/** Alertmanager keeps its log for twice the repeat interval; after that a group is as if never told. */
export const toldExpiry = (now: Instant, repeatIntervalMs: number): Instant => now + 2 * repeatIntervalMs;
