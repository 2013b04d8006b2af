// From a notice being made until its receiver has it.
import { defineIncidentMeasure } from "../incident-measure.ts";
import type { DeliveryTally } from "../incident-record.ts";

export const deliveryTime = defineIncidentMeasure({
  id: "delivery-time", about: "Time to deliver", formula: "arrived - made, of notices made in the range, each receiver once; grouping, quiet times and retries are in it; with a filter, those of the incidents it names", unit: "ms", better: "lower",
  starts: "the notice is in the outbox", stops: "the receiver has taken it",
  compute: ({ deliveries }, { to, now }) => {
    const under = deliveries.filter(({ state }) => state === "waiting" || state === "sending");
    const n = count(under);
    return {
      samples: deliveries.flatMap(({ state, tookMs, times, receiver }) => (state !== "sent" || tookMs === undefined ? [] : [{ value: Math.max(0, tookMs), times, label: receiver, id: undefined }])),
      waiting: { n, oldestMs: n === 0 ? undefined : Math.min(to, now) - Math.min(...under.map(({ oldestAt }) => oldestAt)) },
      without: count(deliveries.filter(({ state }) => state === "dead" || state === "refused" || state === "no-receiver")),
    };
  },
});

const count = (tallies: readonly DeliveryTally[]): number => tallies.reduce((sum, { times }) => sum + times, 0);
