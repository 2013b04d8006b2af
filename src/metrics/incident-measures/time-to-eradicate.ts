// From opened until its cause is gone.
import { defineIncidentMeasure } from "../incident-measure.ts";
import { sinceOpened } from "../incident-spans.ts";

export const timeToEradicate = defineIncidentMeasure({
  id: "time-to-eradicate", about: "Time to eradicate", formula: "eradicated - opened, of each episode that was eradicated in the range; closed without it is counted apart, open without it waits", unit: "ms", better: "lower",
  starts: "incident.opened or incident.reopened", stops: "incident.phase to eradicated",
  compute: ({ episodes }, window) => sinceOpened(episodes, window, ({ phaseAt }) => phaseAt.eradicated),
});
