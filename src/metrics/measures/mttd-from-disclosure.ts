// From the world knowing to us knowing, of what ran meanwhile.
import { defineMeasure } from "../measure.ts";

export const mttdFromDisclosure = defineMeasure({
  id: "mttd-from-disclosure", about: "Time to detect, from disclosure",
  formula: "detected - max(published, exposed since), for findings detected in the range; without a publication date not counted",
  unit: "ms", better: "lower",
  compute: (lives, { from, to }) => ({
    kind: "samples",
    samples: lives.flatMap(({ publishedAt, exposedSince, detectedAt }) => (publishedAt === undefined || detectedAt < from || detectedAt >= to ? [] : [Math.max(0, detectedAt - Math.max(publishedAt, exposedSince))])),
  }),
});
