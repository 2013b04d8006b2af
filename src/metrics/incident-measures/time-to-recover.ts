// From opened until everything works as before.
import { defineIncidentMeasure } from "../incident-measure.ts";
import { sinceOpened } from "../incident-spans.ts";

export const timeToRecover = defineIncidentMeasure({
  id: "time-to-recover", about: "Time to recover", formula: "recovered - opened, of each episode that was recovered in the range; closed without it is counted apart, open without it waits", unit: "ms", better: "lower",
  starts: "incident.opened or incident.reopened", stops: "incident.phase to recovered",
  compute: ({ episodes }, window) => sinceOpened(episodes, window, ({ phaseAt }) => phaseAt.recovered),
});
