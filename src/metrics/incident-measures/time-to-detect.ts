// From the first sign of an incident until it was known.
import { defineIncidentMeasure } from "../incident-measure.ts";
import { labelOf } from "../incident-spans.ts";

export const timeToDetect = defineIncidentMeasure({
  id: "time-to-detect", about: "Time to detect", formula: "opened - the earliest member happened, of incidents opened in the range; those that came back are not counted again", unit: "ms", better: "lower",
  starts: "the earliest signal of the incident", stops: "incident.opened",
  compute: ({ episodes }, { from, to }) => ({
    samples: episodes.flatMap((episode) => (episode.startedAt === undefined || episode.openedAt < from || episode.openedAt >= to ? []
      : [{ value: Math.max(0, episode.openedAt - episode.startedAt), times: 1, label: labelOf(episode), id: episode.incidentId }])),
  }),
});
