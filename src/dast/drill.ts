// A drill: harmless probes of each class of attack at a target, to measure whether the runtime room sees them, and how fast.
//
// probe   one GET that looks like an attack and is none, marked with a token that nobody else knows
// sighting  a detection that a probe led to
// class   what is asked: was this kind of attack seen, by which rule, after how long
import type { Instant } from "../kernel/clock.ts";

/** Begins the name of the parameter that carries a probe's token; what has it is looked up, what has not costs nothing. */
export const drillMark = "aftwatch-drill-";

/** rule: the rule's id. seenAt: when the detection was durable, by our clock. */
export interface DrillSighting { detectionId: string; ruleId: string; title: string; level: string; workload: string; seenAt: Instant }

/** target: path and query as they were sent. sentAt undefined: it was not sent, why says what held it back. status 0: sent, no reply came. */
export interface DrillProbe { attackClass: string; token: string; target: string; sentAt: Instant | undefined; status: number | undefined; why: string | undefined; sightings: readonly DrillSighting[] }

/** sending, then watching for what the runtime says, until everything is seen or watchUntilAt; then done. failed: nothing or not all was sent, failure says why. */
export const drillStates = ["sending", "watching", "done", "failed"] as const;
export type DrillState = (typeof drillStates)[number];

export interface Drill {
  drillId: string; targetId: string; url: string; state: DrillState; startedBy: string; startedAt: Instant; watchUntilAt: Instant; endedAt: Instant | undefined;
  authorisedBy: string | undefined; failure: string | undefined; probes: readonly DrillProbe[];
}

/** outcome not-sent: nothing of this class left, so nothing can be said. mttdMs: from the first probe that was seen until its first detection. */
export interface DrillClass { attackClass: string; outcome: "seen" | "not-seen" | "waiting" | "not-sent"; sentAt: Instant | undefined; seenAt: Instant | undefined; mttdMs: number | undefined; rules: readonly { ruleId: string; title: string }[]; probes: number; why: string | undefined }

/** share: seen of sent, 0 to 1; undefined when nothing was sent or nothing has been looked for yet. */
export interface DrillResult { classes: readonly DrillClass[]; sent: number; seen: number; share: number | undefined; meanMttdMs: number | undefined; worstMttdMs: number | undefined }

/** What a drill has shown so far: one row for each class of attack, in the order of sending. */
export function drillResult({ state, probes }: Pick<Drill, "state" | "probes">): DrillResult {
  const isOver = state === "done" || state === "failed";
  const classes = [...Map.groupBy(probes, ({ attackClass }) => attackClass)].map(([attackClass, own]) => classOf(attackClass, own, isOver));
  const [sent, seen] = [classes.filter(({ outcome }) => outcome !== "not-sent"), classes.filter(({ outcome }) => outcome === "seen")];
  const times = seen.flatMap(({ mttdMs }) => (mttdMs === undefined ? [] : [mttdMs]));
  return {
    classes, sent: sent.length, seen: seen.length, share: sent.length === 0 ? undefined : seen.length / sent.length,
    meanMttdMs: times.length === 0 ? undefined : times.reduce((sum, one) => sum + one, 0) / times.length, worstMttdMs: times.length === 0 ? undefined : Math.max(...times),
  };
}

function classOf(attackClass: string, probes: readonly DrillProbe[], isOver: boolean): DrillClass {
  const sent = probes.filter(({ sentAt }) => sentAt !== undefined);
  const sightings = sent.flatMap(({ sightings: own, sentAt = 0 }) => own.map((one) => ({ ...one, sentAt }))).toSorted((a, b) => a.seenAt - b.seenAt);
  const [first] = sightings;
  const rules = [...new Map(sightings.map(({ ruleId, title }) => [ruleId, { ruleId, title }])).values()];
  const outcome = sent.length === 0 ? "not-sent" : first !== undefined ? "seen" : isOver ? "not-seen" : "waiting";
  // An event may be durable within the millisecond in which its answer came: less than nothing is nothing.
  return { attackClass, outcome, sentAt: first?.sentAt ?? sent[0]?.sentAt, seenAt: first?.seenAt, mttdMs: first === undefined ? undefined : Math.max(0, first.seenAt - first.sentAt), rules, probes: sent.length, why: probes.find(({ why }) => why !== undefined)?.why };
}
