// What was not told, and what held it back.
import { defineIncidentMeasure } from "../incident-measure.ts";

export const alertsHeld = defineIncidentMeasure({
  id: "alerts-held", about: "Held back", formula: "alerts, groups and notices that a silence, an inhibition, a quiet time, a route, a duplicate or a receiver held back in the range, each pair of holder and held once; with a filter, alerts of the incidents it names", unit: "count", better: "lower",
  starts: "it would have been told", stops: "it was held back",
  compute: ({ held }) => {
    const n = held.reduce((sum, { subjects }) => sum + subjects, 0);
    return { whole: { n, value: n }, parts: held.map(({ by, subjects }) => ({ key: by, n: subjects, value: subjects })).toSorted((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1)) };
  },
});
