// From opened until a person has it in hand.
import { defineIncidentMeasure } from "../incident-measure.ts";
import { sinceOpened } from "../incident-spans.ts";

export const timeToAcknowledge = defineIncidentMeasure({
  id: "time-to-acknowledge", about: "Time to acknowledge", formula: "acknowledged by a person - opened, of each episode acknowledged in the range; closed without it is counted apart, open without it waits", unit: "ms", better: "lower",
  starts: "incident.opened or incident.reopened", stops: "incident.acknowledged by a person",
  compute: ({ episodes }, window) => sinceOpened(episodes, window, ({ acknowledgedAt }) => acknowledgedAt),
});
