// Rates of workloads: events counted into bins, bins closed by time, and each closed bin judged. See docs/rates.md.
import { minuteMs, secondMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Origin, RuntimeEvent } from "../event.ts";
import type { Hit } from "../hit.ts";
import type { Remembering, StateChanges, StateRow } from "../state.ts";
import { createCountedLine, newLine } from "./counted-line.ts";
import type { CountedLine, SinceCheckpoint } from "./counted-line.ts";
import { hitOf } from "./rate-hit.ts";
import type { LineState, Surprise } from "./rate-line.ts";
import { amountsOf } from "./series.ts";
import type { SeriesId, SeriesOf } from "./series.ts";

export interface RateOptions {
  /** Default a minute. */
  binMs?: number;
  /** How long after its end a bin stays open for late events. Default 30 s. */
  latenessMs?: number;
  /** Series beyond are refused and counted (refused()). Default 2,000: about 40 KB of memory each. */
  mostSeries?: number;
}

export interface RateAnomaly extends Surprise { workload: string; series: SeriesId; hit: Hit }

/** Of a series, for people: whether it can already surprise, and what it has. late, ahead: amounts of events that came after their bin was closed, or too far from the future. */
export interface RateView { workload: string; series: SeriesId; state: "learning" | "watching"; bins: number; days: number; coverage: number; late: number; ahead: number }

/** Whether the source of a workload lived throughout the bin that begins then: only then nothing counts as zero. */
export type IsLive = (workload: string, binAt: Instant) => boolean;

export interface Rates extends Remembering {
  observe(event: RuntimeEvent, workload: string, seriesOf?: SeriesOf): void;
  /** Closes what has ended lateness ago, oldest first, and tells what surprised. */
  tick(now: Instant, isLive: IsLive): readonly RateAnomaly[];
  views(): readonly RateView[];
  /** Series that were not taken because there are mostSeries already: how many events they had. The caller says so aloud. */
  refused(): number;
}

interface Held { workload: string; series: SeriesId; line: CountedLine }

const keyOf = (workload: string, series: SeriesId): string => `${series} ${workload}`;

export function createRates({ binMs = minuteMs, latenessMs = 30 * secondMs, mostSeries = 2000 }: RateOptions = {}): Rates {
  const held = new Map<string, Held>();
  const changed = new Set<string>();
  let refused = 0;
  const lineOf = (workload: string, series: SeriesId, at: Instant, origin: Origin): CountedLine | undefined => {
    const key = keyOf(workload, series);
    const known = held.get(key);
    if (known !== undefined || held.size >= mostSeries) return known?.line;
    const line = createCountedLine(series, { binMs, since: newLine(Math.floor(at / binMs) * binMs, origin), checkpoint: undefined });
    held.set(key, { workload, series, line });
    return line;
  };
  return {
    kinds: ["rate", "rate-bin"],
    observe(event, workload, seriesOf = amountsOf) {
      for (const { series, amount } of seriesOf(event)) {
        const line = lineOf(workload, series, event.at, event.origin);
        if (line === undefined) { refused += 1; continue; }
        line.add(event.at, amount);
        changed.add(keyOf(workload, series));
      }
    },
    tick(now, isLive) {
      const closedBefore = Math.floor((now - latenessMs) / binMs) * binMs;
      return [...held].flatMap(([key, { workload, series, line }]) => {
        const surprises = line.closeUntil(closedBefore, (binAt) => isLive(workload, binAt));
        if (surprises === undefined) return [];
        changed.add(key);
        return surprises.map((told) => ({ ...told, workload, series, hit: hitOf({ workload, series, binMs, origin: line.origin() }, told) }));
      });
    },
    views: () => [...held.values()].map(({ workload, series, line }) => ({ workload, series, ...line.view() })),
    refused: () => refused,
    restore(rows) { for (const [key, one] of restored(rows, binMs)) held.set(key, one); },
    take() { const changes = changesOf(held, changed); changed.clear(); return changes; },
  };
}

function changesOf(held: ReadonlyMap<string, Held>, changed: ReadonlySet<string>): StateChanges {
  const put = [...changed].flatMap((key): StateRow[] => {
    const { workload, series, line } = held.get(key) ?? {};
    if (line === undefined) return [];
    const { checkpoint, since } = line.save();
    const row = (kind: string, body: unknown): StateRow => ({ kind, key, dueAt: undefined, body: JSON.stringify(body) });
    return [...(checkpoint === undefined ? [] : [row("rate", checkpoint)]), row("rate-bin", { workload, series, since })];
  });
  return { put, remove: [] };
}

function restored(rows: Iterable<StateRow>, binMs: number): [string, Held][] {
  const byKind = { rate: new Map<string, string>(), "rate-bin": new Map<string, string>() };
  for (const { kind, key, body } of rows) if (kind === "rate" || kind === "rate-bin") byKind[kind].set(key, body);
  return [...byKind["rate-bin"]].map(([key, body]) => {
    const { workload, series, since } = JSON.parse(body) as { workload: string; series: SeriesId; since: SinceCheckpoint };
    const saved = byKind.rate.get(key);
    return [key, { workload, series, line: createCountedLine(series, { binMs, since, checkpoint: saved === undefined ? undefined : JSON.parse(saved) as LineState }) }];
  });
}
