// The story of an incident: what people tell of it, in the order of when it happened; facts may be pinned and retold.
import type { Instant } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import type { StoryEntry } from "./incident.ts";

export interface Note { text: string; at: Instant | undefined; factSeq: number | undefined }

/** factAt: when the pinned fact happened; a note without a time of its own stands there, else at the moment of writing. */
export function storyEntry(entryId: string, incidentId: string, { text, at, factSeq }: Note, { author, factAt, now }: { author: string; factAt: Instant | undefined; now: Instant }): StoryEntry {
  mustBePast(at, now);
  return { entryId, incidentId, at: at ?? factAt ?? now, text, author, factSeq, writtenAt: now, editedAt: undefined, removedAt: undefined };
}

export function editedEntry(entry: StoryEntry, { text = entry.text, at = entry.at }: { text?: string | undefined; at?: Instant | undefined }, now: Instant): StoryEntry {
  mustBePast(at, now);
  return { ...entry, text, at, editedAt: now };
}

export const removedEntry = (entry: StoryEntry, now: Instant): StoryEntry => ({ ...entry, removedAt: now });

function mustBePast(at: Instant | undefined, now: Instant): void {
  if (at !== undefined && at > now) throw new Fault("request.invalid", { places: [{ at: "/at", rule: "has happened" }] });
}
