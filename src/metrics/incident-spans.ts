// Durations between two instants of an episode: ended ones are cases, running ones wait, closed ones may have gone without.
import type { Instant } from "../kernel/clock.ts";
import { waitingSince } from "./incident-measure.ts";
import type { Measured } from "./incident-measure.ts";
import type { Episode } from "./incident-record.ts";
import type { MeasureWindow } from "./measure.ts";

/** "INC-31 Shell in shop". */
export const labelOf = ({ number, title }: { number: number; title: string }): string => `INC-${number} ${title}`;

/** From the opening of each episode to an instant of it. A case belongs to the range in which it ended. */
export function sinceOpened(episodes: readonly Episode[], { from, to, now }: MeasureWindow, stopOf: (episode: Episode) => Instant | undefined): Measured {
  const end = Math.min(to, now);
  const samples = episodes.flatMap((episode) => {
    const stop = stopOf(episode);
    return stop === undefined || stop < from || stop >= to ? [] : [{ value: Math.max(0, stop - episode.openedAt), times: 1, label: labelOf(episode), id: episode.incidentId }];
  });
  const running = episodes.filter((episode) => episode.openedAt <= end && isAfter(stopOf(episode), end) && isAfter(episode.closedAt, end));
  const without = episodes.filter((episode) => stopOf(episode) === undefined && episode.closedAt !== undefined && episode.closedAt >= from && episode.closedAt < to);
  return { samples, waiting: waitingSince(running.map(({ openedAt }) => openedAt), end), without: without.length };
}

const isAfter = (at: Instant | undefined, end: Instant): boolean => at === undefined || at > end;

/** Undefined for nothing: no case is no share. */
export const shareOf = (part: number, n: number): number | undefined => (n === 0 ? undefined : part / n);
