// How many closed incidents were not over.
import { defineIncidentMeasure } from "../incident-measure.ts";
import { shareOf } from "../incident-spans.ts";

export const reopenedShare = defineIncidentMeasure({
  id: "reopened-share", about: "Closed and came back", formula: "episodes closed in the range after which the incident came back / episodes closed in the range", unit: "ratio", better: "lower",
  starts: "incident.closed", stops: "incident.reopened",
  compute: ({ episodes }, { from, to }) => {
    const closed = episodes.filter(({ closedAt }) => closedAt !== undefined && closedAt >= from && closedAt < to);
    const backAt = Map.groupBy(episodes.filter(({ isFirst }) => !isFirst), ({ incidentId }) => incidentId);
    const back = closed.filter((one) => backAt.get(one.incidentId)?.some(({ openedAt }) => openedAt >= (one.closedAt ?? openedAt)));
    return { whole: { n: closed.length, value: shareOf(back.length, closed.length) } };
  },
});
