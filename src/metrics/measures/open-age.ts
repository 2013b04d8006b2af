// How old what is open is: the other half of any mean over what was closed.
import { defineMeasure } from "../measure.ts";

export const openAge = defineMeasure({
  id: "open-age", about: "Age of open findings", formula: "end of the range - max(published, exposed since), for findings open then", unit: "ms", better: "lower",
  compute: (lives, { to, now }) => {
    const end = Math.min(to, now);
    return {
      kind: "samples",
      samples: lives.filter(({ detectedAt, closedAt }) => detectedAt <= end && (closedAt === undefined || closedAt > end)).map(({ publishedAt, exposedSince }) => Math.max(0, end - Math.max(publishedAt ?? exposedSince, exposedSince))),
    };
  },
});
