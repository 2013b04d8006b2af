// The stages of an incident in the order in which they were reached, with the waiting between them; pure, so that the plot and its table say the same.
import type { Clock, Incident, IncidentPhase } from "../api/incident-shapes.ts";

/** at: undefined = not reached. waitMs: from the stage before it that was reached; for the last one, until now while the incident is open. */
export interface Stage { id: "started" | "acknowledged" | IncidentPhase; name: string; at: number | undefined; skipped: boolean }
export interface Wait { from: Stage; to: Stage | undefined; fromMs: number; toMs: number; ms: number }

const order = ["started", "detected", "acknowledged", "triaged", "contained", "eradicated", "recovered", "closed"] as const;
const names: Record<Stage["id"], string> = { started: "Started", detected: "Detected", acknowledged: "Acknowledged", triaged: "Triaged", contained: "Contained", eradicated: "Eradicated", recovered: "Recovered", closed: "Closed", reviewed: "Reviewed" };

const instantOf = (incident: Incident, id: (typeof order)[number]): number | undefined => {
  const text = id === "started" ? incident.startedAt : id === "detected" ? incident.openedAt : id === "acknowledged" ? incident.acknowledgedAt : incident.phaseAt[id];
  return text === null ? undefined : Date.parse(text);
};

/** skipped: a later phase was reached and this one was not. */
export function stagesOf(incident: Incident): Stage[] {
  const instants = order.map((id) => [id, instantOf(incident, id)] as const);
  return instants.map(([id, at], index) => ({ id, name: names[id], at, skipped: at === undefined && id !== "acknowledged" && instants.slice(index + 1).some(([, later]) => later !== undefined) }));
}

/** The waits between stages that were reached; together they are the whole time from the first stage to the last, or to now. */
export function waitsOf(stages: readonly Stage[], open: boolean, nowMs: number): Wait[] {
  const reached = stages.flatMap((stage) => (stage.at === undefined ? [] : [{ stage, at: stage.at }])).toSorted((a, b) => a.at - b.at);
  return reached.flatMap(({ stage, at }, index): Wait[] => {
    const next = reached[index + 1];
    if (!next && !open) return [];
    const toMs = Math.max(at, next?.at ?? nowMs);
    return [{ from: stage, to: next?.stage, fromMs: at, toMs, ms: toMs - at }];
  });
}

/** What the plot spans: from the first stage to now or the end, and to the last legal instant within ten times that. */
export function spanOf(stages: readonly Stage[], clocks: readonly Pick<Clock, "dueAt">[], open: boolean, nowMs: number): { fromMs: number; toMs: number } {
  const reached = stages.flatMap(({ at }) => (at === undefined ? [] : [at]));
  const fromMs = Math.min(...reached, nowMs);
  const lastMs = open ? Math.max(nowMs, ...reached) : Math.max(fromMs + 1, ...reached);
  const near = clocks.map(({ dueAt }) => Date.parse(dueAt)).filter((due) => due <= fromMs + Math.max(10 * (lastMs - fromMs), 3_600_000));
  return { fromMs, toMs: Math.max(lastMs, fromMs + 1, ...near) };
}

/** Where an instant stands in the span, in percent; undefined beyond it. */
export const placeOf = (ms: number, { fromMs, toMs }: { fromMs: number; toMs: number }): number | undefined => (ms > toMs ? undefined : Math.max(0, ((ms - fromMs) / (toMs - fromMs)) * 100));
