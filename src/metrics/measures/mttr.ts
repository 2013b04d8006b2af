// From exposure to a verified fix: only a fixed version seen running counts, so neither decisions nor redeployments shorten it.
import { defineMeasure } from "../measure.ts";

export const mttr = defineMeasure({
  id: "mttr", about: "Time to verified fix",
  formula: "fixed - max(published, exposed since), for findings whose fix was verified in the range; without a publication date from exposed since",
  unit: "ms", better: "lower",
  compute: (lives, { from, to }) => ({
    kind: "samples",
    samples: lives.flatMap(({ fixedAt, publishedAt, exposedSince }) => (fixedAt === undefined || fixedAt < from || fixedAt >= to ? [] : [Math.max(0, fixedAt - Math.max(publishedAt ?? exposedSince, exposedSince))])),
  }),
});
