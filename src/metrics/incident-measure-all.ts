// Every measure of incidents over a record: n, median, 90th percentile, what waits, and the cases when they are few.
import { dayMs, hourMs, minuteMs, secondMs } from "../kernel/clock.ts";
import { weightedQuantile } from "./distribution.ts";
import type { IncidentMeasureValue, Measured, Sample } from "./incident-measure.ts";
import { incidentMeasures } from "./incident-measures/index.ts";
import type { Episode, IncidentRecord } from "./incident-record.ts";
import type { MeasureWindow } from "./measure.ts";

// Below this a median hides more than it tells.
const fewCases = 5;

export function measureIncidents(record: IncidentRecord, window: MeasureWindow): IncidentMeasureValue[] {
  return incidentMeasures.all.map(({ id, about, formula, unit, better, starts, stops, compute }) => {
    const measured = compute(record, window);
    return { id, about, formula, unit, better, starts, stops, ...figuresOf(measured, unit === "ms"), waiting: measured.waiting ?? { n: 0, oldestMs: undefined }, without: measured.without ?? 0, parts: measured.parts ?? [] };
  });
}

function figuresOf({ samples, whole }: Measured, hasSpread: boolean): Pick<IncidentMeasureValue, "n" | "median" | "p90" | "value" | "cases" | "spread"> {
  if (samples === undefined) return { n: whole?.n ?? 0, median: undefined, p90: undefined, value: whole?.value, cases: [], spread: [] };
  const n = samples.reduce((sum, { times }) => sum + times, 0);
  const sorted = samples.toSorted((a, b) => a.value - b.value);
  const cases = n >= fewCases ? [] : sorted.flatMap(({ label, id, value, times }) => Array.from({ length: times }, () => ({ label, id, value })));
  return { n, median: weightedQuantile(sorted, n, 0.5), p90: weightedQuantile(sorted, n, 0.9), value: undefined, cases, spread: hasSpread && n > 0 ? spreadOf(sorted) : [] };
}

// From a second to a month, each step about three times the one before.
const steps = [secondMs, 3 * secondMs, 10 * secondMs, 30 * secondMs, minuteMs, 3 * minuteMs, 10 * minuteMs, 30 * minuteMs, hourMs, 3 * hourMs, 8 * hourMs, dayMs, 3 * dayMs, 7 * dayMs, 30 * dayMs] as const;

function spreadOf(samples: readonly Sample[]): IncidentMeasureValue["spread"] {
  const counts = Array.from({ length: steps.length + 1 }, () => 0);
  for (const { value, times } of samples) {
    const place = steps.findIndex((step) => value <= step);
    const slot = place < 0 ? steps.length : place;
    counts[slot] = (counts[slot] ?? 0) + times;
  }
  return counts.map((n, index) => ({ upToMs: steps[index], n }));
}

/** How many episodes were open at the end of each bucket of the range, and how many began, were acknowledged and were closed within. */
export function incidentFlow(episodes: readonly Episode[], { from, to }: MeasureWindow, bucketMs: number): { at: number; open: number; opened: number; acknowledged: number; closed: number }[] {
  const flow = Array.from({ length: Math.ceil((to - from) / bucketMs) }, (_, index) => ({ at: Math.min(to, from + (index + 1) * bucketMs), open: 0, opened: 0, acknowledged: 0, closed: 0 }));
  const tally = (at: number | undefined, kind: "opened" | "acknowledged" | "closed"): void => {
    const bucket = at === undefined || at < from || at >= to ? undefined : flow[Math.floor((at - from) / bucketMs)];
    if (bucket) bucket[kind] += 1;
  };
  let open = episodes.filter(({ openedAt, closedAt }) => openedAt < from && (closedAt === undefined || closedAt >= from)).length;
  for (const { openedAt, acknowledgedAt, closedAt } of episodes) { tally(openedAt, "opened"); tally(acknowledgedAt, "acknowledged"); tally(closedAt, "closed"); }
  for (const bucket of flow) { open += bucket.opened - bucket.closed; bucket.open = open; }
  return flow;
}
