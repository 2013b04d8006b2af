// From opened to closed, each time.
import { defineIncidentMeasure } from "../incident-measure.ts";
import { sinceOpened } from "../incident-spans.ts";

export const timeToClose = defineIncidentMeasure({
  id: "time-to-close", about: "Time to close", formula: "closed - opened, of each episode closed in the range; what is open waits", unit: "ms", better: "lower",
  starts: "incident.opened or incident.reopened", stops: "incident.closed",
  compute: ({ episodes }, window) => sinceOpened(episodes, window, ({ closedAt }) => closedAt),
});
