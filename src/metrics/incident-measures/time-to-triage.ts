// From opened until somebody has looked at what it is.
import { defineIncidentMeasure } from "../incident-measure.ts";
import { sinceOpened } from "../incident-spans.ts";

export const timeToTriage = defineIncidentMeasure({
  id: "time-to-triage", about: "Time to triage", formula: "triaged - opened, of each episode that was triaged in the range; closed without it is counted apart, open without it waits", unit: "ms", better: "lower",
  starts: "incident.opened or incident.reopened", stops: "incident.phase to triaged",
  compute: ({ episodes }, window) => sinceOpened(episodes, window, ({ phaseAt }) => phaseAt.triaged),
});
