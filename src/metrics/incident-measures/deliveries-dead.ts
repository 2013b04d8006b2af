// How many messages never arrived.
import { defineIncidentMeasure } from "../incident-measure.ts";
import type { DeliveryTally } from "../incident-record.ts";
import { shareOf } from "../incident-spans.ts";

export const deliveriesDead = defineIncidentMeasure({
  id: "deliveries-dead", about: "Deliveries given up", formula: "deliveries given up or refused / deliveries of notices made in the range that were sent, given up or refused; what had no receiver is counted apart; with a filter, those of the incidents it names", unit: "ratio", better: "lower",
  starts: "the notice is in the outbox", stops: "the last attempt",
  compute: ({ deliveries }, { to, now }) => {
    const ended = deliveries.filter(({ state }) => state === "sent" || isLost(state));
    const under = deliveries.filter(({ state }) => state === "waiting" || state === "sending");
    const n = count(under);
    const receivers = [...Map.groupBy(ended, ({ receiver }) => receiver)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return {
      whole: { n: count(ended), value: lostShare(ended) }, without: count(deliveries.filter(({ state }) => state === "no-receiver")),
      waiting: { n, oldestMs: n === 0 ? undefined : Math.min(to, now) - Math.min(...under.map(({ oldestAt }) => oldestAt)) },
      parts: receivers.map(([key, own]) => ({ key, n: count(own), value: lostShare(own) })),
    };
  },
});

const isLost = (state: string): boolean => state === "dead" || state === "refused";
const count = (tallies: readonly DeliveryTally[]): number => tallies.reduce((sum, { times }) => sum + times, 0);
const lostShare = (tallies: readonly DeliveryTally[]): number | undefined => shareOf(count(tallies.filter(({ state }) => isLost(state))), count(tallies));
