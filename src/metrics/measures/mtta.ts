// From us knowing to a person saying so.
import { defineMeasure } from "../measure.ts";

export const mtta = defineMeasure({
  id: "mtta", about: "Time to acknowledge", formula: "acknowledged - detected, for findings acknowledged in the range", unit: "ms", better: "lower",
  compute: (lives, { from, to }) => ({
    kind: "samples", samples: lives.flatMap(({ acknowledgedAt, detectedAt }) => (acknowledgedAt === undefined || acknowledgedAt < from || acknowledgedAt >= to ? [] : [acknowledgedAt - detectedAt])),
  }),
});
