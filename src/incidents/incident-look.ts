// When an open incident is to be looked at again: for what nobody did.
import type { Instant } from "../kernel/clock.ts";
import type { GroupingSettings } from "./grouping-settings.ts";
import { isOver } from "./incident.ts";
import type { Incident } from "./incident.ts";

export type Reminder = "unacknowledged" | "overdue" | "stale" | "quiet";

type Timers = Pick<GroupingSettings, "acknowledgeMs" | "staleMs" | "closeQuietMs">;

/** What falls due and when, for an open incident; nothing for one that is over. */
function remindersOf({ phase, phaseAt, mergedInto, openedAt, acknowledgedAt, next, changedAt = openedAt, quietSince }: Incident, { acknowledgeMs, staleMs, closeQuietMs }: Timers): { kind: Reminder; at: Instant }[] {
  if (isOver(phase) || mergedInto !== undefined) return [];
  return [
    ...(acknowledgedAt === undefined ? [{ kind: "unacknowledged" as const, at: (phaseAt.detected ?? openedAt) + acknowledgeMs }] : []),
    ...(next?.dueAt === undefined ? [] : [{ kind: "overdue" as const, at: next.dueAt }]),
    { kind: "stale" as const, at: changedAt + staleMs },
    ...(quietSince === undefined || closeQuietMs === undefined ? [] : [{ kind: "quiet" as const, at: quietSince + closeQuietMs }]),
  ];
}

/** The first of them after this instant; undefined when none is left. */
export function lookAtOf(incident: Incident, timers: Timers, after: Instant): Instant | undefined {
  const ahead = remindersOf(incident, timers).map(({ at }) => at).filter((at) => at > after);
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}

/** Those whose time has come and that still hold. */
export const fallenDue = (incident: Incident, timers: Timers, now: Instant): Reminder[] => remindersOf(incident, timers).filter(({ at }) => at <= now).map(({ kind }) => kind);
