// From opened until it spreads no further.
import { defineIncidentMeasure } from "../incident-measure.ts";
import { sinceOpened } from "../incident-spans.ts";

export const timeToContain = defineIncidentMeasure({
  id: "time-to-contain", about: "Time to contain", formula: "contained - opened, of each episode that was contained in the range; closed without it is counted apart, open without it waits", unit: "ms", better: "lower",
  starts: "incident.opened or incident.reopened", stops: "incident.phase to contained",
  compute: ({ episodes }, window) => sinceOpened(episodes, window, ({ phaseAt }) => phaseAt.contained),
});
