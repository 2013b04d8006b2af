// How well incidents tell of attacks: phases covered, incidents inside attacks, by strict and by lenient readings.
import type { LabelledAlert, Network } from "./alert-storms-data.ts";

/** What became of an engine's incident: refs are places in the network's alerts. */
export interface ToldIncident { openedAt: number; startedAt: number; endedAt: number; evidence: readonly number[]; context: readonly number[]; before: readonly number[] }

export interface NetworkScore {
  network: string; alerts: number; days: number; incidents: number; phases: number;
  /** Phases of which an incident that was open then (from its first alert, look-back included) holds an alert. */
  covered: number;
  /** The same without look-back: the alert came in after the incident had opened or was among the evidence that opened it. */
  coveredLive: number;
  coveredByEvidence: number;
  missed: string[];
  /** Incidents that opened within a phase. */
  inside: number;
  /** Incidents of whose evidence at least half is of an attack. */
  mostlyAttack: number;
  /** Incidents that hold any alert of an attack. */
  touching: number;
  /** Share of the time in which an incident was open, and the share of phases that the same incidents would meet at other hours. */
  openShare: number; byChance: number;
  members: number;
}

interface Phase { label: string; from: number; to: number }

export function phasesOf(alerts: readonly LabelledAlert[]): Phase[] {
  const phases = new Map<string, Phase>();
  for (const { at, phase } of alerts) {
    if (phase === undefined) continue;
    const known = phases.get(phase);
    if (known === undefined) phases.set(phase, { label: phase, from: at, to: at });
    else known.to = at;
  }
  return [...phases.values()];
}

export const isInside = (phases: readonly Phase[], at: number): boolean => phases.some(({ from, to }) => at >= from && at <= to);

export function scoreNetwork({ name, alerts }: Network, incidents: readonly ToldIncident[]): NetworkScore {
  const phases = phasesOf(alerts);
  const labels = (refs: readonly number[]): string[] => refs.flatMap((ref) => alerts[ref]?.phase ?? []);
  const covered = new Set(incidents.flatMap(({ evidence, context, before }) => labels([...evidence, ...context, ...before])));
  const span = (alerts.at(-1)?.at ?? 0) - (alerts[0]?.at ?? 0);
  return {
    network: name, alerts: alerts.length, days: span / 86_400_000, incidents: incidents.length, phases: phases.length,
    covered: covered.size,
    coveredLive: new Set(incidents.flatMap(({ evidence, context }) => labels([...evidence, ...context]))).size,
    coveredByEvidence: new Set(incidents.flatMap(({ evidence }) => labels(evidence))).size,
    missed: phases.map(({ label }) => label).filter((label) => !covered.has(label)),
    inside: incidents.filter(({ openedAt }) => isInside(phases, openedAt)).length,
    mostlyAttack: incidents.filter(({ evidence }) => evidence.length > 0 && labels(evidence).length * 2 >= evidence.length).length,
    touching: incidents.filter(({ evidence, context, before }) => labels([...evidence, ...context, ...before]).length > 0).length,
    openShare: incidents.reduce((sum, { startedAt, endedAt }) => sum + endedAt - startedAt, 0) / Math.max(1, span),
    byChance: byChance(alerts, phases, incidents, span),
    members: incidents.reduce((sum, { evidence, context, before }) => sum + evidence.length + context.length + before.length, 0),
  };
}

/** The incidents' times moved round the clock in steps of half an hour: how many phases they would meet then, as a share. */
function byChance(alerts: readonly LabelledAlert[], phases: readonly Phase[], incidents: readonly ToldIncident[], span: number): number {
  const start = alerts[0]?.at ?? 0;
  const steps = Math.floor(span / 1_800_000);
  let met = 0;
  for (let step = 1; step < steps; step += 1) {
    const moved = incidents.map(({ startedAt, endedAt }) => { const from = start + ((startedAt - start + step * 1_800_000) % span); return { from, to: from + endedAt - startedAt }; });
    // What runs over the end comes in again at the beginning.
    met += phases.filter((phase) => moved.some(({ from, to }) => (from <= phase.to && to >= phase.from) || (to - span >= phase.from && from - span <= phase.to))).length;
  }
  return steps < 2 || phases.length === 0 ? 0 : met / ((steps - 1) * phases.length);
}

export interface GroupedScore { notifications: number; inside: number }

/**
 * Alertmanager's grouping on the same alerts: a group fires until five minutes pass without one of its alerts (resolve_timeout), is
 * told when it begins to fire and every four hours while it does (repeat_interval).
 */
export function groupedNotifications({ alerts }: Network, keyOf: (alert: LabelledAlert) => string, resolveMs = 300_000, repeatMs = 14_400_000): GroupedScore {
  const phases = phasesOf(alerts);
  const groups = new Map<string, { lastAt: number; toldAt: number }>();
  let [notifications, inside] = [0, 0];
  for (const alert of alerts) {
    const key = keyOf(alert);
    const group = groups.get(key);
    const isTold = group === undefined || alert.at - group.lastAt > resolveMs || alert.at - group.toldAt >= repeatMs;
    groups.set(key, { lastAt: alert.at, toldAt: isTold ? alert.at : group.toldAt });
    if (!isTold) continue;
    notifications += 1;
    if (isInside(phases, alert.at)) inside += 1;
  }
  return { notifications, inside };
}
