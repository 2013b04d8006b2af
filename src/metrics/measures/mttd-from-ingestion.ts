// From us having the advisory to us having the finding: the part of detection that is ours.
import { defineMeasure } from "../measure.ts";

export const mttdFromIngestion = defineMeasure({
  id: "mttd-from-ingestion", about: "Time to detect, from ingestion",
  formula: "detected - max(advisory ingested, exposed since), for findings detected in the range",
  unit: "ms", better: "lower",
  compute: (lives, { from, to }) => ({
    kind: "samples",
    samples: lives.filter(({ detectedAt }) => detectedAt >= from && detectedAt < to).map(({ ingestedAt, exposedSince, detectedAt }) => Math.max(0, detectedAt - Math.max(ingestedAt, exposedSince))),
  }),
});
