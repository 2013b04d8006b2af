// Whether messages are worth sending: how many of them somebody acts on.
import { dayMs } from "../../kernel/clock.ts";
import { defineIncidentMeasure, waitingSince } from "../incident-measure.ts";
import type { MessageLife } from "../incident-record.ts";
import { shareOf } from "../incident-spans.ts";

const actWithinMs = 7 * dayMs;

export const signalScore = defineIncidentMeasure({
  id: "signal-score", about: "Messages acted on", formula: "messages sent in the range after which, within 7 d, a person acknowledged, moved or gave away their incident, acknowledged or decided their finding, or silenced their alert / such messages acted on or older than 7 d; by kind, alerting rule, route and receiver; messages that ask for nothing are not counted", unit: "ratio", better: "higher",
  starts: "the message arrived", stops: "incident.acknowledged, incident.phase, incident.assigned, incident.closed, finding.acknowledged, decision.made or a silence that holds it",
  compute: ({ messages, messagesLeftOut }, { to, now }) => {
    const end = Math.min(to, now);
    const judged = messages.filter((message) => isActedOn(message) || message.sentAt + actWithinMs <= now);
    const young = messages.filter((message) => !isActedOn(message) && message.sentAt + actWithinMs > now);
    const byRule = Map.groupBy(judged.flatMap((message) => message.rules.map((rule) => ({ rule, message }))), ({ rule }) => rule);
    const parts = [...byRule].map(([key, own]) => ({ key, n: own.length, value: scoreOf(own.map(({ message }) => message)) })).toSorted((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1));
    return { whole: { n: judged.length, value: scoreOf(judged) }, waiting: waitingSince(young.map(({ sentAt }) => sentAt), end), without: messagesLeftOut, parts };
  },
});

const isActedOn = ({ sentAt, actedAt }: MessageLife): boolean => actedAt !== undefined && actedAt >= sentAt && actedAt < sentAt + actWithinMs;
const scoreOf = (messages: readonly MessageLife[]): number | undefined => shareOf(messages.filter(isActedOn).length, messages.length);
