// A series with its open bins. What it remembers is a checkpoint of the detector, written every hour, and the bins closed since: small rows, and exact.
import type { Instant } from "../../kernel/clock.ts";
import type { Origin } from "../event.ts";
import { createRateLine } from "./rate-line.ts";
import type { LineState, RateLine, Surprise } from "./rate-line.ts";
import type { SeriesId } from "./series.ts";

/** JSON as it is. closed: values of the bins since the checkpoint (null: the source was not live), the last of which ends at nextAt; open: start of a bin -> amount; late, ahead: amounts that found no open bin. */
export interface SinceCheckpoint { nextAt: Instant; closed: (number | null)[]; open: Record<string, number>; late: number; ahead: number; origin: Origin }

export interface CountedLine {
  add(at: Instant, amount: number): void;
  /** Closes the bins that begin before; undefined when there were none. */
  closeUntil(before: Instant, isLive: (binAt: Instant) => boolean): Surprise[] | undefined;
  origin(): Origin;
  view(): { state: "learning" | "watching"; bins: number; days: number; coverage: number; late: number; ahead: number };
  /** checkpoint is there when it is to be written anew. */
  save(): { checkpoint: LineState | undefined; since: SinceCheckpoint };
}

export interface LineBeginning { binMs: number; since: SinceCheckpoint; checkpoint: LineState | undefined }

export const newLine = (startAt: Instant, origin: Origin): SinceCheckpoint => ({ nextAt: startAt, closed: [], open: {}, late: 0, ahead: 0, origin });

const binsOfCheckpoint = 60;
/** Open bins of one series; an event further ahead has a clock that is wrong. */
const mostOpen = 1440;
/** After a longer silence only this many bins are closed one by one, the rest is one gap. */
const mostAtOnce = 20_160;

export function createCountedLine(series: SeriesId, { binMs, since, checkpoint }: LineBeginning): CountedLine {
  const line = createRateLine(series, binMs, since.nextAt - since.closed.length * binMs, checkpoint);
  since.closed.forEach((value, nth) => { line.close(since.nextAt - (since.closed.length - nth) * binMs, value ?? undefined); });
  return {
    add(at, amount) {
      const bin = Math.floor(at / binMs) * binMs;
      const isOpen = since.open[bin] !== undefined;
      if (bin < since.nextAt) since.late += amount;
      else if (!isOpen && Object.keys(since.open).length >= mostOpen) since.ahead += amount;
      else since.open[bin] = (since.open[bin] ?? 0) + amount;
    },
    closeUntil(before, isLive) {
      if (before <= since.nextAt) return undefined;
      const told: Surprise[] = [];
      for (; since.nextAt < before; since.nextAt += binMs) {
        skipSilence(since, line, before - mostAtOnce * binMs, binMs);
        const surprise = line.close(since.nextAt, closing(since, isLive));
        if (surprise !== undefined) told.push(surprise);
      }
      return told;
    },
    origin: () => since.origin,
    view: () => ({ state: line.isWarm() ? "watching" : "learning", ...line.history(), late: since.late, ahead: since.ahead }),
    save() {
      if (since.closed.length < binsOfCheckpoint) return { checkpoint: undefined, since };
      since.closed = [];
      return { checkpoint: line.save(), since };
    },
  };
}

/** Takes the value of the next bin out of the open ones. */
function closing(since: SinceCheckpoint, isLive: (binAt: Instant) => boolean): number | undefined {
  const counted = since.open[since.nextAt];
  const value = counted ?? (isLive(since.nextAt) ? 0 : undefined);
  if (counted !== undefined) since.open = Object.fromEntries(Object.entries(since.open).filter(([bin]) => Number(bin) !== since.nextAt));
  since.closed.push(value ?? null);
  return value;
}

/**
 * Before near, only bins that hold something are closed one by one: an event of 1970 costs no more than one of last week. So many are closed
 * behind what is passed over that a new checkpoint is due, and those since the last one need not lie side by side.
 */
function skipSilence(since: SinceCheckpoint, line: RateLine, near: Instant, binMs: number): void {
  if (since.nextAt >= near || since.open[since.nextAt] !== undefined) return;
  const first = Math.min(near, ...Object.keys(since.open).map(Number));
  line.skip((first - since.nextAt) / binMs);
  since.nextAt = first;
}
