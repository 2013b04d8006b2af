// Episodes: the runs in which a group met its condition, and which of them may be told now without ever being told twice.
import type { Instant } from "../../kernel/clock.ts";

/** A run of instants at which the condition was met, each at most a timespan after the one before. peak: the highest value. */
export interface Episode { begin: Instant; end: Instant; peak: number; isTold: boolean }

/** Puts an instant (or a window) at which the condition was met among the episodes, which are in order and more than a timespan apart. */
export function mark(episodes: Episode[], met: { begin: Instant; end: Instant; peak: number }, timespanMs: number): void {
  const last = episodes.at(-1);
  if (last !== undefined && met.begin >= last.begin && met.begin <= last.end + timespanMs) {
    last.end = Math.max(last.end, met.end);
    last.peak = Math.max(last.peak, met.peak);
    return;
  }
  let from = episodes.length;
  while (from > 0 && (episodes[from - 1] as Episode).end >= met.begin - timespanMs) from -= 1;
  let to = from;
  const joined: Episode = { ...met, isTold: false };
  for (let old = episodes[to]; old !== undefined && old.begin <= met.end + timespanMs; old = episodes[to]) {
    joined.begin = Math.min(joined.begin, old.begin);
    joined.end = Math.max(joined.end, old.end);
    joined.peak = Math.max(joined.peak, old.peak);
    joined.isTold ||= old.isTold;
    to += 1;
  }
  episodes.splice(from, to - from, joined);
}

/**
 * The episodes to tell now. frontier: no event before it is awaited any more, so that no new instant before it can come to meet the condition.
 *
 * Two episodes can still become one while the first one's end plus the timespan is not behind the frontier. Of such a pair only one is told:
 * the other waits until they are one (told already) or can never be. So each episode of the complete set of events is told exactly once,
 * whatever the order of arrival, and the first one of a group is told at once.
 */
export function toTell(episodes: readonly Episode[], timespanMs: number, frontier: Instant): Episode[] {
  const canGrow = ({ end }: Episode): boolean => end + timespanMs >= frontier;
  return episodes.filter((episode, place) => {
    if (episode.isTold) return false;
    const left = episodes.slice(0, place).some((other) => other.isTold && canGrow(other));
    const right = canGrow(episode) && episodes.slice(place + 1).some((other) => other.isTold);
    if (left || right) return false;
    episode.isTold = true;
    return true;
  });
}

/** When `toTell` could say more than now: the frontier must be behind this instant. Infinity when nothing waits. */
export function waitsFor(episodes: readonly Episode[], timespanMs: number, frontier: Instant): Instant {
  if (episodes.every((episode) => episode.isTold)) return Infinity;
  return Math.min(...episodes.map(({ end }) => end + timespanMs).filter((until) => until >= frontier));
}
