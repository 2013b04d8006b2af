// How many incidents somebody owns.
import { defineIncidentMeasure } from "../incident-measure.ts";
import { shareOf } from "../incident-spans.ts";

export const ownerShare = defineIncidentMeasure({
  id: "owner-share", about: "With an owner", formula: "incidents with an owner now / incidents opened in the range", unit: "ratio", better: "higher",
  starts: "incident.opened", stops: "incident.assigned, or the owner its services have",
  compute: ({ episodes }, { from, to }) => {
    const opened = episodes.filter(({ isFirst, openedAt }) => isFirst && openedAt >= from && openedAt < to);
    return { whole: { n: opened.length, value: shareOf(opened.filter(({ owner }) => owner !== undefined).length, opened.length) } };
  },
});
