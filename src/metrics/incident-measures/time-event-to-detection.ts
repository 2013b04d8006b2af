// From an event on a live system until its detection was committed: the part of detecting an attack that is the watch's own.
import { weightedQuantile } from "../distribution.ts";
import { defineIncidentMeasure } from "../incident-measure.ts";
import type { DetectionTally } from "../incident-record.ts";

export const timeEventToDetection = defineIncidentMeasure({
  id: "time-event-to-detection", about: "Time from event to detection", formula: "committed - happened, of detections committed in the range that no exception left out, by the first event's own time; with a filter, those in the incidents it names", unit: "ms", better: "lower",
  starts: "the first event of the detection, by its own clock", stops: "detection.opened",
  compute: ({ detections }) => ({
    samples: detections.map(({ decoder, tookMs, times }) => ({ value: tookMs, times, label: decoder, id: undefined })),
    parts: [...Map.groupBy(detections, ({ decoder }) => decoder)].map(([key, rows]) => ({ key, ...medianOf(rows) })).toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0) || (a.key < b.key ? -1 : 1)),
  }),
});

function medianOf(rows: readonly DetectionTally[]): { n: number; value: number | undefined } {
  const n = rows.reduce((sum, { times }) => sum + times, 0);
  return { n, value: weightedQuantile(rows.map(({ tookMs, times }) => ({ value: tookMs, times })).toSorted((a, b) => a.value - b.value), n, 0.5) };
}
